"""Lets Django's test client keep the context of a page alone, not one of every template that the page includes.

A page includes up to a hundred small templates, and the client copied the context of each: 4 % of the time of a run.
"""

from typing import Any

from django.test import client


def keep_context_of_page(
    store: dict[str, Any], signal: Any, sender: Any, template: Any, context: Any, **_: Any
) -> None:
    """Store the context of the template that is rendered first, which is the page itself."""
    if "context" not in store:
        _store_rendered_templates(store, signal, sender, template, context)


_store_rendered_templates = client.store_rendered_templates
