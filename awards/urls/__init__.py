"""URLs of awards: public pages (no login needed), dossiers, appraisal, decisions and the register."""

from django.urls import path

from awards.urls import appraisal, decisions, dossiers, letters
from awards.views import public

app_name = "awards"
urlpatterns = [
    path("honours/", public.honours, name="honours"),
    path("verify/", public.verify_form, name="verify_form"),
    path("verify/<str:code>/", public.verify, name="verify"),
    *dossiers.urlpatterns,
    *appraisal.urlpatterns,
    *decisions.urlpatterns,
    *letters.urlpatterns,
]
