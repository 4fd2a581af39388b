"""The model of a rule: what a law, a regulation or a custom says about one thing, and from which day until which."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext, gettext_lazy

from foundation.vietnamese import format_date
from units.models.rule_registry import REGISTRY, RuleDay
from units.tree import Reader


class Certainty(models.TextChoices):
    """How the words of a rule are known."""

    READ = "read", gettext_lazy("đã đọc văn bản")
    REPORTED = "reported", gettext_lazy("văn bản khác dẫn lại")
    INFERRED = "inferred", gettext_lazy("suy ra, cần đối chiếu văn bản")
    LOCAL = "local", gettext_lazy("nếp làm của đơn vị, cần đối chiếu văn bản")


BINDING = (Certainty.READ, Certainty.REPORTED)
TO_COMPARE = (Certainty.INFERRED, Certainty.LOCAL)
"""What may be known of a rule that has to be compared with its text, and stops nothing."""


class RuleQuerySet(models.QuerySet["Rule"]):
    def visible_to(self, user: Reader) -> RuleQuerySet:
        """Return all rules: they are the same for everybody."""
        return self.all()

    def in_force(self, day: date) -> RuleQuerySet:
        return self.filter(Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_to=None) | Q(valid_to__gte=day))

    def valid_between(self, first: date | None, last: date | None) -> RuleQuerySet:
        """Return those valid on one of the days; None is without a limit."""
        begun = Q(valid_from=None) | Q(valid_from__lte=last) if last else Q()
        going_on = Q(valid_to=None) | Q(valid_to__gte=first) if first else Q()
        return self.filter(begun, going_on)


class Rule(models.Model):
    """A value from one day to another, both included. Which codes there are is in `units.models.rule_registry`.

    `scope`: what alone the rule is about, one of its code's scopes; "" for everything else. Of a code and scope no
    two are valid on one day: PostgreSQL has an exclusion constraint, SQLite triggers. `value` is of the type that the
    registry gives its code. `article` cites the text, `words` quotes or explains it.
    """

    code = models.CharField(gettext_lazy("quy định"), max_length=40)
    scope = models.CharField(
        gettext_lazy("áp dụng riêng cho"),
        max_length=40,
        blank=True,
        help_text=gettext_lazy("Để trống: áp dụng chung."),
    )
    valid_from = models.DateField(gettext_lazy("từ ngày"), null=True, blank=True)
    valid_to = models.DateField(gettext_lazy("đến hết ngày"), null=True, blank=True)
    day = models.CharField(gettext_lazy("xét theo"), max_length=10, choices=RuleDay.choices, editable=False)
    value = models.JSONField(gettext_lazy("nội dung"))
    article = models.CharField(
        gettext_lazy("văn bản, điều khoản"),
        max_length=200,
        blank=True,
        help_text=gettext_lazy("Ví dụ: Nghị định 152/2025/NĐ-CP, Điều 49."),
    )
    words = models.TextField(gettext_lazy("trích dẫn, ghi chú"), blank=True)
    certainty = models.CharField(gettext_lazy("mức chắc chắn"), max_length=10, choices=Certainty.choices)

    objects = RuleQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("quy định theo ngày")
        verbose_name_plural = gettext_lazy("quy định theo ngày")
        ordering = ("code", "scope", F("valid_from").asc(nulls_first=True))
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_from__lte=F("valid_to")),
                name="rule_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=~Q(certainty=Certainty.READ) | ~Q(article=""), name="rule_that_was_read_names_its_article"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.scope_words})" if self.scope else self.name

    @property
    def name(self) -> str:
        return str(REGISTRY[self.code].name)

    @property
    def scope_words(self) -> str:
        """What alone it is about, as screens say it; "" for everything."""
        return str(REGISTRY[self.code].scopes.get(self.scope, self.scope))

    @property
    def binding(self) -> bool:
        """Whether it may stop something: not if it was inferred, or is a custom."""
        return self.certainty in BINDING

    @property
    def validity(self) -> str:
        """The days it is valid: "từ 01/7/2025", "đến 31/12/2023"."""
        parts = (gettext_lazy("từ {day}"), self.valid_from), (gettext_lazy("đến {day}"), self.valid_to)
        return " ".join(str(words).format(day=format_date(day)) for words, day in parts if day)

    def as_used(self) -> dict[str, Any]:
        """Return what is kept beside what was judged by this rule: it may be corrected later."""
        return {
            "id": self.pk,
            "code": self.code,
            "scope": self.scope,
            "value": self.value,
            "article": self.article,
            "certainty": self.certainty,
        }


def used_words(used: Mapping[str, Any]) -> str:
    """Return in words a rule that was kept beside what was judged by it (`Rule.as_used`)."""
    code = REGISTRY.get(used["code"])
    article = f" ({used['article']})" if used["article"] else ""
    mark = "" if used["certainty"] in BINDING else gettext(", cần đối chiếu văn bản")
    return f"{code.name if code else used['code']}{article}{mark}"
