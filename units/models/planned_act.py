"""The model of a planned act: what becomes of a union on a future day, carried out by `manage.py tick`."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.db.guaranteed import guaranteed
from units.lifecycle import PENDING, PLANNED_ACT, PlannedActStatus
from units.models.post import Post
from units.models.unit import Unit
from units.models.words import UnitType
from units.tree import Reader


class PlannedActKind(models.TextChoices):
    """The kinds of planned acts. A merger is a closing with a target, so that nobody plans both for one union."""

    CLOSE = "close", gettext_lazy("kết thúc hoạt động")
    MOVE = "move", gettext_lazy("chuyển công đoàn cấp trên")
    CHANGE_TYPE = "type", gettext_lazy("đổi loại đơn vị")


class PlannedActQuerySet(models.QuerySet["PlannedAct"]):
    def visible_to(self, user: Reader) -> PlannedActQuerySet:
        return self.filter(user.reach("unit__path"))

    def pending(self) -> PlannedActQuerySet:
        """Return those that can still be carried out or called off."""
        return self.filter(status__in=PENDING)

    def due(self, day: date) -> PlannedActQuerySet:
        """Return those to be carried out by the end of that day."""
        return self.pending().filter(on__lte=day)

    def with_people(self) -> PlannedActQuerySet:
        """Join the related rows that its sentences name."""
        return self.select_related("unit", "target", "new_type", "planned_by", "planned_post__unit")


class PlannedAct(models.Model):
    lifecycle = PLANNED_ACT

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="planned_acts", verbose_name=gettext_lazy("đơn vị"))
    kind = models.CharField(gettext_lazy("việc"), max_length=10, choices=PlannedActKind.choices)
    on = models.DateField(gettext_lazy("từ ngày"))
    target = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=gettext_lazy("đơn vị kế tục, công đoàn cấp trên mới"),
    )
    new_type = models.ForeignKey(
        UnitType, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("loại đơn vị mới")
    )
    reason = models.TextField(gettext_lazy("lý do"))
    status = models.CharField(
        gettext_lazy("trạng thái"),
        max_length=12,
        choices=PlannedActStatus.choices,
        default=PlannedActStatus.PLANNED,
        editable=False,
    )
    why_not = models.TextField(gettext_lazy("vì sao chưa thực hiện được"), blank=True, editable=False)
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    planned_post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    planned_at = models.DateTimeField(gettext_lazy("ghi lúc"))

    objects = PlannedActQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("việc dự kiến")
        verbose_name_plural = gettext_lazy("việc dự kiến")
        ordering = ("on", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "kind"], condition=Q(status__in=PENDING), name="act_of_a_kind_is_planned_once"
            ),
            models.CheckConstraint(
                condition=~Q(kind=PlannedActKind.MOVE) | Q(target__isnull=False), name="planned_move_has_target"
            ),
            models.CheckConstraint(
                condition=Q(kind=PlannedActKind.CHANGE_TYPE, new_type__isnull=False, target=None)
                | ~Q(kind=PlannedActKind.CHANGE_TYPE) & Q(new_type=None),
                name="planned_change_has_type",
            ),
            models.CheckConstraint(condition=~Q(target=F("unit")), name="planned_act_leads_to_another_unit"),
            models.CheckConstraint(condition=~Q(reason=""), name="planned_act_has_reason"),
            models.CheckConstraint(
                condition=~Q(status=PlannedActStatus.HINDERED) | ~Q(why_not=""), name="hindered_act_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.words}"

    @property
    def words(self) -> str:
        """What is planned, as a phrase that follows a day or the name of the union."""
        if self.kind == PlannedActKind.MOVE:
            return _("chuyển công đoàn cấp trên về {unit}").format(unit=self.target)
        if self.new_type:
            return _("đổi loại đơn vị thành {type}").format(type=self.new_type)
        if self.target:
            return _("sáp nhập vào {unit}").format(unit=self.target)
        return str(PlannedActKind.CLOSE.label)

    @property
    def new_parent(self) -> Unit:
        """The union below which a planned move puts the unit."""
        return guaranteed(self.target, "planned_move_has_target")

    @property
    def type_given(self) -> UnitType:
        """The type that a planned change gives the unit."""
        return guaranteed(self.new_type, "planned_change_has_type")

    @property
    def planner(self) -> str:
        """The name of who planned it, with post and unit."""
        return f"{self.planned_by.full_name} ({self.planned_post.title}, {self.planned_post.unit.name})"
