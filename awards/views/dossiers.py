"""The list of dossiers, the page of a dossier, its letter; sending and withdrawing it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from awards import access
from awards.actions import dossiers as actions
from awards.actions.dossiers import IncompleteDossier
from awards.filters.dossiers import DossierFilter, dossiers_in_office_order
from awards.forms.dossiers import WithdrawForm
from awards.lifecycle import EDITABLE, DossierStatus
from awards.models import Dossier, Nomination
from awards.papers.dossier_letter import dossier_letter_pdf, signed_on
from awards.rules.dossier_completeness import problems
from awards.rules.eligibility import TITLE_FIELDS, Evidence, evidence, with_pledges
from awards.rules.letter_groups import regulation_to_compare
from awards.selectors.dossier_guidance import guidance
from awards.selectors.honoured_words import how_many
from awards.selectors.letter_page import to_compare_sentences
from awards.views import list_tables
from campaigns.where_now import where_now
from foundation.drawing.turns import in_turn
from foundation.list_page import list_page
from foundation.pdf_response import pdf_response
from units.access import NowElsewhere
from units.acting import Acting
from units.acting_request import acting_of, require_acting, user_of
from units.confirming import Confirmation, ask, posted
from units.history import history_of
from units.models import Role

LIST_COLUMNS = (
    "status",
    "late",
    "timing",
    "period_label",
    "deciding_unit",
    "unit__name",
    "unit__path",
    "unit__phone",
    "unit__contact_person",
    "unit__parent__name",
    "phase__number",
    "phase__review_name",
    "campaign__year",
)  # columns that a line of the list needs
ROW_COLUMNS = (
    "dossier",
    "order",
    "position",
    "nominee_class",
    "achievements",
    "opinion",
    "opinion_reason",
    "status",
    "reason",
    "rules_used",
    *(f"nominee__{name}" for name in ("is_person", "name", "birth_year", "sort_key")),
    *TITLE_FIELDS,
    "deciding_unit",
)
"""Columns that a nomination on the page and its evidence need."""
QUESTIONS = ("edit", "submit", "take_back", "withdraw", "begin_again", "endorse", "return", "correct_nominee")


def dossier_list(request: HttpRequest) -> HttpResponseBase:
    """Show the dossiers that the user can see, filtered, in the office's order, in a fixed number of queries."""
    user = user_of(request)
    visible = Dossier.objects.visible_to(user).select_related("unit__parent", "phase", "campaign").only(*LIST_COLUMNS)
    conditions = DossierFilter(request.GET.dict(), queryset=dossiers_in_office_order(visible), user=user)
    by = acting_of(request)

    def rows(dossiers: list[Dossier]) -> list[list_tables.ListedDossier]:
        own = by.unit.pk if by else None
        return [list_tables.ListedDossier(dossier, next_step(dossier, by), own) for dossier in dossiers]

    can_make = by is not None and by.is_(Role.OFFICER)
    return list_page(request, "awards/dossier/list.html", list_tables.DOSSIERS, conditions, rows, can_make=can_make)


def next_step(dossier: Dossier, by: Acting | None) -> str:
    """Return the text of the link to a dossier: what the user may do there, as far as the list can tell."""
    if by and by.is_(Role.REVIEWER) and by.above(dossier.unit.path):
        if dossier.status == DossierStatus.SUBMITTED and by.unit.pk != dossier.deciding_unit_id:
            return _("Xem và đề nghị")
        if dossier.status in (DossierStatus.SUBMITTED, DossierStatus.ENDORSED):
            return _("Xem để thẩm định")
    if by and by.is_(Role.OFFICER) and by.unit.pk == dossier.unit_id and dossier.status in EDITABLE:
        return _("Lập tiếp")
    return _("Xem")


def dossier_or_404(request: HttpRequest, pk: int) -> Dossier:
    """Return a dossier in the user's reach, with its context and the units above.

    Of one that was moved out of their reach, people of before are told who has it now.
    """
    dossiers = Dossier.objects.visible_to(user_of(request)).with_context()
    dossier = dossiers.select_related("unit__parent__parent", "endorsing_unit").filter(pk=pk).first()
    if dossier is None:
        raise _elsewhere(request, pk)
    return dossier


