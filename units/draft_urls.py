"""Addresses of drafts of forms."""

from django.urls import path

from units import draft_views

app_name = "drafts"

urlpatterns = [
    path("", draft_views.draft, name="draft"),
    path("drop/", draft_views.drop, name="drop"),
]
