"""The admin screen of signers: who signs the papers of a union, and from which day until which."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation import clock, vietnamese
from units import access
from units.acting import Acting
from units.acting_request import acting_of, require_acting
from units.admin.people import CurrentFilter
from units.admin_base.forms import ScopedForm
from units.admin_base.scoped import ScopedAdmin, ScreenGroup
from units.admin_base.search import FoldedSearch
from units.models import Signer, Unit

OPEN = ("name", "user", "position", "block", "since", "until")


class SignerForm(ScopedForm):
    constraint_words = {"signer_dates_in_order": gettext_lazy("Ngày kết thúc phải sau ngày bắt đầu.")}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        unit, name = cleaned.get("unit") or self.instance.unit_id, cleaned.get("name")
        if unit and name and cleaned.get("position") and cleaned.get("since"):
            self._refuse_overlap(unit, name, cleaned)
        return cleaned

    def _refuse_overlap(self, unit: Any, name: str, cleaned: dict[str, Any]) -> None:
        others = Signer.objects.filter(unit=unit, position=cleaned["position"]).exclude(pk=self.instance.pk)
        names = others.between(cleaned["since"], cleaned.get("until")).values_list("name", flat=True)
        if vietnamese.appearance_key(name) in map(vietnamese.appearance_key, names):
            self.add_error("since", _("Người này đã được ghi ký với chức vụ đó trong thời gian này."))


class SigningFilter(CurrentFilter):
    options = (("yes", gettext_lazy("Đang ký")), ("no", gettext_lazy("Đã thôi, chưa bắt đầu")))

    def narrow(self, request: HttpRequest, queryset: Any, value: str) -> Any:
        current = Signer.objects.current(clock.today())
        return queryset.filter(pk__in=current) if value == "yes" else queryset.exclude(pk__in=current)


@admin.register(Signer)
class SignerAdmin(FoldedSearch, ScopedAdmin):
    """A paper of a day takes its signer from the rows of that day; what was made final keeps its own words."""

    group, rank = ScreenGroup.ORGANISATION, 4
    folded = ("unit__search_text", "user__search_text")
    person_names = ("name",)
    form = SignerForm
    list_display = ("name", "position", "block", "unit", "since", "until")
    list_filter = (SigningFilter,)
    list_select_related = ("unit",)
    sortable_by = ()
    fields = ("unit", ("name", "user"), ("position", "block"), ("since", "until"))

    def may_add(self, by: Acting | None) -> access.Answer:
        return access.may_keep_signers(None, by)

    def may_change(self, by: Acting | None, obj: Any) -> access.Answer:
        return access.may_keep_signers(obj.unit if obj else None, by)

    def save_model(self, request: HttpRequest, obj: Signer, form: Any, change: bool) -> None:
        """Write the columns that the database keeps open (units/append_only.py)."""
        access.require_allowed(access.may_keep_signers(obj.unit, acting_of(request)))
        obj.save(update_fields=OPEN if change else None)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("unit",) if obj else ()

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        unit = require_acting(request).unit
        return {"unit": unit.pk, "since": clock.today(), "block": f"TM. {unit.words.organ}".upper()}

    def choices(self, db_field: Any, request: HttpRequest) -> Any:
        offered = super().choices(db_field, request)
        if db_field.name == "user":
            return offered.filter(is_active=True)
        by = acting_of(request)
        if access.may_manage(by):
            return offered.valid_on(clock.today())
        return offered.valid_on(clock.today()).under(require_acting(request).unit.path)

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """Search in the names as typed too, of which there are few: no column holds them without diacritics."""
        of_units, _repeats = super().get_search_results(request, queryset, search_term)
        words = vietnamese.search_key(search_term).split()
        names = {pk: vietnamese.search_key(name) for pk, name in queryset.values_list("pk", "name")}
        named = [pk for pk, name in names.items() if all(word in name for word in words)]
        return of_units | queryset.filter(pk__in=named), False

    def unit_of(self, obj: Signer) -> Unit:
        return obj.unit
