"""URLs of awards: dossiers, appraisal, decisions and the register, the public honour roll and verification."""

from awards.urls import appraisal, decisions, dossiers, public

app_name = "awards"
urlpatterns = [
    *public.urlpatterns,
    *dossiers.urlpatterns,
    *appraisal.urlpatterns,
    *decisions.urlpatterns,
]
