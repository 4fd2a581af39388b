"""Tests the admin site in general: who may enter, what it shows, and how it refuses."""

from datetime import date

import pytest
from django.contrib import admin
from django.urls import get_resolver, reverse

from campaigns.models import Campaign
from tests.support.admin_pages import change_url, posted
from units.access import may_give_post
from units.admin_base.scoped import ScopedAdmin, ScreenGroup
from units.models import Event, Post, Role, Unit, UnitKind, User

pytestmark = [pytest.mark.sqlite(deep="both"), pytest.mark.django_db, pytest.mark.usefixtures("on_10_march_2015")]
LISTS = [
    "campaigns/campaign",
    "campaigns/phase",
    "campaigns/indicator",
    "campaigns/pledge",
    "campaigns/report",
    "campaigns/datarequest",
    "campaigns/datarequestsheet",
    "awards/awardtitle",
    "awards/quota",
    "awards/dossier",
    "awards/decision",
    "awards/award",
    "summaries/reportline",
    "campaigns/crosscheck",
    "campaigns/assessmentlimits",
    "units/rule",
    "units/strandname",
    "units/term",
    "units/unit",
    "units/unittype",
    "units/user",
    "units/post",
    "units/area",
    "units/signer",
]


@pytest.fixture
def elsewhere(world):
    """A grassroots union of another province, out of everybody's reach."""
    root = Unit.objects.create(
        name="LĐLĐ tỉnh Khác", full_name="LĐLĐ tỉnh Khác", kind=UnitKind.PROVINCE, valid_from=date(2010, 1, 1)
    )
    return Unit.objects.create(
        name="CĐCS Nơi khác",
        full_name="CĐCS Nơi khác",
        kind=UnitKind.GRASSROOTS,
        form="workplace",
        strand="administrative",
        parent=root,
        valid_from=date(2010, 1, 1),
    )


def test_the_signed_out_are_sent_to_our_login_whether_or_not_the_page_exists(client, world):
    for path in ("", *[f"{model_list}/" for model_list in LISTS], "units/unit/1/change/", "khong-co/", "autocomplete/"):
        response = client.get(f"/admin/{path}")
        assert (response.status_code, response.url) == (302, f"/accounts/login/?next=/admin/{path}")


def test_the_admins_own_login_and_logout_lead_to_ours(client, world):
    assert client.get("/admin/login/?next=/admin/units/unit/").url == "/accounts/login/?next=/admin/units/unit/"
    response = client.post("/admin/logout/")
    assert (response.status_code, response.url) == (302, "/accounts/login/?next=/admin/logout/")


@pytest.mark.parametrize("name", ["owner", "district", "city", "chair", "leader"])
def test_only_the_board_and_administrators_enter(sign_in_as, name):
    client = sign_in_as(name)
    sentence = "Trang điều hành dành cho Ban Chính sách - Pháp luật và Quản trị hệ thống."
    for path in ("", "units/unit/", "campaigns/pledge/", "units/unit/999999/change/", "khong-co/"):
        response = client.get(f"/admin/{path}")
        assert response.status_code == 403
        assert sentence in response.content.decode()


def test_a_superuser_without_a_post_does_not_enter(client, world):
    root = User.objects.create(username="root", full_name="Siêu Nhân", is_superuser=True, is_staff=True)
    client.force_login(root)
    assert client.get("/admin/").status_code == 403
    assert client.get("/admin/units/user/").status_code == 403


def test_every_registered_screen_follows_the_rules_of_the_pages():
    strangers = [model for model, screen in admin.site._registry.items() if not isinstance(screen, ScopedAdmin)]
    assert strangers == []
    assert sorted(model._meta.label_lower for model in admin.site._registry) == sorted(
        model_list.replace("/", ".") for model_list in LISTS
    )


def test_nothing_can_be_deleted_in_the_admin(sign_in_as, world, rf):
    names = [str(name) for name in get_resolver().namespace_dict["admin"][1].reverse_dict if isinstance(name, str)]
    assert [name for name in names if "delete" in name] == []
    for name in ("board", "admin"):
        assert sign_in_as(name).post(change_url(world.school, "delete"), {"post": "yes"}).status_code == 404
        request = rf.get("/")
        request.user, request.acting = world.user(name), world.by(name)
        assert [
            model_admin for model_admin in admin.site._registry.values() if model_admin.has_delete_permission(request)
        ] == []


@pytest.mark.parametrize(("name", "shown"), [("board", LISTS), ("admin", LISTS)])
def test_the_lists_open_for_the_board_and_for_administrators(sign_in_as, name, shown):
    refused = {"board": {"units/user"}, "admin": set()}[name]
    answers = {path: sign_in_as(name).get(f"/admin/{path}/").status_code for path in shown}
    assert answers == {path: 403 if path in refused else 200 for path in LISTS}


