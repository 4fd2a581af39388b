"""Tests two people at one form of the portal: the second sees what changed and by whom, and loses nothing."""

from decimal import Decimal

import pytest
from django.urls import reverse

from awards.actions import dossiers
from awards.models import Award, Dossier, Nomination
from campaigns.models import AssignedTarget, CalledUnit, Filing, Indicator, WorkResult
from foundation import clock
from foundation.lifecycle import StateConflict
from summaries.models import Summary
from tests.support.two_editors import Editor, colleague, collide
from units.models import Event, Unit

pytestmark = [pytest.mark.sqlite(deep="both"), pytest.mark.django_db]
sweep = pytest.mark.sweep("two editors")


@pytest.fixture
def later(province):
    """The province, ten days after it was built: dates before today can be given."""
    with clock.travel("2015-03-20T09:00+07:00"):
        yield province


def letter(world):
    dossier = world.dossiers["bank"]
    address = reverse("awards:dossier_edit", args=[dossier.pk])
    return "banker", address, "number", ("7", "8"), lambda: Dossier.objects.get(pk=dossier.pk).number


def nominee(world):
    row = world.dossiers["bank"].nominations.get()
    address = reverse("awards:nominee_edit", args=[row.dossier_id, row.pk])
    texts = "Tổ trưởng", "Tổ phó"
    return "banker", address, "position", texts, lambda: Nomination.objects.get(pk=row.pk).position


def wording(world):
    decision = world.decisions["drafted"]
    row = decision.nominations.get()
    address = reverse("awards:decision_wording", args=[decision.pk])
    texts = "Vì học sinh", "Vì người lao động"
    return "board", address, f"wording-{row.pk}", texts, lambda: Nomination.objects.get(pk=row.pk).wording


def handing_over(world):
    award = Award.objects.get(decision=world.decisions["issued"])
    address = reverse("awards:hand_over", args=[award.pk])
    return "board", address, "on", ("12/03/2015", "13/03/2015"), lambda: Award.objects.get(pk=award.pk).handed_over_on


def checked_value(world):
    report = Filing.objects.get(called__unit=world.school, called__phase=world.phase, kind="report")
    work = report.last_submission.work_results.first()
    address = reverse("reports:works", args=[report.pk])
    texts = "11.500.000", "12.000.000"
    return (
        "district", address, f"value-{work.pk}", texts,
        lambda: WorkResult.objects.with_checked_values().get(pk=work.pk).checked_value,
    )  # fmt: skip


def own_due_date(world):
    called = world.phase.called_units.get(unit=world.school)
    address = reverse("campaigns:extend", args=[world.campaign.slug, 1, called.pk])
    return (
        "board", f"{address}?kind=pledge", "on", ("25/03/2015", "26/03/2015"),
        lambda: CalledUnit.objects.get(pk=called.pk).pledge_due,
    )  # fmt: skip


def place_in_the_tree(world):
    address = reverse("admin:units_unit_move", args=[world.commune.pk])
    parents = str(world.city.pk), str(world.province.pk)
    return "admin", address, "parent", parents, lambda: Unit.objects.get(pk=world.commune.pk).parent


def target(world):
    indicator = Indicator.objects.get(campaign=world.campaign, code="TC01")
    address = f"{reverse('campaigns:targets', args=[world.campaign.slug])}?section={indicator.section_id}"
    given = AssignedTarget.objects.filter(indicator=indicator, to=world.city)
    name = f"t-{indicator.pk}-{world.city.pk}"
    return "board", address, name, ("1.200", "1.300"), lambda: [assigned.value for assigned in given.all()]


def sentence(world):
    draft = Summary.objects.get(unit=world.province, phase=world.phase)
    address = reverse("summary:sentence", args=[draft.pk, "V.3"])
    return "board", address, "text", ("Do mưa lũ.", "Do hạn hán."), lambda: written(draft)


