"""Tests the general pages: first page, launch, signing in, a unit to act for, errors."""

import re

import pytest
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import Client, RequestFactory

from campaigns.actions import filings, phases
from campaigns.models import Campaign
from emulation import views
from foundation import clock
from tests.support.world import PASSWORD, PEOPLE, draft, unpublish
from units import demo_accounts
from units.access import Forbidden
from units.forms.returning import ReturnForm
from units.models import Post, Role, User

pytestmark = pytest.mark.sqlite(deep="both")

SENTENCE = (
    "Tên đăng nhập hoặc mật khẩu chưa đúng. Xin kiểm tra phím Caps Lock và tắt bộ gõ tiếng Việt khi nhập mật khẩu."
)
NO_POST = "Tài khoản này chưa được phân công ở đơn vị nào."


def sign_in(name):
    client = Client()
    client.force_login(User.objects.get(username=name))
    return client


def token_of(response):
    return re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', response.content.decode())[1]


def text(response):
    """Return the words of a page without tags, blanks folded."""
    body = re.sub(r"<(script|style).*?</\1>", "", response.content.decode(), flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", body).replace("&quot;", '"').split())


# The first page


@pytest.mark.django_db
def test_the_first_page_says_when_nothing_is_published(client, monkeypatch):
    monkeypatch.setattr("emulation.context.has_begun", lambda: True)
    assert "Chưa có phong trào nào được công bố." in text(client.get("/"))


def test_the_first_page_shows_the_running_campaign_with_computed_years(world, client):
    page = client.get("/")
    assert page.status_code == 200
    words = text(page)
    assert "“Năng suất, chất lượng, hiệu quả, đảm bảo an toàn vệ sinh lao động”" in words
    years = re.findall(r"(\d+) năm\b(?! 2015)", words.split("Sơ kết")[0])
    assert years[:5] == ["85", "40", "129", "61", "125"]


def test_the_public_figures_count_units_once_and_leave_coordinated_ones_out(world, client):
    with clock.travel("2015-02-10T09:00+07:00"):
        for name, unit in (("owner", "school"), ("porter", "porters")):
            submit(world, name, unit)
    kpis = [(figure["value"], figure["label"]) for figure in client.get("/").context["figures"]]
    assert kpis == [
        ("7", "đơn vị thuộc diện thi đua"),
        ("2", "đơn vị đã đăng ký giao ước"),
        ("0", "đề tài, sáng kiến, công trình đã đăng ký"),
        ("110", "CNVCLĐ thuộc các đơn vị đã đăng ký"),
    ]


def submit(world, name, unit, kind="pledge"):
    draft(world.sheet(unit, kind), by=world.by(name))
    filings.submit(world.sheet(unit, kind), by=world.by(name))


# The launch


def test_the_launch_is_public_and_says_themes_contents_measures_and_dates(world, client):
    words = text(client.get("/campaigns/2015/"))
    for expected in (
        "Mục đích, yêu cầu",
        "Khối hành chính, sự nghiệp",
        "Khối doanh nghiệp",
        "“Lao động giỏi, lao động sáng tạo”",
        "86 năm",
        "Biện pháp thực hiện",
        "LĐLĐ các huyện, thành phố:",
        "Hết ngày 27/02/2015 (thứ Sáu) · CĐCS thuộc công đoàn cấp trên",
    ):
        assert expected in words


def test_the_launch_paper_is_a_pdf_and_public(world, client):
    paper = client.get("/campaigns/2015/launch.pdf")
    assert (paper.status_code, paper["Content-Type"]) == (200, "application/pdf")
    assert paper.content.startswith(b"%PDF-")


@pytest.mark.parametrize("path", ["/campaigns/2015/", "/campaigns/2015/launch.pdf"])
def test_an_unpublished_launch_is_404_to_all_but_reviewers_and_leaders_of_its_unit(world, client, path):
    Campaign.objects.update(published_at=None, status="unpublished")
    answers = {name: sign_in(name).get(path).status_code for name in PEOPLE}
    assert client.get(path).status_code == 404
    assert {name for name, status in answers.items() if status == 200} == {"board", "board2", "leader"}
    assert {status for name, status in answers.items() if name not in ("board", "board2", "leader")} == {404}


def test_only_the_board_sees_the_way_to_open_a_phase(world):
    shown = {name for name in PEOPLE if "Mở đợt 2…" in text(sign_in(name).get("/campaigns/2015/"))}
    assert shown == {"board", "board2"}


def test_the_board_publishes_from_the_launch_page(world):
    unpublish(world.campaign)
    board = sign_in("board")
    assert "Công bố phong trào 2015?" in text(board.get("/campaigns/2015/publish/"))
    with clock.travel("2015-01-20T10:00+07:00"):
        answer = board.post("/campaigns/2015/publish/", follow=True)
    assert answer.redirect_chain == [("/campaigns/2015/", 302)]
    assert "Đã công bố lúc 10:00 ngày 20/01/2015" in text(answer)


# The health check


@pytest.mark.django_db
def test_the_health_check_is_plain_and_public(client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer["Content-Type"], answer.content) == (200, "text/plain; charset=utf-8", b"ok\n")


# Signing in and choosing a unit


def test_a_wrong_password_is_answered_with_the_sentence_and_keeps_the_name(world, client):
    answer = client.post("/accounts/login/", {"username": "owner", "password": "sai"})
    assert answer.status_code == 200
    assert SENTENCE in text(answer)
    assert 'value="owner"' in answer.content.decode()


def test_an_empty_sign_in_is_said_at_the_fields_and_above(world, client):
    answer = client.post("/accounts/login/", {"username": "", "password": ""})
    assert answer.context["problems"] == [
        ("id_username", "Tên đăng nhập: Xin nhập ô này."),
        ("id_password", "Mật khẩu: Xin nhập ô này."),
    ]


def test_signing_in_leads_to_the_page_asked_for(world, client):
    redirect = client.get("/pledges/")
    assert redirect.url == "/accounts/login/?next=/pledges/"
    answer = client.post(redirect.url, {"username": "owner", "password": PASSWORD, "next": "/pledges/"})
    assert (answer.status_code, answer.url) == (302, "/pledges/")


def test_signing_in_never_leads_to_another_host(world, client):
    typed = {"username": "owner", "password": PASSWORD, "next": "https://vi.example/"}
    assert client.post("/accounts/login/", typed).url == "/"


def test_the_demo_accounts_stand_on_the_sign_in_page_only_in_debug_and_when_the_password_opens_all(
    world, client, settings
):
    settings.DEBUG = True
    assert client.get("/accounts/login/").context["demo_accounts"] == []
    User.objects.filter(username="owner").update(username="officer")
    assert client.get("/accounts/login/").context["demo_accounts"] == []
    User.objects.filter(username__in=demo_accounts.USERNAMES).update(password=make_password(demo_accounts.PASSWORD))
    assert [name for name, _who in client.get("/accounts/login/").context["demo_accounts"]] == [
        "officer",
        "district",
        "chair",
        "board",
        "leader",
        "admin",
    ]
    settings.DEBUG = False
    assert client.get("/accounts/login/").context["demo_accounts"] == []


def test_signing_out_leads_to_the_first_page(world):
    assert sign_in("owner").post("/accounts/logout/").url == "/"


def test_a_person_with_two_posts_chooses_for_which_unit_to_act(world):
    Post.objects.create(user=world.user("owner"), unit=world.commune, role=Role.OFFICER, since="2014-01-01")
    client = sign_in("owner")
    assert client.get("/").context["acting"].unit == world.school
    answer = client.post("/accounts/switch/", {"unit": world.commune.pk, "next": "/pledges/"})
    assert (answer.status_code, answer.url) == (302, "/pledges/")
    assert client.get("/").context["acting"].unit == world.commune


def test_nobody_acts_for_a_unit_without_a_current_post_there(world):
    Post.objects.create(
        user=world.user("owner"), unit=world.commune, role=Role.OFFICER, since="2014-01-01", until="2014-06-01"
    )
    client = sign_in("owner")
    for unit in (world.commune.pk, world.district.pk, "x", ""):
        answer = client.post("/accounts/switch/", {"unit": unit})
        assert answer.status_code == 200
        assert answer.context["problems"]
        assert client.get("/").context["acting"].unit == world.school


def test_choosing_a_unit_never_leads_to_another_host(world):
    answer = sign_in("owner").post("/accounts/switch/", {"unit": world.school.pk, "next": "//vi.example/"})
    assert answer.url == "/"


def test_a_person_without_a_post_is_told_so(world):
    User.objects.create(username="nobody", full_name="Lăng Văn Sử")
    client = sign_in("nobody")
    assert NO_POST in text(client.get("/"))
    assert NO_POST in text(client.get("/accounts/switch/"))
    assert client.get("/campaigns/2015/phases/1/").status_code == 200
    assert client.get(f"/campaigns/2015/phases/1/?unit={world.school.pk}").status_code == 404


# When something is wrong


def request_of(user=None, **headers):
    request = RequestFactory().get("/somewhere/", **headers)
    request.user, request.acting, request.session = user, None, {}
    return request


def test_a_refusal_says_whose_task_it_is_and_nothing_of_other_exceptions(world):
    request = request_of(world.user("owner"))
    ours = views.forbidden(request, Forbidden("Việc này do người khác thực hiện nhé."))
    foreign = views.forbidden(request, PermissionDenied("secret detail"))
    assert (ours.status_code, foreign.status_code) == (403, 403)
    assert "Việc này do người khác thực hiện nhé." in ours.content.decode()
    assert "secret detail" not in foreign.content.decode()


def test_what_is_not_found_says_so_without_saying_whether_it_exists(world):
    answer = views.not_found(request_of(world.user("owner")), Http404("No Filing matches"))
    assert answer.status_code == 404
    assert "Không tìm thấy trang, hoặc trang không thuộc phạm vi theo dõi của tài khoản này." in text(answer)
    assert "Filing" not in answer.content.decode()
    stranger = views.not_found(request_of(AnonymousUser()), Http404("No Filing matches"))
    assert "Không có trang này, hoặc trang chưa được công bố. Xin kiểm tra lại địa chỉ." in text(stranger)
    assert "tài khoản" not in text(stranger)


def test_a_form_whose_token_ran_out_goes_out_again_with_what_was_typed(world):
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.user("board"))
    path = "/campaigns/2015/phases/1/lock/?a=1"
    answer = client.post(path, {"reason": 'Lý do "dài"', "n": ["1", "2"]}, HTTP_ORIGIN="http://testserver")
    assert answer.status_code == 403
    assert "từ trước lần đăng nhập này, hoặc đã quá lâu, nên chưa gửi được. Nội dung vẫn còn" in text(answer)
    unsent = answer.context["unsent"]
    assert unsent.fields == [("reason", 'Lý do "dài"'), ("n", "1"), ("n", "2")]
    assert unsent.action == path


