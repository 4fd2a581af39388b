"""Tests the second demo: no page, paper or workbook of it has a word of 2015, and every role has work."""

import io
import os
import re
import subprocess
from collections import Counter, defaultdict
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from campaigns.models import CalledUnit
from emulation.desk import my_desk
from emulation.fictional.demo.build import build_2026
from foundation import clock
from summaries.models import Summary
from tests.emulation.test_every_page import addresses
from tests.support.access_table import ANYBODY, PEOPLE, routes, table
from tests.support.live_portal import ROOT
from tests.support.module_rows import rows_for_module
from tests.support.paper_text import noting_papers
from tests.support.sweep_share import share
from units.acting import choices
from units.demo_accounts import PASSWORD, USERNAMES
from units.models import Unit, User

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db]
TUESDAY = "2026-07-14T09:00+07:00"
USERS = dict.fromkeys(("chair", "board", "leader", "admin", "desk", "district", "root")) | {
    "office": "ke-toan", "clerk": "van-thu", "inspector": "kiem-tra",
    "owner": "officer", "neighbour": "don-vi-6", "city": "ho-sen",
}  # fmt: skip
"""Who of the demo is whom of the access table, where the name is another; the demo has no second province."""
GONE = re.compile(
    r"(?<!\w)(?:huyện|thị xã|thị trấn|CNVCLĐ|CNLĐ|cán bộ, công chức, viên chức|Chính sách - Pháp luật|CSPL|CS-PL"
    r"|Ban Dân vận|Chỉ thị (?:số )?03|Ất Mùi|công đoàn ngành(?! Trung ương)|Công đoàn Viên chức|Luật Công đoàn năm 2012"
    r"|khóa XI|1564/QĐ-TLĐ|vững mạnh|Lạng Sơn|Chi Lăng|201[45])(?!\w)",
    re.IGNORECASE,
)
"""Words that were right in 2015 and are not in July 2026, the first demo's places, its years."""
LAW = "admin/units/rule/"
"""Where the law of all years is."""


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    def build():
        build_2026()
        User.objects.create(username="root", full_name="Siêu Nhân", is_superuser=True, is_staff=True)

    with rows_for_module(django_db_blocker, build), clock.travel(TUESDAY):
        yield


@pytest.fixture
def papers():
    """The HTML of the papers asked for; they are not laid out."""
    with noting_papers(laid_out=False) as parts:
        yield parts


def visits(config):
    """Return (person, route): of an eighth of the routes who may open it and opens fewest; in the long run everybody of
    every route.
    """
    people = [person for person in PEOPLE if person != "far_board"]
    if config.getoption("deep"):
        return [(person, route) for person in people for route in routes() if route != LAW]
    counts, by_route = Counter(), {}
    for row in table():
        allowed = [person for person in people if row.to(person) == "200"]
        if row.method == "GET" and row.state == "-" and allowed and row.route not in {LAW, *by_route}:
            by_route[row.route] = min(allowed, key=lambda person: counts[person])
            counts[by_route[row.route]] += 1
    pairs = [(person, route) for route, person in by_route.items()]
    return share(pairs, sweep="every page of the second demo", config=config)


def read(response):
    """Return the text of an answer; of a workbook, of all its parts."""
    body = response.getvalue() if response.streaming else response.content
    if not body.startswith(b"PK"):
        return body.decode(errors="ignore")
    with ZipFile(io.BytesIO(body)) as book:
        return " ".join(book.read(name).decode(errors="ignore") for name in book.namelist())


def test_nobody_reads_a_word_of_2015_in_the_second_demo(demo, papers, pytestconfig, settings):
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
    pairs, pages_with, answers, faults = visits(pytestconfig), defaultdict(set), Counter(), []
    clients, deep = {}, pytestconfig.getoption("deep")
    for person, route in pairs:
        user = None if person == ANYBODY else User.objects.get(username=USERS.get(person) or person)
        if person not in clients:
            clients[person] = Client(raise_request_exception=False)
            if user:
                clients[person].force_login(user)
        of_route = list(addresses(route, user))
        for address in of_route if deep else of_route[:1]:
            response = clients[person].get(address)
            answers[response.status_code] += 1
            faults += [(person, address)] if response.status_code == 500 else []
            for page in (read(response), *papers):
                for word in GONE.findall(page.replace(PASSWORD, "")):
                    pages_with[word].add(f"{person} {address}")
            papers.clear()
    assert {word: sorted(pages)[:5] for word, pages in pages_with.items()} == {}
    assert faults == []
    assert answers[200] > len(pairs) / 10  # of what is asked of all most is for some alone


def test_every_role_of_the_second_demo_has_work(demo):
    counts = {name: my_desk(choices(User.objects.get(username=name))[0]).count for name in USERNAMES}
    assert [name for name, count in counts.items() if not count] == []
    assert len(counts) == 7


def test_the_demos_are_never_in_one_database(demo, settings):
    settings.DEBUG = True
    before, printed = Unit.objects.count(), io.StringIO()
    with pytest.raises(CommandError, match="không trộn với dữ liệu minh họa"):
        call_command("demo")
    call_command("demo", scenario="2026", stdout=printed)
    assert "Đã có phong trào 2026; dữ liệu minh họa giữ nguyên." in printed.getvalue()
    assert printed.getvalue().count("\n  ") == len(USERNAMES)
    assert Unit.objects.count() == before == 21


def test_a_demo_that_is_not_there_is_not_served():
    run = subprocess.run(
        [ROOT / "scripts/run"], env=os.environ | {"DEMO": "1986"}, capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr == "Không có bản minh họa 1986; chọn 2015 hoặc 2026 (there is no such demo).\n"


def test_a_union_that_ended_is_called_in_no_phase_and_one_knows_what_it_came_from(demo):
    ended = Unit.objects.exclude(valid_to=None)
    assert [(unit.name, unit.valid_to.isoformat(), unit.successor and unit.successor.name) for unit in ended] == [
        ("CĐCS Trường Tiểu học Đồi Na", "2025-06-10", None),
        ("Công đoàn khu vực Hồ Đông", "2025-07-01", "Công đoàn phường Hồ Sen"),
        ("Công đoàn khu vực Hồ Tây", "2025-07-01", "Công đoàn phường Hồ Sen"),
    ]
    assert not CalledUnit.objects.filter(unit__in=ended).exists()
    assert CalledUnit.objects.filter(phase__number=1).count() == 17


def test_what_differs_from_a_final_summary_is_told_with_the_figures_of_a_data_request(demo):
    client, final = Client(), Summary.objects.get(number="11/BC-CĐX")
    client.force_login(User.objects.get(username="board"))
    page = client.get(f"/summaries/{final.pk}/changes/")
    assert page.status_code == 200
    assert "Yêu cầu bổ sung số liệu" in page.text
