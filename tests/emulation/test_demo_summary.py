"""Tests every figure of the demo's summary of phase 1 against a recount by plain SQL."""

from collections import Counter
from decimal import Decimal
from functools import partial

import pytest
from django.db import connection

from campaigns.figures.address import ALL, UNIT, FigureScope, sliced
from campaigns.figures.count_provider import SheetList
from campaigns.lifecycle import STATES
from campaigns.models import CalledUnit, Filing, FilingKind, Phase, Pledge, Work
from emulation.fictional.demo.build import build
from foundation import clock
from summaries.figures.book import SummaryBook
from summaries.figures.phase_figures import phase_figures
from tests.support.casts import copied
from tests.support.module_rows import rows_for_module
from units.models import UnionForm, Unit, UnitKind

pytestmark = [pytest.mark.long, pytest.mark.postgres(deep="both")]

RECEIVED = "('submitted', 'returned', 'accepted')"
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


@pytest.fixture(params=UNITS)
def unit(request, phase):
    return Unit.objects.get(name=request.param)


@pytest.fixture
def figures(phase, unit):
    return phase_figures(phase, unit)


@pytest.fixture
def rows(phase, unit):
    """A function: rows of a query over `called`, the counted called units of the phase at the unit."""
    called = """
        SELECT * FROM campaigns_calledunit WHERE phase_id = %(phase)s
        AND substr(path, 1, %(length)s) = %(path)s AND (NOT coordinated OR unit_id = %(unit)s)
    """
    parameters = {"phase": phase.pk, "unit": unit.pk, "path": unit.path, "length": len(unit.path)}

    def ask(query, **more):
        with connection.cursor() as cursor:
            cursor.execute(f"WITH called AS ({called}) {query}", parameters | more)
            return cursor.fetchall()

    return ask


def exact(value):
    return None if value is None else Decimal(str(value)).normalize()


@pytest.mark.parametrize("kind", ["pledge", "report"])
def test_expected_received_accepted_late_and_excused(figures, rows, kind):
    expected_rows = rows(
        f"""
        SELECT sum(CASE WHEN status <> 'excused' THEN 1 ELSE 0 END),
               sum(CASE WHEN status IN {RECEIVED} THEN 1 ELSE 0 END),
               sum(CASE WHEN status = 'accepted' THEN 1 ELSE 0 END),
               sum(CASE WHEN status = 'submitted' THEN 1 ELSE 0 END),
               sum(CASE WHEN status IN {RECEIVED} AND late THEN 1 ELSE 0 END),
               sum(CASE WHEN status = 'excused' THEN 1 ELSE 0 END)
        FROM campaigns_filing f JOIN called c ON c.id = f.called_id WHERE f.kind = %(kind)s
        """,
        kind=kind,
    )
    sheets = getattr(figures.participation.total, f"{kind}s")
    counted = (sheets.expected, sheets.received, sheets.accepted, sheets.waiting, sheets.late, sheets.excused)
    assert [counted] == [tuple(map(int, row)) for row in expected_rows]


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


def test_headcounts(figures, rows):
    expected_rows = rows(
        """
        SELECT sum(coalesce(r.workers, p.workers, c.workers)), sum(coalesce(r.women, p.women, c.women)),
               sum(coalesce(r.members, p.members, c.members)), count(*),
               sum(CASE WHEN r.id IS NULL AND p.id IS NULL THEN 1 ELSE 0 END)
        FROM called c
        LEFT JOIN (SELECT h.*, f.called_id FROM campaigns_headcount h
                   JOIN campaigns_filing f ON f.counted_submission_id = h.submission_id
                   WHERE f.kind = 'report' AND f.status = 'accepted') r ON r.called_id = c.id
        LEFT JOIN (SELECT h.*, f.called_id FROM campaigns_headcount h
                   JOIN campaigns_filing f ON f.counted_submission_id = h.submission_id
                   WHERE f.kind = 'pledge' AND f.status = 'accepted') p ON p.called_id = c.id
        WHERE c.kind = 'grassroots'
        """
    )
    total = figures.participation.total
    people = total.people
    counted = (people.workers, people.women, people.members, total.grassroots, people.as_called)
    assert [counted] == [tuple(map(int, row)) for row in expected_rows]


