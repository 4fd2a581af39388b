"""Tests of drafts of forms: kept while one types, seen by their person alone, gone when the form is sent and taken."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from foundation import clock
from foundation.forms.autosave import HEADER
from foundation.forms.mark import FIELD, Mark
from tests.support import dossier_steps
from tests.support.casts import copied
from tests.support.dossier_pages import sign_in, typed
from units.actions.form_drafts import MOST
from units.models import FormDraft
from units.personal.retention import prune
from units.unsent_views import DRAFT

pytestmark = [pytest.mark.either(deep="both"), pytest.mark.django_db]

NAME = 'Nông <b>“Ánh”\r\n"\u2028😀'

SAVES = ("form_draft", "components/draft.html")
NOTHING_LONG = "buttons, ticks and choices"
PREVIEW = "only what was ticked on a list leads to it, and its one short reason is about those rows"
KEEP_NO_DRAFT = {
    "admin/area_members.html": NOTHING_LONG,
    "admin/change_list.html": NOTHING_LONG,
    "admin/review.html": PREVIEW,
    "awards/appraisal/preview.html": PREVIEW,
    "awards/appraisal/table.html": NOTHING_LONG,
    "awards/decision/lists.html": NOTHING_LONG,
    "awards/dossier/new.html": NOTHING_LONG,
    "begin.html": "nobody is signed in",
    "campaigns/asked/acts.html": NOTHING_LONG,
    "campaigns/filing/oddities.html": NOTHING_LONG,
    "campaigns/filing/to_review.html": NOTHING_LONG,
    "campaigns/setup/years.html": NOTHING_LONG,
    "campaigns/data_requests/check.html": NOTHING_LONG,
    "campaigns/data_requests/sheet.html": NOTHING_LONG,
    "components/acting.html": NOTHING_LONG,
    "components/post_button.html": NOTHING_LONG,
    "components/send_again.html": "it holds what was sent before",
    "interrupted.html": "it holds what was sent before",
    "registration/login.html": "nobody is signed in",
    "summaries/buttons.html": NOTHING_LONG,
    "summaries/edit.html": NOTHING_LONG,
    "summaries/lines.html": NOTHING_LONG,
    "summaries/word.html": "a file, which no draft can hold",
    "summaries/word_changes.html": NOTHING_LONG,
    "summaries/workbooks/cell.html": NOTHING_LONG,
    "summaries/workbooks/column.html": NOTHING_LONG,
    "summaries/workbooks/file.html": "a file, which no draft can hold, and three short texts",
    "summaries/workbooks/workbook.html": NOTHING_LONG,
    "units/authenticator.html": "a code and a password, which are kept nowhere",
    "units/code.html": "nobody is signed in",
    "units/import_answer.html": NOTHING_LONG,
    "units/import_columns.html": NOTHING_LONG,
    "units/import_encoding.html": NOTHING_LONG,
    "units/import_new.html": "a file, which no draft can hold",
    "units/forgotten.html": "nobody is signed in",
    "units/passkey.html": "a short name and a password",
    "units/password.html": "passwords, which are kept nowhere",
    "units/reorganisation/new.html": "a file, which no draft can hold",
    "units/reorganisation/ticks.html": NOTHING_LONG,
    "units/second_step.html": "nobody is signed in",
    "units/security.html": NOTHING_LONG,
    "units/switch.html": NOTHING_LONG,
}
"""The templates whose forms keep no draft, and why. Of none is more lost than a minute's typing."""


def test_every_form_in_which_something_long_is_typed_keeps_a_draft():
    templates = Path(settings.BASE_DIR, "templates")
    posting = {path: path.read_text() for path in templates.rglob("*.html") if 'method="post"' in path.read_text()}
    without = {str(path.relative_to(templates)) for path, text in posting.items() if not any(map(text.count, SAVES))}
    assert without == set(KEEP_NO_DRAFT)


@pytest.fixture
def world(db):
    with clock.travel(dossier_steps.DAY):
        yield copied(dossier_steps.build)


def kept(client, mark, fields, version="0"):
    return client.post("/drafts/", fields | {FIELD: mark.signed}, headers={HEADER: version})


