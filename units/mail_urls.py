"""Addresses of the page of mails and of its two acts."""

from django.urls import path

from units import mail_views

app_name = "mails"

urlpatterns = [
    path("", mail_views.mail_list, name="list"),
    path("<int:pk>/send-again/", mail_views.send_again, name="send_again"),
    path("<int:pk>/drop/", mail_views.drop, name="drop"),
]
