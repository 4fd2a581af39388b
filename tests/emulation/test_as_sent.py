"""Tests that no field that is edited after acceptance and finalising changes a paper, a version or a final file.

The fields are found: every column of every table that the database does not keep, and every field of an admin form. A
table at a time, all its columns in all its rows are changed past the actions, and everything is asked for again.
"""

import re
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.db import IntegrityError, connection, models, transaction

from campaigns.actions import filings, reviews
from campaigns.catalogue import stored
from campaigns.catalogue.live import live_catalogue
from campaigns.models import AssignedTarget, Filing, Indicator
from campaigns.sheet import Sheet
from campaigns.sheet.compared import SentContext
from campaigns.sheet.context import SheetContext
from foundation import clock
from foundation.db import append_only
from foundation.documents import pdf
from summaries import actions, tasks
from summaries.models import Summary
from tests.support import signing
from tests.support.casts import copied
from tests.support.casts import models as tables
from tests.support.filing_steps import WATER, accepted, sent
from tests.support.world import build
from units.models import User

pytestmark = [pytest.mark.long, pytest.mark.sqlite(deep="both"), pytest.mark.django_db]

IDENTITY = "which sheet, submission, phase or unit is meant; no form writes it"
EXCLUDED = {
    "campaigns.CalledUnit": "the copy that papers are drawn from; of it forms write due dates alone",
    "campaigns.Filing": "the sheet: what its acts write is its status, which papers say",
    "campaigns.Campaign.slug": "the address of pages",
    "campaigns.Campaign.unit": "who launches is chosen when a campaign is added, and decides who may read",
    "units.User.full_name": "a person's name is corrected wherever it stands (decision 23)",
    "summaries.Summary": "the summary: acts write it, and the database keeps it once it is final",
    "units.User": "who signs in",
    "units.SignInSession": "the session of who reads: without it there is no page",
    "units.Post": "what a person is: the page of a version says it of the sender",
}
"""Why a table, or a column of it, is left out."""
FORMS_WRITE = {"campaigns.CalledUnit": ("pledge_due", "report_due", "due_reason")}


@pytest.fixture
def world(db):
    return copied(decided)


def decided():
    """An accepted pledge and report of a school, a returned version before the pledge, and a final of the phase."""
    world = build()
    indicator = Indicator.objects.get(code="DH01")
    AssignedTarget.objects.create(indicator=indicator, to=world.school, by=world.district, value=7)
    with clock.travel("2015-02-25T09:00+07:00"):
        pledge = sent(world, works=[WATER])
        reviews.return_(pledge, reason="Thiếu", due_on=date(2015, 3, 6), by=world.by("district", "reviewer"))
        accepted(world, works=[WATER])
    with clock.travel("2015-07-08T09:00+07:00"):
        accepted(world, kind="report")
    with clock.travel("2015-07-27T09:00+07:00"):
        summary = actions.begin(world.campaign, world.phase, world.province, by=world.by("board"))
        actions.propose(summary, by=world.by("board"))
        signing.finalise(summary, number="45/BC-LĐLĐ", dated_on=date(2015, 7, 27), by=world.by("leader"))
        tasks.make_file.call(summary.pk)
        tasks.make_workbook.call(summary.pk)
    return world


@pytest.fixture
def given(world, client, monkeypatch):
    """A function that returns all papers, versions and final files, by address or name."""
    monkeypatch.setattr("foundation.documents.pdf.render_parts", _drawn)
    client.force_login(User.objects.get(username="board"))
    sheets = list(Filing.objects.exclude(current_submission=None).order_by("pk"))
    addresses = [sheet.url("paper") for sheet in sheets]
    addresses += [sheet.url("version", row.number) for sheet in sheets for row in sheet.submissions.order_by("number")]

    def answers():
        summary = Summary.objects.select_related("campaign", "phase").get()  # its address has the number of its phase
        of_final = {"pdf": summary.pdf_url, "xlsx": summary.xlsx_url}
        with clock.travel("2015-07-28T09:00+07:00"):
            return {name: _shown(client.get(url)) for name, url in ({url: url for url in addresses} | of_final).items()}

    return answers


def _drawn(parts, **paper):
    """Stand in for drawing: the HTML of every part and what the paper is drawn with."""
    return repr(([pdf._html(part, {}) for part in parts], paper)).encode()


def _shown(response):
    """Return the content of a file; of a page what its `main` holds, without tokens."""
    if response.status_code != 200:
        return f"answered with {response.status_code}"
    content = b"".join(response) if response.streaming else response.content
    if not response["Content-Type"].startswith("text/html"):
        return content
    page = re.search(r"<main.*</main>", content.decode(), re.DOTALL)
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page[0])


def kept():
    return {model for model, _table in append_only.kept_tables()}


TABLES_AT_ONCE = 6
"""Tables that are changed before all papers are read again; a failure names them. The long run changes one each."""


