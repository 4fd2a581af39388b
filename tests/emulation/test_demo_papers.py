"""Tests that papers of every kind are sound for archives and screen readers, and are read in their templates' order.

They are drawn from the demo; what does not happen in it (a flag, a launch that changed) is changed in memory.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import partial
from itertools import chain, product

import pytest

from awards.models import Award, Decision, DecisionKind, Dossier, PaperKind
from awards.papers.bundles import certificates_of
from awards.papers.certificates import certificates_pdf
from awards.papers.decision import decision_pdf
from awards.papers.dossier_letter import dossier_letter_pdf
from awards.papers.union_letter import union_letter_pdf
from awards.rules.letter_groups import letter_groups
from campaigns.actions import data_request_sheets, data_requests, reviews
from campaigns.data_requests.paper import sheet_pdf
from campaigns.launch_content import launch_of_rows
from campaigns.launch_paper import launch_pdf
from campaigns.models import Campaign, DataRequestSheet, Filing, FilingKind, LaunchVersion, Phase
from campaigns.papers import filing_pdf
from campaigns.views.data_requests.sheet import shown_lines
from campaigns.views.filing import shown_sheet
from emulation.fictional.demo.build import build
from foundation import clock
from foundation.documents import pdf
from summaries import actions
from summaries.changed_figures import changes_annex
from summaries.models import Summary
from summaries.report.contents import contents_of
from summaries.report.line_file import LEVELS, PERIODS
from summaries.report.paper import full_pdf, short_pdf
from tests.support import signing, tally
from tests.support.casts import copied
from tests.support.data_request_steps import ANSWERS, HEAD, QUESTIONS
from tests.support.module_rows import rows_for_module
from tests.support.paper_checker import faults_of
from tests.support.paper_text import lines_of_html, noting_papers
from tests.support.source import ROOT
from units.acting import Acting, acting_for
from units.models import Unit, UnitKind, User

pytestmark = [pytest.mark.deep, pytest.mark.drawn_anew, pytest.mark.sqlite, pytest.mark.django_db]

UNITS = ("LĐLĐ tỉnh Lạng Sơn", "LĐLĐ huyện Chi Lăng", "CĐCS Công ty Điện lực Minh Họa")
MONDAY = "2015-07-20T09:00+07:00"
Draw = Callable[[], bytes]
KINDS = {
    *("launch, draft", "launch, version 1", "launch, version 2"),
    *(f"{kind}, {unit}" for kind in FilingKind.values for unit in ("grassroots", "upper")),
    *("letter of a unit", "letter of a union"),
    *(f"decision, {kind}" for kind in DecisionKind.values),
    "decision, recorded",
    *(f"certificates, {kind}" for kind in PaperKind.values if kind != PaperKind.NONE),
    *(f"summary, {level}, {period}" for level in LEVELS for period in PERIODS),
    *("summary, closed", "summary, revised"),
    "sheet of a data request",
}


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """The whole demo; the module's tests read it on Monday 20 July 2015."""
    with rows_for_module(django_db_blocker, lambda: copied(build)), clock.travel(MONDAY):
        yield


def papers() -> Iterator[tuple[str, Draw]]:
    """Yield the kind of each paper of the demo, and what draws it."""
    yield from chain(launches(), sheets(), letters(), decisions(), summaries(), requests())


def launches() -> Iterator[tuple[str, Draw]]:
    campaign = Campaign.objects.select_related("unit").get(slug="2015")
    document, first, now = launch_of_rows(campaign), campaign.launch_versions.get(number=1), clock.now()
    later = LaunchVersion(campaign=campaign, number=2, at=now, reason="Lùi hạn nộp báo cáo.")
    yield "launch, draft", partial(launch_pdf, document, made_at=now)
    yield "launch, version 1", partial(launch_pdf, document, made_at=now, version=first)
    yield "launch, version 2", partial(launch_pdf, document, made_at=now, version=later, before=first.at)


def sheets() -> Iterator[tuple[str, Draw]]:
    for filing in Filing.objects.with_context().filter(status="accepted").order_by("-pk"):
        unit = "grassroots" if filing.called.is_grassroots else "upper"
        yield f"{filing.kind}, {unit}", partial(filing_pdf, shown_sheet(filing))


def letters() -> Iterator[tuple[str, Draw]]:
    for dossier in Dossier.objects.order_by("pk"):
        yield "letter of a unit", partial(dossier_letter_pdf, dossier)
    for unit in Unit.objects.exclude(kind=UnitKind.GRASSROOTS):
        for group in letter_groups(unit):
            yield "letter of a union", partial(union_letter_pdf, group)


