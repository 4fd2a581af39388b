"""The pieces of a campaign that another one is made from, with dates a number of years later.

Other apps add their pieces to `PIECES`: the sentences of reports, the quotas of titles.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, TypeVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.lifecycle import CampaignStatus, PhaseStatus
from campaigns.models import (
    AssessmentLimits,
    CallScope,
    Campaign,
    ContentPoint,
    Measure,
    Phase,
    Purpose,
    Recipient,
    Resolution,
    Section,
)
from campaigns.models.commemoration import CommemorationKind
from campaigns.readiness import ASKED, STEPS
from campaigns.setup.facts import signer_of_today
from foundation import clock, vietnamese
from foundation.lazy_text import LazyText
from foundation.vietnamese import same_day_in

Row = TypeVar("Row", bound=models.Model)
SIGNER = ("signer_on_behalf", "signer_position", "signer_name")
OF_A_NEW_ONE: dict[str, Any] = {
    "number": "", "issued_on": None, "status": CampaignStatus.UNPUBLISHED, "published_at": None, "signed": False,
}  # fmt: skip
"""Columns of a campaign that are not copied: they begin as in any new one."""


def copied_row(row: Row, **changes: Any) -> Row:
    """Return an unsaved copy of a row with some columns changed."""
    meta: Any = row._meta
    columns = {
        column.attname: getattr(row, column.attname) for column in meta.concrete_fields if not column.primary_key
    }
    for name in changes:
        columns.pop(meta.get_field(name).attname, None)
    return type(row)(**columns, **changes)


@dataclass
class CopyJob:
    """A copy under way: `phases` are the new ones by the ids of the old; `told` is what the Board should know of it."""

    source: Campaign
    target: Campaign
    phases: dict[int, Phase] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)

    @property
    def years(self) -> int:
        return self.target.year - self.source.year

    def shifted(self, day: date) -> date:
        return years_later(day, self.years)

    def working_day(self, day: date, what: str) -> date:
        """Return a day some years later on which offices are open, of the same day of the week where it is moved."""
        later = self.shifted(day)
        moved = open_day(later, day)
        if moved != later:
            sentence = _("{what}: {later} là ngày nghỉ ({why}), đặt {moved}.")
            self.told.append(
                sentence.format(
                    what=what,
                    later=vietnamese.format_date(later),
                    why=vietnamese.day_off(later),
                    moved=vietnamese.due_text(moved),
                )
            )
        return moved


def years_later(day: date, years: int) -> date:
    """Return the same day some years later; the last day of a month stays the last."""
    year = day.year + years
    if day.day == monthrange(day.year, day.month)[1]:
        return date(year, day.month, monthrange(year, day.month)[1])
    return same_day_in(day, year)


def open_day(later: date, like: date) -> date:
    """Return a day on which offices are open: `later`, else the nearest of the weekday of `like`, else one after it."""
    if not vietnamese.day_off(later):
        return later
    ahead = (like.weekday() - later.weekday()) % 7
    day = later + timedelta(days=ahead if ahead <= 3 else ahead - 7)
    while vietnamese.day_off(day):
        day += timedelta(days=1)
    return day


@dataclass(frozen=True)
class CopyPiece:
    """A piece that may be left out: what it is called, and how it is copied, or what is done without it."""

    key: str
    label: LazyText
    copy: Callable[[CopyJob], None]
    without: Callable[[CopyJob], None] = lambda job: None


def _phases(job: CopyJob) -> None:
    for phase in job.source.phases.alive().order_by("number"):
        review = _("Ngày {review} {phase}").format(
            review=vietnamese.within_sentence(phase.review_words), phase=phase.words
        )
        later = copied_row(
            phase,
            campaign=job.target,
            starts_on=job.shifted(phase.starts_on),
            ends_on=job.shifted(phase.ends_on),
            cutoff_on=phase.cutoff_on and job.shifted(phase.cutoff_on),
            review_date=phase.review_date and job.working_day(phase.review_date, review),
            status=PhaseStatus.PLANNED,
            opened_at=None,
            locked_at=None,
            catalogue=None,
        )
        later.save()
        job.phases[phase.pk] = later


def _due_dates(job: CopyJob) -> None:
    for pk, later in job.phases.items():
        for due in Phase.objects.get(pk=pk).due_dates.order_by("pk"):
            words = _("Hạn {kind} {phase} ({group})")
            what = words.format(kind=due.get_kind_display(), phase=later.words, group=due.get_group_display())
            day = job.working_day(timezone.localdate(due.at), what)
            copied_row(due, phase=later, at=clock.end_of_day(day)).save()


def _days(job: CopyJob) -> None:
    """Copy anniversaries; an event of that year does not come again."""
    for pk, later in job.phases.items():
        for day in Phase.objects.get(pk=pk).commemorations.order_by("pk"):
            if day.kind == CommemorationKind.ANNIVERSARY:
                copied_row(day, phase=later).save()
            else:
                sentence = _("Không chép sự kiện của năm trước: {name} ({phase}).")
                job.told.append(sentence.format(name=day.name, phase=later.words))


def _scopes(job: CopyJob) -> None:
    """Copy whom the campaign calls. A branch that ended stays: without it the others might call everybody."""
    scopes = list(job.source.call_scopes.select_related("unit"))
    CallScope.objects.bulk_create(copied_row(row, campaign=job.target) for row in scopes)
    for row in scopes:
        if row.unit and not row.unit.is_valid_on(clock.today()):
            sentence = _("{unit} đã kết thúc hoạt động: xin xem lại Đơn vị được gọi.")
            job.told.append(sentence.format(unit=row.unit.name))


def codes_of_some_phases(campaign: Campaign) -> list[str]:
    """Return the codes of what is asked in some of the campaign's phases only."""
    lines = campaign.indicators.common().filter(active=True, phases__isnull=False)
    return list(lines.order_by("code").values_list("code", flat=True).distinct())


