"""URLs that need no login: the honour roll and the verification of papers."""

from django.urls import path

from awards.views import public

urlpatterns = [
    path("honours/", public.honours, name="honours"),
    path("verify/", public.verify_form, name="verify_form"),
    path("verify/<str:code>/", public.verify, name="verify"),
]
