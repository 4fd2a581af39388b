"""Addresses of what is stored about people: one's own page, pages for administrators, requests to remove data."""

from django.urls import path

from units import history_views
from units import masking_views as maskings
from units import personal_views as views

app_name = "personal"

urlpatterns = [
    path("", views.find, name="find"),
    path("history/", history_views.history, name="history"),
    path("me/", views.own, name="own"),
    path("me/download/", views.download_own, name="download_own"),
    path("maskings/", maskings.masking_list, name="maskings"),
    path("maskings/<int:pk>/", maskings.detail, name="masking"),
    path("maskings/<int:pk>/carry-out/", maskings.carry_out, name="carry_out"),
    path("maskings/<int:pk>/drop/", maskings.drop, name="drop"),
    path("<slug:subject>/<int:pk>/", views.about, name="about"),
    path("<slug:subject>/<int:pk>/download/", views.download, name="download"),
    path("<slug:subject>/<int:pk>/mask/", maskings.ask, name="mask"),
]
