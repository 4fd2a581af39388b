"""Tests that accounts are made at once for a person or for the contacts of all unions, and handed to a successor."""

from datetime import date
from time import process_time

import pytest

from foundation import clock
from foundation.forms.mark import Mark
from tests.support.fetched_rows import counted
from units.access import Forbidden
from units.actions.accounts import add_accounts_of_contacts, hand_over, unions_without_officer
from units.actions.form_drafts import keep_draft
from units.admin_base.history import history_items
from units.models import Event, FormDraft, Post, Role, Signer, Unit, User
from units.people import people_groups
from units.usernames import username_for

pytestmark = [pytest.mark.either, pytest.mark.django_db]
NEW = {"full_name": "Lăng Văn Sử", "role": "officer", "since": "1/2/2015", "phone": "0912 000 111"}


@pytest.fixture(autouse=True)
def at_work():
    with clock.travel("2015-02-02T09:00+07:00"):
        yield


def held(name):
    return {(post.unit.name, post.role) for post in User.objects.get(username=name).current_posts}


def verbs(*targets):
    return [event.verb for target in targets for event in Event.objects.about(target)]


def test_usernames_are_short_and_each_once():
    taken = {"nguyetnta"}
    names = [
        username_for(name, taken) for name in ("Nông Thị Ánh Nguyệt", "Nùng Tô An Nguyệt", "Đỗ Ý", "H’Hen Niê", "…")
    ]
    assert names == ["nguyetnta2", "nguyetnta3", "yd", "nieh", "canbo"]


def test_of_two_hundred_of_one_name_each_asks_for_a_few_numbers():
    class Counted(set):
        asked = 0

        def __contains__(self, name):
            self.asked += 1
            return super().__contains__(name)

    taken = Counted()
    names = [username_for("Nông Thị Ánh Nguyệt", taken) for _person in range(200)]
    assert names == ["nguyetnta", *(f"nguyetnta{number}" for number in range(2, 201))]
    assert taken.asked < 200 * 17


def test_one_form_makes_person_account_and_post_and_leads_to_the_letter(world, sign_in_as):
    client = sign_in_as("admin")
    answer = client.post("/people/new/", NEW | {"unit": world.school.pk})
    person = User.objects.get(full_name="Lăng Văn Sử", username="sulv")
    assert answer.url == f"/people/{person.pk}/letter/"
    assert not person.has_usable_password() and held("sulv") == {(world.school.name, Role.OFFICER)}
    assert verbs(person, person.posts.get()) == ["admin_add", "give_post"]
    shown = history_items([*Event.objects.about(person), *Event.objects.about(person.posts.get())])
    given = f"Lăng Văn Sử: Chủ tịch CĐCS hoặc người được phân công, {world.school.name}"
    assert [item["words"] for item in shown] == ["Thêm mới: người dùng: Lăng Văn Sử (sulv)", f"Phân công: {given}"]
    again = client.post("/people/new/", NEW | {"unit": world.commune.pk, "full_name": "lăng văn SỬ"})
    twin = client.post("/people/new/", NEW | {"unit": world.commune.pk})
    assert "chỉ cần phân công thêm" in twin.content.decode() and again.status_code == 200
    taken = client.post("/people/new/", {"username": "OWNER", "email": "x"})
    assert set(taken.context["form"].errors) == {"full_name", "username", "email", "unit", "role", "since"}
    assert User.objects.filter(username__startswith="sulv").count() == 1