def _asked(job: CopyJob) -> None:
    """Copy sections, indicators with whom they are asked of, questions about figures, limits of words."""
    sections: dict[int, Section] = {}
    waiting = list(job.source.sections.common().order_by("order", "pk"))
    while waiting:  # a section comes after the one above it
        section = next(row for row in waiting if row.parent_id is None or row.parent_id in sections)
        waiting.remove(section)
        above = sections[section.parent_id] if section.parent_id else None
        sections[section.pk] = copied_row(section, campaign=job.target, parent=above)
        sections[section.pk].save()
    for indicator in job.source.indicators.common().order_by("pk"):
        named = [phase.pk for phase in indicator.phases.all()]
        phases = [job.phases[pk] for pk in named if pk in job.phases]
        later = copied_row(indicator, campaign=job.target, section=sections[indicator.section_id])
        if named and job.phases and not phases and later.active:  # naming none it would be asked in every phase
            later.active = False
            job.told.append(_("Chỉ tiêu {code} của đợt đã bỏ: chép, thôi dùng.").format(code=indicator.code))
        later.save()
        later.phases.set(phases)
        for row in indicator.asked.order_by("pk"):
            copied_row(row, indicator=later).save()
    if not job.phases and (codes := codes_of_some_phases(job.source)):
        sentence = _("{codes}: trước đây chỉ hỏi ở một số đợt, nay hỏi ở mọi đợt. Xin xem lại ở bước “{step}”.")
        job.told.append(sentence.format(codes=", ".join(codes), step=STEPS[ASKED]))
    for check in job.source.cross_checks.order_by("pk"):
        copied_row(check, campaign=job.target).save()
    limits = AssessmentLimits.objects.filter(campaign=job.source).first() or AssessmentLimits()
    copied_row(limits, campaign=job.target).save()


def _branches(job: CopyJob) -> None:
    """Copy the movements of sector unions that go on: each union may change or withdraw its own."""
    for section in job.source.sections.exclude(owner=None).select_related("owner").order_by("order", "pk"):
        if section.owner and not section.owner.is_valid_on(clock.today()):
            words = _("Không chép phong trào riêng của {unit}, đã kết thúc hoạt động: {name}.")
            job.told.append(words.format(unit=section.owner.name, name=section.name))
            continue
        later = copied_row(section, campaign=job.target)
        later.save()
        for indicator in section.indicators.order_by("pk"):
            line = copied_row(indicator, campaign=job.target, section=later)
            line.save()
            for row in indicator.asked.order_by("pk"):
                copied_row(row, indicator=line).save()


def _new_limits(job: CopyJob) -> None:
    AssessmentLimits.objects.create(campaign=job.target)


def _texts(job: CopyJob) -> None:
    for model in (Resolution, Purpose, ContentPoint, Measure):
        manager: Any = model._default_manager
        for line in manager.filter(campaign=job.source).order_by("order", "pk"):
            copied_row(line, campaign=job.target).save()


def _recipients(job: CopyJob) -> None:
    for line in Recipient.objects.filter(campaign=job.source).order_by("order", "pk"):
        copied_row(line, campaign=job.target).save()


def _signer(job: CopyJob) -> None:
    _set_signer(job.target, {name: getattr(job.source, name) for name in SIGNER})


def _signer_of_today(job: CopyJob) -> None:
    _set_signer(job.target, signer_of_today(job.target.unit))


def _set_signer(campaign: Campaign, columns: dict[str, str]) -> None:
    for name, value in columns.items():
        setattr(campaign, name, value)
    campaign.save(update_fields=list(SIGNER))


PIECES: list[CopyPiece] = [
    CopyPiece("phases", gettext_lazy("Các đợt: chủ đề, ngày, cách tổng hợp"), _phases),
    CopyPiece("dues", gettext_lazy("Hạn nộp"), _due_dates),
    CopyPiece("days", gettext_lazy("Ngày kỷ niệm (không gồm sự kiện của riêng năm)"), _days),
    CopyPiece("scopes", gettext_lazy("Đơn vị được gọi"), _scopes),
    CopyPiece("asked", gettext_lazy("Các mục, chỉ tiêu và ai được hỏi; câu hỏi về số liệu"), _asked, _new_limits),
    CopyPiece("branches", gettext_lazy("Phong trào riêng của các ngành (ngành tự sửa, rút được)"), _branches),
    CopyPiece("texts", gettext_lazy("Nội dung bản phát động"), _texts),
    CopyPiece("recipients", gettext_lazy("Nơi nhận"), _recipients),
    CopyPiece("signer", gettext_lazy("Người ký"), _signer, _signer_of_today),
]
"""The pieces in the order in which they are copied."""
NEEDS = {"dues": "phases", "days": "phases", "sentences": "asked"}
"""By piece the one without which it cannot be copied."""
