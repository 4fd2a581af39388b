"""The screen of unions: their names and numbers, founding, moving, closing."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emulation import clock, vietnamese
from emulation.seen import Overtaken
from units import access, actions
from units.admin.forms import CloseForm, MoveForm, UnitForm
from units.admin_filters import Choose, StrandFilter
from units.admin_pages import form_page
from units.admin_search import FoldedSearch
from units.history import latest
from units.models import Event, Headcounts, Kind, Unit
from units.scoped_admin import Group, ScopedAdmin

FOUNDED = ("kind", "form", "strand", "working_year", "coordinated", "valid_from")


class ValidFilter(Choose):
    title = gettext_lazy("hoạt động")
    parameter_name = "valid"
    default = "yes"
    options = (("yes", gettext_lazy("Đang hoạt động")), ("no", gettext_lazy("Đã kết thúc, chưa bắt đầu")))

    def narrow(self, request: HttpRequest, queryset: Any, value: str) -> Any:
        today = clock.today()
        if value == "yes":
            return queryset.valid_on(today)
        return queryset.exclude(pk__in=Unit.objects.valid_on(today))


class KindFilter(Choose):
    title = gettext_lazy("cấp")
    parameter_name = "kind"
    options = Kind.choices

    def narrow(self, request: HttpRequest, queryset: Any, value: str) -> Any:
        return queryset.filter(kind=value)


@admin.register(Unit)
class UnitAdmin(FoldedSearch, ScopedAdmin):
    group, rank = Group.ORGANISATION, 1
    folded = ("search_text",)
    form = UnitForm
    list_display = ("name", "kind_words", "parent", "order", "members", "valid_from", "valid_to")
    list_filter = (ValidFilter, KindFilter, StrandFilter)
    list_select_related = ("parent",)
    sortable_by = ()
    ordering = ("path",)
    fieldsets = (
        (None, {"fields": ("name", "full_name", ("place", "symbol", "head_title"), ("parent", "order"))}),
        (
            gettext_lazy("Loại hình"),
            {"fields": (("kind", "form", "strand"), ("working_year", "coordinated"))},
        ),
        (
            gettext_lazy("Số liệu đã xác nhận gần nhất"),
            {"fields": (Headcounts.COUNTS[:4], Headcounts.COUNTS[4:])},
        ),
        (gettext_lazy("Thời gian hoạt động"), {"fields": (("valid_from", "valid_to", "successor"),)}),
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).order_by("path")

    def may_add(self, by: Any) -> access.Answer:
        return access.may_manage(by)

    def may_change(self, by: Any, thing: Any) -> access.Answer:
        """Without a union: whether there may be any."""
        return access.may_describe(thing, by) if thing else access.yes()

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Where a union hangs and when it ends have acts of their own; its kind is the administrators'."""
        closing = ("valid_to", "successor")
        if obj is None:
            return closing
        return (*closing, "parent", *(() if access.may_manage(request.acting) else FOUNDED))

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"valid_from": clock.today(), "parent": request.acting.unit.pk, "order": 0}

    def save_model(self, request: HttpRequest, obj: Unit, form: Any, change: bool) -> None:
        if change:
            super().save_model(request, obj, form, change)
        else:
            actions.add(obj, by=request.acting)

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> None:
        """Told by the act of founding."""

    def unit_of(self, thing: Any) -> Unit:
        return thing

    def last_change(self, thing: Unit) -> Event | None:
        """Accepting a sheet brings the union's numbers too."""
        accepted = Event.objects.filter(unit=thing, verb="accept")
        return (Event.objects.about(thing).filter(verb__in=self.saves) | accepted).first()

    def get_urls(self) -> list[Any]:
        wrap = self.admin_site.admin_view
        return [
            path("<path:object_id>/close/", wrap(self.close_view), name="units_unit_close"),
            path("<path:object_id>/move/", wrap(self.move_view), name="units_unit_move"),
            *super().get_urls(),
        ]

    def tools(self, request: HttpRequest, thing: Unit) -> list[tuple[str, str]]:
        if not access.may_manage(request.acting) or thing.valid_to or thing.parent_id is None:
            return []
        return [
            (_("Chuyển công đoàn cấp trên…"), reverse("admin:units_unit_move", args=[thing.pk])),
            (_("Kết thúc hoạt động…"), reverse("admin:units_unit_close", args=[thing.pk])),
        ]

    def move_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        unit = self.get_object(request, object_id)
        access.require(access.may_manage(request.acting))
        units = self.others(request, unit)
        form = MoveForm(request.POST or None, unit=unit, units=units)

        def act(typed: dict[str, Any]) -> str:
            try:
                actions.move_under(unit, typed["parent"], by=request.acting, seen=form.seen)
            except Overtaken:
                now = self.get_object(request, object_id)
                hangs = MoveForm(unit=now, units=units, initial={"parent": now.parent_id})
                form.overtaken(hangs, latest(now, "move_unit"))
                raise
            return _("Đã chuyển {unit} về {parent}.").format(unit=unit, parent=typed["parent"])

        return form_page(
            self,
            request,
            unit,
            form,
            act,
            title=_("Chuyển công đoàn cấp trên"),
            sentence=_("Đơn vị và mọi đơn vị bên dưới chuyển theo. Các đợt đã gọi giữ nguyên cây tổ chức khi gọi."),
            button=_("Chuyển đơn vị"),
        )

    def close_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        unit = self.get_object(request, object_id)
        access.require(access.may_manage(request.acting))

        def act(typed: dict[str, Any]) -> str:
            actions.close(unit, on=typed["on"], successor=typed["successor"], by=request.acting)
            day = vietnamese.format_date(typed["on"])
            return _("Đã ghi nhận {unit} kết thúc hoạt động ngày {day}.").format(unit=unit, day=day)

        return form_page(
            self,
            request,
            unit,
            CloseForm(request.POST or None, units=self.others(request, unit)),
            act,
            title=_("Kết thúc hoạt động"),
            sentence=_("Đơn vị không bị xóa: số liệu đã có giữ nguyên, đơn vị đứng dưới đơn vị kế tục."),
            button=_("Ghi nhận kết thúc hoạt động"),
        )

    def others(self, request: HttpRequest, unit: Unit) -> Any:
        """The unions still at work that are neither this one nor below it."""
        at_work = self.get_queryset(request).valid_on(clock.today())
        return at_work.exclude(pk=unit.pk).exclude(pk__in=Unit.objects.below(unit))

    @admin.display(description=gettext_lazy("cấp, khối"))
    def kind_words(self, unit: Unit) -> str:
        if not unit.is_grassroots:
            return unit.get_kind_display()
        words = unit.get_form_display() if unit.is_occupational else unit.get_strand_display()
        return f"{words} · {_('phối hợp')}" if unit.coordinated else words
