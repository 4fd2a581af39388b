"""Tests two people at one change page of the admin, for every model with such a page in its registry."""

import pytest
from django.contrib import admin

from awards.models import AwardTitle
from campaigns.actions import reviews
from campaigns.models import Filing, Purpose
from foundation.forms.fields import CountField, DateField, TextField
from tests.support.admin_pages import change_url
from tests.support.two_editors import Editor, colleague, collide, told
from units.acting import choices
from units.admin_base.scoped import ScopedAdmin
from units.models import Event, Role

pytestmark = [pytest.mark.sqlite(deep="both"), pytest.mark.django_db, pytest.mark.usefixtures("words_read_again")]

CHANGED = [
    model._meta.label
    for model, screen in admin.site._registry.items()
    if type(screen).may_change is not ScopedAdmin.may_change
]
# By the kind of field: what the first and what the second types.
TYPED = ((TextField, ("Một", "Hai")), (DateField, ("01/06/2016", "02/06/2016")), (CountField, ("7", "8")))


def screens():
    return {model._meta.label: screen for model, screen in admin.site._registry.items()}


def thing_of(screen, user, rf):
    """Return the last row that this person may change."""
    request = rf.get("/")
    request.user, request.acting = user, choices(user)[0]
    return next((row for row in screen.get_queryset(request).reverse() if screen.may_change(request.acting, row)), None)


def page_of(world, label, rf):
    """Return (person, row): somebody who may change a row of this model, and the row."""
    screen = screens()[label]
    pairs = ((name, thing_of(screen, world.user(name), rf)) for name in ("board", "admin"))
    return next(pair for pair in pairs if pair[1] is not None)


def field_of(editor):
    """Return a field of the page, and two texts for it."""
    fields = editor.page.context["adminform"].form.fields
    for kind, texts in TYPED:
        for name, field in fields.items():
            if isinstance(field, kind) and name not in ("slug", "code", "place", "symbol", "typed_value"):
                return name, texts
    raise AssertionError(list(fields))


@pytest.mark.sweep("two editors")
@pytest.mark.parametrize("label", CHANGED)
def test_two_collide_at_every_change_page(province, rf, label):
    who, row = page_of(province, label, rf)
    user, address = province.user(who), change_url(row)
    name, (theirs, mine) = field_of(Editor(user, address))

    def stored():
        return type(row)._base_manager.filter(pk=row.pk).values_list(name, flat=True).get()

    assert collide(user, address, {name: theirs}, {name: mine}, stored) == [(theirs, mine)]


def test_every_screen_that_changes_something_is_among_them():
    writable = {"awards.AwardTitle", "awards.Quota", "campaigns.Campaign", "campaigns.Indicator", "campaigns.Phase"}
    words = {"units.UnitType", "units.StrandName", "units.Term", "units.Rule"}
    others = {
        "summaries.ReportLine",
        "campaigns.CrossCheck",
        "campaigns.AssessmentLimits",
        "units.Area",
        "units.Signer",
    }
    others |= {"units.Unit", "units.User", "units.Post", "campaigns.AssessmentLimits"}
    assert set(CHANGED) == writable | words | others


@pytest.fixture
def pair(province):
    """Two editors, the slower and the quicker, at the page of a campaign."""
    board, address = province.user("board"), change_url(province.campaign)
    return Editor(board, address), Editor(colleague(board), address)


def purpose(editor, at):
    """Return the name of the text of the first row (0), or of the blank one (-1)."""
    names = [name for name in editor.held if name.startswith("purposes-") and name.endswith("-text")]
    return [name for name in names if "__prefix__" not in name][at]


def test_rows_on_the_page_are_compared_too(pair):
    slower, quicker = pair
    name = purpose(slower, 0)
    before = slower.held[name][0]
    assert quicker.send(**{name: "Mục đích của tôi"}).status_code == 302
    assert slower.send(slogan="Khẩu hiệu mới").status_code == 409
    differences = slower.page.context["conflict"].differences
    rows = [(label, theirs, mine) for label, theirs, mine in differences if "Mục đích của tôi" in theirs]
    assert [(label, before in mine) for label, _theirs, mine in rows] == [("Mục đích, yêu cầu", True)]
    assert Purpose.objects.filter(text="Mục đích của tôi").exists()
    assert slower.held["slogan"] == ["Khẩu hiệu mới"]