BLOC = """CASE WHEN c.kind <> 'grassroots' THEN 'own'
               WHEN c.form = 'occupational' THEN 'enterprise'
               WHEN c.strand IN ('administrative', 'public_service') THEN 'administrative' ELSE 'enterprise' END"""


@pytest.fixture
def added(rows):
    """A function: by code and bloc, what accepted sheets of a kind add up to: (units, numerator, denominator)."""

    def ask(kind):
        expected_rows = rows(
            f"""
            SELECT i.code, {BLOC}, count(*), sum(coalesce(g.value, g.numerator)), sum(g.denominator)
            FROM campaigns_figure g
            JOIN campaigns_filing f ON f.counted_submission_id = g.submission_id JOIN called c ON c.id = f.called_id
            JOIN campaigns_indicator i ON i.id = g.indicator_id
            WHERE f.kind = %(kind)s AND f.status = 'accepted' GROUP BY 1, 2
            """,
            kind=kind,
        )
        by_code = {}
        for code, bloc, *values in expected_rows:
            by_code.setdefault(code, {})[bloc] = tuple(map(exact, values))
        return by_code

    return ask


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
def test_every_indicator_and_each_bloc(figures, added, kind, column):
    """In the first phase the year so far is the phase, and a target that of its pledge."""
    recounted, compared = added(kind), 0
    for indicator in figures.indicators:
        split, blocs = getattr(indicator, column), recounted.pop(indicator.code, {})
        assert same(split.administrative, blocs.get("administrative")), indicator.code
        assert same(split.enterprise, blocs.get("enterprise")), indicator.code
        assert same(split.total, summed(blocs.values()) if blocs else None), indicator.code
        compared += bool(blocs)
    assert recounted == {}
    assert compared > 4


