"""The portal's URL configuration."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from campaigns.urls import filings, gatherings
from emulation import health, views
from emulation.begin_page import begin_page
from emulation.component_page import component_page
from emulation.first_steps import first_steps

urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("begin/", begin_page, name="begin"),
    path("first-steps/", first_steps, name="first_steps"),
    path("healthz", health.healthz, name="healthz"),
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
    path("accounts/", include("units.urls")),
    path("people/", include("units.people_urls")),
    path("jobs/", include("units.job_urls")),
    path("imports/", include("units.import_urls")),
    path("reorganisations/", include("units.reorganisation_urls")),
    path("mails/", include("units.mail_urls")),
    path("personal-data/", include("units.personal_urls")),
    path("drafts/", include("units.draft_urls")),
    path("campaigns/", include("campaigns.urls")),
    path("campaigns/", include("summaries.urls")),
    path("summaries/", include("summaries.action_urls")),
    path("data-requests/", include("campaigns.urls.data_requests")),
    path("workbooks/", include("summaries.workbook_urls")),
    path("pledges/", include((filings.patterns("pledge"), "pledges"))),
    path("receipts/", include("campaigns.urls.receipts")),
    path("activities/", include("campaigns.urls.activities")),
    path("followed/", include("campaigns.urls.followed")),
    path("inspections/", include("campaigns.urls.inspections")),
    path("responsibilities/", include("campaigns.urls.responsibilities")),
    path("launches/", include((gatherings.patterns("launch"), "launches"))),
    path("reviews/", include((gatherings.patterns("review"), "reviews"))),
    path("reports/", include((filings.patterns("report"), "reports"))),
    path("", include("awards.urls")),
    path("admin/", admin.site.urls),
]
if settings.DEBUG:
    urlpatterns += [path("components/", component_page, name="components")]

handler400 = "foundation.faults.bad_request"
handler403 = "emulation.views.forbidden"
handler404 = "emulation.views.not_found"
