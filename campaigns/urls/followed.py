"""The URLs of the register of exemplars."""

from django.urls import path

from campaigns.views import followed

app_name = "followed"
urlpatterns = [
    path("", followed.register, name="list"),
    path("new/", followed.new, name="new"),
    path("<int:pk>/", followed.detail, name="detail"),
    path("<int:pk>/edit/", followed.edit, name="edit"),
    path("<int:pk>/follow-up/", followed.follow_up, name="follow_up"),
    path("<int:pk>/drop/", followed.drop, name="drop"),
]
