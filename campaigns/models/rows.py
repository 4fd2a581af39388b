"""The rows that a submission writes: headcount, figures, exemplars (works are in work.py).

They belong to that submission and stay: a later submission writes rows of its own.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.models.consent import ExemplarConsent
from campaigns.models.indicator import Indicator
from campaigns.models.submission import Submission
from units.models import Headcounts


class Headcount(Headcounts):
    """The unit's headcounts as a submission gives them."""

    submission = models.OneToOneField(Submission, models.PROTECT, related_name="headcount")

    class Meta:
        verbose_name = _("số liệu đơn vị")
        verbose_name_plural = _("số liệu đơn vị")


class Figure(models.Model):
    """An answer to an indicator (target or actual): a value (yes = 1, no = 0), or numerator and denominator."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="figures")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="figures")
    value = models.DecimalField(max_digits=18, decimal_places=3, null=True)
    numerator = models.DecimalField(max_digits=18, decimal_places=3, null=True)
    denominator = models.DecimalField(max_digits=18, decimal_places=3, null=True)
    estimated = models.BooleanField(_("số ước"), default=False)
    note = models.CharField(_("ghi chú"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("số liệu chỉ tiêu")
        verbose_name_plural = _("số liệu chỉ tiêu")
        constraints = [
            models.UniqueConstraint(fields=["submission", "indicator"], name="figure_once"),
            models.CheckConstraint(
                # a check constraint passes when its condition is NULL, so "is not null" is demanded explicitly
                condition=Q(value__isnull=False, value__gte=0, numerator=None, denominator=None)
                | Q(value=None, numerator__isnull=False, denominator__isnull=False)
                & Q(numerator__gte=0, denominator__gte=0),
                name="figure_is_value_or_ratio",
            ),
        ]


class WrittenAnswer(models.Model):
    """An answer in words to a question: a text or a choice, a day, or yes or no with a note in `text`."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="written_answers")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="written_answers")
    text = models.TextField(_("câu trả lời"), blank=True)
    day = models.DateField(_("ngày"), null=True, blank=True)
    yes = models.BooleanField(_("có"), null=True, blank=True)

    class Meta:
        verbose_name = _("câu trả lời bằng chữ")
        verbose_name_plural = _("câu trả lời bằng chữ")
        constraints = [
            models.UniqueConstraint(fields=["submission", "indicator"], name="written_answer_once"),
            models.CheckConstraint(
                condition=~Q(text="") | Q(day__isnull=False) | Q(yes__isnull=False),
                name="written_answer_says_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator.code}: {self.text or self.day or self.yes}"


class ExemplarQuerySet(models.QuerySet["Exemplar"]):
    def made_known(self) -> ExemplarQuerySet:
        """Return those that a reviewer chose and that agreed to be made known, and still do."""
        return self.filter(published=True, consent__isnull=False, consent__withdrawn_at=None)


class Exemplar(models.Model):
    """A person or collective that a report names as an exemplar (điển hình).

    It is made known, in reports and on the public page, when a reviewer chose it and its consent is recorded.
    """

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="exemplars")
    order = models.PositiveSmallIntegerField(default=0)
    who = models.CharField(_("tập thể, cá nhân"), max_length=200)
    story = models.TextField(_("việc làm tiêu biểu"))
    published = models.BooleanField(_("được giới thiệu"), default=False)
    consent = models.ForeignKey(
        ExemplarConsent, models.PROTECT, null=True, related_name="exemplars", verbose_name=_("sự đồng ý")
    )

    objects = ExemplarQuerySet.as_manager()

    class Meta:
        verbose_name = _("điển hình")
        verbose_name_plural = _("điển hình")
        ordering = ("submission", "order", "pk")

    def __str__(self) -> str:
        return self.who

    @property
    def has_consent(self) -> bool:
        return self.consent is not None and self.consent.is_in_force
