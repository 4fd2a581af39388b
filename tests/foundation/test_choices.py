"""Tests choice boxes of more than 200 rows: one types to search among what one may choose, none is listed whole."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from awards.models import Dossier
from foundation import clock
from foundation.forms.choices import MOST_FOUND, MOST_LISTED, SearchableChoiceField, search_words
from foundation.forms.conflict_form import displayed_text
from tests.support.admin_pages import change_url
from tests.support.sheets_by_hand import open_by_hand
from units.admin.forms import MoveForm
from units.forms.choices import PersonChoiceField, UnitChoiceField
from units.models import Post, Role, Strand, Unit, UnitKind, User
from units.models.kinds import UnionForm

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_10_march_2015")]
on_one_database = pytest.mark.postgres(deep="both")

ADD_POST = "/admin/units/post/add/"
PEOPLE, UNIONS = 1_010, 250
HOSTILE = ("\x00", "a" * 50_000, "a " * 25_000, "'\";--", "%_\\", "Lo\u0300 Thi\u0323", "🙂", "(),;")


def make_people(unit, number=PEOPLE):
    """Create officers of a union; one of four has no post."""
    people = [User(username=f"mai-{n}", full_name=f"Lò Thị Mai {n}") for n in range(number)]
    for person in people:
        person.derive()
    people = User.objects.bulk_create(people)
    posts = [Post(user=person, unit=unit, role=Role.OFFICER, since=date(2014, 1, 1)) for person in people]
    Post.objects.bulk_create([post for n, post in enumerate(posts) if n % 4])


def make_unions(parent, number=UNIONS, name="CĐCS Trường Hoa Sen"):
    start = parent.last_segment
    unions = [
        Unit(
            name=f"{name} {n}",
            full_name=f"{name} {n}",
            parent=parent,
            path=f"{parent.path}{start + n:04d}",
            kind=UnitKind.GRASSROOTS,
            form=UnionForm.WORKPLACE,
            strand=Strand.PUBLIC_SERVICE,
            valid_from=date(2014, 1, 1),
        )
        for n in range(1, number + 1)
    ]
    for union in unions:
        union.derive()
    Unit.objects.bulk_create(unions)


@pytest.fixture
def crowded(world):
    make_people(world.school)
    make_unions(world.district)
    return world


def longest_box(html):
    """Return the number of rows of the longest list of choices on a page."""
    selects = [len(re.findall("<option", match)) for match in re.findall(r"<select.*?</select>", html, re.DOTALL)]
    radios = [html.count(f'type="radio" name="{name}"') for name in re.findall(r'type="radio" name="([^"]+)"', html)]
    return max([0, *selects, *radios])


def labels(answer):
    return [row["label"] for row in answer.json()["rows"]]


def suggested(client, page, field, words):
    return client.get(page, {"choices": field, "words": words})


def radios(html):
    """Return (id, label) of what a page offers to choose from."""
    pairs = re.findall(r'type="radio" name="\w+" value="(\d+)"><span>(.*?)</span>', html)
    return [(int(pk), label) for pk, label in pairs]


def test_a_post_can_be_given_where_there_are_more_than_a_thousand_people(sign_in_as, crowded):
    """On SQLite that page failed: it read the posts of all people in one statement."""
    client = sign_in_as("admin")
    with CaptureQueriesContext(connection) as captured:
        page = client.get(ADD_POST)
    assert page.status_code == 200
    assert longest_box(page.content.decode()) <= MOST_LISTED
    assert len(page.content) < 20_000
    assert len(captured) <= 8


@on_one_database
def test_up_to_two_hundred_rows_are_a_plain_list(sign_in_as, world):
    make_people(world.school, MOST_LISTED - User.objects.filter(is_active=True).count())
    page = sign_in_as("admin").get(ADD_POST).content.decode()
    assert page.count("<option") > MOST_LISTED
    assert "data-choices" not in page
    User.objects.create(username="one-more", full_name="Thêm Một")
    assert 'data-choices="user"' in sign_in_as("admin").get(ADD_POST).content.decode()


@pytest.mark.parametrize("words", ["mai lo 77", "MAI  thi 77", "Lò Thị Mai 77"])
def test_suggestions_hold_every_word_in_any_order_and_need_no_marks(sign_in_as, crowded, words):
    suggestions = labels(suggested(sign_in_as("admin"), ADD_POST, "user", words))
    assert {label.split(" (")[0] for label in suggestions} == {
        f"Lò Thị Mai {n}" for n in range(PEOPLE) if "77" in str(n)
    }


def test_a_search_shows_twenty_rows_and_says_that_there_are_more(sign_in_as, crowded):
    answer = suggested(sign_in_as("admin"), ADD_POST, "user", "mai").json()
    assert len(answer["rows"]) == MOST_FOUND
    assert answer["sentence"].startswith("Hơn 20 mục khớp")
    assert suggested(sign_in_as("admin"), ADD_POST, "user", "khong ai").json() == {
        "rows": [],
        "sentence": "Không tìm thấy mục nào. Xin gõ lại một phần tên.",
    }


@on_one_database
def test_a_search_costs_the_same_for_one_row_and_for_twenty(sign_in_as, crowded):
    """One statement more looks for a row of exactly that name among others; one more adds unions beside people."""
    client, costs = sign_in_as("admin"), []
    for words in ("mai 777", "mai 77 lo", "mai", "777 doi na"):
        with CaptureQueriesContext(connection) as captured:
            suggested(client, ADD_POST, "user", words)
        costs.append(len(captured))
    assert costs == [4, 4, 5, 5]


@on_one_database
def test_people_and_unions_of_one_name_are_told_apart(sign_in_as, crowded):
    twin = Unit.objects.get(name="CĐCS Trường Hoa Sen 77")
    make_unions(crowded.city, 77)
    units = labels(suggested(sign_in_as("admin"), ADD_POST, "unit", "hoa sen 77 chi lang"))
    assert units == [f"{twin.name} ({crowded.district.name})", f"CĐCS Trường Hoa Sen 177 ({crowded.district.name})"]
    assert (
        labels(suggested(sign_in_as("admin"), ADD_POST, "unit", "hoa sen 77"))[0]
        == f"{twin.name} ({crowded.city.name})"
    )
    people = labels(suggested(sign_in_as("admin"), ADD_POST, "user", "owner"))
    title = "Chủ tịch CĐCS hoặc người được phân công"
    assert people[0] == f"{crowded.user('owner').full_name} ({title}, {crowded.school.name})"
    assert labels(suggested(sign_in_as("admin"), ADD_POST, "user", "mai-444")) == [
        "Lò Thị Mai 444 (chưa được phân công, mai-444)"
    ]


@on_one_database
def test_only_what_may_be_chosen_is_found(sign_in_as, crowded):
    """The Board gives posts below its own union; the administrator also there. Closed unions take none."""
    Unit.objects.filter(name="CĐCS Trường Hoa Sen 9").update(valid_to=date(2015, 1, 1))
    assert labels(suggested(sign_in_as("board"), ADD_POST, "unit", "lddl tinh")) == []
    assert crowded.province.name in labels(suggested(sign_in_as("admin"), ADD_POST, "unit", "ldld tinh"))
    assert (
        labels(suggested(sign_in_as("admin"), ADD_POST, "unit", "hoa sen 9"))
        == [f"CĐCS Trường Hoa Sen {n} ({crowded.district.name})" for n in range(10, 251) if "9" in str(n)][:20]
    )


def test_who_may_not_open_the_page_may_not_search_there(sign_in_as, crowded):
    assert suggested(sign_in_as("owner"), ADD_POST, "user", "mai").status_code == 403
    assert suggested(sign_in_as("board"), "/admin/units/unit/add/", "parent", "chi").status_code == 403
    move = change_url(crowded.school, "move")
    assert suggested(sign_in_as("board"), move, "parent", "chi").status_code == 403


@on_one_database
@pytest.mark.parametrize("field", ["", "role", "password", "user-words", "\x00"])
def test_what_is_no_such_box_is_not_found(sign_in_as, crowded, field):
    assert suggested(sign_in_as("admin"), ADD_POST, field, "mai").status_code == 404


@pytest.mark.sweep("hostile words of searches")
@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_words_are_no_fault(sign_in_as, crowded, words):
    client = sign_in_as("admin")
    too_long = 414  # answered before any page is asked
    assert suggested(client, ADD_POST, "user", words).status_code == (too_long if len(words) > 4000 else 200)
    page = client.post(ADD_POST, typed({"user": "", "user-words": words}))
    assert page.status_code == 200
    assert Post.objects.filter(since=date(2015, 3, 3)).count() == 0


@on_one_database
@pytest.mark.parametrize("pk", ["0", "9" * 30, "-1", "abc", "\x00"])
def test_an_id_that_the_box_does_not_offer_is_refused(sign_in_as, crowded, pk):
    page = sign_in_as("admin").post(ADD_POST, typed({"user": pk}))
    assert page.status_code == 200
    assert "user" in page.context["adminform"].form.errors


def test_an_id_out_of_reach_is_refused_however_it_is_sent(sign_in_as, crowded):
    above = crowded.province.pk
    for sent in ({"unit": above}, {"unit": above, "unit-words": "x", "unit-listed": "x"}):
        page = sign_in_as("board").post(ADD_POST, typed(sent))
        assert page.status_code == 200
        assert "unit" in page.context["adminform"].form.errors


def typed(over):
    """Return the form of a new post, as sent without JavaScript: nothing has been chosen from a list."""
    return {"user": "", "unit": "", "role": "officer", "since": "3/3/2015", "_save": "1"} | over


@on_one_database
def test_without_script_one_types_a_name_and_chooses_from_what_comes_back(sign_in_as, crowded):
    """Other typed fields are kept; the form is sent a second time with the chosen row."""
    client, school = sign_in_as("admin"), crowded.school
    first = typed({"user-words": "mai 40", "unit-words": school.name, "unit-listed": ""})
    page = client.post(ADD_POST, first)
    html = page.content.decode()
    assert page.status_code == 200
    assert page.context["adminform"].form["since"].value() == "3/3/2015"
    offered = radios(html)
    assert {label.split(" (")[0] for _pk, label in offered} == {
        f"Lò Thị Mai {n}" for n in (40, 140, 240, 340, 440, 540, 640, 740, 840, 940, *range(400, 410))
    }
    assert "Có 20 mục khớp. Xin chọn một mục." in html
    unit = re.search(r'name="unit" value="(\d+)"', html)[1]
    listed = {"unit": unit, "unit-words": f"{school} ({school.parent})", "unit-listed": f"{school} ({school.parent})"}
    chosen = {"user": offered[0][0], "user-words": "mai 40", "user-listed": "mai 40"}
    assert client.post(ADD_POST, typed(chosen | listed)).status_code == 302
    post = Post.objects.get(since=date(2015, 3, 3))
    assert (post.user_id, post.unit) == (offered[0][0], school)


@on_one_database
def test_a_name_typed_whole_that_only_one_has_is_taken(sign_in_as, crowded):
    sent = {"user-words": "lò thị mai 4", "unit-words": "cđcs trường hoa sen 7"}
    assert sign_in_as("admin").post(ADD_POST, typed(sent)).status_code == 302
    post = Post.objects.get(since=date(2015, 3, 3))
    assert (str(post.user), post.unit.name) == ("Lò Thị Mai 4", "CĐCS Trường Hoa Sen 7")


@on_one_database
def test_a_persons_label_pasted_whole_is_that_person(sign_in_as, crowded):
    """The label contains the title of the post, which is in no searched column."""
    person = Post.objects.get(user__username="owner").user
    label = PersonChoiceField(User.objects.all()).displayed_text(person.pk)
    assert "(Chủ tịch CĐCS hoặc người được phân công, " in label
    assert (
        sign_in_as("admin").post(ADD_POST, typed({"user-words": label, "unit": crowded.commune.pk})).status_code == 302
    )
    assert Post.objects.get(since=date(2015, 3, 3)).user == person


@on_one_database
def test_a_name_that_two_have_is_asked_about(sign_in_as, crowded):
    User.objects.create(username="other", full_name="Lò Thị Mai 4")
    page = sign_in_as("admin").post(ADD_POST, typed({"user-words": "Lò Thị Mai 4", "unit": crowded.school.pk}))
    assert page.status_code == 200
    assert "user" in page.context["adminform"].form.errors


@on_one_database
def test_other_words_than_the_choice_was_made_for_are_searched(sign_in_as, crowded):
    """Whoever types over the name of a choice means somebody else."""
    person = User.objects.get(username="mai-5")
    kept = {"user": person.pk, "user-listed": "Lò Thị Mai 5", "user-words": "Lò Thị Mai 6", "unit": ""}
    assert sign_in_as("admin").post(ADD_POST, typed(kept | {"unit": crowded.school.pk})).status_code in (200, 302)
    assert not Post.objects.filter(since=date(2015, 3, 3), user=person).exists()
    emptied = kept | {"user-words": ""}
    page = sign_in_as("admin").post(ADD_POST, typed(emptied | {"unit": crowded.school.pk}))
    assert page.context["adminform"].form.errors["user"] == ["Xin chọn một mục."]


@on_one_database
def test_the_act_forms_of_a_union_search_too(sign_in_as, crowded):
    client = sign_in_as("admin")
    make_unions(crowded.city, 5, "LĐLĐ Cụm")
    close = change_url(crowded.school, "close")
    assert 'data-choices="successor"' in client.get(close).content.decode()
    assert len(labels(suggested(client, close, "successor", "hoa sen"))) == MOST_FOUND
    assert crowded.school.name not in str(labels(suggested(client, close, "successor", "doi na")))
    assert "<select" in client.get(change_url(crowded.school, "move")).content.decode()  # upper unions are few


@on_one_database
def test_a_unit_that_a_phase_has_not_called_is_searched(sign_in_as, crowded):
    call = f"{crowded.phase.get_absolute_url()}call/"
    client = sign_in_as("board")
    assert 'data-choices="unit"' in client.get(call).content.decode()
    assert labels(suggested(client, call, "unit", "hoa sen 7"))[0] == f"CĐCS Trường Hoa Sen 7 ({crowded.district})"
    assert client.post(call, {"unit": "", "unit-words": "CĐCS Trường Hoa Sen 7"}).status_code == 302
    assert crowded.phase.called_units.filter(name="CĐCS Trường Hoa Sen 7").exists()
    assert suggested(sign_in_as("owner"), call, "unit", "hoa sen").status_code == 403


@on_one_database
def test_for_whom_a_dossier_is_made_is_searched(sign_in_as, crowded):
    page = "/dossiers/new/"
    client = sign_in_as("district")
    html = client.get(page).content.decode()
    assert 'data-choices="unit"' in html
    assert longest_box(html) <= MOST_LISTED
    assert labels(suggested(client, page, "unit", "hoa sen 7"))[0] == f"CĐCS Trường Hoa Sen 7 ({crowded.district})"
    assert labels(suggested(client, page, "unit", "anh may")) == []
    chosen = client.get(page, {"unit": "", "unit-words": "CĐCS Trường Hoa Sen 7"})
    assert chosen.context["unit"].name == "CĐCS Trường Hoa Sen 7"
    unclear = client.get(page, {"unit": "", "unit-words": "hoa sen"})
    assert unclear.context["unit"] == crowded.district
    assert len(radios(unclear.content.decode())) == MOST_FOUND
    assert Dossier.objects.count() == 0


@on_one_database
def test_a_conflict_names_what_is_stored(world):
    """It shows the labels of a box, not its ids, without reading the list."""
    form = MoveForm(
        {"parent": str(world.city.pk)},
        unit=world.school,
        units=Unit.objects.all(),
        initial={"parent": world.district.pk},
    )
    assert displayed_text(form["parent"]) == f"{world.city} ({world.province})"
    words = MoveForm({"parent-words": "chi lang"}, unit=world.school, units=Unit.objects.all())
    assert displayed_text(words["parent"]) == "chi lang"


def test_models_without_a_column_for_searches_are_searched_by_their_labels(world):
    phases = SearchableChoiceField(type(world.phase).objects.select_related("campaign").order_by("number"))
    assert [row.number for row in phases.search("dot 1").rows] == [1, 2]  # of the year 2015
    assert [row.number for row in phases.search("1 nam đợt").rows] == [1, 2]
    assert phases.search("Đợt 2 năm 2015").exact == world.phase2
    assert phases.search("a" * 50_000).rows == []


@on_one_database
@pytest.mark.parametrize(
    ("text", "words"),
    [("Hoa  Sen (LĐLĐ huyện Chi Lăng)", ["hoa", "sen", "ldld", "huyen", "chi", "lang"]), ("(), ;", []), ("", [])],
)
def test_a_label_pasted_whole_is_words(text, words):
    assert search_words(text) == words


@on_one_database
def test_the_day_tells_which_posts_a_label_names(world):
    person = world.user("owner")
    field = PersonChoiceField(User.objects.all())
    assert world.school.name in field.displayed_text(person.pk)
    with clock.travel("2013-01-01T09:00+07:00"):
        assert field.displayed_text(person.pk) == f"{person.full_name} (chưa được phân công, owner)"
    assert UnitChoiceField(Unit.objects.all()).displayed_text(world.province.pk) == world.province.name


@on_one_database
def test_a_condition_of_a_list_is_searched_where_there_are_too_many(sign_in_as, world, monkeypatch):
    """Phases, with a limit of one: a condition that matches no single row filters to nothing and says so."""
    client, page = sign_in_as("board"), "/dossiers/"
    open_by_hand(world.phase2)
    assert '<select name="phase"' in str(client.get(page).context["filter"].form["phase"])
    monkeypatch.setattr("foundation.forms.choices.MOST_LISTED", 1)
    assert 'data-choices="phase"' in str(client.get(page).context["filter"].form["phase"])
    assert labels(suggested(client, page, "phase", "Đợt 1 năm 2015")) == ["Đợt 1 năm 2015", "Đợt 2 năm 2015"]
    narrowed = client.get(page, {"phase": "", "phase-words": "đợt 1 năm 2015"})
    assert narrowed.context["filter"].form.cleaned_data["phase"] == world.phase
    unclear = client.get(page, {"phase": "", "phase-words": "nam 2015"})
    assert unclear.context["problems"] == [("id_phase", "Có 2 mục khớp. Xin chọn một mục.")]
