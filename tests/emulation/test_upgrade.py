"""Tests that migrations keep all that a database of version 0.1.0 held: rows, pages, papers, files and tasks.

A paper may say something else only knowingly: `REDRAW=1 pytest --deep -k papers tests/emulation/test_upgrade.py` writes
the new text over the old one, and `git diff` shows the lines that the change has to name.
"""

import difflib
import hashlib
import os
from collections import Counter
from decimal import Decimal
from itertools import chain

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.models import BinaryField, Q, Sum
from django.test import Client, TestCase, override_settings
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from awards.models import CertificateFile, Decision, DecisionFile
from awards.rules.register_proof import register_faults
from campaigns.catalogue.live import live_catalogue
from campaigns.catalogue.stored import catalogue_of
from campaigns.launch_proof import launch_faults
from campaigns.models import Phase, Submission, Work
from campaigns.sheet.compared import SentContext
from campaigns.sheet_proof import sheet_faults
from foundation import clock
from foundation.db import append_only
from foundation.digest import digest
from foundation.documents import pdf
from summaries import sources
from summaries.final_proof import final_faults
from summaries.models import Summary, SummaryFile, SummaryWorkbook
from tests.support import tally, upgraded_database
from tests.support.paper_text import noting_papers, paper_text, workbook_text
from tests.support.sweep_share import share
from tests.support.upgraded_database import Paper
from units.models import Event, Installation, User
from units.models.event import personal_digest

REDRAW = "REDRAW" in os.environ
RENAMED: dict[str, str] = {}
"""Table of version 0.1.0 → what it is called now."""
parts_of: dict[str, list[str]] = {}
"""Digest of a PDF → what it was drawn from, as a kept one is drawn only when it is read first."""


@pytest.fixture(scope="module", autouse=True)
def database(django_db_setup, django_db_blocker, tmp_path_factory):
    folder = tmp_path_factory.mktemp("upgraded")
    with django_db_blocker.unblock(), upgraded_database.upgraded_database(folder), clock.travel(upgraded_database.NOW):
        yield


pytestmark = [pytest.mark.drawn_anew, pytest.mark.either(whole=True), pytest.mark.long, pytest.mark.django_db]


@pytest.fixture
def get():
    """A function `get(reader, address)` that returns the response to the reader; "-" is nobody signed in."""
    browsers = {}

    def ask(reader, address):
        if reader not in browsers:
            browsers[reader] = Client(raise_request_exception=False)
            if reader != "-":
                browsers[reader].force_login(User.objects.get(username=reader))
        return browsers[reader].get(address)

    return ask


def sha256(content):
    return hashlib.sha256(content).hexdigest()


def test_nothing_is_amiss():
    call_command("check")
    call_command("migrate", check_unapplied=True, verbosity=0)


def test_it_is_known_for_the_demo():
    assert Installation.stored_kind() == "demo"


def test_phases_opened_then_ask_what_their_rows_say_today():
    opened = Phase.objects.exclude(opened_at=None).select_related("campaign__unit")
    assert opened
    for phase in opened:
        assert catalogue_of(phase) == live_catalogue(phase)
        assert digest(phase.catalogue.content) == phase.catalogue.sha256


def test_no_trigger_is_lost():
    """SQLite rebuilds a table to change it and drops its triggers, unless a migration creates them again."""
    statement = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(statement)
        now = {name for (name,) in cursor.fetchall()}
    before = upgraded_database.triggers()
    assert len(before) == 25
    stamps = {name for name in before if "_stamps_" in name}  # they renewed a stamp that campaigns have no more
    assert len(stamps) == 21
    assert before - now == stamps


def test_every_trigger_of_the_registry_is_there():
    assert append_only.missing_or_changed(connection) == []


def test_rows_of_sheets_and_launches_are_as_acts_wrote_them():
    assert [*sheet_faults(), *launch_faults()] == []


def test_the_register_is_as_its_decisions_say():
    assert list(register_faults()) == []


