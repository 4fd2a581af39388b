"""Writes a campaign and its indicators from their files: all or nothing, and never over an existing campaign."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from campaigns.campaign_import.file_schema import COLUMNS, EVERY_BLOC, LEVELS, path_of, read_campaign, read_indicators
from campaigns.layout import layout_of_the_day
from campaigns.models import (
    Asked,
    AssessmentLimits,
    Campaign,
    Commemoration,
    ContentPoint,
    CrossCheck,
    DueDate,
    FilingKind,
    Indicator,
    Measure,
    Phase,
    Purpose,
    Recipient,
    Resolution,
    Section,
)
from campaigns.schedule import schedule_problems
from foundation import clock, vietnamese
from foundation.ordering import ORDER_STEP
from foundation.toml_schema import BadFile
from units.models import Unit

Row = TypeVar("Row", bound=models.Model)
LUNAR_YEAR = "{năm âm lịch}"  # in the name of a section
NOT_COLUMNS = ("issuer", "place", "resolutions", "signature")  # keys of the table [campaign] that are no columns

REPORT_WRITERS: list[Callable[[Campaign, Path | None], None]] = []
"""What writes the sentences of a new campaign's reports from their file; the app of reports adds its own."""


class AlreadyThere(BadFile):
    """A campaign with this slug exists. No file overwrites it, because the Board may have changed it."""


@transaction.atomic
def load(
    campaign_file: Path | str, unit: Unit, indicators_file: Path | str | None = None, *, is_confirmed: bool = False
) -> Campaign:
    """Write a file's campaign, launched by `unit`. Raises BadFile or AlreadyThere, and then writes nothing.

    `is_confirmed`: questions about unusual dates are answered: they are right.
    """
    content = read_campaign(campaign_file)
    indicators = read_indicators(indicators_file) if indicators_file else None
    campaign = write_campaign(content, unit)
    problems = schedule_problems(campaign)
    if problems.refusals:
        raise BadFile(*problems.refusals)
    if problems.questions and not is_confirmed:
        raise BadFile(*problems.questions, _("Nếu ngày tháng đúng như vậy, xin nạp lại với --dates-are-right."))
    if indicators:
        write_indicators(indicators, campaign)
    else:
        write_report_lines(campaign)
    return campaign


def write_campaign(content: dict[str, Any], unit: Unit) -> Campaign:
    """Write the rows of a checked campaign file."""
    head = content["campaign"]
    if Campaign.objects.alive().filter(slug=head["slug"]).exists():
        raise AlreadyThere(_("Phong trào “{slug}” đã có; không ghi đè.").format(slug=head["slug"]))
    signature = {f"signer_{name}": value for name, value in head.get("signature", {}).items()}
    signed = signature.pop("signer_signed", False)
    own = {name: value for name, value in head.items() if name not in NOT_COLUMNS}
    own = layout_of_the_day(head.get("issued_on") or date(head["year"], 1, 1)) | own
    campaign = saved("campaign", Campaign(unit=unit, signed=signed, **signature, **own))
    saved("limits", AssessmentLimits(campaign=campaign))
    write_lines(campaign, content)
    for row in content["phases"]:
        write_phase(campaign, row)
    return campaign


def write_lines(campaign: Campaign, content: dict[str, Any]) -> None:
    """Write the lines of the launch document: parts I, II and IV, resolutions, recipients."""
    resolutions = [{"text": text} for text in content["campaign"].get("resolutions", [])]
    contents = [row | {"bloc": row["bloc"].replace(EVERY_BLOC, "")} for row in content.get("contents", [])]
    parts = {
        "resolutions": (Resolution, resolutions),
        "purposes": (Purpose, content.get("purposes", [])),
        "contents": (ContentPoint, contents),
        "measures": (Measure, content.get("measures", [])),
        "recipients": (Recipient, content.get("recipients", [])),
    }
    for name, (model, rows) in parts.items():
        for number, row in enumerate(rows, start=1):
            saved(f"{name}[{number}]", model(campaign=campaign, order=number * ORDER_STEP, **row))


