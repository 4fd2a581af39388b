"""Tests of drafts of forms: kept while one types, seen by their person alone, gone when the form is sent and taken."""

import pytest

from foundation import clock
from foundation.forms.autosave import HEADER
from foundation.forms.mark import FIELD, Mark
from tests.support import dossier_steps
from tests.support.casts import copied
from tests.support.dossier_pages import sign_in, typed
from units.actions.form_drafts import KEPT_FOR, MOST, prune_drafts
from units.models import FormDraft
from units.unsent_views import DRAFT

pytestmark = [pytest.mark.either(deep="both"), pytest.mark.django_db]

NAME = 'Nông <b>“Ánh”\r\n"\u2028😀'


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
    with clock.travel(clock.now() + KEPT_FOR):
        prune_drafts()
        assert FormDraft.objects.count() == MOST - 1
    with clock.travel(clock.now() + KEPT_FOR * 1.01):
        prune_drafts()
    assert FormDraft.objects.count() == 0
