"""The page of the words that an office prefers in its reports."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.forms.errors import error_summary
from foundation.lifecycle import StateConflict
from foundation.request_parsing import whole_number
from summaries import access, word_choice_actions
from summaries.forms import WordChoiceForm
from summaries.models import Summary, WordChoice
from summaries.views.acts import stored_summary_or_404
from summaries.views.page import trail
from units.access import require_allowed
from units.acting_request import acting_of, require_acting, user_of


def word_choices(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the words of the unit that a draft is of, add some and drop some."""
    summary = stored_summary_or_404(request, pk)
    require_allowed(access.may_edit(summary, acting_of(request)))
    posted = request.POST if request.method == "POST" else None
    form = WordChoiceForm(None if posted is None or "drop" in posted else posted)
    if posted is not None and _done(request, summary, form):
        return redirect("summary:words", pk)
    title = _("Từ dùng của cơ quan")
    context = {
        "summary": summary,
        "choices": WordChoice.objects.visible_to(user_of(request)).of(summary.unit).order_by("words"),
        "form": form,
        "problems": error_summary(form),
        "title": title,
        "breadcrumb": [*trail(summary), (_("Soạn lời văn"), reverse("summary:edit", args=[pk])), (title, "")],
    }
    return render(request, "summaries/word_choices.html", context)


def _done(request: HttpRequest, summary: Summary, form: WordChoiceForm) -> bool:
    """Add the words that were typed, or drop those whose button was pressed; False where they are refused."""
    by = require_acting(request)
    if "drop" in request.POST:
        rows = WordChoice.objects.visible_to(user_of(request)).filter(unit=summary.unit).select_related("unit")
        choice = get_object_or_404(rows, pk=whole_number(request.POST["drop"]))
        try:
            word_choice_actions.drop_words(choice, by=by)
        except StateConflict as error:
            error.back_url = request.path
            raise
        return True
    if not form.is_valid():
        return False
    try:
        cleaned = form.cleaned_data
        word_choice_actions.choose_words(summary.unit, cleaned["words"], cleaned["instead"], by=by)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True
