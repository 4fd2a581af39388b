"""Tests titles, quotas, dossiers, decisions and the register in the admin."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from awards.actions import appraisal, decisions, dossiers, register
from awards.models import Award, AwardTitle, Decision, DecisionKind, Dossier, Quota
from foundation import clock
from tests.emulation.test_admin_language import english_of
from tests.support import dossier_steps
from tests.support.admin_pages import change_url, posted
from tests.support.casts import copied
from units.models import Event, Unit, UnitKind

pytestmark = [pytest.mark.sqlite(deep="both"), pytest.mark.django_db]
TITLES, QUOTAS = "/admin/awards/awardtitle/", "/admin/awards/quota/"
DOSSIERS, DECISIONS, REGISTER = "/admin/awards/dossier/", "/admin/awards/decision/", "/admin/awards/award/"


@pytest.fixture
def world(db):
    with clock.travel(dossier_steps.DAY):
        yield copied(dossier_steps.build)


def merit(name="Hoàng Văn Păn"):
    return {"code": "BK_T", "name": name}


def errors(response):
    assert response.status_code == 200
    return {name: list(messages) for name, messages in response.context["adminform"].form.errors.items()}


def listed(response):
    return list(response.context["cl"].result_list)


def waiting(client):
    group = client.get("/admin/").context["app_list"][2]
    return [str(line["awaiting"]) for line in group["models"]]


def quota(world, **more):
    return Quota.objects.create(title=dossier_steps.title("BK_T"), campaign=world.campaign, **more)


# Titles


@pytest.mark.parametrize(
    ("wording", "sentence"),
    [
        ("Thành tích của {tên đơn vị} năm {năm}", "Không có nội dung nào tên là {tên đơn vị}. Chỉ dùng được: "),
        ("Thành tích năm {}", "Không có nội dung nào tên là {}. Chỉ dùng được: "),
        ("Thành tích năm {năm", "Dấu { và } phải đi thành cặp, giữa hai dấu là một trong các tên: "),
        ("Thành tích năm}", "Dấu { và } phải đi thành cặp, giữa hai dấu là một trong các tên: "),
    ],
)
def test_a_wording_names_what_is_known_alone(sign_in_as, world, wording, sentence):
    client, title = sign_in_as("board"), dossier_steps.title("BK_T")
    typed = posted(client.get(change_url(title))) | {"timings-0-wording": wording}
    page = client.post(change_url(title), typed)
    (timings,) = page.context["inline_admin_formsets"]
    placeholders = "{năm}, {số đợt}, {dịp}, {năm học}, {tên phong trào}, {việc đã làm}, {tên giải pháp}."
    assert timings.formset.forms[0].errors == {"wording": [sentence + placeholders]}
    assert not title.timings.filter(wording=wording).exists()


def test_the_board_keeps_its_catalogue_and_the_history_tells(sign_in_as, world):
    client, title = sign_in_as("board"), dossier_steps.title("BK_T")
    page = client.get(change_url(title))
    typed = posted(page) | {"amount": "690.000", "timings-0-wording": "Đã có thành tích xuất sắc năm {năm}"}
    assert client.post(change_url(title), typed).status_code == 302
    title.refresh_from_db()
    assert (title.amount, title.timings.get(timing="year").wording) == (690_000, "Đã có thành tích xuất sắc năm {năm}")
    event = Event.objects.about(title).get()
    assert (event.verb, event.changes["Mức tiền thưởng, đồng"]) == ("admin_change", ["", "690.000"])


def test_a_new_title_is_added_with_its_timings(sign_in_as, world):
    client = sign_in_as("board")
    typed = posted(client.get(f"{TITLES}add/")) | {
        "name": "Bằng khen chuyên đề của LĐLĐ tỉnh", "code": "BK_CD", "order": "61", "form": "Bằng khen",
        "kind": "form", "line": "union", "level": "province", "in_portal": "decide", "for_persons": "on",
        "pledge_required": "unit", "initiative": "no", "verb": "tặng", "paper": "merit",
        "timings-0-timing": "theme", "timings-0-wording": "Đã có thành tích trong phong trào “{tên phong trào}”",
    }  # fmt: skip
    assert client.post(f"{TITLES}add/", typed).status_code == 302
    title = dossier_steps.title("BK_CD")
    assert (title.unit, [timing.timing for timing in title.timings.all()]) == (world.province, ["theme"])


@pytest.mark.sweep("cases of one sentence")
@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"for_collectives": "", "for_persons": ""}, "__all__", "Xin chọn tặng tập thể, tặng cá nhân, hoặc cả hai."),
        ({"paper": "flag"}, "__all__", "Cờ thi đua chỉ tặng tập thể."),
        ({"registered_as": "ZZ99"}, "registered_as", "Không có chỉ tiêu mang mã ZZ99."),
        ({"level": "state", "in_portal": "record"}, "decided_by", "Xin ghi cơ quan quyết định."),
        (
            {"level": "grassroots"},
            "__all__",
            "Chỉ hình thức của đơn vị phát động hoặc CĐ cấp trên trực tiếp cơ sở được quyết định trên cổng này.",
        ),
        (
            {"valid_from": "01/01/2016", "valid_to": "01/01/2015"},
            "__all__",
            "Ngày hết áp dụng phải sau ngày bắt đầu áp dụng.",
        ),
    ],
)
def test_a_title_that_contradicts_itself_is_refused_with_its_sentence(sign_in_as, world, typed, field, sentence):
    client, title = sign_in_as("board"), dossier_steps.title("BK_T")
    response = client.post(change_url(title), posted(client.get(change_url(title))) | typed)
    assert errors(response) == {field: [sentence]}


def test_a_timing_is_taken_out_only_while_nobody_was_proposed_for_the_title(sign_in_as, world):
    client, title = sign_in_as("board"), dossier_steps.title("BK_T")
    dossier_steps.dossier_of(world, "owner", [merit()])
    for changed, left in ((title, 5), (dossier_steps.title("CO_T"), 1)):
        typed = posted(client.get(change_url(changed))) | {"timings-0-DELETE": "on"}
        client.post(change_url(changed), typed)
        assert changed.timings.count() == left


def test_a_catalogue_of_another_province_is_not_found(sign_in_as, world):
    root = Unit.objects.create(
        name="LĐLĐ tỉnh Khác", full_name="LĐLĐ tỉnh Khác", kind=UnitKind.PROVINCE, valid_from=date(2010, 1, 1)
    )
    title = AwardTitle.objects.create(
        unit=root, code="X", order=1, name="Bằng khen nơi khác", form="Bằng khen", kind="form", level="province",
        in_portal="decide", for_collectives=True, for_persons=True,
    )  # fmt: skip
    client = sign_in_as("board")
    assert client.get(change_url(title)).status_code == 404
    assert client.post(change_url(title), {"name": "x"}).status_code == 404
    assert "Bằng khen nơi khác" not in client.get(f"{TITLES}?valid=all").content.decode()
    assert "Bằng khen nơi khác" not in client.get(f"{QUOTAS}add/").content.decode()


# Quotas


def test_a_quota_is_given_and_shown_beside_what_is_taken(sign_in_as, world):
    client = sign_in_as("board")
    typed = posted(client.get(f"{QUOTAS}add/")) | {
        "campaign": world.campaign.pk, "title": dossier_steps.title("BK_T").pk,
        "phase": world.phase.pk, "max_count": "1", "min_direct": "62,5",
    }  # fmt: skip
    assert client.post(f"{QUOTAS}add/", typed).status_code == 302
    given = Quota.objects.get()
    assert (given.max_count, given.min_direct, given.hard) == (1, Decimal("62.5"), False)
    rows = dossier_steps.endorsed(world, [merit(), merit("Nông Ích")]).nominations.all()
    appraisal.approve(rows, by=world.by("board"), reason="Thêm một người trực tiếp lao động.")
    page = client.get(QUOTAS).content.decode()
    assert '<span class="tag no">2, vượt 1</span>' in page
    assert "100% (mong muốn từ 62,5%)" in page
    assert client.get(change_url(given)).context["adminform"].form["min_direct"].value() == "62,5"


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({}, "__all__", "Xin ghi số tối đa, tỷ lệ phần trăm, hoặc tỷ lệ người trực tiếp."),
        ({"max_count": "1", "percent": "5", "percent_of": "units"}, "__all__",
         "Xin ghi số tối đa, hoặc tỷ lệ phần trăm, không ghi cả hai."),
        ({"percent": "5"}, "__all__", "Tỷ lệ phần trăm phải đi cùng “của” số nào."),
        ({"percent": "101", "percent_of": "units"}, "percent", "Hoặc tối đa, % không thể quá 100%."),
        ({"max_count": "một"}, "max_count", "Tối đa phải là số. Ví dụ: 1.250 hoặc 12,5."),
    ],
)  # fmt: skip
def test_a_quota_that_says_nothing_or_too_much_is_refused(sign_in_as, world, typed, field, sentence):
    client = sign_in_as("board")
    whole = posted(client.get(f"{QUOTAS}add/")) | {
        "campaign": world.campaign.pk,
        "title": dossier_steps.title("BK_T").pk,
    }
    assert errors(client.post(f"{QUOTAS}add/", whole | typed))[field] == [sentence]
    assert Quota.objects.count() == 0


def test_a_quota_names_units_below_and_titles_that_pass_through_the_portal(sign_in_as, world):
    form = sign_in_as("board").get(f"{QUOTAS}add/").context["adminform"].form
    assert world.province not in form.fields["unit"].queryset
    assert world.school in form.fields["unit"].queryset
    assert set(form.fields["title"].queryset.values_list("in_portal", flat=True)) == {"decide", "send_up"}


def test_the_list_of_quotas_costs_the_same_with_one_and_with_three(sign_in_as, world):
    client = sign_in_as("board")
    quota(world, max_count=3)
    cost_of_one = cost(client, QUOTAS)
    quota(world, phase=world.phase, max_count=3)
    quota(world, unit=world.district, max_count=3)
    assert len(listed(client.get(QUOTAS))) == 3
    assert cost(client, QUOTAS) == cost_of_one


def cost(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


# What is only read here


def test_the_dossiers_are_narrowed_to_those_whose_nominees_await_the_board(sign_in_as, world):
    client = sign_in_as("board")
    waits = dossier_steps.endorsed(world, [merit()])
    dossier_steps.sent(world, "owner", [merit("Nông Ích")])
    dossier_steps.sent(world, "neighbour", [{"code": "GK_CTT", "name": "La Thị Én"}])
    appraisal.defer(
        dossier_steps.endorsed(world, [merit("Vi Páo")]).nominations.all(), by=world.by("board"), reason="Để cuối năm."
    )
    assert listed(client.get(f"{DOSSIERS}?status=awaiting")) == [waits]
    assert len(listed(client.get(DOSSIERS))) == 4
    assert len(listed(client.get(f"{DOSSIERS}?status=all"))) == 4
    assert len(listed(client.get(f"{DOSSIERS}?status=submitted"))) == 2
    assert [dossier.unit for dossier in listed(client.get(f"{DOSSIERS}?status=all&q=xa+doi+na"))] == [world.commune]
    assert listed(client.get(f"{DOSSIERS}?status=all&upper={world.city.pk}")) == []
    assert waiting(client) == ["", "", "1 hồ sơ chờ thẩm định", "", ""]
    assert f'href="/dossiers/{waits.pk}/"' in client.get(DOSSIERS).content.decode()


def test_the_decisions_are_narrowed_to_the_boards_own_drafts(sign_in_as, world):
    client = sign_in_as("board")
    issued = dossier_steps.issued(world, [merit()])
    draft = decisions.draft(dossier_steps.approved(world, [merit("Nông Ích")]), by=world.by("board"))
    assert listed(client.get(f"{DECISIONS}?status=awaiting")) == [draft]
    assert set(listed(client.get(DECISIONS))) == {draft, issued}
    assert listed(client.get(f"{DECISIONS}?status=issued")) == [issued]
    for words, matching in (("hoang van pan", [issued]), ("45", [issued]), ("nong ich", [])):
        assert listed(client.get(f"{DECISIONS}?status=all&q={words}")) == matching
    assert waiting(client) == ["", "", "", "1 dự thảo", "1 khen thưởng chưa trao"]


def test_the_register_opens_on_all_is_narrowed_to_what_was_not_handed_over_and_is_searched_without_marks(
    sign_in_as, world
):
    client = sign_in_as("board")
    decision = dossier_steps.issued(world, [merit("Nông Thị Ước"), merit("Vi Páo"), merit("Lộc Văn Hòa")])
    kept, given, annulled = decision.awards.order_by("place")
    register.hand_over(given, on=date(2015, 7, 20), by=world.by("board"))
    changes = [(annulled, "award", "")]
    annul = decisions.amend(decision, changes, by=world.by("board"), kind=DecisionKind.ANNUL, reason="Đề nghị nhầm.")
    decisions.propose(annul, by=world.by("board"))
    dossier_steps.issue(world, annul, "46")
    assert set(listed(client.get(REGISTER))) == {kept, given, annulled}
    assert listed(client.get(f"{REGISTER}?state=awaiting")) == [kept]
    assert listed(client.get(f"{REGISTER}?q=loc+van+hoa")) == [annulled]
    assert listed(client.get(f"{REGISTER}?q=vi+pao")) == [given]
    assert listed(client.get(f"{REGISTER}?state=annulled")) == [annulled]
    assert (
        "Đã bị hủy bỏ</span> <small>Quyết định số 46/QĐ-LĐLĐ</small>"
        in client.get(f"{REGISTER}?state=all").content.decode()
    )


@pytest.mark.parametrize("name", ["board", "admin"])
def test_dossiers_decisions_and_the_register_are_changed_by_nobody_here(sign_in_as, world, name):
    decision = dossier_steps.issued(world, [merit()])
    things = [Dossier.objects.get(), decision, Award.objects.get()]
    client = sign_in_as(name)
    for row in things:
        assert client.get(change_url(row)).status_code == 200
        assert client.get(change_url(row, "history")).status_code == 200
        assert client.post(change_url(row), {"status": "draft", "name": "x"}).status_code == 403
        add = f"/admin/awards/{row._meta.model_name}/add/"
        assert (client.get(add).status_code, client.post(add).status_code) == (403, 403)
        assert client.post(change_url(row, "delete"), {"post": "yes"}).status_code == 404
        listing = f"/admin/awards/{row._meta.model_name}/"
        chosen = {"action": "delete_selected", "_selected_action": [row.pk], "index": "0", "post": "yes"}
        client.post(listing, chosen)
    assert (Dossier.objects.count(), Decision.objects.count(), Award.objects.count()) == (1, 1, 1)


def test_an_administrator_reads_titles_and_quotas_and_changes_nothing(sign_in_as, world):
    client, given = sign_in_as("admin"), quota(world, max_count=3)
    for row in (dossier_steps.title("BK_T"), given):
        page = client.get(change_url(row))
        assert page.status_code == 200
        assert 'name="_save"' not in page.content.decode()
        assert client.post(change_url(row), {"max_count": "9"}).status_code == 403
    assert client.get(f"{TITLES}add/").status_code == client.get(f"{QUOTAS}add/").status_code == 403


def test_for_an_administrator_every_list_opens_on_everything(sign_in_as, world):
    dossier_steps.issued(world, [merit()])
    dossier_steps.sent(world, "owner", [merit("Nông Ích")])
    client = sign_in_as("admin")
    assert [len(listed(client.get(path))) for path in (DOSSIERS, DECISIONS, REGISTER)] == [2, 1, 1]
    assert waiting(client) == [""] * 5


@pytest.mark.sweep("cases of one sentence")
@pytest.mark.parametrize(("path", "all_of_it"), [(DOSSIERS, "?status=all"), (DECISIONS, "?status=all"),
                                                 (REGISTER, "?state=all")])  # fmt: skip
def test_a_list_costs_the_same_with_one_row_and_with_three(sign_in_as, world, path, all_of_it):
    client = sign_in_as("board")
    dossier_steps.issued(world, [merit()])
    cost_of_one = cost(client, path + all_of_it)
    dossier_steps.issued(world, [merit("Vi Páo")], number="46")
    dossier_steps.issued(world, [merit("Nông Ích")], number="47")
    assert (len(listed(client.get(path + all_of_it))), cost(client, path + all_of_it)) == (3, cost_of_one)


@pytest.mark.parametrize("name", ["board", "admin"])
def test_no_screen_of_awards_speaks_english(sign_in_as, world, name):
    dossiers.withdraw(dossier_steps.dossier_of(world, "owner", [merit()]), reason="Sai.", by=world.by("owner"))
    given, decision = quota(world, max_count=3), dossier_steps.issued(world, [merit()])
    things = [dossier_steps.title("BK_T"), given, Dossier.objects.first(), decision, Award.objects.get()]
    addresses = [TITLES, QUOTAS, f"{DOSSIERS}?status=all", f"{DECISIONS}?status=all", f"{REGISTER}?state=all"]
    addresses += [change_url(row, page) for row in things for page in ("change", "history")]
    addresses += [f"{TITLES}add/", f"{QUOTAS}add/"] if name == "board" else []
    client = sign_in_as(name)
    assert {address: said for address in addresses if (said := english_of(client.get(address)))} == {}