def written(summary):
    return Summary.objects.get(pk=summary.pk).narrative.get("V.3", "")


FORMS = [letter, nominee, wording, handing_over, checked_value, own_due_date, place_in_the_tree, target, sentence]
more = {own_due_date: {"reason": "Lũ quét."}, place_in_the_tree: {"reason": "Sắp xếp lại."}}
all_forms = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)


def opened(world, form):
    """Open one page as two people: (slower, quicker, field, (theirs, mine), function that reads what is stored)."""
    name, address, field, texts, stored = form(world)
    user = world.user(name)
    return Editor(user, address), Editor(colleague(user), address), field, texts, stored


def sent(editor, form, field, text):
    return editor.send(**{field: text}, **more.get(form, {}))


@sweep
@all_forms
def test_the_second_is_shown_what_the_first_saved_and_loses_nothing(later, form):
    name, address, field, (theirs, mine), stored = form(later)
    beside = more.get(form, {})
    pairs = collide(later.user(name), address, {field: theirs} | beside, {field: mine} | beside, stored)
    if form is place_in_the_tree:
        theirs, mine = f"{later.city} ({later.province})", later.province.name
    assert pairs == [(theirs, mine)]


@sweep
@all_forms
def test_who_presses_twice_or_types_the_same_is_not_stopped(later, form):
    slower, quicker, field, (theirs, _mine), stored = opened(later, form)
    assert sent(quicker, form, field, theirs).status_code == 302
    saved, events = stored(), Event.objects.count()
    for editor in (quicker, slower):
        assert sent(editor, form, field, theirs).status_code == 302
    assert (stored(), Event.objects.count()) == (saved, events)


@sweep
@all_forms
@pytest.mark.parametrize("mark", ["", "\x00", "0" * 16, "9" * 100_000, "[]", "= = t-1-1=", "ă\ud800"])
def test_a_mark_that_no_page_made_overwrites_nothing(later, form, mark):
    slower, quicker, field, (theirs, mine), stored = opened(later, form)
    assert sent(quicker, form, field, theirs).status_code == 302
    saved = stored()
    typed = {name: mark for name in slower.held if name.startswith("seen")}
    if "\ud800" in mark:
        typed = {name: mark.encode("utf-8", "surrogatepass") for name in typed}
    answer = slower.send(**typed, **{field: mine}, **more.get(form, {}))
    assert (answer.status_code, stored()) == (409, saved)


@sweep
@all_forms
def test_a_form_that_carries_no_mark_is_not_compared(later, form):
    slower, quicker, field, (theirs, mine), stored = opened(later, form)
    assert sent(quicker, form, field, theirs).status_code == 302
    saved = stored()
    typed = {name: text for name, text in slower.held.items() if not name.startswith("seen")}
    answer = slower.client.post(slower.address, typed | {field: mine} | more.get(form, {}))
    assert answer.status_code == 302
    assert stored() != saved


@pytest.mark.parametrize(
    ("form", "wrong"),
    [(letter, {"votes_for": "mười"}), (nominee, {"birth_year": "12"}), (handing_over, {"on": "hôm qua"})],
)
def test_a_page_that_comes_back_with_errors_still_carries_what_it_first_showed(later, form, wrong):
    slower, quicker, field, (theirs, mine), stored = opened(later, form)
    assert sent(quicker, form, field, theirs).status_code == 302
    saved, right = stored(), {name: slower.held.get(name, [""]) for name in wrong}
    assert slower.send(**wrong).status_code == 200
    assert slower.send(**right | {field: mine}).status_code == 409
    assert stored() == saved


