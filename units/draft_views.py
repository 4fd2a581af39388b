"""Drafts of forms, as static/js/drafts.js keeps, reads and drops them; each person has only their own."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from foundation.forms.autosave import HEADER, kept
from foundation.forms.edit_conflicts import EditConflict
from foundation.forms.mark import Mark, posted_mark, shortened
from foundation.forms.unsent import UnsentForm
from foundation.request_parsing import whole_number
from units.acting_request import acting_of, user_of
from units.actions.form_drafts import drop_draft, keep_draft
from units.middleware import DRAFTS
from units.models import FormDraft

LONGEST = 500_000  # characters of all fields together
HIGHEST_VERSION = 1_000_000_000  # saved every three seconds for ninety years


def draft(request: HttpRequest) -> HttpResponse:
    """Show as JSON the draft of the form at `?address=`; by POST keep the form that is sent, 409 with the newer one."""
    if request.method != "POST":
        return JsonResponse(content_of(get_object_or_404(FormDraft.objects.of(_asked_for(request)))))
    mark = _posted(request)
    fields = [(without_nul(name), without_nul(value)) for name, value in UnsentForm.of(request).fields]
    if sum(len(name) + len(value) for name, value in fields) > LONGEST:
        return HttpResponse(status=413)
    try:
        version = keep_draft(mark, fields, version=version_of(request.headers.get(HEADER)))
    except EditConflict:
        return JsonResponse(content_of(FormDraft.objects.of(mark).get()), status=409)
    if DRAFTS not in request.session:
        request.session[DRAFTS] = True
    return kept(str(version))


@require_POST
def drop(request: HttpRequest) -> HttpResponse:
    drop_draft(_posted(request))
    return HttpResponse(status=204)


def version_of(text: str | None) -> int:
    """Return the version that a page says it knows; 0 for none, and for what no page of ours says."""
    version = whole_number(text) or 0
    return version if version < HIGHEST_VERSION else 0


def without_nul(text: str) -> str:
    """Return the text without the one character that PostgreSQL cannot store and no key types."""
    return text.replace("\0", "")


def content_of(draft: FormDraft) -> dict[str, object]:
    return {"fields": draft.fields, "version": draft.version, "time": draft.time}


def _posted(request: HttpRequest) -> Mark:
    """Return the mark of the form; units/unsent_views.py has compared it with person and unit. 404 without one."""
    mark = posted_mark(request)
    if mark is None:
        raise Http404
    return mark


def _asked_for(request: HttpRequest) -> Mark:
    acting = acting_of(request)
    address = shortened(without_nul(request.GET.get("address", "")))
    return Mark(user_of(request).pk, acting.key if acting else "", address)
