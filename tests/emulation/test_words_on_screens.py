"""Tests that no screen shows names of the code: no column, no stored choice, no code of a title with a name."""

import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib import admin
from django.test import Client

from awards.actions import appraisal, decisions
from awards.admin.forms import QuotaForm
from awards.models import Decision, Dossier
from campaigns.actions import phases, targets
from campaigns.models import CalledUnit, Filing, Indicator
from foundation import clock
from summaries.models import Summary
from tests.support import dossier_steps
from tests.support.admin_pages import change_url, posted
from tests.support.casts import copied
from tests.support.sweep_share import share
from units.admin_base.history import history_items
from units.event_labels import VERBS
from units.history import record
from units.models import Event, User

pytestmark = [pytest.mark.sqlite(deep="both"), pytest.mark.django_db]
OURS = ("units", "campaigns", "awards", "summaries")
SCREENS = {"board": "board", "admin": "admin"}
PAGES = ("board", "leader", "district", "owner", "chair")
MANY = 6  # things of a kind whose pages are read
NEITHER = {
    "text",
    "file",
    "scan",
    "email",
    "kinh",
    "root",
    "word",
}  # on Vietnamese screens too; a username; the program
BY_CODE = ("/admin/awards/awardtitle/",)  # a catalogue is kept by its codes
FIELD_NAME = re.compile(r"\b[a-z]+(?:_[a-z0-9]+)+\b")
TITLE_CODE = re.compile(r"\b[A-Z]{2,}(?:_[A-Z]+)+\b")


@pytest.fixture
def world(db):
    with clock.travel(dossier_steps.DAY):
        yield copied(dossier_steps.build)


def models():
    return [model for label in OURS for model in apps.get_app_config(label).get_models()]


def english():
    """Return the words of four letters or more in names of models and columns, and in stored choices."""
    names = {model.__name__ for model in models()}
    for model in models():
        for field in model._meta.concrete_fields:
            names |= {field.name, *(str(value) for value, _label in field.flatchoices if isinstance(value, str))}
    words = {word.lower() for name in names for word in re.findall(r"[A-Za-z][a-z]+", name)}
    return {word for word in words if len(word) > 3} - NEITHER


class Visible(HTMLParser):
    """Reads what is visible on a page: texts, the values of boxes, what is read aloud."""

    def __init__(self):
        super().__init__()
        self.texts, self.silent = [], 0

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        self.silent = tag in ("script", "style", "template")
        if tag == "input" and attributes.get("type", "text") in ("text", "search"):
            self.texts.append(attributes.get("value") or "")
        names = ("alt", "title", "placeholder", "aria-label")
        self.texts += [attributes[name] for name in names if attributes.get(name)]

    def handle_data(self, text):
        if not self.silent and text.strip():
            self.texts.append(text.strip())


def texts_of(response):
    page = Visible()
    page.feed(response.content.decode())
    return [text for text in page.texts if text]


def code_in(texts, words, *, titles):
    """Return the texts that show a name of the code."""
    return [
        text
        for text in texts
        if FIELD_NAME.search(text)
        or (TITLE_CODE.search(text) and not titles)
        or words & set(re.findall(r"(?<![\w/.@])[a-z]+(?![\w/.@])", text.lower()))
    ]


def test_no_screen_of_the_admin_and_no_page_with_a_history_shows_a_name_of_the_code(province, request):
    words, wrong = english() - set(province.units), {}  # whose names stand in what this province tells
    named = set(User.objects.values_list("username", flat=True))
    clients = {person: signed_in(province, person) for person in {*SCREENS, *PAGES}}
    things = share(list(pages_of_things(province)), sweep="words on pages of things", config=request.config)
    for person, address in [*screens(), *things]:
        page = clients[person].get(address)
        if page.status_code != 200:
            continue
        texts = [text for text in texts_of(page) if text not in named]
        if code_shown := code_in(texts, words, titles=address.startswith(BY_CODE)):
            wrong[person, address] = code_shown
    assert wrong == {}


def signed_in(province, person):
    client = Client()
    client.force_login(province.user(person))
    return client


def screens():
    for person in SCREENS:
        yield person, "/admin/"
        for model in admin.site._registry:
            screen = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
            yield from ((person, screen), (person, f"{screen}add/"))


def pages_of_things(province):
    for person in SCREENS:
        for model in admin.site._registry:
            for row in model._default_manager.order_by("pk")[:MANY]:
                yield from ((person, change_url(row)), (person, change_url(row, "history")))
    things = [
        *(model.objects.order_by("pk")[:MANY] for model in (Filing, Dossier, Decision, Summary)),
        [province.phase, province.campaign],
    ]
    for person in PAGES:
        yield person, "/"
        yield from ((person, row.get_absolute_url()) for kind in things for row in kind)


def told(row):
    return [history_line["words"] for history_line in history_items(Event.objects.about(row))]


