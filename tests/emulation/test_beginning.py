"""Tests the first hour: an empty database, `manage.py begin`, the list of first steps, and what is checked in use."""

import ssl
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from campaigns.models import Campaign
from emulation.deploy_checks import _unencrypted, check_in_use
from foundation import clock
from foundation.mail import Backend
from units.actions.beginning import begin
from units.jobs import ask
from units.models import Event, Installation, Job, JobKind, Post, StrandName, Term, Unit, UnitType, User, vocabulary

pytestmark = [pytest.mark.either, pytest.mark.django_db, pytest.mark.usefixtures("words_read_again")]
ANSWERS = {
    "name": "LĐLĐ tỉnh Lạng Sơn",
    "full_name": "Liên đoàn Lao động tỉnh Lạng Sơn",
    "place": "Lạng Sơn",
    "board": "Ban Tổ chức",
    "person": "Nguyễn Thị Mai",
    "username": "mai",
}
TWICE = "Cổng đã có đơn vị cao nhất; chỉ dựng một lần. Các việc khác làm ở trang Điều hành."


def test_from_an_empty_database_to_a_campaign(capsys, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    visitor = Client()
    assert "manage.py begin" in visitor.get("/").content.decode()
    assert "manage.py begin" in visitor.get("/accounts/login/").content.decode()
    for command in (["load_titles", "--unit=x"], ["load_campaign", "campaigns/data/campaign-2015.toml"]):
        with pytest.raises(CommandError, match=r"xin chạy manage\.py begin trước"):
            call_command(*command)
    with pytest.raises(CommandError, match=r"Xin ghi --full-name\."):
        call_command("begin", name="LĐLĐ tỉnh Lạng Sơn")

    call_command("begin", **ANSWERS)

    _done, password, page = capsys.readouterr().out.splitlines()
    assert page.endswith("/first-steps/")
    root, person = Unit.objects.get(), User.objects.get()
    assert (Installation.stored_kind(), root.words.code, vocabulary.term("board", root.path)) == (
        "real",
        "province",
        "Ban Tổ chức",
    )
    assert [event.actor_name for event in Event.objects.all()] == ["Hệ thống"] * 5
    verbs = {"add_unit", "admin_add", "give_post", "load_words", "admin_change"}
    assert set(Event.objects.values_list("verb", flat=True)) == verbs
    assert root.words.short == "LĐLĐ tỉnh, thành phố"
    with pytest.raises(CommandError) as refused:
        call_command("begin", **ANSWERS)
    assert str(refused.value) == TWICE

    call_command("load_titles", unit=root.name)
    files = {"indicators": "campaigns/data/indicators-2015.toml", "unit": root.name}
    call_command("load_campaign", "campaigns/data/campaign-2015.toml", **files)
    assert Campaign.objects.get().unit == root
    assert "manage.py begin" not in visitor.get("/").content.decode()
    assert visitor.login(username="mai", password=password.rpartition(" ")[2])
    assert person.current_posts[0].title == "Quản trị hệ thống"
    (line,) = [line for line in visitor.get("/").context["desk"].todos if line.url == "/first-steps/"]
    assert line.detail == "Còn thiếu: đơn vị trực thuộc, người của Ban; trang sau ghi từng việc và nơi làm."
    text = visitor.get(line.url).content.decode()
    assert "Còn 7 việc để cổng dùng được." in text
    assert (text.count("Đã có"), text.count('"tag wait">Chưa có')) == (4, 7)
    assert "Gọi theo bộ tên gọi dùng từ 01/07/2025: Tổng Liên đoàn; LĐLĐ tỉnh, thành phố; Công đoàn xã, phường;" in text
    assert "1 phong trào, 61 chỉ tiêu" in text
    assert "Thư chưa đi được: thiếu máy chủ thư" in text
    assert "Chưa có bản sao lưu nào" in text
    assert "/first-steps/" in visitor.get("/admin/").content.decode()
    Unit.objects.create(
        parent=root, name="Công đoàn xã Chi Lăng", kind="upper_place", path=f"{root.path}0001", valid_from=clock.today()
    )
    Post.objects.create(user=person, unit=root, role="reviewer", since=clock.today())
    assert [line for line in visitor.get("/").context["desk"].todos if line.url == "/first-steps/"] == []


def test_the_board_of_a_new_portal_is_led_to_its_first_campaign():
    call_command("begin", **ANSWERS)
    person = User.objects.get()
    Post.objects.create(user=person, unit=Unit.objects.get(), role="reviewer", since=clock.today())
    board = Client()
    board.force_login(person)
    (task,) = [line for line in board.get("/").context["desk"].todos if line.url.startswith("/campaigns/")]
    assert (task.title, task.url) == ("Soạn phong trào thi đua đầu tiên", "/campaigns/new/")
    board.post(task.url, {"title": "Thi đua", "year": "2031", "slug": ""})
    overview = board.get("/campaigns/2031/setup/").content.decode()
    assert "Làm tiếp: 1. Phong trào" in overview
    who = board.get("/campaigns/2031/setup/who/").content.decode()
    assert "Ngoài nhà nước" in who and "Hành chính" not in who  # no union of today's is of that strand
    board.post(
        "/campaigns/2031/asked/sections/add/",
        {"number": "I", "name": "Một", "category": "other", "line_numbers": "plain"},
    )
    form = board.get("/campaigns/2031/asked/lines/add/").context["form"]
    asked = {name.removeprefix("asked_"): form[name].value() for name in form.asked_names}
    strands = ("public_service", "state_enterprise", "private_enterprise", "foreign_enterprise", "occupational")
    assert asked == {**dict.fromkeys(strands, "all"), "upper_place": ""}
    assert "reason" not in form.fields  # nothing is open


def test_the_page_begins_for_whoever_has_the_code(settings, capsys):
    visitor = Client()
    assert 'href="/begin/"' in visitor.get("/").content.decode()
    assert 'href="/begin/"' in visitor.get("/accounts/login/").content.decode()
    call_command("begin", code=True)
    code = capsys.readouterr().out.strip().rpartition(" ")[2]
    typed = ANSWERS | {
        "words": "2026",
        "locality": "Lạng Sơn",
        "symbol": "LĐLĐ",
        "password": "mot-mat-khau-khac",
        "again": "mot-mat-khau-khac",
    }
    for wrong, sentence in (
        ({}, "Mã dựng cổng: Xin nhập nội dung này."),
        ({"code": "ABCD-EFGH-IJKL-MNOP"}, "Mã chưa đúng."),
        ({"code": code, "again": "khac-han-mat-khau"}, "Hai lần gõ mật khẩu khác nhau."),
        ({"code": code, "password": "1234567890", "again": "1234567890"}, "Mật khẩu"),
        ({"code": code, "username": "mai hoa"}, "Tên đăng nhập"),
        ({"code": code, "words": "2020"}, "Mục đã chọn không có trong danh sách."),
    ):
        answer = visitor.post("/begin/", typed | wrong)
        assert (answer.status_code, sentence in answer.content.decode()) == (200, True), sentence
        assert not Unit.objects.exists()
    answer = visitor.post("/begin/", typed | {"code": code.lower().replace("-", " ")}, follow=True)
    assert answer.redirect_chain == [("/first-steps/", 302)]
    assert "Đã dựng cổng của Liên đoàn Lao động tỉnh Lạng Sơn." in answer.content.decode()
    assert (Unit.objects.get().full_name, User.objects.get().username) == (ANSWERS["full_name"], "mai")
    assert visitor.post("/begin/", typed | {"code": code}).url == "/accounts/login/"
    with pytest.raises(CommandError):
        call_command("begin", code=True)


@pytest.mark.parametrize(
    ("year", "below", "board", "strands"),
    [
        ("2026", ["Công đoàn xã, phường", "Công đoàn các khu công nghiệp"], "Ban Công tác Công đoàn", 4),
        ("2015", ["LĐLĐ huyện, thành phố", "Công đoàn ngành"], "Ban Chính sách - Pháp luật", 5),
    ],
)
def test_unions_are_called_as_one_says_when_the_portal_is_begun(year, below, board, strands):
    call_command("begin", **{name: text for name, text in ANSWERS.items() if name != "board"}, words=year)
    path = Unit.objects.get().path
    assert [row.short for row in vocabulary.unit_types(path) if row.role.startswith("upper")] == below
    assert (vocabulary.term("board", path), len(vocabulary.strand_choices(path))) == (board, strands)
    assert not Event.objects.filter(verb="admin_change").exists()


def test_who_began_before_it_was_asked_is_told_and_an_unknown_set_is_refused():
    with pytest.raises(
        CommandError, match=r"^Tổ chức công đoàn gọi theo: 2026 \(Từ ngày 01/7/2025: .*; 2015 \(Trước đó:"
    ):
        call_command("begin", **ANSWERS, words="2020")
    assert not Unit.objects.exists()
    root = begin(**ANSWERS, symbol="LĐLĐ", password="mot-mat-khau-khac")
    for rows in (UnitType, StrandName, Term):
        rows.objects.filter(root=root).delete()
    vocabulary.forget()
    visitor = Client()
    visitor.force_login(User.objects.get())
    text = visitor.get("/first-steps/").content.decode()
    assert "Chưa chọn; đang gọi: Tổng Liên đoàn; Liên đoàn Lao động tỉnh; LĐLĐ huyện, thành phố;" in text
    assert "deploy/manage load_set units/data/words-2026.toml" in text
    call_command("load_set", "units/data/words-2026.toml")
    vocabulary.forget()
    assert "load_set" not in visitor.get("/first-steps/").content.decode()


def test_whoever_comes_second_makes_nothing(monkeypatch):
    """As if both had found the database empty."""
    monkeypatch.setattr("units.actions.beginning.has_begun", lambda: False)
    begin(**ANSWERS, symbol="LĐLĐ", password="mot-mat-khau-khac")
    with pytest.raises(ValidationError) as refused:
        begin(**ANSWERS | {"username": "lan"}, symbol="LĐLĐ", password="mot-mat-khau-khac")
    assert refused.value.messages == [TWICE]
    assert (Unit.objects.count(), User.objects.count(), Post.objects.count()) == (1, 1, 1)


@pytest.mark.parametrize(
    ("wrong", "field"), [({"username": "mai hoa"}, "username"), ({"name": "x" * 161}, "name"), ({"place": ""}, "")]
)
def test_what_is_wrong_is_named_and_nothing_is_made(wrong, field):
    if not field:
        with pytest.raises(CommandError, match="Còn thiếu"):
            call_command("begin", **ANSWERS | wrong)
    else:
        with pytest.raises(CommandError, match=rf"^{field}: "):
            call_command("begin", **ANSWERS | wrong)
    assert (Unit.objects.count(), Installation.objects.count(), Term.objects.exclude(root=None).count()) == (0, 0, 0)


def test_a_portal_that_was_begun_yesterday_has_a_backup_of_today(settings, tmp_path):
    begin(**ANSWERS, symbol="LĐLĐ", password="mot-mat-khau-khac")
    settings.BACKUP_FOLDER = str(tmp_path)
    assert "emulation.W004" not in {message.id for message in check_in_use(databases=["default"])}
    Installation.objects.update(made_at=clock.now() - timedelta(days=2))
    assert "emulation.W004" in {message.id for message in check_in_use(databases=["default"])}
    (tmp_path / "cong-thi-dua-20261130T123000Z.tar").touch()
    assert "emulation.W004" not in {message.id for message in check_in_use(databases=["default"])}


@pytest.mark.parametrize(
    ("mail", "database", "warned"),
    [
        ({"EMAIL_HOST": "thu.example.vn"}, {}, {"emulation.W005"}),
        ({"EMAIL_HOST": "thu.example.vn", "EMAIL_USE_TLS": True}, {}, set()),
        ({"EMAIL_HOST": "127.0.0.1"}, {"HOST": "db.example.vn", "OPTIONS": {}}, {"emulation.W006"}),
        ({"EMAIL_HOST": "127.0.0.1"}, {"HOST": "db.example.vn", "OPTIONS": {"sslmode": "verify-full"}}, set()),
        ({"EMAIL_HOST": "127.0.0.1"}, {"HOST": "/run/postgresql", "OPTIONS": {}}, set()),
    ],
)
def test_what_leaves_the_machine_unencrypted_is_warned_of(settings, monkeypatch, mail, database, warned):
    for name, value in mail.items():
        setattr(settings, name, value)
    own = {**settings.DATABASES["default"], "HOST": "", **database}
    monkeypatch.setattr("emulation.deploy_checks.settings.DATABASES", {"default": own})
    assert {message.id for message in _unencrypted()} == warned


def test_a_mail_server_proves_who_it_is():
    context = Backend(host="thu.example.vn", use_tls=True).ssl_context
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)


def test_a_silent_worker_and_a_clock_that_is_off_are_errors(settings):
    settings.EMAIL_USE_TLS = True
    begin(**ANSWERS, symbol="LĐLĐ", password="mot-mat-khau-khac")
    assert [message.id for message in check_in_use(databases=["default"])] in (
        ["emulation.W003"],
        ["emulation.W001", "emulation.W003"],
    )
    root = Unit.objects.get()
    ask(JobKind.COUNT, root, unit=root)
    Job.objects.update(asked_at=clock.now() - timedelta(minutes=6))
    with clock.travel(clock.now() - timedelta(minutes=2)):
        ids = {message.id for message in check_in_use(databases=["default"])}
    assert "emulation.E006" in ids
    assert "emulation.E005" in {message.id for message in check_in_use(databases=["default"])}
    assert check_in_use(databases=None) == []
