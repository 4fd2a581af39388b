"""Signing in and out, and for which unit one acts."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from units import views

urlpatterns = [
    path("login/", views.Login.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("switch/", views.switch, name="switch"),
]
