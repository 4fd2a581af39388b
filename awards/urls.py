"""Awards: the public honour roll and check of a certificate; dossiers and decisions of my reach."""

from django.urls import path

from awards import views

app_name = "awards"
urlpatterns = [
    path("honours/", views.honours, name="honours"),
    path("verify/<str:code>/", views.verify, name="verify"),
    path("dossiers/", views.dossiers, name="dossiers"),
    path("decisions/", views.decisions, name="decisions"),
]