def test_each_event_has_its_text_beside_it():
    assert {
        event.pk
        for event in Event.objects.all()
        if not event.actor_name or event.personal_hash != personal_digest(event.personal.salt, event.personal.data)
    } == set()


def test_finals_are_as_their_acts_say():
    assert list(final_faults()) == []


def test_no_table_has_fewer_rows():
    with connection.cursor() as cursor:

        def count(table):
            cursor.execute(f'SELECT count(*) FROM "{RENAMED.get(table, table)}"')
            return cursor.fetchone()[0]

        lost = {
            (table, before, now)
            for table, before in upgraded_database.rows_of_tables().items()
            if (now := count(table)) < before
        }
    assert lost == set()


def test_finals_name_what_they_counted():
    """The figures of their sources add up to the stored ones."""
    numbers = {}
    for summary in Summary.objects.filter(status="final").select_related("unit"):
        filing = "submission__filing"
        figures = sources.figures_of(summary).filter(
            Q(**{f"{filing}__called__coordinated": False}) | Q(**{f"{filing}__called__unit": summary.unit}),
            **{f"{filing}__kind": "report", f"{filing}__called__phase__number": summary.figures["number"]},
        )
        added = dict(figures.values_list("indicator__code").annotate(Sum("value")).order_by())
        stored = {row["code"]: row["phase"]["total"]["numerator"] for row in summary.figures["indicators"]}
        numbers[summary.number] = [added[code] == Decimal(stored[code]) for code in ("HT01", "XH01")]
    assert numbers == {number: [True, True] for number in ("58/BC-LĐLĐ", "12/BC-LĐLĐ", "105/BC-LĐLĐ", "09/BC-LĐLĐ")}


def test_an_earlier_sending_of_a_report_keeps_its_works():
    earlier = Submission.objects.filter(filing__kind="report", current_for=None)
    answered = {sent: {row["uuid"] for row in sent.content.get("results", ())} for sent in earlier}
    assert any(answered.values())
    for sent, uuids in answered.items():
        assert {str(entry.work.uuid) for entry in SentContext(sent).works()} == uuids


def test_every_work_has_its_words():
    assert Work.objects.with_registered().count() == Work.objects.count() == 73


def test_every_page_that_opened_opens(get, request, monkeypatch):
    """No page shows a paper; those that the tick makes are laid out in the long run alone."""
    if not tally.deep:
        monkeypatch.setattr(pdf, "_drawn", not_laid_out)
    pages = share(upgraded_database.pages(), sweep="pages of version 0.1.0", config=request.config)
    tick()
    other = {
        (reader, address): (status, answer)
        for reader, status, address in pages
        if (answer := get(reader, address).status_code) != status
    }
    assert other == {}


def test_what_changed_since_its_finals_is_no_more_than_what_changed(get):
    """A final of version 0.1.0 lacks figures that are counted now: that is no difference."""
    for final in Summary.objects.filter(status="final", campaign__slug="2015"):
        page = get("board", f"/summaries/{final.pk}/changes/")
        assert (page.status_code, page.context["shown"].groups, page.context["rows"]) == (200, [], [])


def test_every_file_is_the_same_as_stored_and_as_served(get):
    columns = [
        (model, field.name)
        for model in apps.get_models()
        for field in model._meta.fields
        if isinstance(field, BinaryField)
    ]
    stored = {
        sha256(bytes(content))
        for model, name in columns
        for content in model._base_manager.exclude(**{name: None}).values_list(name, flat=True)
    }
    files = upgraded_database.kept_files()
    assert {digest for digest, _reader, _address in files} - stored == set()
    served = [(sha256(get(reader, address).getvalue()), reader, address) for _digest, reader, address in files]
    assert served == files