def test_assigned_targets_of_the_province(figures, unit, phase):
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT i.code, sum(t.value) FROM campaigns_assignedtarget t
            JOIN campaigns_indicator i ON i.id = t.indicator_id JOIN units_unit u ON u.id = t.to_id
            WHERE i.campaign_id = %s AND i.over_units <> 'ratio' AND NOT u.coordinated
            AND ((t.by_id = %s AND u.parent_id = %s) OR t.to_id = %s) GROUP BY 1
            """,
            [phase.campaign_id, unit.pk, unit.pk if unit.name == PROVINCE else 0, unit.pk],
        )
        expected = {code: exact(value) for code, value in cursor.fetchall()}
    counted = {
        indicator.code: exact(indicator.assigned) for indicator in figures.indicators if indicator.assigned is not None
    }
    ratios = {indicator.code for indicator in figures.indicators if indicator.is_ratio}
    assert {code: value for code, value in counted.items() if code not in ratios} == {
        code: value for code, value in expected.items() if figures.indicator(code)
    }


def test_works_told_and_their_two_values(figures, rows):
    expected_rows = rows(
        """
        SELECT w.kind, sum(CASE WHEN r.done THEN 1 ELSE 0 END),
               sum(CASE WHEN r.done AND r.recognised_by <> '' AND r.recognised_on IS NOT NULL THEN 1 ELSE 0 END),
               sum(CASE WHEN r.done THEN r.value END), sum(CASE WHEN r.done THEN x.value END)
        FROM campaigns_workresult r JOIN campaigns_workentry w ON w.id = r.registered_id
        LEFT JOIN campaigns_workcheck x ON x.work_result_id = r.id AND NOT EXISTS
            (SELECT 1 FROM campaigns_workcheck y WHERE y.work_result_id = r.id AND y.id > x.id)
        JOIN campaigns_filing f ON f.counted_submission_id = r.submission_id JOIN called c ON c.id = f.called_id
        WHERE f.status = 'accepted' GROUP BY 1
        """
    )
    expected = {kind: tuple(map(exact, values)) for kind, *values in expected_rows}
    counted = {
        kind: tuple(map(exact, (counts.done, counts.recognised, counts.declared, counts.checked)))
        for kind, counts in figures.works.kinds.items()
        if any(row.kind == kind for row in figures.works.rows)
    }
    assert counted == expected


def test_works_registered(figures, rows, phase):
    """Counts the works that accepted pledges name by uuid, without the withdrawn ones."""
    called = [pk for (pk,) in rows("SELECT id FROM called")]
    kind_of = {
        (pledge.called.unit_id, row["uuid"]): row["kind"]
        for pledge in Pledge.objects.filter(called__in=called, status="accepted").select_related("called")
        for row in pledge.typed["works"]
    }
    works = Work.objects.filter(campaign=phase.campaign, withdrawn=False)
    kinds = Counter(kind_of.get((work.unit_id, str(work.uuid))) for work in works)
    assert {kind: counts.registered for kind, counts in figures.works.kinds.items()} == {
        kind: kinds[kind] for kind in ("topic", "initiative", "product")
    }


def test_published_exemplars(figures, rows):
    expected_rows = rows(
        """
        SELECT e.who FROM campaigns_exemplar e JOIN campaigns_filing f ON f.counted_submission_id = e.submission_id
        JOIN called c ON c.id = f.called_id WHERE e.published AND f.status = 'accepted'
        """
    )
    assert sorted(exemplar.who for exemplar in figures.exemplars) == sorted(who for (who,) in expected_rows)


def test_spring_by_place_union(figures, rows):
    expected_rows = rows(
        """
        SELECT c.name, i.code, g.value FROM campaigns_figure g JOIN campaigns_indicator i ON i.id = g.indicator_id
        JOIN campaigns_section s ON s.id = i.section_id
        JOIN campaigns_filing f ON f.counted_submission_id = g.submission_id JOIN called c ON c.id = f.called_id
        WHERE c.kind = 'upper_place' AND s.category = 'spring' AND f.kind = 'report' AND f.status = 'accepted'
        """
    )
    counted = [(line.name, code, value) for line in figures.spring for code, value in line.values.items()]
    assert sorted((name, code, exact(value)) for name, code, value in counted) == sorted(
        (name, code, exact(value)) for name, code, value in expected_rows
    )


def test_last_year_by_code(figures, unit):
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT i.code, count(*), sum(coalesce(g.value, g.numerator)), sum(g.denominator)
            FROM campaigns_figure g JOIN campaigns_indicator i ON i.id = g.indicator_id
            JOIN campaigns_filing f ON f.counted_submission_id = g.submission_id
            JOIN campaigns_calledunit c ON c.id = f.called_id
            JOIN campaigns_phase p ON p.id = c.phase_id JOIN campaigns_campaign k ON k.id = p.campaign_id
            WHERE k.slug = '2014' AND p.number = 1 AND f.kind = 'report' AND f.status = 'accepted'
            AND substr(c.path, 1, %s) = %s AND (NOT c.coordinated OR c.unit_id = %s) GROUP BY 1
            """,
            [len(unit.path), unit.path, unit.pk],
        )
        expected = {code: tuple(map(exact, values)) for code, *values in cursor.fetchall()}
    for indicator in figures.indicators:
        assert (indicator.last_year is None) == (indicator.code not in expected), indicator.code
        assert indicator.last_year is None or same(indicator.last_year, expected[indicator.code]), indicator.code


def test_the_lines_are_the_units_below(figures, unit):
    """A line holds what the summary of its unit holds in total."""
    for line in figures.participation.lines:
        if line.unit_id != unit.pk:
            phase = Phase.objects.select_related("campaign").get(campaign__slug="2015", number=1)
            below = phase_figures(phase, Unit.objects.get(pk=line.unit_id)).participation.total
            assert (line.pledges, line.reports, line.people) == (below.pledges, below.reports, below.people)
