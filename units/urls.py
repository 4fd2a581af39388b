"""Addresses to sign in and out, and to choose the unit one acts for."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from units import views

urlpatterns = [
    path("login/", views.Login.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("switch/", views.switch, name="switch"),
]
