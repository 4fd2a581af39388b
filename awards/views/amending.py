"""The page that drafts a correcting, adjusting or annulling decision."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards import decision_access
from awards.actions import decisions
from awards.forms.decisions import AmendForm
from awards.models import Award, Decision, DecisionKind
from awards.selectors import decision_page
from awards.views.decisions import back_to, decision_or_404, trail
from foundation.forms.errors import error_summary, refuse
from units.access import require_allowed
from units.acting_request import acting_of, require_acting, user_of
from units.confirming import posted

TITLES = {
    DecisionKind.CORRECT: gettext_lazy("Đính chính"),
    DecisionKind.ADJUST: gettext_lazy("Điều chỉnh lời ghi"),
    DecisionKind.ANNUL: gettext_lazy("Hủy bỏ khen thưởng"),
}


def amend(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Choose awards and draft a decision about them. `kind`: correct, adjust or annul."""
    decision = decision_or_404(request, pk)
    if kind not in TITLES:
        raise Http404
    with back_to(decision):
        require_allowed(decision_access.may_amend(decision, acting_of(request)))
        awards = Award.objects.visible_to(user_of(request)).in_force().filter(decision=decision).order_by("place")
        form = AmendForm(posted(request), kind=kind, awards=awards)
        if form.is_valid():
            try:
                return _drafted(request, decision, form, kind)
            except ValidationError as error:
                refuse(form, error)
    title = str(TITLES[DecisionKind(kind)])
    context = {
        "decision": decision,
        "subject": decision_page.subject(decision),
        "form": form,
        "problems": error_summary(form),
        "title": title,
        "breadcrumb": trail(decision, (title, "")),
    }
    return render(request, "awards/decision/amend.html", context)


def _drafted(request: HttpRequest, decision: Decision, form: AmendForm, kind: str) -> HttpResponse:
    reason = form.cleaned_data["reason"]
    draft = decisions.amend(decision, form.changes(), by=require_acting(request), kind=kind, reason=reason)
    messages.success(request, _("Đã lập dự thảo quyết định {kind}.").format(kind=draft.get_kind_display()))
    return redirect(draft)
