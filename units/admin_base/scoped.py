"""The base of every screen in the admin: what it lists, offers and allows follows the rules of the pages.

Rows come from `visible_to`, rights from the questions of `access.py`, history from our events.
Nothing is deleted.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.sites import AdminSite
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import ERROR_FLAG
from django.core.exceptions import SuspiciousOperation
from django.db import IntegrityError, models
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.forms.choices import MultipleRowsField, suggestions
from foundation.lazy_text import LazyText
from foundation.lifecycle import StateConflict
from foundation.pagination.capped import CappedPaginator
from foundation.request_parsing import whole_number
from foundation.vietnamese import clean
from units.access import Answer, no, require_allowed, yes
from units.acting import Acting
from units.acting_request import acting_of, require_acting
from units.admin_base.edit_conflicts import ConflictCheckedAdmin
from units.admin_base.forms import ScopedForm, styled_field, vietnamese_field
from units.admin_base.history import changes_of, errors_of, history_items
from units.forms.choices import choice_field
from units.history import record
from units.models import Event, Unit


class ScreenGroup(models.TextChoices):
    """The four groups of the admin's first page, in their order."""

    MOVEMENT = "movement", gettext_lazy("Phong trào thi đua")
    SHEETS = "sheets", gettext_lazy("Đăng ký và báo cáo")
    AWARDS = "awards", gettext_lazy("Khen thưởng")
    ORGANISATION = "organisation", gettext_lazy("Tổ chức và tài khoản")


def written_meanwhile() -> str:
    """Return the sentence for an edit conflict that only a constraint of the database noticed."""
    return _("Người khác vừa ghi cùng nội dung này. Chưa lưu gì; xin xem lại trang rồi ghi tiếp.")


class ScopedFields:
    """Mixin: form fields in Vietnamese, whose choices are only rows visible to the person."""

    admin_site: AdminSite
    named_fields = False
    person_names: tuple[str, ...] = ()  # columns with the name of one person

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if isinstance(db_field, models.ForeignKey | models.ManyToManyField):
            field = self.related_field(db_field, request)
        elif db_field.choices:
            field = db_field.formfield(**kwargs)
        else:
            is_name = db_field.name in self.person_names
            field = vietnamese_field(db_field, is_name=is_name) or db_field.formfield(**kwargs)
        return styled_field(field, named=self.named_fields)

    def related_field(self, db_field: Any, request: HttpRequest) -> Any:
        """Return the field of a relation; a long list is searched (foundation/forms/choices.py)."""
        rows = self.choices(db_field, request)
        if isinstance(db_field, models.ManyToManyField):
            return db_field.formfield(
                queryset=rows, form_class=MultipleRowsField, widget=forms.CheckboxSelectMultiple()
            )
        return db_field.formfield(queryset=rows, form_class=choice_field(rows.model))

    def choices(self, db_field: Any, request: HttpRequest) -> Any:
        """Return the rows that the related model's screen lists, else those visible to the person."""
        model = db_field.remote_field.model
        screen = self.admin_site._registry.get(model)
        return screen.get_queryset(request) if screen else model._default_manager.visible_to(request.user)

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        return obj.get_absolute_url() if hasattr(obj, "get_absolute_url") else None


