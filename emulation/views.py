"""The first page, the search, and the 403 and 404 pages."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

import units.desk
from awards.filters.honour_roll import latest_awards
from campaigns.launch_document import signed_originals
from campaigns.models import Campaign
from campaigns.public_figures import public_figures
from emulation.desk import my_desk
from emulation.search import KINDS, problem
from emulation.search import search as matching
from foundation import vietnamese
from foundation.forms.mark import posted_mark
from foundation.forms.unsent import UnsentForm, refused_form
from foundation.list_page import PER_PAGE
from foundation.pagination.capped import CappedPaginator
from foundation.request_parsing import from_here, query_without
from units.access import Forbidden, NowElsewhere
from units.acting_request import acting_of, user_of
from units.ended_posts import just_ended_sentence
from units.forms.sign_in import SignInAgainForm
from units.sign_in import RESET_UNREAD
from units.unsent_views import sign_in_page, someone_elses, unsent_page
from units.views import expired_sign_in

HONOURS = 5  # newest awards on the first page


@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    """Show my desk to the signed-in, else the running campaign and the newest awards."""
    if request.user.is_authenticated:
        notices = [units.desk.reset_notice()] if RESET_UNREAD in request.session else []
        return render(request, "desk.html", {"desk": my_desk(acting_of(request), notices)})
    campaign = Campaign.objects.select_related("unit").running()
    if campaign is None:
        return render(request, "home.html")
    figures, counted_at = public_figures(campaign)
    context = {
        "campaign": campaign,
        "originals": signed_originals(campaign),
        "phases": campaign.phases.alive().with_commemorations().order_by("number"),
        "figures": figures,
        "counted_at": counted_at,
        "honours": latest_awards(HONOURS),
    }
    return render(request, "home.html", context)


def search(request: HttpRequest) -> HttpResponse:
    """Search all kinds of things in the person's reach, or list one kind."""
    user, text = user_of(request), vietnamese.clean(request.GET.get("q", ""))
    context: dict[str, Any] = {"text": text, "problem": problem(text) if text else ""}
    kind = KINDS.get(request.GET.get("kind", ""))
    if not text or context["problem"]:
        return render(request, "search.html", context)
    if kind is None:
        context["groups"] = matching(user, text)
        return render(request, "search.html", context)
    page = CappedPaginator(kind.rows(user, text), PER_PAGE).get_page(request.GET.get("page"))
    query = query_without(request.GET, *page.parameters)
    context |= {"kind": kind, "page": page, "prefix": f"{query}&", "matches": kind.matches(list(page.rows))}
    return render(request, "search.html", context)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Return 403. Only Forbidden has a sentence for people; Django's PermissionDenied does not.

    A form that was sent after a post had ended is told so too.
    """
    sentence, unsent = str(exception) if isinstance(exception, Forbidden) else "", refused_form(request)
    if unsent and (acting := acting_of(request)):
        sentence = f"{just_ended_sentence(acting.user, acting.key)} {sentence}".strip()
    return render(request, "403.html", {"sentence": sentence, "exception": "", "unsent": unsent}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Return 404; who could see the thing before is told what became of it."""
    sentence = str(exception) if isinstance(exception, NowElsewhere) else ""
    return render(request, "404.html", {"sentence": sentence, "unsent": refused_form(request)}, status=404)


def expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a CSRF failure (403); a form that came from a page of this host can be sent again as it was typed.

    It is not shown to another person than its mark names, and a form with a password but no mark to nobody: a sign-in
    is answered with its form, to be filled in again.
    """
    mark, unsent = posted_mark(request), UnsentForm.of(request)
    if mark is None and request.path == reverse("login") and not request.user.is_authenticated:
        return expired_sign_in(request)
    if not from_here(request) or (unsent.has_secret and mark is None):
        return render(request, "expired.html", {"back_url": mark.address if mark else ""}, status=403)
    if mark and not request.user.is_authenticated:
        return sign_in_page(request, SignInAgainForm.of(request, mark.person), 403)
    if mark and mark.person != request.user.pk:
        return someone_elses(request)
    context = {
        "title": _("Chưa gửi được, nội dung vẫn còn"),
        "sentence": _(
            "Trang mở từ trước lần đăng nhập này, hoặc đã quá lâu, nên chưa gửi được. "
            "Nội dung vẫn còn; xin bấm “Gửi lại”."
        ),
        "button": _("Gửi lại"),
    }
    return unsent_page(request, context, 403)