def decisions() -> Iterator[tuple[str, Draw]]:
    for decision in Decision.objects.with_context().order_by("pk"):
        yield f"decision, {decision.kind}", partial(decision_pdf, decision)
        if awards := certificates_of(decision):
            for kind in PaperKind.values:
                yield f"certificates, {kind}", partial(certificates_of_kind, decision, awards, kind)
            recorded = deepcopy(decision)
            recorded.organ = "Tổng Liên đoàn Lao động Việt Nam"
            yield "decision, recorded", partial(decision_pdf, recorded)


def certificates_of_kind(decision: Decision, awards: list[Award], kind: str) -> bytes:
    changed = deepcopy(decision)
    changed.content["head"]["paper"] = kind
    return certificates_pdf(changed, awards)


def summaries() -> Iterator[tuple[str, Draw]]:
    phase = Phase.objects.select_related("campaign__unit").get(campaign__slug="2015", number=1)
    units = [Unit.objects.select_related("parent").get(name=name) for name in UNITS]
    levels, periods = zip(LEVELS, units, strict=True), zip(PERIODS, (phase, None), strict=True)
    for (level, unit), (period, of_phase) in product(levels, periods):
        yield (
            f"summary, {level}, {period}",
            partial(drawn_draft, Summary(campaign=phase.campaign, phase=of_phase, unit=unit)),
        )
    final = made_final(phase)
    yield "summary, closed", partial(drawn_final, final)
    yield "summary, revised", partial(drawn_revision, final)


def requests() -> Iterator[tuple[str, Draw]]:
    board, officer = acting("board"), acting("district")
    request = data_requests.begin_request(Campaign.objects.get(slug="2015"), HEAD, by=board)
    data_requests.write_questions(request, QUESTIONS, by=board)
    data_requests.open_request(request, by=board)
    sheet = DataRequestSheet.objects.for_page().get(request=request, unit=officer.unit)
    data_request_sheets.save_answers(sheet, ANSWERS, by=officer)
    submission = data_request_sheets.send_answers(sheet, by=officer)
    yield "sheet of a data request", partial(sheet_pdf, sheet, shown_lines(sheet, [submission]), submission)


def drawn_draft(summary: Summary) -> bytes:
    return short_pdf(contents_of(summary, on_paper=True), clock.now())


def made_final(phase: Phase) -> Summary:
    """Return the summary that the demo's Board is writing, closed and registered."""
    draft = Summary.objects.get(phase=phase, unit=phase.campaign.unit)
    actions.propose(draft, by=acting("board"))
    signing.finalise(draft, number="99", dated_on=clock.today(), by=acting("leader"))
    return draft


def drawn_final(summary: Summary) -> bytes:
    return full_pdf(contents_of(summary), summary.frozen_at)


def drawn_revision(final: Summary) -> bytes:
    """Return the paper of a revision that lists which figures are others since a report was accepted."""
    reports = Filing.objects.with_context().filter(called__phase=final.phase, kind=FilingKind.REPORT)
    reviews.accept(reports.filter(called__parent=final.unit, status="submitted").first(), by=acting("board"))
    revision = actions.revise(final, reason="Đơn vị gửi báo cáo muộn.", by=acting("board"))
    contents = contents_of(revision)
    changes = changes_annex(revision, contents)
    assert changes
    return short_pdf(contents, clock.now(), changes)


def acting(username: str) -> Acting:
    person = acting_for(User.objects.get(username=username), None)
    assert person
    return person


def test_papers_of_every_kind_are_sound(demo, db, monkeypatch):
    made_of, html = set(), pdf._html
    monkeypatch.setattr(pdf, "_html", lambda part, about: (made_of.add(part.template), html(part, about))[1])
    drawn = {}
    for kind, draw in papers():
        if kind in KINDS - drawn.keys():
            with noting_papers() as parts:
                drawn[kind] = draw()
            assert faults_of(drawn[kind], [line for part in parts for line in lines_of_html(part)]) == [], kind
    assert drawn.keys() == KINDS
    assert made_of == whole_templates() - {HANDED_OUT}
    tally.count("papers", "kinds checked for archives and screen readers", len(drawn))


HANDED_OUT = "papers/account_letters.html"
"""Printed once and stored nowhere; its steps are read with their numbers, which no line of the template has."""


def whole_templates() -> set[str]:
    """Return the templates of papers that others only include are not."""
    folder = ROOT / "templates"
    return {
        file.relative_to(folder).as_posix()
        for file in (folder / "papers").glob("*.html")
        if re.match(r'{% extends "papers/base.html" %}', file.read_text("utf-8"))
    }
