"""The admin screen of unions: editing, founding, moving, changing the type, closing, calling off planned acts."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation import clock, vietnamese
from foundation.forms.edit_conflicts import EditConflict
from foundation.lifecycle import StateConflict
from units import access
from units.acting import Acting
from units.acting_request import acting_of, require_acting, user_of
from units.actions import planned_acts, unions
from units.actions.tree_changes import UnionsLeftBelow
from units.admin.forms import CallOffForm, ChangeTypeForm, CloseForm, MoveForm, UnitForm
from units.admin_base.filters import ChoiceListFilter, StrandFilter
from units.admin_base.pages import brought_in_by_file, form_page
from units.admin_base.scoped import ScopedAdmin, ScreenGroup
from units.admin_base.search import FoldedSearch
from units.history import latest, require_still_allowed
from units.lifecycle import PlannedActStatus
from units.models import Event, Headcounts, ImportKind, PlannedAct, Unit
from units.models.vocabulary import kind_choices, strand_name

FOUNDED = ("form", "strand", "working_year", "coordinated", "valid_from")


class ValidFilter(ChoiceListFilter):
    title = gettext_lazy("hoạt động")
    parameter_name = "valid"
    options = (
        ("yes", gettext_lazy("Đang hoạt động")),
        ("no", gettext_lazy("Đã kết thúc, chưa bắt đầu")),
        ("planned", gettext_lazy("Có việc dự kiến")),
        ("hindered", gettext_lazy("Có việc dự kiến còn vướng")),
    )

    def narrow(self, request: HttpRequest, queryset: Any, value: str) -> Any:
        today = clock.today()
        pending = PlannedAct.objects.pending()
        if value == "planned":
            return queryset.filter(pk__in=pending.values("unit"))
        if value == "hindered":
            return queryset.filter(pk__in=pending.filter(status=PlannedActStatus.HINDERED).values("unit"))
        if value == "yes":
            return queryset.valid_on(today)
        return queryset.exclude(pk__in=Unit.objects.valid_on(today))


class KindFilter(ChoiceListFilter):
    title = gettext_lazy("cấp")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [*kind_choices()]


@admin.register(Unit)
class UnitAdmin(FoldedSearch, ScopedAdmin):
    group, rank = ScreenGroup.ORGANISATION, 1
    folded = ("search_text",)
    form = UnitForm
    records_additions = False
    change_form_template = "admin/union.html"
    list_display = ("name", "kind_words", "parent", "phone", "order", "members", "valid_from", "ending_words")
    list_filter = (ValidFilter, KindFilter, StrandFilter)
    list_select_related = ("parent",)
    sortable_by = ()
    ordering = ("path",)
    person_names = ("contact_person",)
    fieldsets = (
        (None, {"fields": ("name", "full_name", ("place", "symbol", "head_title"), ("parent", "order"))}),
        (
            gettext_lazy("Liên hệ"),
            {"fields": (("contact_person", "phone", "email"),)},
        ),
        (
            gettext_lazy("Loại hình"),
            {"fields": (("unit_type", "form", "strand"), ("working_year", "coordinated"))},
        ),
        (
            gettext_lazy("Số liệu đã xác nhận gần nhất"),
            {"fields": (Headcounts.COUNTS[:4], Headcounts.COUNTS[4:])},
        ),
        (gettext_lazy("Thời gian hoạt động"), {"fields": (("valid_from", "valid_to", "successor"),)}),
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).order_by("path")

    def may_add(self, by: Acting | None) -> access.Answer:
        return access.may_manage(by)

    def list_tools(self, request: HttpRequest) -> list[tuple[str, str]]:
        return brought_in_by_file(request, ImportKind.UNIONS)

    def may_change(self, by: Acting | None, unit: Any) -> access.Answer:
        """`unit` is None when Django asks about the screen as a whole."""
        return access.may_describe(unit, by) if unit else access.yes()

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Parent and end have pages of their own. The columns of FOUNDED are for administrators."""
        closing = ("valid_to", "successor")
        if obj is None:
            return closing
        return (*closing, "parent", "unit_type", *(() if access.may_manage(acting_of(request)) else FOUNDED))

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"valid_from": clock.today(), "parent": require_acting(request).unit.pk, "order": 0}

    def save_model(self, request: HttpRequest, obj: Unit, form: Any, change: bool) -> None:
        if change:
            super().save_model(request, obj, form, change)
        else:
            unions.add(obj, by=require_acting(request))

    def unit_of(self, unit: Any) -> Unit:
        return unit

    def last_change(self, unit: Unit) -> Event | None:
        """Accepting a sheet updates the union's headcounts, so its event counts too."""
        accepted = Event.objects.filter(unit=unit, verb="accept")
        return (Event.objects.about(unit).filter(verb__in=self.saves) | accepted).first()

    def get_urls(self) -> list[Any]:
        wrap = self.admin_site.admin_view
        return [
            path("planned/<int:pk>/call-off/", wrap(self.call_off_view), name="units_unit_call_off"),
            path("<path:object_id>/close/", wrap(self.close_view), name="units_unit_close"),
            path("<path:object_id>/type/", wrap(self.type_view), name="units_unit_type"),
            path("<path:object_id>/move/", wrap(self.move_view), name="units_unit_move"),
            *super().get_urls(),
        ]

    def tools(self, request: HttpRequest, unit: Unit) -> list[tuple[str, str]]:
        if not access.may_manage(acting_of(request)) or unit.valid_to or unit.parent_id is None:
            return []
        change_type = (_("Đổi loại đơn vị…"), reverse("admin:units_unit_type", args=[unit.pk]))
        return [
            *([change_type] if unions.types_for(unit) else []),
            (_("Chuyển công đoàn cấp trên…"), reverse("admin:units_unit_move", args=[unit.pk])),
            (_("Kết thúc hoạt động…"), reverse("admin:units_unit_close", args=[unit.pk])),
        ]

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """Prefetch the planned acts of the rows of a page, in one query."""
        page = super().get_changelist_instance(request)
        page.result_list = list(page.result_list)
        plans = Prefetch("planned_acts", PlannedAct.objects.pending())
        prefetch_related_objects(page.result_list, plans)
        return page

    def render_change_form(self, request: HttpRequest, context: dict, *args: Any, **kwargs: Any) -> HttpResponse:
        if context["original"]:
            plans = context["original"].planned_acts.pending().with_people()
            context["plans"] = [self.plan_notice(request, act) for act in plans]
        return super().render_change_form(request, context, *args, **kwargs)

    def plan_notice(self, request: HttpRequest, act: PlannedAct) -> dict[str, str]:
        why_not = _("Đến ngày nhưng chưa thực hiện được: {why_not} Khi không còn vướng, cổng tự thực hiện.")
        may_call_off = access.may_call_off(act, acting_of(request))
        return {
            "text": planned_words(act),
            "title": why_not.format(why_not=act.why_not) if act.why_not else "",
            "url": reverse("admin:units_unit_call_off", args=[act.pk]) if may_call_off else "",
        }

    def events_of(self, unit: Unit) -> Any:
        """The unit's events and those of its planned acts, except carrying out: the act has an event of its own."""
        plans = Event.objects.about_all(PlannedAct, unit.planned_acts.values("pk"))
        return super().events_of(unit) | plans.exclude(verb="carry_out_act")

    def move_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        unit = self.get_object(request, object_id)
        access.require_allowed(access.may_manage(acting_of(request)))
        units = self.others(request, unit)
        form = MoveForm(request.POST or None, unit=unit, units=units)

        def act(typed: dict[str, Any]) -> str:
            try:
                planned = unions.move_under(unit, by=require_acting(request), fingerprints=form.fingerprints, **typed)
            except EditConflict:
                now = self.get_object(request, object_id)
                as_typed = {name: form[name].value() for name in ("on", "reason")}
                hangs = MoveForm(unit=now, units=units, initial=as_typed | {"parent": now.parent_id})
                form.show_conflict(hangs, latest(now, "move_unit"))
                raise
            if planned:
                return planned_message(planned)
            return _("Đã chuyển {unit} về {parent}.").format(unit=unit, parent=typed["parent"])

        return form_page(
            self,
            request,
            unit,
            form,
            act,
            title=_("Chuyển công đoàn cấp trên"),
            sentence=_("Đơn vị và mọi đơn vị bên dưới chuyển theo. Các đợt đã mở giữ nguyên cây tổ chức khi mở."),
            button=_("Chuyển đơn vị"),
        )

    def type_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        unit = self.get_object(request, object_id)
        access.require_allowed(access.may_manage(acting_of(request)))
        form = ChangeTypeForm(request.POST or None, unit=unit, types=unions.types_for(unit))

        def act(typed: dict[str, Any]) -> str:
            words = typed.pop("unit_type")
            try:
                planned = unions.change_type(
                    unit, words, by=require_acting(request), fingerprints=form.fingerprints, **typed
                )
            except EditConflict:
                now = self.get_object(request, object_id)
                as_typed = {name: form[name].value() for name in ("on", "reason")}
                changed = ChangeTypeForm(unit=now, types=[now.words, *unions.types_for(now)], initial=as_typed)
                changed.initial["unit_type"] = now.words.code
                form.show_conflict(changed, latest(now, "change_type"))
                raise
            if planned:
                return planned_message(planned)
            return _("Loại đơn vị của {unit}: {type}.").format(unit=unit, type=words)

        return form_page(
            self,
            request,
            unit,
            form,
            act,
            title=_("Đổi loại đơn vị"),
            sentence=_(
                "Hiện nay là {type}. Tên gọi và cơ quan ký theo loại mới; các đợt đã mở giữ nguyên tên gọi như khi mở."
            ).format(type=unit.words),
            button=_("Đổi loại đơn vị"),
        )

    def close_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        unit = self.get_object(request, object_id)
        access.require_allowed(access.may_manage(acting_of(request)))
        form = CloseForm(request.POST or None, units=self.others(request, unit))

        def act(typed: dict[str, Any]) -> str:
            try:
                planned = unions.close(unit, by=require_acting(request), **typed)
            except UnionsLeftBelow as error:
                form.left_below = error
                raise ValidationError(error.summary) from error
            if planned:
                return planned_message(planned)
            day = vietnamese.format_date(typed["on"])
            return _("Đã ghi nhận {unit} kết thúc hoạt động ngày {day}.").format(unit=unit, day=day)

        return form_page(
            self,
            request,
            unit,
            form,
            act,
            title=_("Kết thúc hoạt động"),
            sentence=_(
                "Đơn vị không bị xóa: số liệu đã có giữ nguyên, đơn vị đứng dưới đơn vị kế tục. Số lượng phân bổ khen "
                "thưởng cộng vào số của đơn vị kế tục, yêu cầu bổ sung số liệu đang mở thì đơn vị kế tục trả lời; chỉ "
                "tiêu do nơi đã giao giao lại."
            ),
            button=_("Ghi nhận kết thúc hoạt động"),
        )

    def call_off_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        planned = get_object_or_404(PlannedAct.objects.visible_to(user_of(request)).with_people(), pk=pk)
        form = CallOffForm(request.POST or None)

        def act(typed: dict[str, Any]) -> str:
            planned_acts.call_off(planned, by=require_acting(request), **typed)
            return _("Đã hủy dự kiến: {unit} {words}.").format(unit=planned.unit, words=planned.words)

        try:
            require_still_allowed(access.may_call_off(planned, acting_of(request)), planned)
            return form_page(
                self,
                request,
                planned.unit,
                form,
                act,
                title=_("Hủy dự kiến"),
                sentence=planned_words(planned),
                button=_("Hủy dự kiến"),
                tone="danger",
            )
        except StateConflict as error:
            error.back_url = reverse("admin:units_unit_change", args=[planned.unit_id])
            error.typed = [(str(field.label), str(field.value() or "")) for field in form if form.is_bound]
            raise

    def others(self, request: HttpRequest, unit: Unit) -> Any:
        """Return the unions that have not ended, without this one and those below it."""
        at_work = self.get_queryset(request).not_ended(clock.today())
        return at_work.exclude(pk=unit.pk).exclude(pk__in=Unit.objects.below(unit))

    @admin.display(description=gettext_lazy("loại đơn vị"))
    def unit_type(self, unit: Unit) -> str:
        return unit.words.short

    @admin.display(description=gettext_lazy("cấp, khối"))
    def kind_words(self, unit: Unit) -> str:
        if not unit.is_grassroots:
            return unit.words.short
        words = unit.get_form_display() if unit.is_occupational else strand_name(unit.strand, unit.path)
        return f"{words} · {_('phối hợp')}" if unit.coordinated else words

    @admin.display(description=gettext_lazy("kết thúc hoạt động ngày"))
    def ending_words(self, unit: Unit) -> str:
        """The day the union ended, and its planned acts."""
        ended = [vietnamese.format_date(unit.valid_to)] if unit.valid_to else []
        plans = [
            _("dự kiến {what}: {day}").format(what=plan.get_kind_display(), day=vietnamese.format_date(plan.on))
            for plan in unit.planned_acts.all()
        ]
        return "; ".join(ended + plans)


def planned_words(act: PlannedAct) -> str:
    """ "Dự kiến từ 01/09/2015 sáp nhập vào LĐLĐ thành phố, do … ghi ngày 20/07/2015. Lý do: “…”." """
    sentence = _("Dự kiến từ {day} {words}, do {planner} ghi ngày {planned_on}. Lý do: “{reason}”.")
    return sentence.format(
        day=vietnamese.format_date(act.on),
        words=act.words,
        planner=act.planner,
        planned_on=vietnamese.format_date(timezone.localdate(act.planned_at)),
        reason=act.reason,
    )


def planned_message(act: PlannedAct) -> str:
    """Return the message after an act was planned."""
    sentence = _(
        "Đã ghi dự kiến: từ {day} {unit} {words}. Đến ngày đó cổng tự thực hiện; trước đó chưa có gì thay đổi."
    )
    return sentence.format(day=vietnamese.format_date(act.on), unit=act.unit, words=act.words)