def write_phase(campaign: Campaign, row: dict[str, Any]) -> Phase:
    where = f"phases[{row['number']}]"
    review = {f"review_{name}": value for name, value in row["review"].items()}
    many = ("review", "commemorations", "due_dates")
    own = {name: value for name, value in row.items() if name not in many}
    phase = saved(where, Phase(campaign=campaign, **review, **own))
    for number, each in enumerate(row.get("commemorations", []), start=1):
        saved(f"{where}.commemorations[{number}]", Commemoration(phase=phase, **each))
    write_due_dates(phase, row.get("due_dates", []))
    return phase


def write_due_dates(phase: Phase, rows: list[dict[str, Any]]) -> None:
    """Write a phase's due dates; each is stored as the end of its day."""
    for number, row in enumerate(rows, start=1):
        where = f"phases[{phase.number}].due_dates[{number}]"
        at = clock.end_of_day(row["on"])
        saved(where, DueDate(phase=phase, kind=row["kind"], group=row["group"], at=at))


def write_indicators(content: dict[str, Any], campaign: Campaign) -> None:
    """Write the rows of a checked indicators file, in the order of the file; the report's sentences last."""
    phases = {phase.number: phase for phase in campaign.phases.all()}
    sections: dict[str, Section] = {}
    for number, row in enumerate(content["sections"], start=1):
        section = _section(campaign, number * ORDER_STEP, row, sections.get(row.get("below", "")))
        sections[path_of(row)] = saved(f"sections[{number}]", section)
    for number, row in enumerate(content["indicators"], start=1):
        write_indicator(campaign, sections[row["section"]], number * ORDER_STEP, row, phases)
    for number, row in enumerate(content.get("checks", []), start=1):
        saved(f"checks[{number}]", CrossCheck(campaign=campaign, order=number * ORDER_STEP, **row))
    write_report_lines(campaign, content.get("report"))


def _section(campaign: Campaign, order: int, row: dict[str, Any], parent: Section | None) -> Section:
    """Return a section, not saved; its name tells the lunar year of the campaign where the file leaves it open."""
    name = row["name"].replace(LUNAR_YEAR, vietnamese.lunar_year(campaign.year))
    own = {key: value for key, value in row.items() if key != "below"}
    return Section(campaign=campaign, parent=parent, order=order, **own | {"name": name})


def write_report_lines(campaign: Campaign, path: Path | None = None) -> None:
    """Write the sentences of a new campaign's reports: those of a file, or plain ones. Raises BadFile."""
    for write in REPORT_WRITERS:
        write(campaign, path)


def write_indicator(
    campaign: Campaign, section: Section, order: int, row: dict[str, Any], phases: dict[int, Phase]
) -> None:
    many = ("section", "asked", "asked_in", "phases")
    own = {name: value for name, value in row.items() if name not in many}
    own |= {"choices": "\n".join(row["choices"])} if "choices" in row else {}
    own |= {f"in_{kind}": kind in row["asked_in"] for kind in FilingKind.values}
    if "computed" in own and not campaign.asks_works:
        raise BadFile(_("{code}: phong trào không hỏi đề tài, sáng kiến, công trình.").format(code=row["code"]))
    indicator = saved(row["code"], Indicator(campaign=campaign, section=section, order=order, **own))
    if unknown := [number for number in row.get("phases", []) if number not in phases]:
        raise BadFile(_("{code}: phong trào không có đợt {number}.").format(code=row["code"], number=unknown[0]))
    indicator.phases.set(phases[number] for number in row.get("phases", []))
    Asked.objects.bulk_create(
        Asked(indicator=indicator, column=COLUMNS[name], level=LEVELS[level])
        for level, names in row["asked"].items()
        for name in names
    )


def saved(where: str, row: Row) -> Row:
    """Validate a row by its model and save it. Raises BadFile with the model's sentences."""
    try:
        row.full_clean()
    except ValidationError as error:
        named = error.message_dict.items()
        raise BadFile(
            *(f"{where}.{name}: {sentence}" for name, sentences in named for sentence in sentences)
        ) from error
    row.save()
    return row