def _elsewhere(request: HttpRequest, pk: int) -> NowElsewhere:
    dossier = get_object_or_404(Dossier.objects.with_context(), pk=pk)
    return NowElsewhere(where_now(dossier.unit, dossier.campaign, dossier.phase, user_of(request)))


@dataclass(frozen=True)
class NomineeRow:
    """A nomination on the page. `evidence` is None for users who neither edit nor judge."""

    nomination: Nomination
    evidence: Evidence | None


def detail(request: HttpRequest, pk: int) -> HttpResponse:
    return dossier_page(request, dossier_or_404(request, pk))


def dossier_page(request: HttpRequest, dossier: Dossier, *, refused: bool = False) -> HttpResponse:
    """Show the dossier. `refused`: the user wanted to send it, but something is missing."""
    by = acting_of(request)
    can = {name: getattr(access, f"may_{name}")(dossier, by) for name in QUESTIONS}
    judges = bool(by and by.is_(Role.REVIEWER) and by.above(dossier.unit.path))
    rows = _rows(request, dossier, with_evidence=judges or bool(can["edit"]))
    collectives = [row for row in rows if not row.nomination.nominee.is_person]
    persons = [row for row in rows if row.nomination.nominee.is_person]
    withdrawn = dossier.status == DossierStatus.WITHDRAWN
    context = {
        "dossier": dossier,
        "can": can,
        "judges": judges,
        "collectives": collectives,
        "persons": persons,
        "named": how_many(len(collectives), len(persons)),
        "problems": _problems(dossier, rows) if can["edit"] else [],
        "refused": refused,
        "sent": not withdrawn and dossier.status not in EDITABLE,
        "endorsed_here": by is not None and by.unit.pk == dossier.endorsing_unit_id,
        "on_behalf": can["edit"] and by is not None and by.unit.pk != dossier.unit_id,
        "begun_again": _begun_again(request, dossier) if withdrawn else None,
        "guidance": guidance(dossier, by),
        "story": history_of(dossier),
        "breadcrumb": trail(dossier),
    }
    return render(request, "awards/dossier/detail.html", context)


def letter_to_compare(dossier: Dossier) -> list[str]:
    """Return what is said of the rule that the letter of a dossier states, if its text was not read."""
    regulation = regulation_to_compare(signed_on(dossier))
    return to_compare_sentences([regulation] if regulation else [])


def _begun_again(request: HttpRequest, dossier: Dossier) -> Dossier | None:
    """Return the new dossier that was begun from a withdrawn one."""
    return Dossier.objects.visible_to(user_of(request)).filter(begun_from=dossier).first()


def _rows(request: HttpRequest, dossier: Dossier, *, with_evidence: bool) -> list[NomineeRow]:
    """Return the nominations: collectives in the order of the dossier, then persons by given name."""
    visible: Any = dossier.nominations.visible_to(user_of(request))
    shown = visible.select_related("nominee", "title_asked", "title_granted").only(*ROW_COLUMNS).with_works()
    nominations = list(with_pledges(shown) if with_evidence else shown)
    nominations.sort(key=lambda row: (row.nominee.sort_key if row.nominee.is_person else "", row.order, row.pk))
    evidences = evidence(nominations) if with_evidence else {}
    return [NomineeRow(nomination, evidences.get(nomination.pk)) for nomination in nominations]


def _problems(dossier: Dossier, rows: list[NomineeRow]) -> list[tuple[str, str]]:
    """Return pairs (URL, sentence) of what is missing; without nominations only that they are missing."""
    missing = problems(dossier) if rows else problems(dossier)[:1]
    letter = reverse("awards:dossier_edit", args=[dossier.pk]) if rows else "#nominees"
    return [
        (_row_address(problem.nomination) if problem.nomination else letter, problem.sentence) for problem in missing
    ]