class ScopedAdmin(ScopedFields, ConflictCheckedAdmin):
    """A screen that shows rows visible to the person. Read-only unless a subclass overrides `may_add`, `may_change`."""

    form = ScopedForm
    group: ScreenGroup
    rank = 0  # position in its group
    awaiting_words: LazyText = gettext_lazy("{n} bản chờ xác nhận")  # what is said of `waiting` rows on the first page
    awaiting_query = ""  # the query that narrows the list to them
    search_words: LazyText = gettext_lazy("Tìm theo mã, theo lời, gõ đủ dấu")  # in the box of the list's search
    records_additions = True  # False where save_model adds by an action that writes its own event
    paginator = CappedPaginator
    list_per_page = 50
    events_shown = 200  # in an object's history
    list_max_show_all = 0
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    actions_on_bottom = False

    @property
    def media(self) -> forms.Media:
        return forms.Media(js=["js/admin.js"])

    def may_view(self, by: Acting | None) -> Answer:
        """Yes: PortalAdminSite admits only the Board and administrators."""
        return yes()

    def may_add(self, by: Acting | None) -> Answer:
        return no(_("Nội dung này chỉ để xem."))

    def may_change(self, by: Acting | None, obj: Any) -> Answer:
        """`obj` is None when Django asks about the list as a whole."""
        return no(_("Nội dung này chỉ để xem."))

    def unit_of(self, obj: Any) -> Unit | None:
        """The union in whose history an event about the object appears."""
        return None

    def reason_of(self, request: HttpRequest) -> str:
        """The reason that was typed for a change; "" on screens that ask for none."""
        return ""

    def waiting(self, request: HttpRequest) -> int:
        """The number of rows that await this person, shown on the admin's first page."""
        return 0

    def tools(self, request: HttpRequest, obj: Any) -> list[tuple[str, str]]:
        """Further links at the head of an object's page, as pairs (title, url)."""
        return []

    def list_tools(self, request: HttpRequest) -> list[tuple[str, str]]:
        """Further links at the head of the list, as pairs (title, url)."""
        return []

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(self.may_view(acting_of(request)))

    has_module_permission = has_view_permission

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(self.may_add(acting_of(request)))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(self.may_change(acting_of(request), obj))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> Any:
        """The rows visible to the person: a queryset of the model's own class."""
        return self.model._default_manager.visible_to(request.user)

    def get_urls(self) -> list[Any]:
        """Django's addresses without those that delete and the redirect of old change addresses."""
        return [url for url in super().get_urls() if url.name and not url.name.endswith("_delete")]

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        """Allow only the filters shown: with others any column could be guessed letter by letter."""
        shown = {getattr(condition, "parameter_name", condition) for condition in self.get_list_filter(request)}
        return lookup.split("__")[0] in shown

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        try:
            return super().get_changelist_instance(request)
        except (SuspiciousOperation, IncorrectLookupParameters) as error:
            if ERROR_FLAG in request.GET:
                raise Http404 from error
            raise IncorrectLookupParameters from error

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        require_allowed(self.may_view(acting_of(request)))
        context = {"breadcrumb": self.breadcrumb(), "list_tools": self.list_tools(request), **(extra_context or {})}
        return super().changelist_view(request, context)

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """Search for words as they are stored, however they are typed."""
        return super().get_search_results(request, queryset, clean(search_term))

    def response_action(  # type: ignore[override]  # the stubs are of Django 6, which passes a place along
        self, request: HttpRequest, queryset: Any
    ) -> HttpResponse | None:
        """Ignore chosen rows whose id is not a number."""
        posted = request.POST.copy()
        chosen = posted.getlist(ACTION_CHECKBOX_NAME)
        posted.setlist(ACTION_CHECKBOX_NAME, [pk for pk in chosen if whole_number(pk) is not None])
        request.POST = posted  # type: ignore[assignment]  # a changed copy, where Django gives an immutable one
        return super().response_action(request, queryset)

    def _changeform_view(self, request: HttpRequest, object_id: Any, form_url: str, extra_context: Any) -> Any:
        """Check rights before Django does, so that a refusal has its sentence (403) and a wrong state answers 409."""
        by = acting_of(request)
        if object_id is None:
            require_allowed(self.may_add(by))
        elif request.method == "POST":
            obj = self.lock_object(request, object_id)
            require_allowed(self.may_change(by, obj))
            self.compare(request, obj)
        else:
            answer = self.may_view(by)
            if not answer:
                self.get_object(request, unquote(object_id))  # 404 for what the person does not see
            require_allowed(answer)
        try:
            form: Any = super()  # Django's own hook, not in the stubs
            return form._changeform_view(request, object_id, form_url, extra_context)
        except IntegrityError as error:
            raise StateConflict(written_meanwhile()) from error

    def render_change_form(self, request: HttpRequest, context: dict, *args: Any, **kwargs: Any) -> Any:
        if suggested := suggestions(request, context["adminform"].form):
            return suggested
        obj = context["original"]
        context["breadcrumb"] = self.breadcrumb(obj or _("Thêm"))
        context["error_items"] = errors_of(context["adminform"].form, context["inline_admin_formsets"])
        context["tools"] = self.tools(request, obj) if obj else []
        return super().render_change_form(request, context, *args, **kwargs)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """The object's history, from our events."""
        obj = self.get_object(request, unquote(object_id))
        require_allowed(self.may_view(acting_of(request)))
        context = {
            **self.admin_site.each_context(request),
            "title": obj,
            "breadcrumb": self.breadcrumb(obj, _("Nhật ký")),
            "items": history_items(self.events_of(obj)[: self.events_shown]),
        }
        return TemplateResponse(request, "admin/object_history.html", context)

    def events_of(self, obj: Any) -> Any:
        """The events of an object's history."""
        return Event.objects.about(obj)

    def breadcrumb(self, *below: Any) -> list[tuple[str, str | None]]:
        """Return (title, url) from the admin's first page to the object and, last of `below`, what is done to it."""
        name = self.opts.model_name
        way: list[tuple[str, str | None]] = [
            (_("Điều hành"), reverse("admin:index")),
            (
                capfirst(str(self.opts.verbose_name_plural)),
                reverse(f"admin:{self.opts.app_label}_{name}_changelist"),
            ),
        ]
        if len(below) > 1:
            change = reverse(f"admin:{self.opts.app_label}_{name}_change", args=[below[0].pk])
            way.append((str(below[0]), change))
        return [*way, (str(below[-1]), None)] if below else [way[0], (way[1][0], None)]

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> Any:
        return changes_of(form, formsets or [])

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Write our event instead of Django's LogEntry, which nobody reads."""
        if self.records_additions:
            self._record(request, obj, "admin_add", self.may_add(acting_of(request)), message)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        if message:
            self._record(request, obj, "admin_change", self.may_change(acting_of(request), obj), message)

    def _record(self, request: HttpRequest, obj: Any, verb: str, answer: Answer, changes: Any) -> None:
        by, reason = require_acting(request), self.reason_of(request)
        record(obj, verb, by=by, post=answer.post, unit=self.unit_of(obj), reason=reason, changes=changes)


class ScopedInline(ScopedFields, admin.TabularInline):
    """Rows on the page of their parent object. Who may change the parent may change and add rows."""

    template = "admin/edit_inline/tabular.html"
    form = ScopedForm
    named_fields = True
    extra = 1

    @property
    def media(self) -> forms.Media:
        return forms.Media(js=["js/admin.js"])

    def may_write(self, request: HttpRequest, obj: Any) -> bool:
        screen = self.admin_site._registry[self.parent_model]
        assert isinstance(screen, ScopedAdmin), "every screen of the portal is one"
        by = acting_of(request)
        return bool(screen.may_change(by, obj) if obj else screen.may_add(by))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may_write(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may_write(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """Return all rows: the formset filters by the parent object, which is visible to the person."""
        return self.model._default_manager.get_queryset()
