"""The URLs of a campaign's launch, of its phases, and of the Board's actions on them."""

from django.urls import path

from campaigns.urls.data_requests import BOARD
from campaigns.views import (
    activities,
    asking,
    asking_preview,
    copies,
    exemplars,
    launch,
    launch_scans,
    phase,
    phase_acts,
    phase_units,
    setup,
    targets,
)

app_name = "campaigns"
urlpatterns = [
    path("", launch.campaigns, name="list"),
    path("new/", setup.new, name="new"),
    path("<slug:slug>/", launch.launch, name="launch"),
    path("<slug:slug>/setup/", setup.overview, name="setup"),
    path("<slug:slug>/copy/", copies.copy, name="copy"),
    path("<slug:slug>/setup/years/", copies.years, name="years"),
    path("<slug:slug>/setup/<slug:step>/", setup.step, name="setup_step"),
    path("<slug:slug>/launch.pdf", launch.launch_pdf, name="launch_pdf"),
    path("<slug:slug>/versions/<int:number>/", launch.launch_version, name="launch_version"),
    path("<slug:slug>/versions/<int:number>/launch.pdf", launch.launch_version_pdf, name="launch_version_pdf"),
    path("<slug:slug>/scan/", launch_scans.add, name="launch_scan"),
    path("<slug:slug>/scans/<int:pk>/", launch_scans.download, name="scan"),
    path("<slug:slug>/scans/<int:pk>/withdraw/", launch_scans.withdraw, name="scan_withdraw"),
    path("<slug:slug>/exemplars/", exemplars.exemplars, name="exemplars"),
    path("<slug:slug>/asked/", asking.asked, name="asked"),
    path("<slug:slug>/asked/preview/", asking_preview.preview, name="asked_preview"),
    path("<slug:slug>/asked/sections/add/", asking.section, name="asked_section_add"),
    path("<slug:slug>/asked/sections/<int:pk>/", asking.section, name="asked_section"),
    path("<slug:slug>/asked/sections/<int:pk>/move/", asking.move_section, name="asked_section_move"),
    path("<slug:slug>/asked/lines/add/", asking.line, name="asked_line_add"),
    path("<slug:slug>/asked/lines/<int:pk>/", asking.line, name="asked_line"),
    path("<slug:slug>/asked/lines/<int:pk>/move/", asking.move_line, name="asked_line_move"),
    path("<slug:slug>/asked/lines/<int:pk>/switch/", asking.switch, name="asked_line_switch"),
    path("<slug:slug>/activities/", activities.published, name="activities"),
    path("<slug:slug>/targets/", targets.targets, name="targets"),
    path("<slug:slug>/publish/", phase_acts.publish, name="publish"),
    path("<slug:slug>/discard/", phase_acts.discard_campaign, name="discard_campaign"),
    path("<slug:slug>/phases/<int:number>/", phase.phase, name="phase"),
    path("<slug:slug>/phases/<int:number>/open/", phase_acts.open_phase, name="open_phase"),
    path("<slug:slug>/phases/<int:number>/discard/", phase_acts.discard_phase, name="discard_phase"),
    path("<slug:slug>/phases/<int:number>/lock/", phase_acts.lock_phase, name="lock_phase"),
    path("<slug:slug>/phases/<int:number>/unlock/", phase_acts.unlock_phase, name="unlock_phase"),
    path("<slug:slug>/phases/<int:number>/call/", phase_units.call_unit, name="call_unit"),
    path("<slug:slug>/phases/<int:number>/extend/", phase_units.extend_many, name="extend_many"),
    path("<slug:slug>/phases/<int:number>/units/<int:pk>/extend/", phase_units.extend, name="extend"),
    *BOARD,
]
