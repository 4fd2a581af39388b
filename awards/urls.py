"""Awards: dossiers, appraisal, decisions and the register; the public honour roll and check of a paper."""

from awards import appraisal_urls, decision_urls, dossier_urls, public_urls

app_name = "awards"
urlpatterns = [
    *public_urls.urlpatterns,
    *dossier_urls.urlpatterns,
    *appraisal_urls.urlpatterns,
    *decision_urls.urlpatterns,
]
