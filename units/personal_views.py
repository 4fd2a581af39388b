"""Pages of what is stored about people: one's own, and for administrators those of people in their reach."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from foundation import clock
from foundation.forms.choices import contains_words
from foundation.lifecycle import StateConflict
from foundation.zip_stream import CONTENT_TYPE, zip_pieces
from units import access
from units.acting_request import acting_of, require_acting, user_of
from units.actions.maskings import refuse_at_work
from units.actions.personal_data import give_personal_data
from units.personal.export import members_about, stored_about
from units.personal.subject import SUBJECT_KINDS, SubjectKind, subject_of

MOST_FOUND = 20
"""People of a kind that a search lists."""


@dataclass(frozen=True)
class FoundPerson:
    """A row of the search: a person, what tells them from others of the name, and the pages about them."""

    kind: SubjectKind
    row: Model
    detail: str
    url: str


def find(request: HttpRequest) -> HttpResponse:
    """Search people by name, of every kind of rows that are people."""
    access.require_allowed(access.may_manage(acting_of(request)))
    text = request.GET.get("q", "").strip()[:100]
    kinds = list(SUBJECT_KINDS.values()) if text else []
    people = [_found(kind, row) for kind in kinds for row in _named(request, kind, text)]
    return render(request, "units/personal/find.html", {"text": text, "people": people})


def own(request: HttpRequest) -> HttpResponse:
    """Show a person what is stored about them, why and how long."""
    return _page(request, user_of(request), download_url=reverse("personal:download_own"))


@require_POST
def download_own(request: HttpRequest) -> StreamingHttpResponse:
    return _file(request, user_of(request))


def about(request: HttpRequest, subject: str, pk: int) -> HttpResponse:
    """Show administrators what is stored about a person, and where a lawful request to remove it is entered."""
    person = person_or_404(request, subject, pk)
    access.require_allowed(access.may_manage(acting_of(request)))
    try:
        refuse_at_work(subject_of(person), require_acting(request))
        refusal = ""
    except StateConflict as error:
        refusal = str(error)
    return _page(
        request,
        person,
        download_url=reverse("personal:download", args=[subject, pk]),
        mask_url="" if refusal else reverse("personal:mask", args=[subject, pk]),
        refusal=refusal,
    )


@require_POST
def download(request: HttpRequest, subject: str, pk: int) -> StreamingHttpResponse:
    person = person_or_404(request, subject, pk)
    access.require_allowed(access.may_manage(acting_of(request)))
    return _file(request, person)


def person_or_404(request: HttpRequest, subject: str, pk: int) -> Model:
    """Return the row of a person in reach."""
    if subject not in SUBJECT_KINDS:
        raise Http404
    row: Model = get_object_or_404(SUBJECT_KINDS[subject].visible(user_of(request)), pk=pk)
    return row


def _page(
    request: HttpRequest, person: Model, *, download_url: str, mask_url: str = "", refusal: str = ""
) -> HttpResponse:
    _subject, counts = stored_about(person)
    context = {
        "person": person,
        "is_own": person == request.user,
        "counts": counts,
        "download_url": download_url,
        "mask_url": mask_url,
        "refusal": refusal,
        "hand_over_url": reverse("people:hand_over", args=[person.pk]) if refusal and person != request.user else "",
    }
    return render(request, "units/personal/stored.html", context)


def _file(request: HttpRequest, person: Model) -> StreamingHttpResponse:
    """Send the zip; that it was given is an event."""
    give_personal_data(person, by=acting_of(request) or user_of(request))
    pieces = zip_pieces(members_about(person), _("Tệp đã bị thay đổi, không có trong bộ này"))
    response = StreamingHttpResponse(pieces, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="du-lieu-ca-nhan-{clock.today():%Y-%m-%d}.zip"'
    response["Cache-Control"] = "private, no-store"
    return response


def _named(request: HttpRequest, kind: SubjectKind, text: str) -> list[Model]:
    rows = kind.visible(user_of(request)).filter(contains_words((kind.search,), text))
    return list(rows.order_by("pk")[:MOST_FOUND])


def _found(kind: SubjectKind, row: Model) -> FoundPerson:
    return FoundPerson(kind, row, kind.describe(row), reverse("personal:about", args=[kind.key, row.pk]))