def _row_address(row: Nomination) -> str:
    return reverse("awards:nominee_edit", args=[row.dossier_id, row.pk])


def trail(dossier: Dossier, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """Return the breadcrumb of a dossier; `more` are pages below it."""
    here = dossier.get_absolute_url() if more else ""
    return [(_("Khen thưởng"), reverse("awards:dossiers")), (f"{dossier.unit.name}, {dossier.phase}", here), *more]


def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for confirmation with numbers, then send; or show the dossier with what is missing."""
    dossier = dossier_or_404(request, pk)
    answer = access.may_submit(dossier, acting_of(request))
    if answer and problems(dossier):
        return dossier_page(request, dossier, refused=True)

    def act(_typed: dict[str, Any]) -> str:
        actions.submit(dossier, by=require_acting(request))
        return _("Đã gửi hồ sơ. Kết quả xem xét hiện ở trang này.")

    try:
        return ask(request, answer, lambda: _sending(dossier), act, back_url=dossier.get_absolute_url())
    except IncompleteDossier:
        return dossier_page(request, dossier, refused=True)


def _sending(dossier: Dossier) -> Confirmation:
    persons = dossier.nominations.filter(nominee__is_person=True).count()
    collectives = dossier.nominations.filter(nominee__is_person=False).count()
    named = how_many(collectives, persons)
    sentence = _("Hồ sơ đề nghị {named}. Gửi rồi vẫn rút lại để sửa được, đến khi cấp trên bắt đầu xét.")
    return Confirmation(
        title=_("Gửi hồ sơ"),
        sentence=sentence.format(named=named),
        button=_("Gửi hồ sơ: {named}").format(named=named),
        trail=trail(dossier, ("", ""))[:-1],
        notices=letter_to_compare(dossier),
    )


@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    dossier = dossier_or_404(request, pk)
    by = require_acting(request, access.may_take_back(dossier, acting_of(request)))
    actions.take_back(dossier, by=by)
    messages.success(request, _("Đã rút lại để sửa. Sửa xong, xin gửi lại."))
    return redirect(dossier)


@require_POST
def begin_again(request: HttpRequest, pk: int) -> HttpResponse:
    withdrawn = dossier_or_404(request, pk)
    by = require_acting(request, access.may_begin_again(withdrawn, acting_of(request)))
    dossier = actions.begin_again(withdrawn, by=by)
    messages.success(request, _("Đã lập hồ sơ mới với nội dung của hồ sơ đã rút. Xin ghi số, ngày tờ trình mới."))
    return redirect(dossier)


def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    dossier = dossier_or_404(request, pk)
    form = WithdrawForm(posted(request))

    def act(typed: dict[str, Any]) -> str:
        actions.withdraw(dossier, by=require_acting(request), **typed)
        return _("Đã rút hồ sơ. Cần đề nghị lại thì lập hồ sơ mới từ hồ sơ này.")

    def question() -> Confirmation:
        count = dossier.nominations.count()
        sentence = _(
            "{n} trường hợp trong hồ sơ này sẽ không được xét. Rút rồi không mở lại được; cần đề nghị lại thì lập hồ sơ"
            " mới từ hồ sơ này, không phải ghi lại."
        ).format(n=count)
        if require_acting(request).unit.pk != dossier.unit_id:
            sentence = _("Đang rút thay {unit}.").format(unit=dossier.unit.name) + " " + sentence
        return Confirmation(
            title=_("Rút hồ sơ"),
            sentence=sentence,
            button=_("Rút hồ sơ"),
            form=form,
            trail=trail(dossier, ("", ""))[:-1],
            tone="danger",
        )

    answer = access.may_withdraw(dossier, acting_of(request))
    return ask(request, answer, question, act, back_url=dossier.get_absolute_url())


def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """Return letter.pdf, with which the unit sends the dossier."""
    dossier = dossier_or_404(request, pk)
    with in_turn(request):
        return pdf_response(dossier_letter_pdf(dossier), f"letter-{dossier.pk}.pdf")
