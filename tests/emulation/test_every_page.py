"""Tests that every page of portal and admin opens for each role on a generated province, without too long choices.

No page is a server error, and no choice box holds more rows than one can look through. The long run has all of the
province's 1,420 unions, `make test` more than a box may list.
"""

import logging
import re
from collections import Counter
from html.parser import HTMLParser

import pytest
from django.test import Client

from awards.models import Award, AwardTitle, Decision, Dossier, Letter, Nomination, Quota
from campaigns.models import (
    Activity,
    AssessmentLimits,
    CalledUnit,
    Campaign,
    CrossCheck,
    DataRequest,
    DataRequestSheet,
    Exemplar,
    FollowedExemplar,
    Gathering,
    Indicator,
    Inspection,
    Phase,
    Pledge,
    Report,
    Responsibility,
)
from emulation.fictional.generator.build import generate
from emulation.fictional.generator.phases import NOW
from emulation.fictional.generator.sizes import SIZES, CountrySize
from foundation import clock
from foundation.forms.choices import MOST_LISTED
from summaries.models import ForeignWorkbook, ReportLine, Summary
from tests.support.access_table import routes
from tests.support.module_rows import rows_for_module
from tests.support.sweep_share import share
from units.demo_accounts import USERNAMES
from units.heartbeats import beat
from units.models import (
    Area,
    Attachment,
    Import,
    Job,
    OutgoingMail,
    Post,
    Process,
    Reorganisation,
    Rule,
    Signer,
    StrandName,
    Term,
    Unit,
    UnitType,
    User,
)

pytestmark = [pytest.mark.either, pytest.mark.long, pytest.mark.django_db]
ANYBODY = "anon"
PAGE = "text/html"
ADMIN = {
    "user": User, "post": Post, "unit": Unit, "campaign": Campaign, "indicator": Indicator, "phase": Phase,
    "pledge": Pledge, "report": Report, "dossier": Dossier, "decision": Decision, "award": Award, "quota": Quota,
    "awardtitle": AwardTitle, "rule": Rule, "unittype": UnitType, "strandname": StrandName, "term": Term, "area": Area,
    "reportline": ReportLine, "signer": Signer, "crosscheck": CrossCheck,
    "assessmentlimits": AssessmentLimits, "datarequest": DataRequest,
    "datarequestsheet": DataRequestSheet,
}  # fmt: skip
PORTAL = {
    "summaries": Summary, "pledges": Pledge, "reports": Report, "dossiers": Dossier, "decisions": Decision,
    "register": Award, "letters": Letter, "attachments": Attachment, "jobs": Job, "mails": OutgoingMail,
    "people": User, "imports": Import, "personal-data": User, "accounts": User,
    "inspections": Inspection, "activities": Activity, "data-requests": DataRequestSheet,
    "followed": FollowedExemplar, "responsibilities": Responsibility, "reorganisations": Reorganisation,
    "launches": Gathering, "reviews": Gathering, "workbooks": ForeignWorkbook,
}  # fmt: skip
WORDS = {"<slug:kind>": "correct", "<str:kind>": "person", "<str:code>": "none", r"(?P<url>.*)$": "none"}
WORDS |= {"<slug:table>": "unions", "<slug:subject>": "account", "<str:token>": "none"}
WORDS |= {"<path:key>": "I.1-1", "<path:line>": "I.1"}
SMALLER = CountrySize(provinces=1, unions=300)
PEOPLE = 1_000  # SQLite once had a fault at more of them
STATES = 3  # things of one kind at an address: of the statuses there are, in turn


@pytest.fixture(scope="module")
def generated(request, django_db_setup, django_db_blocker):
    size = SIZES["province"] if request.config.getoption("deep") else SMALLER

    def build():
        generate(size, seed=1)
        people = [User(username=f"other-{number}", full_name=f"Lò Thị Mai {number}") for number in range(PEOPLE)]
        for person in people:
            person.derive()
        User.objects.bulk_create(people)

    with rows_for_module(django_db_blocker, build), clock.travel(NOW):
        yield


class Boxes(HTMLParser):
    """Counts the rows of each choice box of a page, by its name."""

    def __init__(self, html: str):
        super().__init__()
        self.rows, self.select = Counter(), ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        at = dict(attrs)
        if tag == "select":
            self.select = at.get("name") or "nameless"
        elif tag == "option":
            self.rows[self.select] += 1
        elif tag == "input" and at.get("type") in ("radio", "checkbox"):
            self.rows[at.get("name")] += 1


def seen_by(model, user):
    """Return the rows of a model that a person may see; all rows where whoever opens the screen sees them."""
    if model is User:
        return User.objects.filter(posts__unit__in=Unit.objects.visible_to(user)).distinct()
    return model.objects.visible_to(user) if hasattr(model.objects, "visible_to") else model.objects.all()