def editable(model):
    """Return the columns of a table that are tried, by name."""
    label = model._meta.label
    names = FORMS_WRITE.get(label)
    return {
        field.name: field
        for field in model._meta.concrete_fields
        if not field.primary_key
        and (field.name in names if names else label not in EXCLUDED)
        and f"{label}.{field.name}" not in EXCLUDED
        and (field.editable or names)
    }


def tried():
    """Return the tables that are tried."""
    return [model for model in tables() if model not in kept() and editable(model) and model._default_manager.exists()]


def test_no_field_that_is_changed_later_changes_what_was_sent_or_final(world, given, pytestconfig):
    before = given()
    assert len(before) >= 6 and "answered" not in str(before.values())
    models_tried, changed = tried(), 0
    at_once = 1 if pytestconfig.getoption("deep") else TABLES_AT_ONCE
    for start in range(0, len(models_tried), at_once):
        some = models_tried[start : start + at_once]
        with undone():
            changed += sum(change(model, field) for model in some for field in editable(model).values())
            after = given()
        assert {address for address in before if after[address] != before[address]} == set(), some
    assert changed > 90


def test_a_pledge_changed_later_leaves_the_report_as_it_was_sent(world, given):
    before, pledge = given(), world.sheet("school", "pledge")
    with clock.travel("2015-07-28T09:00+07:00"):
        reviews.reopen(pledge, reason="Sai", due_on=date(2015, 8, 6), by=world.by("district", "reviewer"))
        titles = pledge.typed["titles"] | {"DH03": "9"}
        filings.save_part(pledge, "titles", titles, by=world.by("owner"))
        filings.submit(pledge, by=world.by("owner"))
        reviews.accept(pledge, by=world.by("district", "reviewer"))
    after = given()
    changed = {name for name in before if after[name] != before[name]}
    assert changed == {pledge.url("paper")}


OLD_WAYS = {
    "live rows": (Sheet, "catalogue", property(lambda sheet: live_catalogue(sheet.filing.phase)), Indicator, "name"),
    "live targets": (
        SentContext,
        "assigned",
        lambda context, indicator: SheetContext(context.submission.filing).assigned(indicator),
        AssignedTarget,
        "value",
    ),
}


@pytest.mark.sweep("old ways to read what was sent")
@pytest.mark.parametrize("way", OLD_WAYS)
def test_read_the_old_way_one_changed_field_is_found(world, given, monkeypatch, way):
    owner, name, old, model, field = OLD_WAYS[way]
    before = given()
    monkeypatch.setattr(owner, name, old)
    assert given() == before
    with undone():
        assert change(model, model._meta.get_field(field))
        after = given()
    assert [address for address in before if after[address] != before[address]]


def test_every_field_of_an_admin_form_is_tried_or_left_out_with_its_reason(world, rf):
    request = rf.get("/")
    request.user = User.objects.get(username="board")
    missing = []
    for model, screen in admin.site._registry.items():
        columns = {field.name: field for field in model._meta.concrete_fields}
        for name in flatten_fieldsets(screen.fieldsets or getattr(screen, "head", ()) or ()):
            is_tried = model in kept() or name in editable(model) or model._meta.label in EXCLUDED
            if name in columns and columns[name].editable and not is_tried:
                missing.append(f"{model._meta.label}.{name}")
    assert [name for name in missing if name not in EXCLUDED] == []
    assert set(EXCLUDED) <= {model._meta.label for model in tables()} | {
        f"{model._meta.label}.{field.name}" for model in tables() for field in model._meta.concrete_fields
    }


@contextmanager
def undone():
    stored.clear_cache()
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    stored.clear_cache()


def change(model, field):
    """Give every row another value in a column; return whether the database took one of them."""
    taken = False
    for row in model._base_manager.all():
        for value in others(field, row):
            try:
                with transaction.atomic():
                    model._base_manager.filter(pk=row.pk).update(**{field.name: value})
                    connection.check_constraints()
                taken = True
                break
            except IntegrityError:
                continue
    return taken


def others(field, row):
    """Yield values that differ from that of a row."""
    value = getattr(row, field.attname)
    if field.remote_field:
        yield from field.related_model._base_manager.exclude(pk=value).values_list("pk", flat=True)[:2]
    elif field.choices:
        yield from (choice for choice, _words in field.flatchoices if choice != value)
    elif isinstance(field, models.BooleanField):
        yield not value
    elif isinstance(field, models.DateTimeField | models.DateField):
        yield (value or clock.now()) + timedelta(days=1)
    elif isinstance(field, models.DecimalField):
        yield (value or Decimal(0)) + 1
    elif isinstance(field, models.IntegerField):
        yield (value or 0) + 1
    elif isinstance(field, models.CharField | models.TextField):
        yield f"{value or ''}Đ"[-(field.max_length or 9999) :]
