"""Actions on a register entry: reissuing a paper, recording the handing over."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from awards import decision_access
from awards.actions import register
from awards.forms.decisions import HandOverForm, ReissueForm
from awards.models import Award
from awards.views.decisions import trail
from foundation.forms.edit_conflicts import EditConflict
from units.acting_request import acting_of, require_acting, user_of
from units.confirming import Confirmation, ask, posted
from units.history import latest


def reissue(request: HttpRequest, pk: int) -> HttpResponse:
    award = award_or_404(request, pk)

    def question() -> Confirmation:
        sentence = _("Số sổ khen thưởng giữ nguyên; bản in cũ khi tra cứu được báo là đã thay thế.")
        return _question(award, _("Cấp lại"), sentence, ReissueForm(posted(request)))

    def act(typed: dict[str, Any]) -> str:
        paper = register.reissue(award, by=require_acting(request), **typed)
        return _("Đã cấp lại cho {name}, lần {n}.").format(name=award.name, n=paper.issue)

    answer = decision_access.may_keep_register(award, acting_of(request))
    return ask(request, answer, question, act, back_url=award.decision.get_absolute_url())


def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    award = award_or_404(request, pk)
    form = HandOverForm(posted(request), award=award)

    def question() -> Confirmation:
        sentence = _("{form}, {decision}.").format(form=award.title.form, decision=award.decision)
        return _question(award, _("Ghi nhận đã trao"), sentence, form)

    def act(typed: dict[str, Any]) -> str:
        try:
            register.hand_over(award, by=require_acting(request), fingerprints=form.fingerprints, **typed)
        except EditConflict:
            form.show_conflict(HandOverForm(award=award_or_404(request, pk)), latest(award, "hand_over"))
            raise
        return _("Đã ghi nhận trao cho {name}.").format(name=award.name)

    answer = decision_access.may_keep_register(award, acting_of(request))
    return ask(request, answer, question, act, back_url=award.decision.get_absolute_url())


def award_or_404(request: HttpRequest, pk: int) -> Award:
    """Return a register entry in the user's reach, with its context."""
    return get_object_or_404(Award.objects.visible_to(user_of(request)).with_context(), pk=pk)


def _question(award: Award, button: str, sentence: str, form: Any) -> Confirmation:
    return Confirmation(
        title=f"{button}: {award.name}",
        sentence=sentence,
        button=button,
        trail=trail(award.decision, (button, ""))[:-1],
        form=form,
    )