def test_the_first_page_has_four_groups_in_order(sign_in_as):
    groups = sign_in_as("board").get("/admin/").context["app_list"]
    assert [group["name"] for group in groups] == [
        "Phong trào thi đua",
        "Đăng ký và báo cáo",
        "Khen thưởng",
        "Tổ chức và tài khoản",
    ]
    assert [[screen["name"] for screen in group["models"]] for group in groups] == [
        [
            "Phong trào",
            "Các đợt",
            "Chỉ tiêu",
            "Câu của báo cáo",
            "Câu hỏi về số liệu",
            "Ngưỡng đánh giá trong báo cáo",
        ],
        ["Đăng ký thi đua", "Báo cáo kết quả", "Yêu cầu bổ sung số liệu", "Phiếu bổ sung số liệu"],
        [
            "Danh hiệu, hình thức khen thưởng",
            "Số lượng phân bổ",
            "Hồ sơ đề nghị khen thưởng",
            "Quyết định khen thưởng",
            "Sổ khen thưởng",
        ],
        [
            "Đơn vị",
            "Phân công",
            "Khu vực",
            "Người ký",
            "Quy định theo ngày",
            "Loại đơn vị",
            "Tên khối",
            "Từ ngữ của cơ quan",
        ],
    ]
    assert [group.label for group in ScreenGroup] == [group["name"] for group in groups]


@pytest.mark.parametrize("name", ["board", "admin"])
def test_an_unknown_or_hostile_id_is_not_found(sign_in_as, name):
    client = sign_in_as(name)
    ids = ("abc", "999999", "99999999999999999999999999", "0", "-1", "1.5", "%00", "1/x")
    pages = ("change/", "history/", "close/", "move/", "password/", "")
    addresses = [f"/admin/units/unit/{pk}/{page}" for pk in ids for page in pages]
    assert {address for address in addresses if client.get(address).status_code != 404} == set()


@pytest.mark.parametrize("name", ["board", "admin"])
@pytest.mark.parametrize("page", ["change", "history", "close", "move"])
def test_what_is_out_of_reach_is_not_found_to_read_or_to_write(sign_in_as, elsewhere, name, page):
    client = sign_in_as(name)
    assert client.get(change_url(elsewhere, page)).status_code == 404
    assert client.post(change_url(elsewhere, page), {"name": "x"}).status_code == 404


def test_no_list_and_no_choice_names_what_is_out_of_reach(sign_in_as, elsewhere, world):
    client = sign_in_as("admin")
    assert "CĐCS Nơi khác" not in client.get("/admin/units/unit/?valid=all").content.decode()
    for address in ("/admin/units/unit/add/", "/admin/units/post/add/", change_url(world.school, "close")):
        page = client.get(address).content.decode()
        assert "CĐCS Nơi khác" not in page
        assert "CĐCS Xã Đồi Na" in page
    query = {"app_label": "units", "model_name": "post", "field_name": "unit", "term": "khac"}
    assert client.get("/admin/autocomplete/", query).json()["results"] == []


def test_a_choice_out_of_reach_sent_by_hand_is_refused_at_the_field(sign_in_as, elsewhere, world):
    typed = {"user": world.user("owner").pk, "unit": elsewhere.pk, "role": "officer", "since": "01/03/2015"}
    response = sign_in_as("admin").post("/admin/units/post/add/", typed)
    assert response.status_code == 200
    assert list(response.context["adminform"].form.errors) == ["unit"]
    assert not Post.objects.filter(unit=elsewhere).exists()


def test_the_board_cannot_look_for_accounts_through_autocomplete(sign_in_as):
    query = {"app_label": "units", "model_name": "post", "field_name": "user", "term": "a"}
    assert sign_in_as("board").get("/admin/autocomplete/", query).status_code == 403


def test_a_column_that_is_no_filter_cannot_be_guessed_at(sign_in_as):
    client = sign_in_as("admin")
    response = client.get("/admin/units/user/?password__startswith=md5")
    assert (response.status_code, response.url) == (302, "/admin/units/user/?e=1")
    assert client.get("/admin/units/user/?password__startswith=md5&e=1").status_code == 404


@pytest.mark.sweep("hostile queries of the admin")
@pytest.mark.parametrize("path", LISTS)
def test_hostile_queries_are_answered_without_a_fault(sign_in_as, path):
    client = sign_in_as("admin")
    queries = ("p=abc", "p=99999", "o=x.y.-9", "q=%00", "valid=zzz", "status=zzz", "phase=9e9", "all=", "e=1")
    answers = {query: client.get(f"/admin/{path}/?{query}").status_code for query in queries}
    assert {query: answer for query, answer in answers.items() if answer not in (200, 302)} == {}


