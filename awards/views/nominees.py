"""Pages that add, edit and remove the nominations of a dossier."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from awards import access
from awards.actions import dossiers as actions
from awards.forms.nominee_base import NomineeForm
from awards.forms.nominees import CollectiveForm, PersonForm, SexForm
from awards.models import Dossier, Nomination
from awards.selectors.dossier_guidance import exemplar_to_nominate, exemplars_to_nominate
from awards.views.dossiers import dossier_or_404, trail
from foundation.forms.conflict_form import keeping
from foundation.forms.edit_conflicts import EditConflict
from foundation.forms.errors import error_summary
from foundation.lifecycle import StateConflict
from foundation.request_parsing import whole_number
from units.access import require_allowed
from units.acting import Acting
from units.acting_request import acting_of, require_acting, user_of
from units.confirming import Confirmation, ask, posted
from units.history import latest

FORMS: dict[str, type[NomineeForm]] = {"person": PersonForm, "collective": CollectiveForm}


def new(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Add a nomination. `kind`: person or collective. `?followed=` names one of the register to begin with."""
    dossier = dossier_or_404(request, pk)
    if kind not in FORMS:
        raise Http404
    exemplar = exemplar_to_nominate(dossier, whole_number(request.GET.get("followed")))
    form = FORMS[kind](posted(request), dossier=dossier, user=user_of(request), exemplar=exemplar)
    title = _("Thêm cá nhân") if kind == "person" else _("Thêm tập thể")
    return _row_page(request, dossier, form, title)


def edit(request: HttpRequest, pk: int, nomination: int) -> HttpResponse:
    row = row_or_404(request, pk, nomination)
    kind = "person" if row.nominee.is_person else "collective"
    form = FORMS[kind](posted(request), dossier=row.dossier, user=user_of(request), nomination=row)
    return _row_page(request, row.dossier, form, _("Sửa: {name}").format(name=row.nominee.name))


def row_or_404(request: HttpRequest, pk: int, nomination: int) -> Nomination:
    """Return a nomination of this dossier in the user's reach."""
    return get_object_or_404(
        Nomination.objects.visible_to(user_of(request)).with_context(), dossier__pk=pk, pk=nomination
    )


def _row_page(request: HttpRequest, dossier: Dossier, form: NomineeForm, title: str) -> HttpResponse:
    """Show the form, or save and redirect to the dossier, or to an empty form for the next nominee."""
    by, back = acting_of(request), dossier.get_absolute_url()
    try:
        with keeping(form, back):
            if request.method == "POST" and form.is_valid():
                row = _written(form, dossier, require_acting(request))
                messages.success(request, _("Đã ghi {name} vào hồ sơ.").format(name=row.nominee.name))
                return redirect(request.path if "next" in request.POST else back)
            require_allowed(access.may_edit(dossier, by))
    except EditConflict:
        if form.nomination is None:
            raise
        _show_theirs(request, form, form.nomination)
    context: dict[str, Any] = {"dossier": dossier, "form": form, "problems": error_summary(form), "title": title}
    if form.nomination is None:
        context["followed"] = exemplars_to_nominate(dossier)
    context["breadcrumb"] = trail(dossier, (title, ""))
    return render(request, "awards/dossier/nominee.html", context, status=form.status)


def _show_theirs(request: HttpRequest, form: NomineeForm, nomination: Nomination) -> None:
    row = row_or_404(request, form.dossier.pk, nomination.pk)
    now = type(form)(dossier=row.dossier, user=user_of(request), nomination=row)
    form.show_conflict(now, latest(row, "change_nomination"))


def _written(form: NomineeForm, dossier: Dossier, by: Acting) -> Nomination:
    """Save the nomination. Raises StateConflict when another request saved the same whole unit at the same moment."""
    try:
        if form.nomination:
            return actions.change(form.nomination, form.nominee(), form.row(), by=by, fingerprints=form.fingerprints)
        return actions.nominate(dossier, form.nominee(), form.row(), by=by)
    except IntegrityError as error:
        raise StateConflict(_("Tập thể này vừa được ghi vào danh sách. Xin xem lại hồ sơ.")) from error


def correct_sex(request: HttpRequest, pk: int, nomination: int) -> HttpResponse:
    """Correct the sex of a person in a dossier that was sent."""
    row = row_or_404(request, pk, nomination)
    if not row.nominee.is_person:
        raise Http404
    dossier, name = row.dossier, row.nominee.name
    form = SexForm(posted(request), nominee=row.nominee)

    def act(typed: dict[str, Any]) -> str:
        try:
            actions.correct_sex(row, typed["sex"], by=require_acting(request), fingerprints=form.fingerprints)
        except EditConflict:
            now = SexForm(nominee=row_or_404(request, pk, nomination).nominee)
            form.show_conflict(now, latest(dossier, "correct_sex"))
            raise
        return _("Đã ghi giới tính của {name}.").format(name=name)

    def question() -> Confirmation:
        return Confirmation(
            title=_("Sửa giới tính: {name}").format(name=name),
            sentence=_("Sửa trong mọi hồ sơ có người này. Quyết định, bản in đã ban hành giữ nguyên."),
            button=_("Ghi giới tính"),
            trail=trail(dossier, ("", ""))[:-1],
            form=form,
        )

    answer = access.may_correct_nominee(dossier, acting_of(request))
    return ask(request, answer, question, act, back_url=dossier.get_absolute_url())


def remove(request: HttpRequest, pk: int, nomination: int) -> HttpResponse:
    row = row_or_404(request, pk, nomination)
    dossier, name = row.dossier, row.nominee.name

    def act(_typed: dict[str, Any]) -> str:
        actions.remove(row, by=require_acting(request))
        return _("Đã bỏ {name} khỏi hồ sơ.").format(name=name)

    def question() -> Confirmation:
        return Confirmation(
            title=_("Bỏ {name} khỏi hồ sơ").format(name=name),
            sentence=_("Nội dung đã ghi cho trường hợp này sẽ mất: {title}.").format(title=row.title_asked.name),
            button=_("Bỏ {name} khỏi hồ sơ").format(name=name),
            trail=trail(dossier, ("", ""))[:-1],
            tone="danger",
        )

    return ask(
        request, access.may_edit(dossier, acting_of(request)), question, act, back_url=dossier.get_absolute_url()
    )
