"""The URLs of activity notes."""

from django.urls import path

from campaigns.views import activities

app_name = "activities"
urlpatterns = [
    path("", activities.activity_list, name="list"),
    path("new/", activities.new, name="new"),
    path("<int:pk>/", activities.detail, name="detail"),
    path("<int:pk>/review/", activities.review, name="review"),
    path("<int:pk>/withdraw/", activities.withdraw, name="withdraw"),
]
