"""Tests the figures of part IV against a recount from the register by plain SQL and Python."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from awards.figures.types import AwardTotals, ReportedCounts
from awards.models import Award, AwardTitle, Nomination
from campaigns.catalogue import stored
from campaigns.models import Phase
from foundation import clock
from foundation.serialization import from_json, to_json
from summaries.figures.phase_figures import count as count_figures
from summaries.figures.phase_figures import phase_figures, read_phase_inputs
from tests.support import decided_awards, dossier_steps
from tests.support.casts import copied
from tests.support.decided_awards import NGUYET, annul, decide
from tests.support.sheets_by_hand import call, new_unit, open_by_hand, put
from units.models import Unit

pytestmark = [pytest.mark.either, pytest.mark.django_db]
NOW = "2015-07-27T09:00+07:00"
QUERIES = 21  # one of them for a catalogue that this process has not read


@pytest.fixture
def world(db):
    with clock.travel(NOW):
        yield copied(decided_awards.build)


@pytest.fixture
def figures(world):
    """A function that returns the figures of phase 1 at a unit by its short name, read anew."""

    def at(name, number=1, **more):
        phase = Phase.objects.select_related("campaign__unit").get(campaign=world.campaign, number=number)
        return phase_figures(phase, Unit.objects.get(pk=world.units[name].pk), **more)

    return at


@pytest.fixture
def awards(figures):
    return lambda *args, **more: figures(*args, **more).awards


def of_upper(figures, name):
    (upper,) = [upper for upper in figures.identified_uppers if upper[1] == name]
    return figures.of(*upper).total


SQL = """
SELECT a.name, a.is_person, a.nominee_class, a.sex, a.minority, a.bloc, t.code, t.amount, u.path, u.coordinated,
       d.dated_on