def test_papers_say_what_they_said(get, request):
    """Of the papers of a run an eighth is laid out, and what their pages say is read from the file."""
    if REDRAW:
        redraw(get)
    papers = list(chain.from_iterable(map(upgraded_database.papers_in, upgraded_database.files_of_papers())))
    changes = Counter()
    example = {}
    tried = share(papers, sweep="papers of version 0.1.0", config=request.config, key=lambda paper: paper.address)
    laid_out = share(tried, sweep="papers of version 0.1.0, laid out", config=request.config, key=str)
    for paper in tried:
        if change := changed_lines(paper.text, read(get, paper, laid_out=paper in laid_out)):
            changes[change] += 1
            example.setdefault(change, paper.address)
    assert not changes, "\n\n".join(
        f"{count} papers, as {example[change]}:\n{change}" for change, count in changes.most_common()
    )


def redraw(get):
    """Write the papers' present texts over the stored ones."""
    for file in upgraded_database.files_of_papers():
        papers = upgraded_database.papers_in(file)
        redrawn = [Paper(paper.reader, paper.address, read(get, paper, laid_out=False)) for paper in papers]
        upgraded_database.write_papers(file, redrawn)


def read(get, paper, *, laid_out=True):
    """Return the text of a paper, drawn by the worker if it has to be; the answer's status if there is none."""
    with noting_papers(laid_out=laid_out) as parts:
        with TestCase.captureOnCommitCallbacks(execute=True):
            response = get(paper.reader, paper.address)
        if response.status_code == 202:
            work_off()
            response = get(paper.reader, paper.address)
    if response.status_code != 200:
        return f"({response.status_code})\n"
    if response.content.startswith(b"PK"):
        return workbook_text(response.content)
    return paper_text(parts_of.setdefault(sha256(response.content), parts), response.content)


def changed_lines(before, now):
    """Return the lines that were removed and added, without those around them."""
    lines = difflib.unified_diff(before.splitlines(), now.splitlines(), lineterm="", n=0)
    return "\n".join(line for line in lines if not line.startswith(("---", "+++", "@@")))


def not_laid_out(parts, *_more):
    return b"%PDF-" + "".join(parts).encode()


def tick():
    """Do what is due by the clock, and the jobs that wait; a demo is served with DEBUG alone."""
    with override_settings(DEBUG=True), TestCase.captureOnCommitCallbacks(execute=True):
        call_command("tick")
    work_off()


def work_off():
    """Run the waiting tasks as the worker does, here inside the transaction of the test."""
    worker = Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="upgraded",
        excluded_queue_names=[],
    )
    while waiting := DBTaskResult.objects.ready().first():
        worker.run_task(waiting)


def test_the_worker_finishes_the_jobs_that_were_waiting():
    assert DBTaskResult.objects.ready().count() == 5  # counts of the province, and the file of a final summary
    work_off()
    ended = DBTaskResult.objects.values_list("status", "traceback")
    assert {(status, fault) for status, fault in ended} == {("SUCCESSFUL", "")}
    assert not SummaryFile.objects.filter(made_at=None).exists()


def test_the_tick_has_the_files_of_what_was_final_made_once(monkeypatch):
    monkeypatch.setattr(pdf, "_drawn", not_laid_out)
    finals = Summary.objects.filter(status="final").count()
    assert (finals, SummaryWorkbook.objects.count()) == (4, 0)
    tick()
    before = dict(SummaryWorkbook.objects.exclude(made_at=None).values_list("summary", "sha256"))
    assert len(before) == finals
    assert DecisionFile.objects.exclude(made_at=None).count() == Decision.objects.issued().count() == 7
    certificates = dict(CertificateFile.objects.exclude(made_at=None).values_list("pk", "sha256"))
    assert set(CertificateFile.objects.values_list("decision", flat=True)) == {2, 3, 6}
    assert len(certificates) == CertificateFile.objects.count()
    tick()
    assert dict(SummaryWorkbook.objects.values_list("summary", "sha256")) == before
    assert dict(CertificateFile.objects.values_list("pk", "sha256")) == certificates
