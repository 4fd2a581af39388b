"""The admin screen of the rules of the day, kept by the highest Board of the portal."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation import clock
from foundation.forms.fields import TextField
from foundation.vietnamese import format_number
from units import access
from units.acting import Acting
from units.acting_request import acting_of
from units.admin_base.filters import ChoiceListFilter
from units.admin_base.forms import ScopedForm
from units.admin_base.scoped import ScopedAdmin, ScreenGroup
from units.models import Certainty, Rule
from units.models.rule import TO_COMPARE
from units.models.rule_registry import CORNERS, REGISTRY, RuleCode
from units.rules.reader import forget, to_compare

UNREAD = "unread"
"""The value of the filter for rules whose text has to be compared."""
OPEN = ("valid_from", "valid_to", "value", "article", "words", "certainty")


def value_in_words(row: Rule) -> str:
    """Return a rule's value as it is typed: "15", "có"."""
    if isinstance(row.value, bool):
        return _("có") if row.value else _("không")
    if isinstance(row.value, int):
        return format_number(row.value)
    return CORNERS.get(row.value, row.value)


class RuleForm(ScopedForm):
    """The value is typed as text and read by the type of the code."""

    typed_value = TextField(label=gettext_lazy("Nội dung"), rows=3, max_length=1000)
    constraint_words = {
        "rule_ends_after_it_begins": gettext_lazy("“Đến hết ngày” không thể trước “từ ngày”."),
        "rule_that_was_read_names_its_article": gettext_lazy("Đã đọc văn bản thì xin ghi văn bản, điều khoản."),
    }

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if "code" in self.fields:
            self._offer("code", {"": _("Chọn…")} | {code: about.name for code, about in REGISTRY.items()})
        if "scope" in self.fields:
            scopes = {scope: words for about in REGISTRY.values() for scope, words in about.scopes.items()}
            self._offer("scope", {"": _("áp dụng chung")} | scopes, required=False)
        if "typed_value" in self.fields and self.instance.pk:
            self.fields["typed_value"].initial = value_in_words(self.instance)
            self.fields["typed_value"].help_text = _("Ghi {type}.").format(type=REGISTRY[self.instance.code].type.words)

    def _offer(self, name: str, choices: dict[str, Any], *, required: bool = True) -> None:
        """Replace the text field of a column by a choice."""
        self.fields[name] = forms.ChoiceField(
            choices=list(choices.items()), label=self.fields[name].label, required=required,
            widget=forms.Select(attrs={"class": "form-select"}), error_messages={"required": _("Xin chọn một mục.")},
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        code = REGISTRY.get(cleaned.get("code") or self.instance.code)
        if code:
            if cleaned.get("scope") and cleaned["scope"] not in code.scopes:
                self.add_error("scope", _("Quy định này áp dụng chung."))
            self._read_value(code, cleaned.get("typed_value"))
            self._refuse_overlap(cleaned)
        return cleaned

    def _read_value(self, code: RuleCode, text: str | None) -> None:
        self.instance.day = code.day
        if text is None:
            return
        try:
            self.instance.value = code.type.read(text)
        except ValueError:
            self.add_error("typed_value", _("Nội dung phải là: {type}.").format(type=code.type.words))

    def _refuse_overlap(self, cleaned: dict[str, Any]) -> None:
        code = cleaned.get("code") or self.instance.code
        scope = cleaned.get("scope", self.instance.scope)
        others = Rule.objects.filter(code=code, scope=scope or "").exclude(pk=self.instance.pk)
        overlapping = others.valid_between(cleaned.get("valid_from"), cleaned.get("valid_to")).first()
        if overlapping:
            sentence = _("Cùng quy định này đã có một dòng áp dụng {validity}. Xin kết thúc dòng đó trước.")
            self.add_error("valid_from", sentence.format(validity=overlapping.validity or _("không thời hạn")))


class CertaintyFilter(ChoiceListFilter):
    title = gettext_lazy("mức chắc chắn")
    parameter_name = "certainty"
    options = ((UNREAD, gettext_lazy("cần đối chiếu văn bản")), *Certainty.choices)

    def narrow(self, request: HttpRequest, queryset: Any, value: str) -> Any:
        certainties = TO_COMPARE if value == UNREAD else (value,)
        return queryset.filter(certainty__in=certainties)


class RuleInForceFilter(ChoiceListFilter):
    title = gettext_lazy("áp dụng")
    parameter_name = "valid"
    options = (("yes", gettext_lazy("Đang áp dụng")), ("no", gettext_lazy("Chưa hoặc hết áp dụng")))

    def narrow(self, request: HttpRequest, queryset: Any, value: str) -> Any:
        valid = Rule.objects.in_force(clock.today()).values("pk")
        return queryset.filter(pk__in=valid) if value == "yes" else queryset.exclude(pk__in=valid)


@admin.register(Rule)
class RuleAdmin(ScopedAdmin):
    """Everybody of the admin reads the rules. Code and scope stay as they were; what was used keeps its own copy."""

    group, rank = ScreenGroup.ORGANISATION, 5
    awaiting_words = gettext_lazy("{n} quy định cần đối chiếu văn bản")
    awaiting_query = f"valid=yes&certainty={UNREAD}"
    form = RuleForm
    list_display = ("name_words", "scope_words", "value_words", "validity_words", "article", "certainty_words")
    list_filter = (RuleInForceFilter, CertaintyFilter)
    list_per_page = 100
    sortable_by = ()
    fieldsets = (
        (None, {"fields": (("code", "scope"), "typed_value")}),
        (gettext_lazy("Thời gian áp dụng"), {"fields": (("valid_from", "valid_to"),)}),
        (gettext_lazy("Căn cứ"), {"fields": (("article", "certainty"), "words")}),
    )

    def waiting(self, request: HttpRequest) -> int:
        """The number of rules in force whose text has to be compared, for who may correct them."""
        return to_compare(clock.today()) if access.may_keep_rules(acting_of(request)) else 0

    def may_add(self, by: Acting | None) -> access.Answer:
        return access.may_keep_rules(by)

    def may_change(self, by: Acting | None, obj: Any) -> access.Answer:
        return access.may_keep_rules(by)

    def save_model(self, request: HttpRequest, obj: Rule, form: Any, change: bool) -> None:
        """Write the columns that the database keeps open (units/append_only.py)."""
        obj.save(update_fields=OPEN if change else None)
        transaction.on_commit(forget)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("name_words", "scope_words", "asked_for", "value_words") if obj else ()

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return self.fieldsets
        value = "typed_value" if self.has_change_permission(request, obj) else "value_words"
        return ((None, {"fields": (("name_words", "scope_words", "asked_for"), value)}), *self.fieldsets[1:])

    @admin.display(description=gettext_lazy("quy định"))
    def name_words(self, row: Rule) -> str:
        return row.name

    @admin.display(description=gettext_lazy("áp dụng riêng cho"))
    def scope_words(self, row: Rule) -> str:
        return row.scope_words

    @admin.display(description=gettext_lazy("xét theo"))
    def asked_for(self, row: Rule) -> str:
        return str(row.get_day_display())

    @admin.display(description=gettext_lazy("nội dung"))
    def value_words(self, row: Rule) -> str:
        return value_in_words(row)

    @admin.display(description=gettext_lazy("thời gian"))
    def validity_words(self, row: Rule) -> str:
        return row.validity or _("không thời hạn")

    @admin.display(description=gettext_lazy("mức chắc chắn"))
    def certainty_words(self, row: Rule) -> str:
        return str(row.get_certainty_display())
