"""The admin screen of areas: sets of unions that somebody of the launching union looks after."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation import clock
from foundation.forms.choices import LONGEST_SEARCH, MultipleRowsField, contains_words
from foundation.forms.fields import DateField, field_of
from units import access
from units.acting import Acting
from units.acting_request import acting_of, require_acting, user_of
from units.actions.areas import change_members, give_desk
from units.admin_base.forms import ScopedForm
from units.admin_base.history import errors_of
from units.admin_base.owned import OwnedByActingUnit
from units.admin_base.pages import form_page
from units.admin_base.scoped import ScopedAdmin, ScreenGroup
from units.forms.choices import PersonChoiceField
from units.models import Area, Post, Unit, User
from units.models.unit import UnitQuerySet

MOST_OFFERED = 100
"""Most unions that a search for new members lists."""


class AreaForm(ScopedForm):
    constraint_words = {
        "area_named_once": gettext_lazy("Đã có khu vực mang tên này."),
        "area_dates_in_order": gettext_lazy("Ngày kết thúc phải sau ngày bắt đầu."),
    }


class MembersForm(forms.Form):
    """Unions to put into an area and to take out; the page lists those that a search offers."""

    add = MultipleRowsField(Unit.objects.none(), required=False, widget=forms.CheckboxSelectMultiple)
    remove = MultipleRowsField(Unit.objects.none(), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, members: UnitQuerySet, others: UnitQuerySet, **kwargs: Any):
        super().__init__(*args, **kwargs)
        field_of(self, "add", MultipleRowsField).queryset = others
        field_of(self, "remove", MultipleRowsField).queryset = members

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not cleaned["add"] and not cleaned["remove"]:
            raise ValidationError(_("Xin chọn đơn vị đưa vào hoặc đưa ra."))
        return cleaned


class DeskForm(forms.Form):
    person = PersonChoiceField(
        User.objects.none(), label=gettext_lazy("Người phụ trách"), empty_label=gettext_lazy("Chọn…")
    )
    since = DateField(label=gettext_lazy("Từ ngày"), initial=clock.today)

    def __init__(self, *args: Any, people: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        field_of(self, "person", PersonChoiceField).queryset = people


@admin.register(Area)
class AreaAdmin(OwnedByActingUnit, ScopedAdmin):
    group, rank = ScreenGroup.ORGANISATION, 4
    form = AreaForm
    list_display = ("name", "unit", "members_words", "people_words", "decides_words", "valid_from", "valid_to")
    sortable_by = ()
    fields = ("unit", "name", ("valid_from", "valid_to"), "may_decide")

    def may_change(self, by: Acting | None, obj: Any) -> access.Answer:
        return access.may_keep_areas(obj.unit, by) if obj else self.may_add(by)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("unit",) if obj else ()

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {**super().get_changeform_initial_data(request), "valid_from": clock.today()}

    def get_queryset(self, request: HttpRequest) -> Any:
        held = Post.objects.current(clock.today()).select_related("user").order_by("pk")
        areas = super().get_queryset(request).select_related("unit").annotate(size=Count("members"))
        return areas.prefetch_related(Prefetch("posts", held))

    def response_add(self, request: HttpRequest, obj: Area, post_url_continue: Any = None) -> HttpResponse:
        messages.success(
            request, _("Đã lập {area}. Tiếp theo: chọn đơn vị, rồi giao người phụ trách.").format(area=obj)
        )
        return redirect("admin:units_area_members", object_id=obj.pk)

    def get_urls(self) -> list[Any]:
        members, desk = self.admin_site.admin_view(self.members_view), self.admin_site.admin_view(self.desk_view)
        return [
            path("<path:object_id>/members/", members, name="units_area_members"),
            path("<path:object_id>/desk/", desk, name="units_area_desk"),
            *super().get_urls(),
        ]

    def tools(self, request: HttpRequest, area: Area) -> list[tuple[str, str]]:
        if not self.may_change(acting_of(request), area):
            return []
        return [
            (_("Đơn vị thuộc khu vực…"), reverse("admin:units_area_members", args=[area.pk])),
            (_("Giao người phụ trách…"), reverse("admin:units_area_desk", args=[area.pk])),
        ]

    def members_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Search unions by name and put many at once into the area, or take some out."""
        area = self.get_object(request, object_id)
        access.require_allowed(self.may_change(acting_of(request), area))
        below = Unit.objects.visible_to(user_of(request)).below(area.unit).valid_on(clock.today())
        members = Unit.objects.filter(area_memberships__area=area).select_related("parent").order_by("order", "path")
        posted = request.POST if request.method == "POST" else None
        form = MembersForm(posted, members=members, others=below)
        if posted is not None and form.is_valid() and self._change_members(request, area, form):
            return redirect(request.get_full_path())
        words = request.GET.get("q", "")[:LONGEST_SEARCH]
        matching = below.exclude(area_memberships__area=area).filter(contains_words(["search_text"], words))
        matching = matching.select_related("parent").order_by("order", "path")
        offered = list(matching[: MOST_OFFERED + 1]) if words else []
        context = {
            **self.admin_site.each_context(request),
            "title": _("Đơn vị thuộc {area}").format(area=area),
            "breadcrumb": self.breadcrumb(area, _("Đơn vị")),
            "members": members,
            "offered": offered[:MOST_OFFERED],
            "more": MOST_OFFERED if len(offered) > MOST_OFFERED else 0,
            "words": words,
            "error_items": errors_of(form, []),
            "back_url": reverse("admin:units_area_change", args=[area.pk]),
        }
        return TemplateResponse(request, "admin/area_members.html", context)

    @staticmethod
    def _change_members(request: HttpRequest, area: Area, form: forms.Form) -> bool:
        """Return whether the change was saved; what is refused is shown by the form."""
        add, remove = form.cleaned_data["add"], form.cleaned_data["remove"]
        try:
            change_members(area, add=add, remove=remove, by=require_acting(request))
        except ValidationError as error:
            form.add_error(None, error)
            return False
        saved = _("Đã đưa {n} đơn vị vào, {m} đơn vị ra khỏi {area}.")
        messages.success(request, saved.format(n=len(add), m=len(remove), area=area))
        return True

    def desk_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        area = self.get_object(request, object_id)
        access.require_allowed(self.may_change(acting_of(request), area))
        people = self.admin_site._registry[User].get_queryset(request).filter(is_active=True)

        def act(typed: dict[str, Any]) -> str:
            give_desk(area, typed["person"], since=typed["since"], by=require_acting(request))
            return _("Đã giao {person} phụ trách {area}.").format(person=typed["person"], area=area)

        return form_page(
            self,
            request,
            area,
            DeskForm(request.POST if request.method == "POST" else None, people=people),
            act,
            title=_("Giao người phụ trách"),
            sentence=_(
                "Người phụ trách xem mọi bản, hồ sơ của các đơn vị thuộc khu vực. Khi thôi phụ trách, ghi ngày kết "
                "thúc ở Phân công."
            ),
            button=_("Giao phụ trách"),
        )

    @admin.display(description=gettext_lazy("số đơn vị"))
    def members_words(self, area: Any) -> str:
        return str(area.size)

    @admin.display(description=gettext_lazy("người phụ trách"))
    def people_words(self, area: Area) -> str:
        return "; ".join(post.user.full_name for post in area.posts.all()) or _("chưa giao")

    @admin.display(description=gettext_lazy("xác nhận, trả lại"))
    def decides_words(self, area: Area) -> str:
        return _("được") if area.may_decide else _("không")
