"""The Board's pages of data requests: all of a campaign, one with who has answered, its head and its questions."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns import data_request_access as access
from campaigns.access import may_run
from campaigns.actions import data_requests as actions
from campaigns.data_requests.audience import missing_for_opening, units_to_ask
from campaigns.data_requests.totals import totals_of
from campaigns.forms.data_request_questions import QuestionForm, question_forms
from campaigns.forms.data_requests import DataRequestForm
from campaigns.lifecycle import MISSING, RECEIVED, STATES, FilingStatus
from campaigns.models import DataRequest, DataRequestSheet
from campaigns.views.data_requests.lookups import data_request_or_404, request_trail, requests_of, requests_trail
from campaigns.views.lookups import campaign_or_404
from foundation.forms.edit_conflicts import WHOLE_FORM, ConflictNotice, EditConflict, fingerprint
from foundation.forms.errors import error_summary
from foundation.lifecycle import StateConflict
from foundation.vietnamese import format_number
from units.access import require_allowed
from units.acting_request import acting_of, require_acting, user_of
from units.attachments import scans_of
from units.confirming import Confirmation, ask, posted
from units.history import history_of, latest

SHOWN_MISSING = 30
"""Names of units that have not answered on the page of a request; the list has them all."""
ACTS = ("edit", "open", "extend", "close", "reopen", "discard")


def data_requests(request: HttpRequest, slug: str) -> HttpResponse:
    """List the data requests of a campaign that concern the reader, with how many answers came."""
    campaign = campaign_or_404(request, slug)
    reached = DataRequestSheet.objects.visible_to(user_of(request)).values("pk")
    expected = Q(sheets__in=reached) & ~Q(sheets__status=FilingStatus.EXCUSED)
    counts = {
        "expected": Count("sheets", filter=expected),
        "received": Count("sheets", filter=expected & Q(sheets__status__in=RECEIVED)),
    }
    context = {
        "campaign": campaign,
        "requests": requests_of(request, campaign).annotate(**counts),
        "may_begin": access.may_begin_request(campaign, acting_of(request)),
        "breadcrumb": [*requests_trail(campaign)[:-1], (_("Yêu cầu bổ sung số liệu"), "")],
    }
    return render(request, "campaigns/data_requests/all.html", context)


def data_request(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Show a request: letter, questions, how many sheets are in each state, who is missing, totals of the accepted."""
    shown = data_request_or_404(request, slug, number)
    by = acting_of(request)
    sheets = DataRequestSheet.objects.visible_to(user_of(request)).filter(request=shown)
    states = dict(sheets.order_by().values_list("status").annotate(Count("pk")))
    can = {name: getattr(access, f"may_{name}_request")(shown, by) for name in ACTS}
    missing = sheets.filter(status__in=MISSING).select_related("unit")
    added = sheets.filter(Q(coordinated=False) | Q(unit=by.unit if by else None))  # as in the annex of the report
    board = bool(may_run(shown.campaign, by))
    expected = sum(states.values()) - states.get(FilingStatus.EXCUSED, 0)
    context = {
        "data_request": shown,
        "questions": shown.questions.select_related("indicator"),
        "scans": scans_of(shown).in_force(),
        "board": board,
        "can": can | {"ask": access.may_ask_unit(shown, by), "add_letter": access.may_add_letter(shown, by)},
        "lacks": missing_for_opening(shown) if can["open"] else [],
        "to_ask": units_to_ask(shown).count() if shown.is_drafted else 0,
        "states": _states(shown, states),
        "expected": expected,
        "received": sum(states.get(state, 0) for state in RECEIVED),
        "missing": missing[:SHOWN_MISSING],
        "missing_count": sum(states.get(state, 0) for state in MISSING),
        "totals": totals_of(shown, added) if shown.was_sent else [],
        "story": history_of(shown) if board else [],
        "breadcrumb": request_trail(shown)[:-1] + [(shown.title, "")],
    }
    return render(request, "campaigns/data_requests/request.html", context)


def _states(shown: DataRequest, numbers: dict[str, int]) -> list[tuple[str, str, str, str]]:
    """Return (number, label, tone, address of the list) of each state of a sheet."""
    address = f"{reverse('data_requests:list')}?request={shown.pk}&status="
    tones = {FilingStatus.ACCEPTED: "ok", FilingStatus.RETURNED: "no", FilingStatus.SUBMITTED: "wait"}
    counted = [(state, numbers.get(state, 0)) for state in map(FilingStatus, STATES)]
    return [
        (format_number(number), str(state.label), tones.get(state, "") if number else "", f"{address}{state.value}")
        for state, number in counted
    ]


