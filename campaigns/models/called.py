"""The model of a called unit: a copy of the unit's columns, made on the day it was called to a phase."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.models.phase import DueGroup, DueKind, Phase, due_for
from units.models import Unit, UnitKind, User
from units.models.unit import UnitShape
from units.tree import LONGEST, MATCH_ALL, SEGMENT, Reader, ancestor_paths, within

OWN_DATE: dict[str, str] = {DueKind.PLEDGE: "pledge_due", DueKind.REPORT: "report_due"}  # columns
LAST = 99_999  # highest order in a sort key; units with a higher one are sorted by their paths

YEAR = "phase__campaign__year"


class CalledUnitQuerySet(models.QuerySet["CalledUnit"]):
    def under(self, *paths: str) -> CalledUnitQuerySet:
        """Return the units that were called at one of these paths or below it."""
        return self.filter(within("path", paths))

    def visible_to(self, user: User) -> CalledUnitQuerySet:
        """Return what is below the user's units today, and what was below them when it was called."""
        return self.filter(called_in_reach(user, "pk"))


def called_in_reach(user: Reader, column: str) -> Q:
    """Return a Q: the called unit with the id in `column` is below the user's units, today or when it was called.

    `user` may be an area.

    It is a UNION of two ranges of an index. With an OR over columns of two tables both databases try every called unit.
    """
    if user.reaches_all:
        return MATCH_ALL
    called_there = CalledUnit.objects.filter(user.reach("path", year=YEAR)).order_by()
    there_today = CalledUnit.objects.filter(user.reach("unit__path", year=YEAR)).order_by()
    return Q(**{f"{column}__in": called_there.values("pk").union(there_today.values("pk"))})


def is_in_reach(called: CalledUnit, user: User) -> bool:
    """Return whether `called_in_reach` is true of a called unit that was read with its unit."""
    year = called.phase.campaign.year
    return user.reaches(called.path, year) or user.reaches(called.unit.path, year)


class CalledUnit(UnitShape):
    """A unit that a phase asks for a pledge and a report.

    The copied columns do not change when the unit does. Figures of a phase are grouped by this `path`, so the tree of
    a closed phase stays as it was.
    """

    phase = models.ForeignKey(Phase, models.PROTECT, related_name="called_units")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="calls")
    parent = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    parent_name = models.CharField(max_length=160)
    parent_full_name = models.CharField(max_length=250)
    parent_kind = models.CharField(max_length=20, choices=UnitKind.choices)
    type_name = models.CharField(max_length=120)
    organ = models.CharField(max_length=80)
    has_employer = models.BooleanField(default=False)
    path = models.CharField(max_length=LONGEST)
    pledge_due = models.DateTimeField(_("hạn đăng ký riêng"), null=True, blank=True)
    report_due = models.DateTimeField(_("hạn báo cáo riêng"), null=True, blank=True)
    due_reason = models.CharField(_("lý do gia hạn"), max_length=300, blank=True)
    search_text = models.CharField(max_length=420, editable=False)
    sort_key = models.CharField(max_length=96, editable=False, unique=True)

    objects = CalledUnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("đơn vị thuộc diện")
        verbose_name_plural = _("đơn vị thuộc diện")
        ordering = ("order", "path")
        indexes = [
            models.Index(fields=["path"], name="called_by_path"),
            models.Index(fields=["phase", "path"], name="called_in_tree"),
            models.Index(fields=["phase", "sort_key"], name="called_in_office_order"),
            models.Index(fields=["phase", "path"], name="called_uppers", condition=~Q(kind=UnitKind.GRASSROOTS)),
            models.Index(
                fields=["phase"], name="called_counted", condition=Q(kind=UnitKind.GRASSROOTS, coordinated=False)
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["phase", "unit"], name="unit_called_once"),
            models.CheckConstraint(
                condition=Q(pledge_due=None, report_due=None) | ~Q(due_reason=""),
                name="own_due_date_has_reason",
            ),
        ]

    def contains(self, path: str) -> bool:
        """True when a path in the tree of that day is this unit's or below it."""
        return path.startswith(self.path)

    @property
    def due_group(self) -> str:
        """The group (`DueGroup`) whose due dates apply: directly below the campaign's unit, or below an upper union."""
        direct = self.parent_id == self.phase.campaign.unit_id
        return DueGroup.DIRECT if direct else DueGroup.BELOW_UPPER

    def due(self, kind: str) -> datetime | None:
        """Return when this unit's sheet is due: its own date, else its group's; None while the Board has set none."""
        own = getattr(self, OWN_DATE[kind]) if kind in OWN_DATE else None
        return own or due_for(list(self.phase.due_dates.all()), kind, self.due_group)

    def is_small(self, below: int) -> bool:
        """Return whether it is a grassroots union with less members when called; workers count if they are unknown.

        It has the short form: fewer indicators must be answered. `below` is the catalogue's `small_below`.
        """
        if not self.is_grassroots:
            return False
        count = self.members if self.members is not None else self.workers
        return count is None or count < below


UNIT_WIDTH = len(str(LAST)) + SEGMENT
"""Number of characters of a sort key for each union on the path of a unit."""
PHASE_WIDTH = 4 + 3 + 8
"""Number of characters of a sort key that stand for its phase: year and number counted down, and the id."""


def sort_key_in_phase(phase: Phase, unit: Unit) -> str:
    """Return a unit's sort key in a phase: that of its call; for a unit that was not called, as of today's tree."""
    called = CalledUnit.objects.filter(phase=phase, unit=unit).values_list("sort_key", flat=True).first()
    return called or sort_key_of(phase, unit, dict(unit.above().values_list("path", "order")))


def sort_key_of(phase: Phase, unit: Unit, uppers: Mapping[str, int]) -> str:
    """Return the text that sorts a unit in the lists of all phases; it is unique for phase and unit.

    The newest phase comes first, then the office's order (`order_in_office`).
    """
    of_phase = f"{9999 - phase.campaign.year:04}{999 - phase.number:03}{phase.pk:08}"
    return of_phase + order_in_office(unit, uppers)


def order_in_office(unit: Unit, uppers: Mapping[str, int]) -> str:
    """Return the text that sorts units in the office's order: an upper union, the units below it, the next upper union.

    `uppers` is the order of upper unions by path.
    """
    steps = [*((path, uppers.get(path, 0)) for path in ancestor_paths(unit.path)), (unit.path, unit.order)]
    return "".join(f"{min(order, LAST):0{len(str(LAST))}}{path[-SEGMENT:]}" for path, order in steps)
