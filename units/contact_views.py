"""The page of how one can be reached, and one's union."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from foundation.forms.edit_conflicts import EditConflict
from foundation.forms.errors import error_summary
from units import access
from units.acting_request import acting_of, user_of
from units.actions.contacts import stored_contacts, write_contacts
from units.forms.contacts import ContactsForm
from units.history import latest


def contacts(request: HttpRequest) -> HttpResponse:
    """Let a person write the own telephone and address, and those of the union acted for where they may."""
    person, by = user_of(request), acting_of(request)
    unit = by.unit if by and access.may_write_contact(by) else None

    def form_of(posted: Any = None) -> ContactsForm:
        person.refresh_from_db(fields=["phone", "email"])
        if unit:
            unit.refresh_from_db(fields=["contact_person", "phone", "email"])
        return ContactsForm(posted, stored=stored_contacts(person, unit), unit_name=unit.name if unit else "")

    form = form_of(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            write_contacts(person, form.typed, by=by, fingerprints=form.fingerprints)
        except EditConflict:
            form.show_conflict(form_of(), latest(unit or person, "admin_change"))
        else:
            messages.success(request, _("Đã ghi cách liên hệ."))
            return redirect("home")
    context = {"form": form, "problems": error_summary(form), "unit": unit}
    return render(request, "units/contacts.html", context, status=form.status)
