"""What anybody may see: the honour roll, and whether a paper is in force."""

from django.urls import path

from awards.views import public

urlpatterns = [
    path("honours/", public.honours, name="honours"),
    path("verify/", public.verify_form, name="verify_form"),
    path("verify/<str:code>/", public.verify, name="verify"),
]
