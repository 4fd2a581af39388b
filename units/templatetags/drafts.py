"""The template tag of a form that keeps a draft."""

from typing import Any

from django import template
from django.urls import reverse

from units.middleware import DRAFTS
from units.models import FormDraft

register = template.Library()


@register.inclusion_tag("components/draft.html", takes_context=True)
def form_draft(context: Any) -> dict[str, Any]:
    """Write the line of a form whose draft is a FormDraft, and name the draft of before.

    Only a session of somebody who has drafts asks for it. A session of before, on another machine, is told by the 409
    of the first time it saves.
    """
    request = context.request
    mark = getattr(request, "mark", None)  # of units.middleware
    draft = FormDraft.objects.of(mark).first() if mark and request.session.get(DRAFTS) else None
    return {"url": reverse("drafts:draft"), "draft": draft}