def begin(request: HttpRequest, slug: str) -> HttpResponse:
    """Draft a request; its questions follow."""
    campaign = campaign_or_404(request, slug)
    form = DataRequestForm(posted(request), campaign=campaign)
    created: list[DataRequest] = []

    def question() -> Confirmation:
        title = _("Soạn yêu cầu bổ sung số liệu")
        sentence = _(
            "Dùng khi cấp trên gửi biểu mẫu hỏi số liệu ngoài các đợt. Phiếu của các đợt không thay đổi. Chưa gửi cho "
            "đơn vị nào: bước sau ghi các câu hỏi, rồi xem lại và gửi."
        )
        return Confirmation(
            title=title,
            sentence=sentence,
            button=_("Lưu, sang bước ghi câu hỏi"),
            heading=_("Theo công văn nào, hỏi ai, hạn nào?"),
            trail=requests_trail(campaign),
            form=form,
        )

    def act(_typed: dict[str, Any]) -> str:
        created.append(actions.begin_request(campaign, form.head, by=require_acting(request)))
        return _("Đã lưu. Xin ghi các câu hỏi.")

    return ask(
        request,
        access.may_begin_request(campaign, acting_of(request)),
        question,
        act,
        back_url=requests_trail(campaign)[-1][1],
        made_url=lambda: created[0].url("data_request_questions"),
    )


def edit(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Change the head of a request that nobody was asked yet."""
    shown = data_request_or_404(request, slug, number)
    form = DataRequestForm(posted(request), campaign=shown.campaign, request=shown)

    def question() -> Confirmation:
        title = _("Sửa yêu cầu")
        return Confirmation(
            title=title,
            sentence="",
            heading=shown.title,
            button=_("Lưu"),
            trail=request_trail(shown),
            form=form,
        )

    def act(_typed: dict[str, Any]) -> str:
        try:
            actions.change_request(
                shown,
                form.head,
                by=require_acting(request),
                typed=form.typed,
                stored=lambda: DataRequestForm(campaign=shown.campaign, request=shown).stored,
                fingerprints=form.fingerprints,
            )
        except EditConflict:
            now = DataRequestForm(campaign=shown.campaign, request=data_request_or_404(request, slug, number))
            form.show_conflict(now, latest(shown, "change_request"))
            raise
        return _("Đã lưu yêu cầu.")

    answer = access.may_edit_request(shown, acting_of(request))
    return ask(request, answer, question, act, back_url=shown.get_absolute_url())


def questions(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Write the questions of a request, all on one page; `add` saves and offers more blank ones."""
    shown = data_request_or_404(request, slug, number)
    forms = question_forms(shown, posted(request))
    by = acting_of(request)
    if request.method != "POST" or by is None or [form for form in forms if not form.is_valid()]:
        require_allowed(access.may_edit_request(shown, by))
        return _questions_page(request, shown, forms)
    filled = [form for form in forms if not form.is_blank]
    filled.sort(key=lambda form: form.cleaned_data.get("order") or len(forms))
    seen = request.POST.get("seen")
    try:
        actions.write_questions(
            shown,
            [form.question for form in filled],
            by=by,
            fingerprints={} if seen is None else {WHOLE_FORM: seen},
        )
    except EditConflict:
        event = latest(shown, "change_request")
        return _questions_page(request, shown, forms, conflict=ConflictNotice.from_event(event, []))
    except StateConflict as error:
        error.typed = [(str(form["name"].label), form.cleaned_data["name"]) for form in filled]
        error.back_url = shown.get_absolute_url()
        raise
    except ValidationError as error:
        forms[0].add_error(None, error)
        return _questions_page(request, shown, forms)
    return redirect(shown.url("data_request_questions") if "add" in request.POST else shown)


def _questions_page(
    request: HttpRequest, shown: DataRequest, forms: list[QuestionForm], conflict: ConflictNotice | None = None
) -> HttpResponse:
    title = _("Các câu hỏi")
    seen = request.POST.get("seen") if not conflict else None
    context = {
        "data_request": shown,
        "forms": forms,
        "fingerprint": seen or fingerprint(actions.stored_questions(shown)),
        "conflict": conflict,
        "problems": [pair for form in forms for pair in error_summary(form)],
        "title": title,
        "breadcrumb": request_trail(shown, (title, "")),
    }
    return render(request, "campaigns/data_requests/questions.html", context, status=409 if conflict else 200)