def test_contacts_of_unions_in_which_nobody_files_get_accounts_in_the_same_statements_for_one_and_many(world):
    Post.objects.filter(role=Role.OFFICER, unit__in=[world.school, world.commune, world.porters]).delete()
    unions = unions_without_officer(world.province)
    assert {union.name for union in unions} >= {world.school.name, world.commune.name, world.porters.name}
    Unit.objects.filter(pk=world.school.pk).update(contact_person="Vi Thị Hoa", phone="0205 3.812.345; 0912 1")
    with counted() as for_one:
        assert add_accounts_of_contacts(world.province, by=world.by("admin")).made == 1
    person = User.objects.get(username="hoavt")
    assert (person.phone, person.has_usable_password(), person.sort_key) != ("", False, "")
    assert person.phone == "0205 3.812.345" and held("hoavt") == {(world.school.name, Role.OFFICER)}
    for unit in (world.commune, world.porters):
        Unit.objects.filter(pk=unit.pk).update(contact_person="Vi Thị Hoa", phone="0912 222 333")
    with counted() as for_two:
        done = add_accounts_of_contacts(world.province, by=world.by("admin"))
    assert (done.made, done.reused) == (1, 1)  # one person of two unions, another of that name
    assert held("hoavt2") == {(world.commune.name, Role.OFFICER), (world.porters.name, Role.OFFICER)}
    assert for_two.queries <= for_one.queries  # the first one reads what a process keeps
    Post.objects.filter(user__username="banker").update(until=date(2015, 1, 31))
    Unit.objects.filter(pk=world.bank.pk).update(contact_person="hà thị ÚT", phone="0912 333 444")
    back = add_accounts_of_contacts(world.province, by=world.by("admin"))
    assert (back.made, back.reused, held("banker")) == (0, 1, {(world.bank.name, Role.OFFICER)})
    again = add_accounts_of_contacts(world.province, by=world.by("admin"))
    assert (again.made, again.reused) == (0, 0)
    assert verbs(person) == ["admin_add"] and Event.objects.filter(verb="give_post").count() == 4
    with pytest.raises(Forbidden):
        add_accounts_of_contacts(world.province, by=world.by("board"))


def test_a_successor_gets_post_sheets_and_drafts_and_the_predecessor_keeps_nothing(world, sign_in_as):
    mark = Mark(world.user("owner").pk, str(world.school.pk), "/dossiers/new/")
    keep_draft(mark, [("text", "dở dang")], version=0)
    keep_draft(Mark(mark.person, str(world.commune.pk), "/dossiers/new/"), [("text", "khác")], version=0)
    sheet = world.sheet("school", "pledge")
    owner = world.user("owner")
    Signer.objects.create(unit=world.school, user=owner, name=owner.full_name, position="chair", since=date(2014, 1, 1))
    client, address = sign_in_as("admin"), f"/people/{mark.person}/hand-over/"
    page = client.get(address)
    post = Post.objects.get(user=mark.person)
    assert list(page.context["form"].held) == [str(post.pk)]
    nobody = client.post(address, {"posts": post.pk})
    assert nobody.context["form"].errors == {"successor": ["Xin chọn người nhận, hoặc ghi họ tên người mới."]}
    typed = {"posts": post.pk, "full_name": "Lăng Văn Sử", "ends_account": "on"}
    answer = client.post(address, typed)
    new = User.objects.get(full_name="Lăng Văn Sử", username="sulv")
    assert answer.url == f"/people/{new.pk}/letter/"
    assert "còn là người ký" in client.get(answer.url).content.decode()
    assert held("sulv") == {(world.school.name, Role.OFFICER)} and held("owner") == set()
    assert not world.user("owner").is_active
    assert list(FormDraft.objects.filter(user=new).values_list("fields", flat=True)) == [[["text", "dở dang"]]]
    assert FormDraft.objects.filter(user=mark.person).count() == 1
    assert verbs(post) == ["end_post"]
    client.force_login(new)
    assert client.get(f"/pledges/{sheet.pk}/").status_code == 200
    client.force_login(User.objects.get(username="sulv"))
    assert sign_in_as("admin").post(address, typed).status_code == 200  # a second click finds nothing left to hand over
    assert User.objects.filter(username__startswith="sulv").count() == 1


@pytest.mark.parametrize("with_drafts", [False, True])
def test_drafts_stay_with_who_keeps_another_post_there_unless_one_says_otherwise(world, sign_in_as, with_drafts):
    owner, porter = world.user("owner"), world.user("porter")
    officer = Post.objects.get(user=owner)
    leader = Post.objects.create(user=owner, unit=world.school, role=Role.LEADER, since=date(2014, 1, 1))
    keep_draft(Mark(owner.pk, str(world.school.pk), "/dossiers/7/edit/"), [("text", "dở")], version=0)
    client, address = sign_in_as("admin"), f"/people/{owner.pk}/hand-over/"
    form = client.get(address).context["form"]
    assert "with_drafts" in form.fields and not form["with_drafts"].value()
    typed = {"posts": officer.pk, "successor": porter.pk} | ({"with_drafts": "on"} if with_drafts else {})
    assert client.post(address, typed).url == "/people/"
    assert FormDraft.objects.get().user == (porter if with_drafts else owner)
    assert hand_over([leader], world.user("neighbour"), by=world.by("admin")) == (0 if with_drafts else 1)
    assert "with_drafts" not in client.get(f"/people/{porter.pk}/hand-over/").context["form"].fields


