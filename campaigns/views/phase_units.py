"""Actions of the Board on single units of a phase: call a unit founded later, give a unit its own due date."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from campaigns import access
from campaigns.actions import extensions, phases
from campaigns.forms.phases import CallForm, ExtendForm, ExtendManyForm
from campaigns.models import CalledUnit, FilingKind, Phase
from campaigns.timing import kind_in_season
from campaigns.views.lookups import phase_or_404
from campaigns.views.phase_acts import trail
from foundation import clock, vietnamese
from foundation.forms.edit_conflicts import EditConflict
from units.acting_request import acting_of, require_acting, user_of
from units.confirming import Confirmation, ask, posted
from units.history import latest


def call_unit(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    phase = phase_or_404(request, slug, number)
    by = acting_of(request)

    def question() -> Confirmation:
        form = CallForm(posted(request), phase=phase)
        return Confirmation(
            title=_("Bổ sung đơn vị vào {phase}").format(phase=phase.as_phase),
            sentence=_("Đơn vị thành lập sau ngày mở đợt sẽ có bản đăng ký và báo cáo như các đơn vị khác.")
            if phase.asks_pledge
            else _("Đơn vị thành lập sau ngày mở đợt sẽ có báo cáo như các đơn vị khác."),
            button=_("Bổ sung đơn vị"),
            trail=trail(phase.campaign, phase),
            form=form,
        )

    def act(typed: dict) -> str:
        called = phases.call_unit(phase, typed["unit"], by=require_acting(request))
        return _("Đã bổ sung {unit} vào {phase}.").format(unit=called.name, phase=phase.as_phase)

    return ask(request, access.may_call(phase, by), question, act, back_url=phase.get_absolute_url())


def extend(request: HttpRequest, slug: str, number: int, pk: int) -> HttpResponse:
    """Give a called unit (`pk`) its own due date."""
    phase = phase_or_404(request, slug, number)
    by = acting_of(request)
    called = _called_or_404(request, phase, pk)
    kind = request.GET.get("kind", kind_in_season(phase, clock.today()))
    form = ExtendForm(posted(request), called=called, initial={"kind": kind})

    def question() -> Confirmation:
        return Confirmation(
            title=_("Cho gia hạn: {unit}").format(unit=called.name),
            sentence=due_sentence(called),
            button=_("Cho gia hạn"),
            trail=trail(phase.campaign, phase),
            form=form,
        )

    def act(typed: dict) -> str:
        try:
            phases.extend(
                called,
                kind=typed["kind"],
                on=typed["on"],
                reason=typed["reason"],
                by=require_acting(request),
                fingerprints=form.fingerprints,
            )
        except EditConflict:
            form.show_conflict(*_stored_form(_called_or_404(request, phase, pk), typed["kind"]))
            raise
        sentence = _("Đã gia hạn cho {unit} đến {due}.")
        return sentence.format(unit=called.name, due=vietnamese.due_text(typed["on"]))

    return ask(request, access.may_extend(called, by), question, act, back_url=phase.get_absolute_url())


def extend_many(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Move the due date of many units of a phase at once: a storm, an outage of the portal."""
    phase = phase_or_404(request, slug, number)
    by = acting_of(request)

    def question() -> Confirmation:
        kind = kind_in_season(phase, clock.today())
        return Confirmation(
            title=_("Dời hạn nhiều đơn vị, {phase}").format(phase=phase.words),
            sentence=_("Bản gửi trong hạn mới không tính là muộn, kể cả bản đã gửi sau hạn cũ."),
            button=_("Dời hạn"),
            trail=trail(phase.campaign, phase),
            form=ExtendManyForm(posted(request), phase=phase, initial={"kind": kind}),
        )

    def act(typed: dict) -> str:
        chosen = {name: typed[name] for name in ("kind", "on", "reason")}
        extension = extensions.extend_many(phase, typed["branches"], by=require_acting(request), **chosen)
        sentence = _("Đã dời hạn của {n} đơn vị đến {due}; {late} bản thành đúng hạn.")
        due = vietnamese.due_text(typed["on"])
        return sentence.format(n=len(extension.moved), due=due, late=len(extension.on_time))

    return ask(request, access.may_extend_many(phase, by), question, act, back_url=phase.get_absolute_url())


def _called_or_404(request: HttpRequest, phase: Phase, pk: int) -> CalledUnit:
    called = get_object_or_404(CalledUnit.objects.visible_to(user_of(request)), phase=phase, pk=pk)
    called.phase = phase
    return called


def _stored_form(called: CalledUnit, kind: str) -> tuple[ExtendForm, Any]:
    """Return a form that shows the stored due date, and the event that set it last."""
    stored = phases.own_due_dates(called)
    initial = {"kind": kind, "on": stored[kind], "reason": stored["reason"]}
    last = [latest(filing, "extend") for filing in called.filings.all()]
    return ExtendForm(called=called, initial=initial), max(filter(None, last), key=lambda event: event.pk, default=None)


def due_sentence(called: CalledUnit) -> str:
    """Return the sentence that tells the due dates in force."""
    none = _("chưa đặt")
    pledge, report = (called.due(kind) for kind in (FilingKind.PLEDGE, FilingKind.REPORT))
    if not called.phase.asks_pledge:
        return _("Hạn hiện nay: báo cáo {report}.").format(report=vietnamese.due_text(report) if report else none)
    return _("Hạn hiện nay: đăng ký {pledge}; báo cáo {report}.").format(
        pledge=vietnamese.due_text(pledge) if pledge else none,
        report=vietnamese.due_text(report) if report else none,
    )
