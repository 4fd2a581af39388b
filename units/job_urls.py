"""Addresses of the page of jobs and of its two acts."""

from django.urls import path

from units import job_views

app_name = "jobs"

urlpatterns = [
    path("", job_views.job_list, name="list"),
    path("<int:pk>/cancel/", job_views.cancel, name="cancel"),
    path("<int:pk>/retry/", job_views.retry, name="retry"),
]