@pytest.mark.parametrize(
    "headers", [{}, {"HTTP_ORIGIN": "https://vi.example"}, {"HTTP_REFERER": "http://testserver.vi.example/"}]
)
def test_a_form_sent_from_elsewhere_is_refused_and_not_offered_again(world, headers):
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.user("board"))
    answer = client.post("/campaigns/2015/phases/1/lock/", {"reason": "x"}, **headers)
    assert answer.status_code == 403
    assert "unsent" not in answer.context
    world.phase.refresh_from_db()
    assert world.phase.status == "open"


def test_a_password_is_never_written_into_a_page(world):
    client = Client(enforce_csrf_checks=True)
    typed = {"username": "owner", "password": PASSWORD, "next": "/pledges/"}
    answer = client.post("/accounts/login/", typed, HTTP_ORIGIN="http://testserver")
    assert answer.status_code == 403
    assert PASSWORD not in answer.content.decode()
    assert "Trang đã hết hạn" in text(answer)
    assert "Việc này do người khác thực hiện" not in text(answer)
    assert (answer.context["form"]["username"].value(), answer.context["next"]) == ("owner", "/pledges/")
    assert client.post("/accounts/login/", typed | {"csrfmiddlewaretoken": token_of(answer)}).url == "/pledges/"


def test_a_sign_in_that_ran_out_does_not_repeat_what_another_site_sent(world):
    sent = Client(enforce_csrf_checks=True).post("/accounts/login/", {"username": "vi", "password": PASSWORD})
    assert (sent.status_code, sent.context["form"]["username"].value()) == (403, None)
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.user("owner"))
    signed_in = client.post("/accounts/login/", {"username": "owner", "password": PASSWORD})
    assert signed_in.status_code == 403
    assert "Trang đã hết hạn" in text(signed_in)
    assert "Về trang đầu" in text(signed_in)


