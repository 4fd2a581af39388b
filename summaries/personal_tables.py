"""What the tables of summaries store about people (`units/personal/registry.py`): who closed and finalised one."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from summaries.models import Summary
from units.personal.registry import PersonalTable, referring
from units.personal.subject import ProvingVerbs
from units.personal.tables import ALWAYS, BY_LAW, TO_PROVE

TABLES = (
    PersonalTable(
        Summary,
        _("Báo cáo tổng hợp do người này đề nghị, chốt, ghi số"),
        TO_PROVE,
        ALWAYS,
        referring(Summary, "proposed_by", "closed_by", "finalised_by"),
        ("unit__name", "status", "number", "proposed_at", "closed_at", "finalised_at"),
        stays=BY_LAW,
    ),
)

PROVING: ProvingVerbs = {Summary: ("close_for_signing", "register_summary", "finalise")}

IMPERSONAL = {
    "summaries.ReportLine": "sentences of reports, before figures are in them",
    "summaries.ForeignWorkbook": "a form of another body; who brought it in is in its event",
    "summaries.WorkbookVersion": "the form's file as that body made it; who brought it in is in its event",
    "summaries.Pointing": "which cell takes which figure",
    "summaries.WordChoice": "words that an office writes instead of others",
    "summaries.SummaryFile": "a final paper: kept by law, whoever it names",
    "summaries.SummaryWorkbook": "a final workbook: kept by law, whoever it names",
}