def things(model, user):
    """Return a few rows in different states that a person may see, and the last one."""
    rows = seen_by(model, user).order_by("pk") if user else model.objects.order_by("pk")
    first_rows = list(rows[:400])
    by_state = {str(getattr(row, "status", getattr(row, "kind", ""))): row for row in reversed(first_rows)}
    return [*list(by_state.values())[:STATES], *first_rows[-1:]]


def addresses(route, user):
    """Return the addresses of a route with the ids of existing rows."""
    for part, word in WORDS.items():
        route = route.replace(part, word)
    if "<" not in route:
        return [f"/{route}"]
    if route.startswith("campaigns/"):
        return list(campaign_addresses(route, user))
    first = route.split("/")[2 if route.startswith("admin/") else 0]
    paths = []
    for row in things(ADMIN[first] if route.startswith("admin/") else PORTAL[first], user):
        paths.append("/" + re.sub(r"<(int:pk|path:object_id)>", str(row.pk), route))
    return [filled for address in paths for filled in with_inner_numbers(address)]


def with_inner_numbers(address):
    """Return addresses with their second number: a part, version or exemplar of a sheet, a nominee of a dossier."""
    if "<int:nomination>" in address:
        dossier = int(address.split("/")[2])
        inner = Nomination.objects.filter(dossier=dossier).values_list("pk", flat=True)[:1]
        return [address.replace("<int:nomination>", str(pk)) for pk in inner]
    if "<int:exemplar>" in address:
        inner = Exemplar.objects.filter(submission__filing=int(address.split("/")[2])).values_list("pk", flat=True)[:1]
        return [address.replace("<int:exemplar>", str(pk)) for pk in inner]
    if "/parts/<int:number>" in address:
        return [address.replace("<int:number>", str(number)) for number in range(1, 8)]
    return [address.replace("<int:number>", "1")]


def campaign_addresses(route, user):
    for phase in Phase.objects.select_related("campaign").order_by("pk"):
        address = "/" + route.replace("<slug:slug>", phase.campaign.slug).replace("<int:number>", str(phase.number))
        if "<int:pk>" in address:
            called = CalledUnit.objects.filter(phase=phase)
            called = (called.visible_to(user) if user else called).order_by("pk").last()
            address = address.replace("<int:pk>", str(called.pk if called else 0))
        yield address


def test_no_page_is_a_fault_and_no_box_holds_more_than_one_can_look_through(generated, request, monkeypatch, settings):
    """Files are not drawn, only asked for."""
    monkeypatch.setattr("foundation.documents.pdf.render_parts", lambda parts, **paper: b"%PDF-")
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
    monkeypatch.setattr(logging.getLogger("django.request"), "disabled", True)
    pairs = [(route, person) for route in routes() for person in (ANYBODY, *USERNAMES)]
    faults, long_boxes, answers = {}, {}, Counter()
    for process in Process:
        beat(process)  # else monitoring is answered 503
    assert User.objects.count() > PEOPLE
    assert min(model.objects.count() for model in (Unit, CalledUnit, Pledge, Report)) > MOST_LISTED
    for route, person in share(pairs, sweep="every page of a province", config=request.config):
        user = None if person == ANYBODY else User.objects.get(username=person)
        client = Client(raise_request_exception=False)
        if user:
            client.force_login(user)
        for address in addresses(route, user):
            answer = client.get(address)
            answers[answer.status_code] += 1
            if answer.status_code >= 500:
                faults[person, address] = answer.status_code
            elif answer.get("Content-Type", "").startswith(PAGE):
                rows = Boxes(answer.content.decode()).rows
                long_boxes |= {
                    (person, address, name): number for name, number in rows.items() if number > MOST_LISTED + 1
                }
    assert faults == {}
    assert long_boxes == {}
    assert answers[200] > answers.total() / 10  # of what is asked of all most is for some alone


@pytest.mark.sqlite
def test_a_long_box_is_seen_as_one():
    options = "<option value=1>" * 300
    page = f"<select name=unit>{options}</select>" + '<input type=radio name="a">' * 3 + "<input type=checkbox name=b>"
    assert Boxes(page).rows == {"unit": 300, "a": 3, "b": 1}


@pytest.mark.sqlite
def test_every_kind_of_thing_with_an_address_is_asked_for():
    """A new screen or page has to be added here with the rows that it shows."""
    numbered = [route for route in routes() if "<int:pk>" in route or "<path:object_id>" in route]
    assert {route.split("/")[2] for route in numbered if route.startswith("admin/")} == set(ADMIN)
    portal = {route.split("/")[0] for route in numbered if not route.startswith(("admin/", "campaigns/"))}
    assert portal == set(PORTAL)