def test_a_state_that_moved_on_is_409_with_the_sentence(world):
    with clock.travel("2015-08-01T09:00+07:00"):
        phases.lock_phase(world.phase, by=world.by("board"))
    answer = sign_in("board2").post("/campaigns/2015/phases/1/lock/")
    assert answer.status_code == 409
    assert "Đợt 1 đang ở trạng thái “Đã khóa số liệu”." in text(answer)
    assert answer.context["back_url"] == "/campaigns/2015/phases/1/"
    assert "Trang đã thay đổi trong lúc làm" in text(answer)
    assert "vừa nhập" not in text(answer)
    page = sign_in("board2").get("/campaigns/2015/phases/1/lock/")
    assert (page.status_code, "Trang đã thay đổi" in text(page)) == (409, False)
    assert "Chưa làm được việc này" in text(page)


def test_only_what_was_written_is_told_to_be_copied(world):
    """The day that a form begins with was typed by nobody, so it is not listed."""
    address = f"/pledges/{world.sheet('school', 'pledge').pk}/return/"
    page = sign_in("district").get(address)
    assert (page.status_code, page.context["typed"]) == (409, [])
    sent = sign_in("district").post(address, {"reason": "Thiếu số liệu", "due_on": "31/12/2015"})
    assert sent.status_code == 409
    assert [text for _label, text in sent.context["typed"]] == ["Thiếu số liệu", "31/12/2015"]


def test_what_an_act_finds_wrong_in_what_was_typed_is_said_at_its_field(world, monkeypatch):
    """The form could not know the error: midnight was between form and action."""
    with clock.travel("2015-02-25T09:00+07:00"):
        filing = world.sheet("school", "pledge")
        draft(filing, by=world.by("owner"))
        filings.submit(filing, by=world.by("owner"))
    address = f"/pledges/{filing.pk}/return/"
    with clock.travel("2015-02-26T00:00+07:00"):
        monkeypatch.setattr(ReturnForm.base_fields["due_on"], "validators", [])
        answer = sign_in("district").post(address, {"reason": "Thiếu số liệu", "due_on": "25/02/2015"})
    assert answer.status_code == 200
    assert answer.context["problems"] == [("id_due_on", "Hạn gửi lại không thể trước hôm nay.")]
    assert "Thiếu số liệu" in text(answer)
    filing.refresh_from_db()
    assert filing.status == "submitted"
