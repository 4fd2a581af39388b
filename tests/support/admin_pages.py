"""Helpers for tests of the admin: its addresses, and what its forms would send."""

import pytest

from foundation import clock


@pytest.fixture
def on_10_march_2015():
    """Set the clock to 10 March 2015: phase 1 is open, pledges are coming in."""
    with clock.travel("2015-03-10T09:00+07:00"):
        yield


@pytest.fixture
def sign_in_as(client, world):
    """A function that signs the client in as a person of the cast and returns it."""

    def sign_in(name):
        client.force_login(world.user(name))
        return client

    return sign_in


def change_url(target, page="change"):
    return f"/admin/{target._meta.app_label}/{target._meta.model_name}/{target.pk}/{page}/"


def posted(response):
    """Return what the forms of a page would send if nothing were typed."""
    context = response.context
    fields = {}
    formsets = [inline.formset for inline in context["inline_admin_formsets"]]
    forms = [context["adminform"].form]
    for formset in formsets:
        forms += [formset.management_form, *formset.forms]
    for form in forms:
        for bound in form:
            value = bound.value()
            if value is True:
                fields[bound.html_name] = "on"
            elif value is not None and value is not False:
                fields[bound.html_name] = value
    return fields


def messages_of(response):
    return [str(message) for message in response.context["messages"]]