def test_the_board_hands_over_to_who_has_an_account_and_only_what_it_may_give(world, sign_in_as):
    owner = Post.objects.get(user__username="owner")
    client = sign_in_as("board")
    page = client.get(f"/people/{owner.user_id}/hand-over/")
    assert {"full_name", "ends_account"}.isdisjoint(page.context["form"].fields)
    same = client.post(f"/people/{owner.user_id}/hand-over/", {"posts": owner.pk, "successor": world.user("owner2").pk})
    assert "đang giữ" in same.content.decode()
    done = client.post(f"/people/{owner.user_id}/hand-over/", {"posts": owner.pk, "successor": world.user("porter").pk})
    assert (done.url, world.user("owner").current_posts) == ("/people/", [])
    assert (world.school.name, Role.OFFICER) in held("porter")
    with pytest.raises(Forbidden):
        hand_over([Post.objects.get(user__username="chair")], world.user("porter"), by=world.by("board"))


@pytest.mark.parametrize(("giver", "goes_along"), [("board", False), ("admin", True)])
def test_recording_what_was_signed_goes_along_with_a_post_only_by_who_may_give_it(world, giver, goes_along):
    post = Post.objects.get(user__username="city", role=Role.REVIEWER)
    post.may_record_signed = True
    post.save()
    hand_over([post], world.user("porter"), by=world.by(giver))
    assert Post.objects.get(user__username="porter", role=Role.REVIEWER).may_record_signed == goes_along


@pytest.mark.deep
def test_accounts_of_a_province_are_made_in_batches(world):
    """1,400 unions with a contact: seven batches of the same statements; others may write between two of them."""
    parent, unit_type = world.district, world.school.type
    for number in range(1_400):
        path = f"{parent.path}{number + 2_000:04}"
        name, contact = f"CĐCS số {number}", f"Nông Thị Ánh {'Nguyệt' if number % 3 else 'Hoa'}"
        row = {"parent": parent, "path": path, "kind": "grassroots", "form": "workplace", "strand": "administrative"}
        unit = Unit(name=name, full_name=name, type=unit_type, valid_from=date(2015, 1, 1), **row)
        unit.contact_person, unit.phone = contact, f"0900 {number:06}"
        unit.derive()
        world.units[name] = unit
    Unit.objects.bulk_create(unit for name, unit in world.units.items() if name.startswith("CĐCS số"))
    begun = process_time()
    with counted() as spent:
        done = add_accounts_of_contacts(world.province, by=world.by("admin"))
    assert (done.made, done.reused) == (1_400, 0)
    assert spent.queries <= 7 * 20
    assert process_time() - begun < 20
    assert len(set(User.objects.values_list("username", flat=True))) == User.objects.count()
    with counted() as spent:
        groups = people_groups(world.user("admin"), world.province)
    assert spent.queries <= 4 and max(group.without_letter for group in groups) > 1_400


def test_the_last_administrator_hands_over_only_to_who_can_sign_in(world, sign_in_as):
    client, post = sign_in_as("admin"), world.user("admin").posts.get(role=Role.ADMINISTRATOR)
    page, typed = f"/people/{post.user_id}/hand-over/", {"posts": [post.pk], "ends_account": "on"}
    answer = client.post(page, typed | {"full_name": "Lý Văn Mới"})
    assert "là Quản trị hệ thống cuối cùng" in answer.content.decode()
    assert not User.objects.filter(full_name="Lý Văn Mới").exists()
    assert client.post(page, typed | {"successor": world.user("board").pk}).status_code == 302
    assert ("administrator" in {role for _unit, role in held("board")}) and held("admin") == set()