def test_no_admin_page_opens_as_a_small_window_that_saves_and_says_nothing(sign_in_as, world):
    client = sign_in_as("board")
    assert client.get("/admin/campaigns/indicator/add/?_popup=1").status_code == 404
    assert client.post("/admin/campaigns/indicator/add/", {"_popup": "1"}).status_code == 404


def test_an_administrator_reads_campaigns_and_changes_nothing(sign_in_as, world):
    client = sign_in_as("admin")
    page = client.get(change_url(world.campaign))
    assert page.status_code == 200
    assert 'name="_save"' not in page.content.decode()
    response = client.post(change_url(world.campaign), {"title": "Khác"})
    assert response.status_code == 403
    assert "Việc này do Ban Chính sách - Pháp luật của LĐLĐ tỉnh Lạng Sơn thực hiện." in response.content.decode()
    assert client.get("/admin/campaigns/campaign/add/").status_code == 403
    assert client.post("/admin/campaigns/phase/add/").status_code == 403


def test_an_unpublished_campaign_is_known_to_its_board_alone(sign_in_as, world):
    Campaign.objects.update(published_at=None, status="unpublished")
    assert sign_in_as("board").get(change_url(world.campaign)).status_code == 200
    assert sign_in_as("admin").get(change_url(world.campaign)).status_code == 404
    assert sign_in_as("admin").get(change_url(world.phase)).status_code == 404
    assert "Đợt 1 năm 2015" not in sign_in_as("admin").get("/admin/campaigns/phase/").content.decode()


def test_what_is_done_is_told_in_the_history_of_the_thing_and_among_my_recent_acts(sign_in_as, world):
    client = sign_in_as("board")
    typed = posted(client.get(change_url(world.commune))) | {"place": "Đồi Na"}
    assert client.post(change_url(world.commune), typed).status_code == 302
    event = Event.objects.about(world.commune).get()
    assert (event.verb, event.changes, event.acting_as) == (
        "admin_change",
        {"Địa danh": ["", "Đồi Na"]},
        "Ban Chính sách - Pháp luật, LĐLĐ tỉnh Lạng Sơn",
    )
    said = "Sửa thông tin: Địa danh: Đồi Na"
    assert said in client.get(change_url(world.commune, "history")).content.decode()
    assert f"{said} · CĐCS Xã Đồi Na" in client.get("/admin/").content.decode()
    assert said not in sign_in_as("admin").get("/admin/").content.decode()


def test_saving_without_a_change_writes_no_event(sign_in_as, world):
    client = sign_in_as("board")
    response = client.post(change_url(world.commune), posted(client.get(change_url(world.commune))))
    assert response.status_code == 302
    assert not Event.objects.about(world.commune).exists()


def test_the_board_describes_unions_below_its_own_only(sign_in_as, world):
    client = sign_in_as("board")
    page = client.get(change_url(world.province))
    assert 'name="_save"' not in page.content.decode()
    assert client.post(change_url(world.province), {"name": "x"}).status_code == 403
    assert set(client.get(change_url(world.commune)).context["adminform"].form.fields) == {
        "name", "full_name", "place", "symbol", "head_title", "order", "contact_person", "phone", "email",
        "workers", "women", "minorities", "members", "women_members", "direct", "insured",
    }  # fmt: skip
    assert client.get("/admin/units/unit/add/").status_code == 403


def test_rights_of_the_acting_unit_count_not_the_sum_of_all_posts(sign_in_as, world):
    user = world.user("district")
    Post.objects.create(user=user, unit=world.province, role=Role.REVIEWER, since=date(2015, 1, 1))
    client = sign_in_as("district")
    assert client.get("/admin/").status_code == 200
    session = client.session
    session["acting_unit"] = world.district.pk
    session.save()
    assert client.get("/admin/").status_code == 403


@pytest.mark.parametrize(
    ("name", "unit", "role", "may"),
    [
        ("admin", "province", "leader", True),
        ("admin", "school", "officer", True),
        ("board", "school", "officer", True),
        ("board", "district", "reviewer", True),
        ("board", "district", "leader", False),
        ("board", "district", "administrator", False),
        ("board", "province", "officer", False),
        ("board", "province", "reviewer", False),
        ("leader", "school", "officer", False),
        ("district", "school", "officer", False),
    ],
)
def test_who_may_give_which_post(world, name, unit, role, may):
    assert bool(may_give_post(world.units[unit], role, world.by(name))) is may


def test_the_admins_addresses_are_few():
    """Django's login, password and shortcut pages of the admin do not exist."""
    assert reverse("admin:index") == "/admin/"
    names = {name for name in get_resolver().namespace_dict["admin"][1].reverse_dict if isinstance(name, str)}
    assert names & {"password_change", "view_on_site", "app_list", "jsi18n"} == set()
