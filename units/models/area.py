"""The models of an area: a named set of unions, no subtree, whose desk is a post of the union that runs campaigns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Substr
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from units.models.kinds import UnitKind
from units.models.unit import Unit
from units.tree import LONGEST, SEGMENT, Reader, is_within, outermost, within

MOST_RANGES = 200
"""An area with more paths is asked for with EXISTS: a longer OR costs more than it saves."""
MOST_NAMED = 20
"""Unions of an area that its desk's page names; the others are counted."""


@dataclass(frozen=True)
class AreaUnion:
    """A union of an area, as it is now."""

    pk: int
    name: str
    path: str
    kind: str


@dataclass(frozen=True)
class ListedUnions:
    """How many unions there are, and the first of them."""

    count: int
    unions: list[AreaUnion]

    @property
    def more(self) -> int:
        return self.count - len(self.unions)


class AreaQuerySet(models.QuerySet["Area"]):
    def visible_to(self, user: Reader) -> AreaQuerySet:
        """Return the areas of units in the user's reach; a desk does not see its own, whose unit is not in reach."""
        return self.filter(user.reach("unit__path"))


class Area(models.Model):
    """A set of unions below `unit` that somebody of that unit looks after, from a day until a day.

    A union may be in several areas. Whoever holds a post of the area reaches its unions and everything below them; a
    union that was moved out of `unit` is reached no more.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="areas", verbose_name=_("đơn vị"))
    name = models.CharField(_("tên khu vực"), max_length=80, help_text=_("Ví dụ: Khu vực 1, Địa bàn phía Bắc."))
    valid_from = models.DateField(_("từ ngày"))
    valid_to = models.DateField(_("đến trước ngày"), null=True, blank=True)
    may_decide = models.BooleanField(
        _("người phụ trách được xác nhận, trả lại bản đăng ký, báo cáo"),
        default=False,
        help_text=_("Không chọn: người phụ trách chỉ xem, rà soát số liệu."),
    )

    reaches_all = False  # as a Reader: see called_in_reach
    objects = AreaQuerySet.as_manager()

    class Meta:
        verbose_name = _("khu vực")
        verbose_name_plural = _("khu vực")
        ordering = ("name", "pk")
        constraints = [
            models.UniqueConstraint(fields=["unit", "name"], name="area_named_once"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")), name="area_dates_in_order"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def is_valid_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or self.valid_to > day)

    @cached_property
    def unions(self) -> list[AreaUnion]:
        """Its unions in the office's order, without those that are not below `unit` any more."""
        rows = self.members.values_list("area__unit__path", "unit_id", "unit__name", "unit__path", "unit__kind")
        return [AreaUnion(pk, name, path, kind) for above, pk, name, path, kind in rows if is_within(path, [above])]

    @cached_property
    def paths(self) -> list[str]:
        """The paths of its unions, without those below another of them."""
        return outermost(union.path for union in self.unions)

    @cached_property
    def upper_paths(self) -> list[str]:
        """The paths of its unions that are no grassroots unions."""
        return outermost(union.path for union in self.unions if union.kind != UnitKind.GRASSROOTS)

    @cached_property
    def listed(self) -> ListedUnions:
        """Its unions, as many as its desk's pages list."""
        return ListedUnions(len(self.unions), self.unions[:MOST_NAMED])

    def reach_paths(self) -> list[str]:
        return self.paths

    def reach(self, *fields: str, year: str = "") -> Q:
        """Return a Q: the path in one of these columns is that of a union of the area or below it.

        Below a grassroots union is nothing: their paths are one list, which the database plans at once, and not a range
        each.
        """
        if len(self.paths) <= MOST_RANGES:
            uppers = self.upper_paths
            alone = [path for path in self.paths if path not in uppers]
            return reduce(or_, (Q(**{f"{field}__in": alone}) | within(field, uppers) for field in fields))
        return reduce(or_, (within(field, [self._common]) & Q(Exists(self._above(field))) for field in fields))

    @property
    def _common(self) -> str:
        """The path of the nearest union at or above all of the area: EXISTS is asked of rows at or below it alone."""
        first, last = min(self.paths), max(self.paths)
        return next(first[:end] for end in range(len(first), 0, -SEGMENT) if last.startswith(first[:end]))

    def _above(self, field: str) -> models.QuerySet[AreaUnit]:
        """Return the members whose union is the one at the path in the outer query's column, or above it."""
        ends = range(SEGMENT, LONGEST + 1, SEGMENT)
        return self.members.filter(reduce(or_, (Q(unit__path=Substr(OuterRef(field), 1, end)) for end in ends)))


class AreaUnit(models.Model):
    """A union in an area."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="members")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="area_memberships", verbose_name=_("đơn vị"))

    class Meta:
        verbose_name = _("đơn vị thuộc khu vực")
        verbose_name_plural = _("đơn vị thuộc khu vực")
        ordering = ("unit__order", "unit__path")
        constraints = [models.UniqueConstraint(fields=["area", "unit"], name="unit_in_area_once")]

    def __str__(self) -> str:
        return f"{self.area}: {self.unit}"
