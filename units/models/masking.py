"""The models of a masking: the lawful request to remove what is stored of a person, and the texts it removed."""

from __future__ import annotations

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from units.models.event import AppendOnlyQuerySet, Event
from units.models.unit import Unit
from units.tree import Reader


class MaskingState(models.TextChoices):
    ASKED = "asked", _("Chờ người thứ hai xác nhận")
    DONE = "done", _("Đã xóa")
    DROPPED = "dropped", _("Không thực hiện")


TONES = {MaskingState.ASKED: "wait", MaskingState.DONE: "ok", MaskingState.DROPPED: "plain"}


class MaskingQuerySet(models.QuerySet["Masking"]):
    def visible_to(self, user: Reader) -> MaskingQuerySet:
        return self.filter(user.reach("unit__path"))

    def asked(self) -> MaskingQuerySet:
        return self.filter(state=MaskingState.ASKED)


class Masking(models.Model):
    """A request to remove what is stored of a person, as somebody entered it for `unit`, and what came of it.

    `target`: the row of the person, such as the account. `number` and `dated_on`: of the written request. Whoever
    closes it is not who entered it, unless it is dropped. `counts`: how many rows were emptied or deleted, by the label
    of the model. No column names the person.
    """

    target_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    target_id = models.PositiveBigIntegerField()
    target = GenericForeignKey("target_type", "target_id", for_concrete_model=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("đơn vị"))
    number = models.CharField(_("số văn bản yêu cầu"), max_length=60)
    dated_on = models.DateField(_("ngày yêu cầu"))
    reason = models.CharField(_("lý do"), max_length=300)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("người lập")
    )
    asked_at = models.DateTimeField(_("lập lúc"))
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("người xác nhận")
    )
    closed_at = models.DateTimeField(_("xong lúc"), null=True)
    state = models.CharField(_("trạng thái"), max_length=10, choices=MaskingState.choices, default=MaskingState.ASKED)
    counts = models.JSONField(default=dict)

    objects = MaskingQuerySet.as_manager()

    class Meta:
        verbose_name = _("yêu cầu xóa dữ liệu cá nhân")
        verbose_name_plural = _("yêu cầu xóa dữ liệu cá nhân")
        ordering = ("-pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["target_type", "target_id"],
                condition=Q(state=MaskingState.ASKED),
                name="masking_is_asked_once",
            ),
            models.CheckConstraint(
                condition=Q(state=MaskingState.ASKED, closed_by=None, closed_at=None)
                | ~Q(state=MaskingState.ASKED) & Q(closed_by__isnull=False, closed_at__isnull=False),
                name="closed_masking_says_by_whom",
            ),
            models.CheckConstraint(
                condition=~Q(state=MaskingState.DONE) | ~Q(closed_by=F("asked_by")),
                name="masking_takes_two_people",
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("personal:masking", args=[self.pk])

    @property
    def is_asked(self) -> bool:
        return self.state == MaskingState.ASKED

    @property
    def tone(self) -> str:
        """The colour of the tag of its state."""
        return TONES[MaskingState(self.state)]


class MaskedText(models.Model):
    """An event whose text a masking removed. Append-only: without such a row no text can be deleted.

    The event of the masking has the digest of these rows, so that a row written past the portal is found.
    """

    event = models.OneToOneField(Event, models.PROTECT, primary_key=True, related_name="masked")
    masking = models.ForeignKey(Masking, models.PROTECT, related_name="masked_texts")

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("lời đã xóa của sự việc")
        verbose_name_plural = _("lời đã xóa của các sự việc")

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"
