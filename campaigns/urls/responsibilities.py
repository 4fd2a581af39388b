"""The URLs of responsibilities for the measures of a launch."""

from django.urls import path

from campaigns.views import answering, responsibilities

app_name = "responsibilities"
urlpatterns = [
    path("", responsibilities.responsibility_list, name="list"),
    path("new/<slug:slug>/", answering.assign, name="assign"),
    path("<int:pk>/", responsibilities.detail, name="detail"),
    path("<int:pk>/tell/", answering.tell, name="tell"),
    path("<int:pk>/confirm/", answering.confirm, name="confirm"),
    path("<int:pk>/not-done/", answering.not_done, name="not_done"),
    path("<int:pk>/edit/", answering.edit, name="edit"),
    path("<int:pk>/drop/", answering.drop, name="drop"),
]
