"""Addresses of people and their accounts."""

from django.urls import path

from units import people_views as views

app_name = "people"

urlpatterns = [
    path("", views.people, name="list"),
    path("accounts/", views.accounts, name="accounts"),
    path("accounts/<str:key>/", views.accounts_of_group, name="accounts_of_group"),
    path("<int:pk>/letter/", views.letter, name="letter"),
]
