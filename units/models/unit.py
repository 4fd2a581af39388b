"""The model of a union, a node of the tree. Unions close and merge; none is ever deleted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any

from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Length
from django.utils.translation import gettext_lazy as _

from foundation import clock, vietnamese
from foundation.request_parsing import whole_number
from units.contacts import Contact
from units.models.headcounts import Headcounts
from units.models.kinds import LAUNCHING, Bloc, Strand, UnionForm, UnitKind, WorkingYear
from units.models.vocabulary import type_for, unit_type, words_of
from units.models.words import UnitType
from units.tree import LONGEST, SEGMENT, Reader, ancestor_paths, outermost, segment, within

SEARCHED = 420
"""Longest text that a union is searched by."""
ADMINISTRATIVE_STRANDS = (Strand.ADMINISTRATIVE, Strand.PUBLIC_SERVICE)


@cache
def bloc_of(strand: str, form: str) -> str:
    """Return the bloc of a grassroots union, "" for an upper union. A nghiệp đoàn counts with the enterprises."""
    if form == UnionForm.OCCUPATIONAL:
        return Bloc.ENTERPRISE
    if not strand:
        return ""
    return Bloc.ADMINISTRATIVE if strand in ADMINISTRATIVE_STRANDS else Bloc.ENTERPRISE


class UnitShape(Headcounts):
    """The columns that a unit and its copy as called to a phase have in common."""

    name = models.CharField(_("tên ngắn"), max_length=160)
    full_name = models.CharField(_("tên đầy đủ trên văn bản"), max_length=250)
    kind = models.CharField(_("cấp"), max_length=20, choices=UnitKind.choices)
    strand = models.CharField(_("khối"), max_length=20, choices=Strand.choices, blank=True)
    form = models.CharField(_("loại hình"), max_length=20, choices=UnionForm.choices, blank=True)
    coordinated = models.BooleanField(
        _("ngành Trung ương, phối hợp chỉ đạo"),
        default=False,
        help_text=_("Đứng dòng riêng, ngoài tổng số của công đoàn cấp trên."),
    )
    working_year = models.CharField(
        _("năm công tác"), max_length=10, choices=WorkingYear.choices, default=WorkingYear.CALENDAR
    )
    order = models.PositiveIntegerField(_("thứ tự đơn vị"), default=0, help_text=_("Theo danh sách của cơ quan."))
    place = models.CharField(_("địa danh"), max_length=80, blank=True, help_text=_("In trước ngày trên văn bản."))
    symbol = models.CharField(_("ký hiệu văn bản"), max_length=20, blank=True, help_text=_("Ví dụ LĐLĐ, CĐCS, CĐGD."))
    head_title = models.CharField(
        _("chức vụ thủ trưởng ký cùng"),
        max_length=80,
        blank=True,
        help_text=_("Ví dụ Hiệu trưởng, Giám đốc."),
    )

    SHAPE = (
        "name",
        "full_name",
        "kind",
        "strand",
        "form",
        "coordinated",
        "working_year",
        "order",
        "place",
        "symbol",
        "head_title",
        *Headcounts.COUNTS,
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def bloc(self) -> str:
        return bloc_of(self.strand, self.form)

    @property
    def may_launch(self) -> bool:
        """True for a union that can launch a campaign: its reviewers are the board that runs emulation."""
        return self.kind in LAUNCHING

    @property
    def is_grassroots(self) -> bool:
        return self.kind == UnitKind.GRASSROOTS

    @property
    def is_occupational(self) -> bool:
        """True for a nghiệp đoàn, which has no employer: no head of the unit signs its papers."""
        return self.form == UnionForm.OCCUPATIONAL

    def shape(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in UnitShape.SHAPE}


class UnitQuerySet(models.QuerySet["Unit"]):
    def visible_to(self, user: Reader) -> UnitQuerySet:
        """Return the unit of each of the person's posts that give reach, and everything below it."""
        return self.filter(user.reach("path"))

    def under(self, path: str) -> UnitQuerySet:
        """Return the units at this path or below it."""
        return self.filter(within("path", [path]))

    def below(self, unit: Unit) -> UnitQuerySet:
        return self.under(unit.path).exclude(pk=unit.pk)

    def above(self, path: str) -> UnitQuerySet:
        """Return the units above a path, the nearest last."""
        return self.filter(path__in=ancestor_paths(path)).order_by("path")

    def near(self, paths: Iterable[str], chosen: str | None = None) -> UnitQuerySet:
        """Return the units at these paths and directly below, in the office's order: the choices of a select box.

        `chosen` (an id as typed) is added even if it is deeper in the tree.
        """
        near = Q(pk=whole_number(chosen))
        for path in paths:
            near |= Q(depth__lte=len(path) + SEGMENT) & within("path", [path])
        return self.annotate(depth=Length("path")).filter(near).order_by("order", "path")

    def uppers(self, paths: Iterable[str], chosen: str | None = None) -> list[Unit]:
        """Return the upper unions `near` these paths and below them: the choices of a filter."""
        below = self.filter(within("path", paths)).exclude(kind=UnitKind.GRASSROOTS)
        return list(below.near(outermost(paths), chosen).only("name", "kind", "order", "path"))

    def valid_on(self, day: date) -> UnitQuerySet:
        return self.filter(valid_from__lte=day).not_ended(day)

    def not_ended(self, day: date) -> UnitQuerySet:
        """Return the units that have not ended by the day, those founded later included."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=day))

    def with_ended_into(self, unit: Unit) -> UnitQuerySet:
        """Return a unit and the ended ones that are directly below it, or below such a one: it goes on for them.

        These are the unions that were merged into it, and those that ended without a successor below it.
        """
        today = clock.today()
        ended = Q(valid_to__lte=today) & (Q(parent=unit) | Q(parent__parent=unit, parent__valid_to__lte=today))
        return self.filter(Q(pk=unit.pk) | ended)


class Unit(UnitShape):
    """A union. `path` is its materialised path in the tree: a fixed-width segment for each level, never reused."""

    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("công đoàn cấp trên"),
    )
    type = models.ForeignKey(
        UnitType, models.PROTECT, related_name="units", editable=False, verbose_name=_("loại đơn vị")
    )
    path = models.CharField(max_length=LONGEST, unique=True, editable=False)
    last_segment = models.PositiveIntegerField(default=0, editable=False)
    valid_from = models.DateField(_("hoạt động từ ngày"))
    valid_to = models.DateField(_("kết thúc hoạt động ngày"), null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("đơn vị kế tục"),
    )
    contact_person = models.CharField(
        _("người liên hệ"),
        max_length=120,
        blank=True,
        help_text=_("Họ và tên người nghe máy, ví dụ kế toán công đoàn."),
    )
    phone = models.CharField(_("điện thoại"), max_length=60, blank=True)
    email = models.EmailField(_("thư điện tử"), blank=True)
    search_text = models.CharField(max_length=SEARCHED, editable=False, db_index=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("đơn vị")
        verbose_name_plural = _("đơn vị")
        ordering = ("order", "path")
        indexes = [models.Index(fields=["path"], name="upper_union_in_tree", condition=~Q(kind=UnitKind.GRASSROOTS))]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=UnitKind.GRASSROOTS, form__in=UnionForm.values)
                | (~Q(kind=UnitKind.GRASSROOTS) & Q(form="")),
                name="unit_form_goes_with_grassroots",
            ),
            models.CheckConstraint(
                condition=Q(form=UnionForm.WORKPLACE, strand__in=Strand.values)
                | (~Q(form=UnionForm.WORKPLACE) & Q(strand="")),
                name="unit_strand_goes_with_workplace",
            ),
            models.CheckConstraint(
                condition=Q(coordinated=False) | Q(kind=UnitKind.GRASSROOTS),
                name="unit_coordinated_is_grassroots",
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")), name="unit_dates_in_order"
            ),
        ]

    @property
    def parent_name(self) -> str:
        """The name of the union above, "" of the highest."""
        return self.parent.name if self.parent else ""

    def derive(self) -> None:
        """Set the columns computed from others: the search key of the names; a type of its kind, if it has none."""
        self.search_text = vietnamese.search_text(self.name, self.full_name, longest=SEARCHED)
        if self.type_id is None or unit_type(self.type_id).role != self.kind:
            self.type = type_for(self.kind, self.path)

    @property
    def contact(self) -> Contact:
        """Whom to call or write to there: a person, else the union."""
        return Contact(self.contact_person or self.name, self.phone, self.email)

    @property
    def words(self) -> UnitType:
        """What a union of its type is called today; no query."""
        return words_of(self.type_id, self.path)

    @property
    def has_employer(self) -> bool:
        """True if the head of the unit signs its papers beside the union's chair."""
        return self.words.has_employer and not self.is_occupational

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            if not self.path:
                self.path = next_path(self.parent)
            self.derive()
            super().save(*args, **kwargs)

    def above(self) -> UnitQuerySet:
        """Return the units above this one, the nearest last."""
        return Unit.objects.above(self.path)

    def is_valid_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or self.valid_to > day)

    def goes_on_as(self) -> Unit:
        """Return who does today what this unit had to do: itself; once it ended its successor, else the unit above.

        An ended unit is below either. No query for a unit that has not ended.
        """
        unit, today = self, clock.today()
        while unit.valid_to and unit.valid_to <= today and unit.parent:
            unit = unit.parent
        return unit

    @staticmethod
    def of_path(path: str) -> Unit:
        return Unit.objects.get(path=path)

    def contains(self, path: str) -> bool:
        """True when a path is this unit's or below it."""
        return path.startswith(self.path)


def next_path(parent: Unit | None) -> str:
    """Return a new path below `parent`. Its counter only grows, so no segment is given twice."""
    if parent is None:
        last = Unit.objects.filter(parent=None).order_by("-path").values_list("path", flat=True).first()
        return segment(int(last, 36) + 1 if last else 1)
    Unit.objects.filter(pk=parent.pk).update(last_segment=F("last_segment") + 1)
    parent.refresh_from_db(fields=["last_segment"])
    return parent.path + segment(parent.last_segment)