def test_a_draft_is_kept_offered_to_its_person_and_goes_when_the_form_is_taken(world):
    dossier = dossier_steps.dossier_of(world, "owner", [])
    address = f"/dossiers/{dossier.pk}/nominees/new/person/"
    mark, owner = Mark(world.user("owner").pk, str(world.school.pk), address), sign_in("owner")
    assert 'data-saved="' not in owner.get(address).content.decode()
    first = kept(owner, mark, {"name": NAME, "password": "bi-mat", "csrfmiddlewaretoken": "x"})
    assert (first.status_code, first["Draft-Version"]) == (204, "1")
    assert kept(owner, mark, {"name": NAME, "birth_year": "1980"}, "1")["Draft-Version"] == "2"

    page = owner.get(address).content.decode()
    assert ('data-version="2"' in page, f'data-saved="{FormDraft.objects.get().time}"' in page) == (True, True)
    draft = owner.get("/drafts/", {"address": address}).json()
    assert draft["fields"] == [["name", NAME], ["birth_year", "1980"]]
    assert sign_in("owner2").get("/drafts/", {"address": address}).status_code == 404
    assert kept(sign_in("owner2"), mark, {"name": "x"}).status_code == 403

    other_window = kept(owner, mark, {"name": "Tên khác"}, "1")
    assert (other_window.status_code, other_window.json()["fields"]) == (409, draft["fields"])
    assert kept(owner, mark, {"name": NAME, "birth_year": "1980"}, "1")["Draft-Version"] == "2"  # its answer was lost
    assert owner.post(address, typed(name="") | {FIELD: mark.signed, DRAFT: "1"}).status_code == 200
    assert FormDraft.objects.count() == 1
    assert owner.post(address, typed() | {FIELD: mark.signed, DRAFT: "1"}).status_code == 302
    assert FormDraft.objects.count() == 0


def test_a_draft_is_dropped_by_its_person_by_the_next_fifty_and_after_thirty_days(world):
    owner, user = sign_in("owner"), world.user("owner")
    marks = [Mark(user.pk, str(world.school.pk), f"/?page={number}") for number in range(MOST + 2)]
    for mark in marks:
        assert kept(owner, mark, {"text": "Nháp"}).status_code == 204
    assert FormDraft.objects.count() == MOST
    assert owner.post("/drafts/drop/", {FIELD: marks[-1].signed}).status_code == 204
    assert FormDraft.objects.count() == MOST - 1
    assert kept(owner, marks[-2], {"text": "a" * 600_000}, "1").status_code == 413
    with clock.travel(clock.now() + timedelta(days=30)):
        prune()
        assert FormDraft.objects.count() == MOST - 1
    with clock.travel(clock.now() + timedelta(days=31)):
        prune()
    assert FormDraft.objects.count() == 0


def test_a_draft_of_an_attacker_is_answered_and_nothing_more(world):
    owner, user = sign_in("owner"), world.user("owner")
    far = Mark(user.pk, str(world.school.pk), f"/{'x' * 900}/?{'y' * 900}")
    ours = Mark(user.pk, str(world.school.pk), "/dossiers/new/")
    nul = kept(owner, ours, {"text\0": "a\0b", "new_password1": "bi-mat"}, "9" * 18)
    assert (nul.status_code, FormDraft.objects.get().fields) == (204, [["text", "ab"]])
    for version in ("9" * 18, "-1", "x", "1" * 400):
        assert kept(owner, ours, {"text": "khác"}, version).status_code == 409
    for address in ("\0", "x" * 3_000, "/?" + "x" * 3_000):
        assert owner.get("/drafts/", {"address": address}).status_code == 404
    page = owner.get(far.address)
    (mark,) = set(re.findall('name="mark" value="([^"]+)"', page.content.decode()))
    assert owner.post("/drafts/", {"text": "a", FIELD: mark}, headers={HEADER: "0"}).status_code == 204
    assert owner.get("/drafts/", {"address": far.address}).json()["fields"] == [["text", "a"]]
    assert sign_in("neighbour").get("/drafts/", {"address": ours.address}).status_code == 404
    with_file = {"scan": SimpleUploadedFile("x.pdf", b"%PDF-"), "text": "b"}
    assert kept(owner, ours, with_file, "1").status_code == 204
    assert FormDraft.objects.of(ours).get().fields == [["text", "b"]]
    for foreign in (ours.signed[:-1], "", "\0"):
        assert owner.post("/drafts/", {"text": "c", FIELD: foreign}, headers={HEADER: "2"}).status_code == 404
    assert FormDraft.objects.of(ours).get().fields == [["text", "b"]]
