"""The words an office prefers to those of the generated sentences: chưa đạt yêu cầu đề ra for đạt thấp."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from units.models import Unit, User


class WordChoiceQuerySet(models.QuerySet["WordChoice"]):
    def visible_to(self, user: User) -> WordChoiceQuerySet:
        """Return those of the units that this person reaches."""
        return self.filter(user.reach("unit__path"))

    def of(self, unit: Unit) -> WordChoiceQuerySet:
        """Return those that an office uses."""
        return self.filter(unit=unit, active=True).order_by()


class WordChoice(models.Model):
    """Words that the generated sentences of a unit's drafts print as others; figures and names are left alone.

    A row that is given up stays, inactive.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("đơn vị"), editable=False)
    words = models.CharField(_("từ máy viết"), max_length=120)
    instead = models.CharField(_("từ của cơ quan"), max_length=200)
    active = models.BooleanField(_("đang dùng"), default=True, editable=False)

    objects = WordChoiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("từ dùng của cơ quan")
        verbose_name_plural = _("từ dùng của cơ quan")
        ordering = ("unit", "words", "pk")
        constraints = [
            models.UniqueConstraint(fields=["unit", "words"], condition=Q(active=True), name="word_choice_once"),
            models.CheckConstraint(condition=~Q(words="") & ~Q(instead=""), name="word_choice_has_words"),
        ]

    def __str__(self) -> str:
        return f"“{self.words}” → “{self.instead}”"
