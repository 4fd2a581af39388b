"""Tests every figure of the demo's summaries, of phases and of a year, against the recount by plain SQL.

Of the unit that launched the campaign, of upper and of grassroots unions (tests/support/recount.py).
"""

import ast
import sys
from decimal import Decimal
from functools import cache, partial
from pathlib import Path

import pytest
from django.db import connection

from campaigns.figures.address import ALL, UNIT, FigureScope, sliced
from campaigns.figures.count_provider import SheetList
from campaigns.lifecycle import STATES
from campaigns.models import CalledUnit, Filing, FilingKind, Phase
from emulation.fictional.demo.build import build
from foundation import clock
from summaries.figures.book import SummaryBook
from summaries.figures.phase_figures import phase_figures
from tests.support import recount as recount_module
from tests.support.casts import copied
from tests.support.module_rows import rows_for_module
from tests.support.recount import HEADCOUNTS, Recount
from units.models import UnionForm, Unit, UnitKind

pytestmark = [pytest.mark.long, pytest.mark.either(whole=True)]

PROVINCE = "LĐLĐ tỉnh Lạng Sơn"
UNITS = [
    PROVINCE,
    "LĐLĐ huyện Chi Lăng",
    "LĐLĐ thành phố Lạng Sơn",
    "Công đoàn ngành Y tế",
    "CĐCS Công ty Điện lực Minh Họa",
]


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """The whole demo; the module's tests read it on Monday 20 July 2015."""
    with rows_for_module(django_db_blocker, lambda: copied(build)), clock.travel("2015-07-20T09:00+07:00"):
        yield


@pytest.fixture
def phase(demo, db):
    return Phase.objects.select_related("campaign__unit").get(campaign__slug="2015", number=1)


@pytest.fixture(params=[("2015", 1, False), ("2014", 1, False), ("2014", 2, True)], ids=["phase", "finished", "year"])
def period(request, demo, db):
    """A phase and whether the figures are those of the whole year up to it."""
    slug, number, whole = request.param
    return Phase.objects.select_related("campaign__unit").get(campaign__slug=slug, number=number), whole


@pytest.fixture(params=UNITS)
def unit(request, demo, db):
    return Unit.objects.get(name=request.param)


@pytest.fixture
def figures(period, unit):
    return figures_of(*period, unit)


@cache
def figures_of(phase, whole, unit):
    """Return the figures of a summary, which all tests of this module read."""
    return phase_figures(phase, unit, whole=whole)


@pytest.fixture
def recount(period, unit):
    phase, whole = period
    with connection.cursor() as cursor:
        yield Recount(cursor, phase.pk, unit.pk, unit.path, whole)


def exact(value):
    return None if value is None else Decimal(str(value)).normalize()


@pytest.mark.parametrize("kind", ["pledge", "report"])
def test_expected_received_accepted_late_and_excused(figures, recount, kind):
    sheets = getattr(figures.participation.total, f"{kind}s")
    counted = (sheets.expected, sheets.received, sheets.accepted, sheets.waiting, sheets.late, sheets.excused)
    assert counted == recount.sheets(kind)


def counted_states(book, kind, slice):
    return [book.value(f"count:{kind}", "units", slice, state.value).value for state in STATES]


@pytest.mark.parametrize("kind", FilingKind.values)
def test_the_six_states_partition_the_called_of_every_unit(phase, kind):
    """Of each upper union with all its slices, and of each unit alone; what is counted is what the rows say."""
    sheets = Filing.objects.filter(called__phase=phase, kind=kind)
    statuses = dict(sheets.values_list("called__unit", "status"))
    uppers = CalledUnit.objects.filter(phase=phase).exclude(kind=UnitKind.GRASSROOTS).select_related("unit")
    for unit in [phase.campaign.unit, *(called.unit for called in uppers)]:
        scope = FigureScope(phase.campaign_id, phase.pk, unit.pk)
        book = SummaryBook(phase_figures(phase, unit), scope, SheetList(phase.pk, unit.pk), "")
        value = partial(book.value, f"count:{kind}")
        lines = [book.slice_of(line) for line in book.lines]
        alone = [sliced(UNIT, line.unit_id) for line in book.units]
        slices = {key.slice for key in book.all_keys() if key.subject == f"count:{kind}"}
        assert {ALL, *lines} <= slices
        for slice in [*slices, *alone]:
            states = counted_states(book, kind, slice)
            called, excused = value("units", slice).value, states[-1]
            assert sum(states) == called
            assert value("expected", slice).value == called - excused == sum(states[:-1])
            assert (
                value("received", slice).value == sum(states[2:-1]) == called - excused - value("missing", slice).value
            )
        types = [slice for slice in slices if slice.startswith("type:")]
        grassroots = [slice for slice in types if slice.partition(":")[2] in UnionForm.values]
        strands = [slice for slice in slices if slice.startswith(("strand:", "type:occupational"))]
        blocs = [slice for slice in slices if slice.startswith("bloc:")]
        wholes = [([ALL], lines), ([ALL], alone), ([ALL], types), (grassroots, blocs), (grassroots, strands)]
        for whole, parts in wholes:
            of_whole, of_parts = ([counted_states(book, kind, slice) for slice in side] for side in (whole, parts))
            assert list(map(sum, zip(*of_whole, strict=True))) == list(map(sum, zip(*of_parts, strict=True)))
        for line in [*book.units, *book.coordinated_units]:
            assert value("units", sliced(UNIT, line.unit_id), statuses[line.unit_id]).value == 1
        if unit == phase.campaign.unit:
            assert {line.unit_id for line in [*book.units, *book.coordinated_units]} == set(statuses)


