"""Actions of the union above on a dossier: endorsing it, returning it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from awards import access
from awards.actions import dossiers as actions
from awards.forms.dossiers import EndorseForm
from awards.models import Dossier, Nomination
from awards.rules.eligibility import evidence
from awards.rules.sorting import in_paper_order
from awards.views.dossier_making import keeping
from awards.views.dossiers import dossier_or_404, trail
from foundation.forms.errors import error_summary, refuse
from units.access import require_allowed
from units.acting_request import acting_of, require_acting, user_of
from units.confirming import Confirmation, ask, posted
from units.forms.returning import ReturnForm


def endorse(request: HttpRequest, pk: int) -> HttpResponse:
    """Give an opinion on each nominee and send the dossier on, on one page."""
    dossier = dossier_or_404(request, pk)
    back = dossier.get_absolute_url()
    rows = in_paper_order(Nomination.objects.visible_to(user_of(request)).with_context().filter(dossier=dossier))
    form = EndorseForm(posted(request), rows=rows)
    with keeping(form, back):
        if request.method == "POST" and form.is_valid():
            try:
                actions.endorse(
                    dossier, form.opinions(), meeting=form.meeting, by=require_acting(request),
                    confirmed=form.is_confirmed,
                )  # fmt: skip
            except ValidationError as error:
                refuse(form, error)
            else:
                messages.success(request, endorsed_sentence(dossier))
                return redirect(back)
        require_allowed(access.may_endorse(dossier, acting_of(request)))
    evidences = evidence(rows)
    title = _("Đề nghị lên cấp trên")
    context = {
        "dossier": dossier,
        "form": form,
        "lines": [(row, evidences[row.pk], opinion, reason) for row, opinion, reason in form.lines()],
        "problems": error_summary(form),
        "title": title,
        "breadcrumb": trail(dossier, (title, "")),
    }
    return render(request, "awards/dossier/endorse.html", context)


def endorsed_sentence(dossier: Dossier) -> str:
    """Return how many nominations were endorsed and how many were not."""
    opinions = list(dossier.nominations.values_list("opinion", flat=True))
    agreed = opinions.count(Nomination.Opinion.AGREE)
    sentence = _("Đã đề nghị {n} trường hợp lên {unit}; không đề nghị {m} trường hợp.")
    return sentence.format(n=agreed, m=len(opinions) - agreed, unit=dossier.decider.name)


def return_(request: HttpRequest, pk: int) -> HttpResponse:
    dossier = dossier_or_404(request, pk)
    form = ReturnForm(posted(request))
    unit = dossier.unit.name

    def act(typed: dict[str, Any]) -> str:
        actions.return_(dossier, by=require_acting(request), **typed)
        return _("Đã trả lại hồ sơ của {unit}.").format(unit=unit)

    def question() -> Confirmation:
        return Confirmation(
            title=_("Trả lại bổ sung: {unit}").format(unit=unit),
            sentence=_("{unit} sẽ đọc được lý do và hạn gửi lại.").format(unit=unit),
            button=_("Trả lại bổ sung"),
            trail=trail(dossier, ("", ""))[:-1],
            form=form,
        )

    answer = access.may_return(dossier, acting_of(request))
    return ask(request, answer, question, act, back_url=dossier.get_absolute_url())