def test_a_row_added_meanwhile_is_told_and_stays(pair, province):
    slower, quicker = pair
    blank = purpose(quicker, -1)
    assert quicker.send(**{blank: "Thêm một mục đích"}).status_code == 302
    assert slower.send(slogan="Khẩu hiệu mới").status_code == 409
    _who, _at, differences = told(slower.page)
    assert any("Thêm một mục đích" in theirs and mine == "(giữ nguyên)" for theirs, mine in differences)
    assert slower.send().status_code == 302
    assert province.campaign.purposes.filter(text="Thêm một mục đích").exists()


def test_saving_twice_adds_a_row_once(pair, province):
    slower, _quicker = pair
    blank = purpose(slower, -1)
    assert slower.send(**{blank: "Thêm một mục đích"}).status_code == 302
    assert slower.send(**{blank: "Thêm một mục đích"}).status_code == 409
    assert province.campaign.purposes.filter(text="Thêm một mục đích").count() == 1


def test_who_presses_twice_is_not_stopped_and_writes_one_event(pair, province):
    slower, _quicker = pair
    for _time in range(2):
        assert slower.send(slogan="Khẩu hiệu mới").status_code == 302
    assert Event.objects.about(province.campaign).filter(verb="admin_change").count() == 1


def test_an_error_does_not_hide_that_somebody_was_quicker(pair, province):
    slower, quicker = pair
    assert quicker.send(slogan="Khẩu hiệu của họ").status_code == 302
    answer = slower.send(slogan="Khẩu hiệu của tôi", title="")
    assert (answer.status_code, bool(answer.context["error_items"])) == (409, True)
    province.campaign.refresh_from_db()
    assert province.campaign.slogan == "Khẩu hiệu của họ"


def test_a_page_that_comes_back_with_errors_still_carries_what_it_first_showed(pair):
    slower, quicker = pair
    title = slower.held["title"]
    assert slower.send(title="").status_code == 200
    assert quicker.send(slogan="Khẩu hiệu của họ").status_code == 302
    assert slower.send(title=title[0], slogan="Khẩu hiệu của tôi").status_code == 409


@pytest.mark.sweep("two editors")
@pytest.mark.parametrize("mark", ["", "\x00", "0" * 16, "9" * 100_000, "[]"])
def test_a_mark_that_no_page_made_overwrites_nothing(pair, province, mark):
    slower, _quicker = pair
    assert slower.send(seen=mark, slogan="Khẩu hiệu của tôi").status_code == 409
    before = province.campaign.slogan
    province.campaign.refresh_from_db()
    assert province.campaign.slogan == before


def test_a_page_that_carries_no_mark_is_not_compared(pair, province):
    slower, quicker = pair
    assert quicker.send(slogan="Khẩu hiệu của họ").status_code == 302
    typed = {name: text for name, text in slower.held.items() if name != "seen"} | {"slogan": "Khẩu hiệu của tôi"}
    assert slower.client.post(slower.address, typed).status_code == 302


def test_who_only_reads_a_page_is_given_no_mark(province):
    assert "seen" not in Editor(province.user("admin"), change_url(province.campaign)).held


def test_numbers_that_came_with_an_accepted_sheet_are_told_as_the_reviewers(province):
    sheet = Filing.objects.get(called__unit=province.school, called__phase=province.phase, kind="report")
    board = Editor(province.user("board"), change_url(province.school))
    reviews.accept(sheet, by=province.by("district", Role.REVIEWER))
    assert board.send(members="7").status_code == 409
    who, _at, pairs = told(board.page)
    assert who == "Vi Văn Thông"
    assert "7" in [mine for _theirs, mine in pairs]


def test_a_row_that_was_taken_out_meanwhile_is_told_and_stops_whoever_still_has_it(province):
    board, title = province.user("board"), AwardTitle.objects.filter(unit=province.province, asked_for=None)
    address = change_url(title.filter(timings__isnull=False).first())
    slower, quicker = Editor(board, address), Editor(colleague(board), address)
    assert quicker.send(**{"timings-0-DELETE": "on"}).status_code == 302
    for _time in range(2):
        assert slower.send(name="Tên khác").status_code in (200, 409)
    assert not AwardTitle.objects.filter(name="Tên khác").exists()
