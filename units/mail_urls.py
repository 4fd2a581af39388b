"""Addresses of the page of mails, of its acts, and of the link in a test mail."""

from django.urls import path

from units import mail_views

app_name = "mails"

urlpatterns = [
    path("", mail_views.mail_list, name="list"),
    path("test/", mail_views.send_test, name="test"),
    path("arrived/<str:token>/", mail_views.arrived, name="arrived"),
    path("<int:pk>/send-again/", mail_views.send_again, name="send_again"),
    path("<int:pk>/drop/", mail_views.drop, name="drop"),
]
