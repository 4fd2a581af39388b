"""Tests that the admin is in Vietnamese: no English sentence of Django's is left on its pages."""

import re
from gettext import GNUTranslations
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.support.admin_pages import change_url

pytestmark = [pytest.mark.sqlite(deep="both"), pytest.mark.django_db, pytest.mark.usefixtures("on_10_march_2015")]
CATALOGUE = Path("locale/vi/LC_MESSAGES/django.po")
ENGLISH = re.compile(
    r"\b(the|this|please|select|add|save|delete|change|view|choose|none|true|false|is|not|for|search)\b", re.I
)


class Said(HTMLParser):
    """Reads the texts and spoken attributes of a page."""

    def __init__(self):
        super().__init__()
        self.texts, self.silent = [], False

    def handle_starttag(self, tag, attrs):
        self.silent = tag in ("script", "style")
        self.texts += [
            value for name, value in attrs if name in ("alt", "title", "placeholder", "aria-label") and value
        ]

    def handle_data(self, text):
        if not self.silent and text.strip():
            self.texts.append(text.strip())


def english_of(response):
    page = Said()
    page.feed(response.content.decode())
    return [text for text in page.texts if ENGLISH.search(text)]


@pytest.mark.parametrize("name", ["board", "admin"])
def test_no_page_of_the_admin_speaks_english(sign_in_as, world, name):
    client = sign_in_as(name)
    things = (
        world.campaign,
        world.phase,
        world.school,
        world.campaign.indicators.first(),
        world.user("owner").posts.get(),
    )
    addresses = ["/admin/", *[f"/admin/{path}/" for path in (
        "campaigns/campaign", "campaigns/phase", "campaigns/indicator",
        "campaigns/pledge", "campaigns/report", "units/unit", "units/post",
    )], *[change_url(row) for row in things], *[change_url(row, "history") for row in things],
        "/admin/units/post/add/", f"/admin/campaigns/pledge/{world.sheet('school', 'pledge').pk}/change/",
    ]  # fmt: skip
    if name == "admin":
        person = world.user("owner")
        addresses += [
            "/admin/units/user/",
            "/admin/units/user/add/",
            change_url(person),
            change_url(person, "password"),
        ]
        addresses += [change_url(world.school, "close"), change_url(world.school, "move"), "/admin/units/unit/add/"]
    else:
        addresses += [
            "/admin/campaigns/campaign/add/",
            "/admin/campaigns/phase/add/",
            "/admin/campaigns/indicator/add/",
        ]
    assert {address: english for address in addresses if (english := english_of(client.get(address)))} == {}


@pytest.mark.parametrize(
    ("path", "typed"),
    [
        ("units/unit/add", {}),
        ("units/user/add", {"username": "hai chữ"}),
        ("units/post/add", {"role": "không có", "user": "x"}),
        ("campaigns/pledge", {"index": "0", "action": ""}),
    ],
)
def test_what_is_wrong_is_said_in_vietnamese(sign_in_as, path, typed):
    name = "board" if "pledge" in path else "admin"
    response = sign_in_as(name).post(f"/admin/{path}/", typed, follow=True)
    assert response.status_code == 200
    assert english_of(response) == []


def test_a_short_password_is_refused_in_vietnamese(sign_in_as, world):
    person = world.user("owner")
    response = sign_in_as("admin").post(
        change_url(person, "password"), {"new_password1": "ngan", "new_password2": "ngan"}
    )
    assert response.context["form"].errors == {"new_password2": ["Mật khẩu quá ngắn, cần ít nhất 10 ký tự."]}


def test_the_compiled_catalogue_is_that_of_the_source():
    source = entries(CATALOGUE.read_text(encoding="utf-8"))
    with CATALOGUE.with_suffix(".mo").open("rb") as file:
        compiled = GNUTranslations(file)
    assert len(source) > 20
    assert {key: read(compiled, key) for key in source} == source


def read(compiled, key):
    """Return the translation of a sentence, or of the singular of a plural."""
    return compiled.gettext(key) if compiled.gettext(key) != key else compiled.ngettext(key, key, 1)


def entries(text):
    """Return {sentence: translation} of a catalogue; of a plural, its singular."""
    translations = {}
    for block in text.split("\n\n")[1:]:
        parts = re.findall(r'^(msgid|msgid_plural|msgstr(?:\[0\])?) ((?:"[^\n]*"\n?)+)', block, re.M)
        said = {name: "".join(re.findall(r'"(.*)"', lines)) for name, lines in parts}
        translations[said["msgid"]] = said.get("msgstr") or said["msgstr[0]"]
    return translations
