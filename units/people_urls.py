"""Addresses of people and their accounts."""

from django.urls import path

from units import people_views as views

app_name = "people"

urlpatterns = [
    path("<int:pk>/letter/", views.letter, name="letter"),
]