def test_headcounts(figures, recount):
    total = figures.participation.total
    people = total.people
    sums = [getattr(people, name) for name in HEADCOUNTS]
    assert (*sums, total.grassroots, people.as_called, people.workers_by_sex) == recount.headcounts()


def test_upper_unions_and_small_ones(figures, recount):
    participation = figures.participation
    assert (participation.uppers, participation.upper_places, participation.small) == recount.units()


def by_bloc(rows):
    """Return by code and bloc (units, numerator, denominator)."""
    by_code = {}
    for code, bloc, *values in rows:
        by_code.setdefault(code, {})[bloc] = tuple(map(exact, values))
    return by_code


def summed(blocs):
    """Return several blocs added up."""
    return tuple(
        sum((count for count in column if count is not None), Decimal(0)) if set(column) - {None} else None
        for column in zip(*blocs, strict=True)
    )


def same(amount, expected):
    """Compare an Amount with the recount; the answers to a yes-no question are its denominator."""
    units, numerator, denominator = expected or (Decimal(0), None, None)
    if amount.measure == "yes_no" and numerator is not None:
        denominator = units
    counted = (Decimal(amount.units), amount.numerator, amount.denominator)
    return tuple(map(exact, counted)) == tuple(map(exact, (units, numerator, denominator)))


@pytest.mark.parametrize(("kind", "column"), [("report", "phase"), ("report", "year"), ("pledge", "target")])
def test_every_indicator_and_each_bloc(figures, recount, kind, column):
    recounted, compared = by_bloc(recount.indicators(kind, so_far=column != "phase")), 0
    for indicator in figures.indicators:
        split, blocs = getattr(indicator, column), recounted.pop(indicator.code, {})
        assert same(split.administrative, blocs.get("administrative")), indicator.code
        assert same(split.enterprise, blocs.get("enterprise")), indicator.code
        assert same(split.total, summed(blocs.values()) if blocs else None), indicator.code
        compared += bool(blocs)
    assert recounted == {}
    assert compared > 4


def test_assigned_targets_of_the_province(figures, recount, unit):
    expected = {code: exact(value) for code, value in recount.assigned(whole=unit.name == PROVINCE)}
    counted = {
        indicator.code: exact(indicator.assigned) for indicator in figures.indicators if indicator.assigned is not None
    }
    ratios = {indicator.code for indicator in figures.indicators if indicator.is_ratio}
    assert {code: value for code, value in counted.items() if code not in ratios} == {
        code: value for code, value in expected.items() if figures.indicator(code)
    }


def test_works_told_and_their_two_values(figures, recount):
    expected = {kind: tuple(map(exact, values)) for kind, *values in recount.works()}
    counted = {
        kind: tuple(map(exact, (counts.done, counts.recognised, counts.declared, counts.checked)))
        for kind, counts in figures.works.kinds.items()
        if any(row.kind == kind for row in figures.works.rows)
    }
    assert counted == expected


def test_works_registered(figures, recount):
    registered = {kind: counts.registered for kind, counts in figures.works.kinds.items()}
    assert registered == dict.fromkeys(registered, 0) | dict(recount.registered())


def test_published_exemplars(figures, recount):
    assert sorted(exemplar.who for exemplar in figures.exemplars) == recount.exemplars()


def test_spring_by_place_union(figures, recount):
    counted = [(line.name, code, value) for line in figures.spring for code, value in line.values.items()]
    assert sorted((name, code, exact(value)) for name, code, value in counted) == sorted(
        (name, code, exact(value)) for name, code, value in recount.spring()
    )


def test_last_year_by_code(figures, recount):
    expected = {code: tuple(map(exact, values)) for code, *values in recount.last_year()}
    for indicator in figures.indicators:
        assert (indicator.last_year is None) == (indicator.code not in expected), indicator.code
        assert indicator.last_year is None or same(indicator.last_year, expected[indicator.code]), indicator.code


def test_awards_by_title(figures, recount, unit):
    awards = figures.awards
    totals = [(title.code, awards.of_title(title.code)) for title in awards.titles]
    counted = [(code, of.collectives, of.persons, of.women, of.minorities) for code, of in totals]
    assert sorted(row for row in counted if any(row[1:])) == sorted(recount.awards())
    assert recount.awards() or (unit.name, figures.whole) != (PROVINCE, True)


def test_what_unions_recorded_of_their_guidance(figures, recount):
    guidance = figures.guidance
    assert (guidance.launched, guidance.reviewed, guidance.inspections) == recount.guidance()


def test_no_figure_is_of_a_subject_that_is_not_recounted(figures, period):
    phase, _whole = period
    scope = FigureScope(phase.campaign_id, phase.pk, figures.unit_id)
    keys = SummaryBook(figures, scope, SheetList(phase.pk, figures.unit_id), "").all_keys()
    subjects = {key.subject.partition(":")[0] for key in keys}
    assert subjects <= {"count", "units", "people", "indicator", "work", "spring", "award", "guidance"}


def test_the_lines_are_the_units_below(figures, unit, period):
    """A line holds what the summary of its unit holds in total."""
    for line in figures.participation.lines:
        if line.unit_id != unit.pk:
            below = figures_of(*period, Unit.objects.get(pk=line.unit_id)).participation.total
            assert (line.pledges, line.reports, line.people) == (below.pledges, below.reports, below.people)


def test_the_recount_knows_nothing_of_the_portal():
    """A second count that used the first one's code would repeat its faults."""
    tree = ast.parse(Path(recount_module.__file__).read_text("utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "." for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.partition(".")[0] for name in names} <= sys.stdlib_module_names