def test_what_was_changed_is_told_in_words(client, world):
    with clock.travel(dossier_steps.DAY):
        board = world.by("board")
        dossier = dossier_steps.sent(world, "owner", [{"code": "GK_CTT", "name": "Bàn Phúc Lìn"}])
        row = dossier.nominations.with_context().get()
        appraisal.approve([row], by=world.by("district"), title=dossier_steps.title("BK_T"))
        assert (
            told(row)[0]
            == f"Chuyển hình thức khen: hình thức khen: {row.title_asked.name} → {dossier_steps.title('BK_T').name}"
        )
        called = CalledUnit.objects.get(unit=world.school, phase=world.phase)
        phases.extend(called, kind="report", on=date(2015, 8, 31), reason="Bão lũ", by=board)
        assert told(called.filings.get(kind="report"))[0].endswith("hạn báo cáo: 31/08/2015")
        indicator = Indicator.objects.get(campaign=world.campaign, code="DN01")
        targets.assign(world.campaign, {(indicator.pk, world.district.pk): 1500}, by=board)
        assert told(world.campaign)[0] == f"Giao chỉ tiêu: {indicator.name}, {world.district.name}: 1500"
        phases.lock_phase(world.phase, by=board)  # an open phase would keep the indicator's meaning
        client.force_login(world.user("board"))
        page = client.get(change_url(indicator))
        shown = " ".join(texts_of(page))
        assert re.findall(r"\b(workers|women|HC|SN|FD)\b", shown) == []
        assert "Doanh nghiệp có vốn đầu tư nước ngoài" in shown
        typed = posted(page) | {"denominator_from": "women", "over_phases": "max", "decimals": "2"}
        assert client.post(change_url(indicator), typed).status_code == 302
        assert told(indicator)[0] == (
            "Sửa thông tin: Số chữ số thập phân: 1 → 2; Cộng theo đợt: lấy đợt cuối → lấy đợt cao nhất; "
            "Điền sẵn mẫu số từ: CNVCLĐ → Nữ CNVCLĐ"
        )


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"tên": ["A", "B"]}, "Sửa thông tin: tên: A → B"),
        ({"tên": ["", "B"]}, "Sửa thông tin: tên: B"),
        ({"mức tiền": ["1.250", ""]}, "Sửa thông tin: mức tiền: 1.250 → (trống)"),
        ({"kết thúc": ["", "01/07/2015"], "đơn vị kế tục": ["", ""]}, "Sửa thông tin: kết thúc: 01/07/2015"),
    ],
)
def test_what_was_taken_out_is_told_otherwise_than_what_was_put_in(world, changes, words):
    record(world.school, "admin_change", by=world.by("admin"), unit=world.school, changes=changes)
    assert told(world.school)[0] == words


def test_every_act_has_its_word():
    written = re.compile(r"""verb="(\w+)"|\brecord\(\s*\w+,\s*"(\w+)\"""")
    verbs = {
        by_keyword or by_position
        for label in OURS
        for file in Path(label).rglob("*.py")
        for by_keyword, by_position in written.findall(file.read_text(encoding="utf-8"))
    }
    assert len(verbs) > 40
    assert verbs - set(VERBS) == set()


def test_a_broken_constraint_is_not_told_by_its_name(client, world, monkeypatch):
    monkeypatch.setattr(QuotaForm, "constraint_words", {})
    with clock.travel(dossier_steps.DAY):
        client.force_login(world.user("board"))
        add = "/admin/awards/quota/add/"
        typed = posted(client.get(add)) | {"campaign": world.campaign.pk, "title": dossier_steps.title("BK_T").pk}
        page = client.post(add, typed | {"max_count": "1", "percent": "5", "percent_of": "units"})
        sentences = page.context["adminform"].form.non_field_errors()
    assert sentences == ["Các mục vừa nhập không khớp nhau. Xin kiểm tra lại."]


@pytest.mark.parametrize("person", ["board", "admin"])
def test_every_list_of_the_admin_opens_on_all_and_a_search_takes_no_filter_along(client, province, person):
    client.force_login(province.user(person))
    for model, screen in admin.site._registry.items():
        address = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        page = client.get(address)
        if page.status_code != 200 or "cl" not in page.context:
            continue
        listed = page.context["cl"]
        chosen = [
            choice["display"] for spec in listed.filter_specs for choice in spec.choices(listed) if choice["selected"]
        ]
        assert {str(words) for words in chosen} <= {"Tất cả"}, address
        assert listed.queryset.count() == screen.get_queryset(page.wsgi_request).count(), address
        narrowed = [spec.choices(listed) for spec in listed.filter_specs]
        for query in {choice["query_string"] for choices in narrowed for choice in list(choices)[1:2]}:
            search = client.get(address + query).content.decode().split('role="search"')
            assert 'type="hidden"' not in search[-1].split("</form>")[0] or len(search) == 1, address


def test_what_awaits_the_board_is_told_in_its_own_words_and_leads_to_it(client, world):
    with clock.travel(dossier_steps.DAY):
        dossier_steps.sent(world, "owner", [{"code": "BK_T", "name": "Bàn Phúc Lìn"}])
        decisions.draft(dossier_steps.approved(world, [{"code": "BK_T", "name": "Vi Páo"}]), by=world.by("board"))
        dossier_steps.issued(world, [{"code": "BK_T", "name": "Lộc Văn Hòa"}])
        client.force_login(world.user("board"))
        lines = [line for group in client.get("/admin/").context["app_list"] for line in group["models"]]
        told = {line["name"]: (str(line["awaiting"]), line["awaiting_url"]) for line in lines if line["awaiting"]}
        assert told == {
            "Quyết định khen thưởng": ("1 dự thảo", "/admin/awards/decision/?status=awaiting"),
            "Sổ khen thưởng": ("1 khen thưởng chưa trao", "/admin/awards/award/?state=awaiting"),
            "Quy định theo ngày": ("2 quy định cần đối chiếu văn bản", "/admin/units/rule/?valid=yes&certainty=unread"),
        }
        for words, address in told.values():
            assert str(client.get(address).context["cl"].queryset.count()) == words.split()[0]
