"""Checks the dates of a campaign's phases against one another.

What cannot be is refused. What can be but is unusual becomes a question, which is answered by a tick (“đúng, giữ
nguyên”) or by other dates. Every form and file that writes such dates asks `schedule_problems`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.models import CalledUnit, Campaign, DueGroup, DueKind, FilingKind, Phase
from campaigns.models.phase import due_for
from foundation.vietnamese import format_date, within_sentence

LONG_AFTER = timedelta(days=183)
"""A review, or a due date, later than this after the end of its phase is asked about."""


@dataclass(frozen=True)
class ScheduleProblems:
    """Sentences about impossible dates (`refusals`), and `questions` about unusual ones."""

    refusals: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()

    def new_since(self, before: ScheduleProblems) -> ScheduleProblems:
        """Return the problems that were not there before: a form is asked only about what it changed."""
        return ScheduleProblems(
            tuple(sentence for sentence in self.refusals if sentence not in before.refusals),
            tuple(sentence for sentence in self.questions if sentence not in before.questions),
        )


NO_PROBLEMS = ScheduleProblems()


def schedule_problems(campaign: Campaign) -> ScheduleProblems:
    """Return what is odd about the dates that a campaign has in the database now."""
    phases = Phase.objects.alive().filter(campaign=campaign).select_related("campaign").with_days()
    launched = Campaign.objects.only("issued_on", "year", "occasion").get(pk=campaign.pk)
    return problems_of(launched, list(phases.order_by("number")))


def problems_of(campaign: Campaign, phases: list[Phase]) -> ScheduleProblems:
    """Return what is odd about the dates of a campaign and of its phases, read with their days."""
    refusals = [sentence for phase in phases for sentence in _refusals(phase)]
    questions = [sentence for phase in phases for sentence in _questions(phase)]
    occasions = " ".join([campaign.occasion, *(phase.review_occasion for phase in phases)])
    questions = [*_about_launch(campaign, phases), *questions, *_between(phases), *_typed_years(occasions, phases)]
    return ScheduleProblems(tuple(refusals), tuple(dict.fromkeys(questions)))


def _refusals(phase: Phase) -> Iterator[str]:
    """A phase without a pledge has no due date of one.

    A day has anniversaries after whole years: what is still ahead is an event.
    """
    if not phase.asks_pledge and any(due.kind == DueKind.PLEDGE for due in phase.due_dates.all()):
        words = _("{phase} không có đăng ký riêng: xin bỏ trống hạn đăng ký, hoặc chọn lại là có đăng ký riêng.")
        yield words.format(phase=phase.heading)
    sentence = _(
        "{phase}: “{name}” ngày {day} chưa tròn năm nào trong đợt. "
        "Xin xem lại ngày gốc; việc diễn ra trong đợt thì chọn loại “sự kiện”."
    )
    for day in phase.days:
        if day.is_anniversary and day.years < 1:
            yield sentence.format(phase=phase.heading, name=day.name, day=day.day_words)


def _about_launch(campaign: Campaign, phases: list[Phase]) -> Iterator[str]:
    """A campaign is launched in its year or the year before, and not after all its phases."""
    day = campaign.issued_on
    if day is None:
        return
    if phases and day > max(phase.ends_on for phase in phases):
        sentence = _("Ngày ban hành {day} ở sau ngày kết thúc đợt cuối ({end}). Có đúng không?")
        yield sentence.format(day=format_date(day), end=format_date(max(phase.ends_on for phase in phases)))
    elif day.year not in (campaign.year - 1, campaign.year):
        sentence = _("Ngày ban hành {day} không ở trong năm {year} của phong trào hay năm trước. Có đúng không?")
        yield sentence.format(day=format_date(day), year=campaign.year)


def _questions(phase: Phase) -> Iterator[str]:
    heading, span = phase.heading, f"{format_date(phase.starts_on)} – {format_date(phase.ends_on)}"
    if phase.campaign.year not in range(phase.starts_on.year, phase.ends_on.year + 1):
        sentence = _("{phase} ({span}) không có ngày nào trong năm {year} của phong trào. Có đúng không?")
        yield sentence.format(phase=heading, span=span, year=phase.campaign.year)
    if phase.cutoff_on and not phase.starts_on <= phase.cutoff_on <= phase.ends_on:
        sentence = _("{phase}: ngày chốt số liệu {day} ở ngoài đợt ({span}). Có đúng không?")
        yield sentence.format(phase=heading, day=format_date(phase.cutoff_on), span=span)
    if phase.review_date and phase.review_date < phase.ends_on:
        sentence = _("{phase}: ngày {review} {day} trước ngày kết thúc đợt ({end}). Có đúng không?")
        words = {"review": within_sentence(phase.review_name), "day": format_date(phase.review_date)}
        yield sentence.format(phase=heading, end=format_date(phase.ends_on), **words)
    if phase.review_date and phase.review_date > phase.ends_on + LONG_AFTER:
        sentence = _("{phase}: ngày {review} {day} quá nửa năm sau khi kết thúc đợt ({end}). Có đúng không?")
        words = {"review": within_sentence(phase.review_name), "day": format_date(phase.review_date)}
        yield sentence.format(phase=heading, end=format_date(phase.ends_on), **words)
    for due in phase.due_dates.all():
        day = timezone.localdate(due.at)
        if day < phase.starts_on:
            sentence = _("{phase}: hạn {kind} ({group}) {day} trước ngày bắt đầu đợt ({start}). Có đúng không?")
            words = {"kind": due.get_kind_display(), "group": due.get_group_display(), "day": format_date(day)}
            yield sentence.format(phase=heading, start=format_date(phase.starts_on), **words)
        elif day > phase.ends_on + LONG_AFTER:
            sentence = _("{phase}: hạn {kind} ({group}) {day} quá nửa năm sau khi kết thúc đợt ({end}). Có đúng không?")
            words = {"kind": due.get_kind_display(), "group": due.get_group_display(), "day": format_date(day)}
            yield sentence.format(phase=heading, end=format_date(phase.ends_on), **words)
    yield from _pledge_after_report(phase)
    for commemoration in phase.days:
        if not commemoration.is_in_phase:
            kind, name = commemoration.get_kind_display(), commemoration.name
            sentence = _("{phase}: {kind} “{name}” ({day}) không rơi vào đợt ({span}). Có đúng không?")
            yield sentence.format(phase=heading, span=span, kind=kind, name=name, day=commemoration.day_words)


def _pledge_after_report(phase: Phase) -> Iterator[str]:
    """What a unit will do is pledged before it reports what it did."""
    dues = list(phase.due_dates.all())
    for group in DueGroup:
        pledge, report = (due_for(dues, kind, group) for kind in (DueKind.PLEDGE, DueKind.REPORT))
        if pledge and report and pledge > report:
            sentence = _("{phase}: hạn đăng ký ({group}) {pledge} ở sau hạn báo cáo ({report}). Có đúng không?")
            days = {"pledge": format_date(pledge), "report": format_date(report)}
            yield sentence.format(phase=phase.heading, group=group.label, **days)


def _typed_years(text: str, phases: list[Phase]) -> Iterator[str]:
    """Years of an anniversary that an occasion names by hand are those that are computed."""
    for day in (day for phase in phases for day in phase.days if day.is_anniversary):
        for typed in re.findall(rf"(\d+) năm {re.escape(day.name)}", text):
            if int(typed) != day.years:
                sentence = _("“{typed} năm {name}”: tính từ ngày {day} là {n} năm. Có đúng không?")
                yield sentence.format(typed=typed, name=day.name, day=day.day_words, n=day.years)


def extension_questions(called: CalledUnit, kind: str, on: date) -> tuple[str, ...]:
    """Return the questions about a due date `on` that one called unit is given for a kind of sheet."""
    questions, end = [], called.phase.ends_on
    if on > end + LONG_AFTER:
        sentence = _("Hạn mới {day} quá nửa năm sau khi kết thúc đợt ({end}). Có đúng không?")
        questions.append(sentence.format(day=format_date(on), end=format_date(end)))
    other = called.due(FilingKind.REPORT if kind == FilingKind.PLEDGE else FilingKind.PLEDGE)
    if other:
        day = timezone.localdate(other)
        pledge, report = (on, day) if kind == FilingKind.PLEDGE else (day, on)
        if pledge > report:
            sentence = _("Hạn đăng ký {pledge} ở sau hạn báo cáo ({report}). Có đúng không?")
            questions.append(sentence.format(pledge=format_date(pledge), report=format_date(report)))
    return tuple(questions)


def _between(phases: list[Phase]) -> Iterator[str]:
    """Phases follow one another in the order of their numbers."""
    for earlier, later in pairwise(phases):
        if later.starts_on < earlier.starts_on:
            sentence = _("{later} bắt đầu ngày {day}, trước {earlier} ({start}). Thứ tự các đợt có đúng không?")
            yield sentence.format(
                later=later.heading,
                earlier=earlier.words,
                day=format_date(later.starts_on),
                start=format_date(earlier.starts_on),
            )
        elif later.starts_on <= earlier.ends_on:
            sentence = _("{later} bắt đầu ngày {day}, khi {earlier} chưa kết thúc ({end}). Có đúng không?")
            yield sentence.format(
                later=later.heading,
                earlier=earlier.words,
                day=format_date(later.starts_on),
                end=format_date(earlier.ends_on),
            )