FROM awards_award a
JOIN awards_awardtitle t ON t.id = a.title_id
JOIN units_unit u ON u.id = a.unit_id
JOIN awards_decision d ON d.id = a.decision_id
WHERE a.annulled_by_id IS NULL AND a.phase_id = %s
"""


def register(world, name):
    """Return the awards in force in a unit's reach as dicts; coordinated unions' only at the union itself."""
    with connection.cursor() as cursor:
        cursor.execute(SQL, [world.phase.pk])
        rows = [dict(zip([column[0] for column in cursor.description], row, strict=True)) for row in cursor.fetchall()]
    unit = world.units[name]
    return [
        row
        for row in rows
        if row["path"].startswith(unit.path) and (not row["coordinated"] or row["path"] == unit.path)
    ]


def count(rows, **wanted):
    return len([row for row in rows if all(row[name] == value for name, value in wanted.items())])


def recount(rows):
    persons = [row for row in rows if row["is_person"]]
    others = [row for row in rows if not row["is_person"]]
    money = [row["amount"] for row in rows if row["amount"] is not None]
    return AwardTotals(
        collectives=len(others),
        administrative=count(others, bloc="administrative"),
        enterprise=count(others, bloc="enterprise"),
        persons=len(persons),
        direct=count(persons, nominee_class="direct"),
        officers=count(persons, nominee_class="officer"),
        managers=count(persons, nominee_class="manager"),
        outside=count(persons, nominee_class="outside"),
        women=count(persons, sex="female"),
        minorities=len([row for row in persons if row["minority"]]),
        in_enterprises=count(persons, bloc="enterprise"),
        money=sum(money) if money else None,
    )


@pytest.mark.parametrize("name", ["province", "city", "district", "school", "commune", "porters", "central"])
def test_every_sum_is_that_of_the_register(world, awards, name):
    rows, counted = register(world, name), awards(name)
    assert counted.total == recount(rows)
    for code in AwardTitle.objects.values_list("code", flat=True):
        assert counted.of_title(code) == recount([row for row in rows if row["code"] == code])
    assert sorted(line.name for line in counted.lines) == sorted(row["name"] for row in rows)


def test_the_sums_of_the_province_by_hand(awards):
    assert awards("province").total == AwardTotals(1, 1, 0, 6, 4, 1, 1, 0, 4, 1, 1, 2_760_000)
    assert awards("central").total == AwardTotals(0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 1, 690_000)


def test_by_upper_union_in_the_offices_order(world, awards):
    counted = awards("province")
    assert counted.uppers == ("LĐLĐ thành phố Lạng Sơn", "LĐLĐ huyện Chi Lăng")
    assert of_upper(counted, "LĐLĐ huyện Chi Lăng") == recount(register(world, "district"))
    assert of_upper(counted, "LĐLĐ thành phố Lạng Sơn") == recount(register(world, "city"))


def test_coordinated_unions_stand_beside(awards):
    counted = awards("province")
    assert (counted.beside_collectives, counted.beside_persons) == (0, 1)
    assert "Đỗ Thắp" not in [line.name for line in counted.lines]
    own = awards("central")
    assert (own.beside_persons, [line.name for line in own.lines]) == (0, ["Đỗ Thắp"])


def test_days_run_from_the_end_of_the_phase_and_leave_out_what_was_decided_before(world, awards):
    end = world.phase.ends_on
    dates = [date.fromisoformat(str(row["dated_on"])) for row in register(world, "province")]
    days = [(day - end).days for day in dates if day >= end]
    assert (len(dates), len(days)) == (7, 6)
    assert awards("province").days == Decimal(sum(days)) / len(days) == Decimal("15.5")
    assert awards("porters").days is None


def test_what_was_sent_up_counts_whatever_came_of_it(awards):
    for name in ("province", "district", "school"):
        counted = awards(name)
        assert (counted.sent_up_collectives, counted.sent_up_persons) == (1, 2)
    assert (awards("city").sent_up_collectives, awards("city").sent_up_persons) == (0, 0)


def test_the_lists_keep_the_order_of_papers(awards):
    assert [(line.name, line.number, line.entry) for line in awards("province").lines] == [
        ("Tổ Tự nhiên", "45/QĐ-LĐLĐ", 1),
        ("Vi Út", "46/QĐ-LĐLĐ", 4),
        ("Lý Thị Chuyền", "12/QĐ-LĐLĐ", 2),
        ("Hà Thị Sen", "1234/QĐ-TLĐ", None),
        ("Nông Thị Ánh Nguyệt", "45/QĐ-LĐLĐ", 2),
        ("Bàn Phúc Lìn", "45/QĐ-LĐLĐ", 3),
        ("La Thị Én", "7/QĐ-LĐLĐ", 1),
    ]


def test_an_annulled_award_is_not_counted(world, awards):
    annul(world, Award.objects.get(name="Bàn Phúc Lìn"))
    assert awards("province").total == recount(register(world, "province"))
    assert (awards("province").total.persons, awards("province").total.managers) == (5, 0)


def test_awards_count_in_the_phase_of_their_dossier_and_in_the_whole_campaign(world, awards):
    open_by_hand(world.phase2)
    for unit in list(world.units.values())[1:]:
        call(world.phase2, unit)
    assert not awards("province", 2).total
    whole = awards("province", 2, whole=True)
    assert (whole.total, whole.days) == (awards("province").total, awards("province").days)


def test_a_union_that_moved_is_counted_where_it_was_called(world, awards):
    before = awards("district").total
    Unit.objects.filter(pk=world.school.pk).update(parent=world.city, path=f"{world.city.path}00zz")
    assert awards("district").total == before
    assert (awards("city").total.persons, awards("city").sent_up_persons) == (1, 0)
    assert of_upper(awards("province"), "LĐLĐ huyện Chi Lăng") == before


def test_a_union_that_was_never_called_is_counted_where_it_stands(world, awards):
    award = Award.objects.get(name="La Thị Én")
    nomination = Nomination.objects.get(pk=award.nomination_id)
    award.pk = nomination.pk = None
    nomination.save()
    award.nomination, award.number, award.place, award.name = nomination, 77, 2, "Sầm Thị Mới"
    award.unit = new_unit("CĐCS Trạm Y tế", world.city, 99)
    award.save()
    assert [line.upper for line in awards("city").lines if line.name == "Sầm Thị Mới"] == ["LĐLĐ thành phố Lạng Sơn"]
    assert awards("city").total.women == 1


def test_titles_only_recorded_take_their_numbers_from_accepted_reports(world, awards):
    put(world.school, "report", "accepted", phase=world.phase, DH01=(40, 46), DH03=2, DH05=(11, 46))
    put(world.commune, "report", "submitted", phase=world.phase)
    counted = awards("province")
    titles = {title.code: title.reported for title in counted.titles}
    assert titles["N_TTLDTT"] == ReportedCounts(("administrative",), False, 2, 2, None, None, "")
    assert titles["N_LDTT"] == ReportedCounts((), True, persons=40, among="")
    assert titles["DVXS"] == ReportedCounts((), True, persons=11, among="")
    assert titles["N_HCLD"] == ReportedCounts((), False, among="")
    assert titles["BK_T"] is None
    assert (counted.reported("state"), counted.reported("union")) == ((2, 40), (0, 11))


def test_they_come_back_from_json_exactly(figures):
    counted = figures("province")
    assert from_json(type(counted), to_json(counted)) == counted


def test_once_rows_are_read_awards_are_counted_without_queries(world, django_assert_num_queries):
    """Though four unions below two upper ones have awards."""
    inputs = read_phase_inputs(Phase.objects.get(pk=world.phase.pk), world.province, whole=False)
    with django_assert_num_queries(0):
        assert len(count_figures(inputs).awards.uppers) == 2


@pytest.mark.parametrize("many", [1, 3])
def test_the_queries_are_as_many_for_one_award_as_for_three(db, many):
    with clock.travel(NOW):
        world = copied(dossier_steps.build)
        rows = [NGUYET | {"name": f"Nông Thị Ánh {number}"} for number in range(many)]
        decide(world, dossier_steps.approved(world, rows), "45", date(2015, 7, 20))
        phase = Phase.objects.select_related("campaign__unit").get(pk=world.phase.pk)
        stored.clear_cache()
        with CaptureQueriesContext(connection) as queries:
            counted = phase_figures(phase, world.province).awards
    assert (len(queries), counted.total.persons) == (QUERIES, many)
