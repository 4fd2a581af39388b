"""The page with the form of a section or an indicator, of the Board as of a sector union."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from campaigns.actions.amendments import AmendmentNeeded
from campaigns.forms.asking import AskingForm
from campaigns.models import Indicator, Section
from foundation.forms.edit_conflicts import EditConflict
from foundation.forms.errors import error_summary, refuse
from units.history import latest
from units.sent_once import made_once

WRITES = ("change_asked", "admin_change")


def edit_row(
    request: HttpRequest,
    row: Section | Indicator | None,
    form_of: Callable[..., Any],
    save: Callable[[Any], str],
    *,
    title: str,
    list_url: str,
    way: Sequence[tuple[str, str]],
) -> HttpResponse:
    """Show and save the form of a row; a new one may be followed by another.

    `form_of` makes the form of what was posted, or of the row as it is now. `save` writes it and returns its anchor on
    the page at `list_url`; `way` leads there.
    """
    form = form_of(request.POST if request.method == "POST" else None)

    def saved() -> str:
        anchor = save(form)
        messages.success(request, _("Đã ghi."))
        return request.get_full_path() if "another" in request.POST else f"{list_url}#{anchor}"

    if form.is_valid():
        try:
            return made_once(request, saved) if row is None else redirect(saved())
        except EditConflict:
            form.show_conflict(form_of(), latest(row, *WRITES) if row else None)
        except ValidationError as error:
            refuse(form, error)
        except AmendmentNeeded as needed:
            _ask_for(form, needed)
    context = {
        "title": title,
        "form": form,
        "problems": error_summary(form),
        "adds": row is None,
        "back_url": list_url,
        "breadcrumb": [*way, (title, "")],
    }
    return render(request, "campaigns/asked/form.html", context, status=form.status)


def _ask_for(form: AskingForm, needed: AmendmentNeeded) -> None:
    """Say at the form what the change needs: why it cannot be kept, or its reason with what would change."""
    for sentence in (*needed.refusals, *needed.questions):
        form.add_error(None, sentence)
    if needed.differences:
        form.ask_why(what_changes(needed))


def what_changes(needed: AmendmentNeeded) -> list[str]:
    return [_("Xin ghi lý do. Nội dung mà đợt đang mở hỏi sẽ thay đổi:"), *needed.difference_lines]