def test_who_writes_another_wording_is_not_in_the_way_and_what_was_left_is_kept(later):
    decision = later.decisions["drafted"]
    other = Nomination.objects.filter(decision=None, status="approved").first()
    Nomination.objects.filter(pk=other.pk).update(decision=decision)
    slower, quicker, field, (theirs, mine), _stored = opened(later, lambda world: wording_of(world, other))
    neighbour = next(name for name in slower.held if name.startswith("wording-") and name != field)
    assert quicker.send(**{field: theirs}).status_code == 302
    assert slower.send(**{neighbour: "Vì cộng đồng"}).status_code == 302
    assert set(decision.nominations.values_list("wording", flat=True)) == {theirs, "Vì cộng đồng"}
    late = Editor(slower.user, slower.address)
    assert Editor(quicker.user, quicker.address).send(**{field: "Một", neighbour: "Hai"}).status_code == 302
    assert late.send(**{field: mine}).status_code == 409
    assert (late.held[field], late.held[neighbour]) == ([mine], ["Hai"])
    assert late.send().status_code == 302
    assert set(decision.nominations.values_list("wording", flat=True)) == {mine, "Hai"}


def wording_of(world, row):
    address = reverse("awards:decision_wording", args=[world.decisions["drafted"].pk])
    return "board", address, f"wording-{row.pk}", ("Vì học sinh", "Vì đoàn viên"), None


def test_who_gives_another_target_is_not_in_the_way(later):
    slower, quicker, field, (theirs, mine), _stored = opened(later, target)
    other = field.replace(f"-{later.city.pk}", f"-{later.district.pk}")
    assert quicker.send(**{field: theirs}).status_code == 302
    assert slower.send(**{other: "30"}).status_code == 302
    assert set(AssignedTarget.objects.values_list("to", "value")) >= {
        (later.city.pk, Decimal(1200)),
        (later.district.pk, Decimal(30)),
    }
    late = Editor(slower.user, slower.address)
    assert Editor(quicker.user, quicker.address).send(**{field: "5", other: "6"}).status_code == 302
    assert late.send(**{field: mine}).status_code == 409
    assert (late.held[field], late.held[other]) == ([mine], ["6"])


def test_a_tick_that_somebody_else_set_meanwhile_stands_on_the_page_that_is_shown_again(later):
    slower, quicker, field, (theirs, mine), _stored = opened(later, checked_value)
    tick = field.replace("value", "highlighted")
    assert quicker.send(**{field: theirs, tick: "on"}).status_code == 302
    assert slower.send(**{field: mine}).status_code == 409
    assert tick in slower.held
    assert slower.send().status_code == 302
    work = WorkResult.objects.with_checked_values().get(pk=field.removeprefix("value-"))
    assert (work.checked_value, work.highlighted) == (12_000_000, True)


def test_who_works_at_another_nomination_is_not_in_the_way(later):
    dossier = later.dossiers["bank"]
    slower, quicker, field, (_theirs, mine), stored = opened(later, nominee)
    added = Editor(quicker.user, reverse("awards:nominee_new", args=[dossier.pk, "person"]))
    assert added.send(name="Vi Thị Mới").status_code == 302
    assert slower.send(**{field: mine}).status_code == 302
    assert stored() == mine


def test_a_row_taken_out_meanwhile_does_not_come_back_and_what_was_typed_is_shown(later):
    slower, quicker, field, (_theirs, mine), _stored = opened(later, nominee)
    row = later.dossiers["bank"].nominations.get()
    quicker.client.post(reverse("awards:nominee_remove", args=[row.dossier_id, row.pk]))
    assert slower.send(**{field: mine}).status_code == 404
    assert not Nomination.objects.filter(pk=row.pk).exists()


def test_a_row_taken_out_at_the_same_moment_does_not_come_back(later):
    row = later.dossiers["bank"].nominations.get()
    late = Nomination.objects.with_context().get(pk=row.pk)
    dossiers.remove(row, by=later.by("banker"))
    with pytest.raises(StateConflict, match=r"Vi Văn bank vừa được bỏ khỏi hồ sơ\."):
        dossiers.change(late, late.nominee, {"title_asked": late.title_asked, "works": []}, by=later.by("banker"))
    assert not later.dossiers["bank"].nominations.exists()
