"""The models of what things are called: types of unions, strands, and the terms of the office.

What a union may do follows from its `kind`, in code; what it is called is a row. Rows of a root hold for the unions
below it; rows without a root hold for every root that has none of its own.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from units.models.kinds import Strand, UnitKind
from units.tree import SEGMENT, Reader


class WordRowQuerySet(models.QuerySet):
    def visible_to(self, user: Reader) -> WordRowQuerySet:
        """Return the rows of the roots above the person's units; if there are none, those that hold for every root."""
        roots = {path[:SEGMENT] for path in user.reach_paths()}
        own = self.filter(root__path__in=roots)
        return own if own.exists() else self.filter(root=None)


class WordRow(models.Model):
    """A row of words, valid from a day until the day before `valid_to`."""

    root = models.ForeignKey(
        "units.Unit",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)s_rows",
        verbose_name=_("đơn vị gốc"),
        editable=False,
    )
    code = models.CharField(_("mã"), max_length=30, editable=False)
    valid_from = models.DateField(_("dùng từ ngày"), editable=False)
    valid_to = models.DateField(_("dùng đến trước ngày"), null=True, blank=True)

    objects = WordRowQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ("root_id", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["code", "valid_from"], condition=Q(root=None), name="%(class)s_once_for_all"
            ),
            models.UniqueConstraint(fields=["root", "code", "valid_from"], name="%(class)s_once_for_a_root"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")), name="%(class)s_dates_in_order"
            ),
        ]


class UnitType(WordRow):
    """A type of union: its role in the tree, its names, the organ that signs for it, and whether an employer does."""

    role = models.CharField(_("vai trò trong cây tổ chức"), max_length=20, choices=UnitKind.choices, editable=False)
    short = models.CharField(_("tên gọi"), max_length=120)
    full = models.CharField(_("tên gọi đầy đủ"), max_length=160)
    plural = models.CharField(_("tên gọi chung, đề mục trên biểu"), max_length=160)
    organ = models.CharField(_("cơ quan lãnh đạo"), max_length=80, help_text=_("In trên văn bản, trước tên đơn vị."))
    has_employer = models.BooleanField(
        _("có thủ trưởng cùng ký"),
        default=False,
        help_text=_("Đăng ký, báo cáo có chữ ký của thủ trưởng đơn vị bên cạnh công đoàn; nghiệp đoàn thì không có."),
    )
    below = models.JSONField(default=list, editable=False)
    """Codes of the types that it may be directly below."""

    class Meta(WordRow.Meta):
        verbose_name = _("loại đơn vị")
        verbose_name_plural = _("loại đơn vị")

    def __str__(self) -> str:
        return self.short

    def may_be_below(self, above: UnitType) -> bool:
        """Return whether a union of this type may be directly below one of another."""
        return above.role != UnitKind.GRASSROOTS and above.code in self.below


class StrandName(WordRow):
    """What a strand is called. A strand that a root has no row of is not offered there."""

    code = models.CharField(_("mã"), max_length=30, choices=Strand.choices, editable=False)
    name = models.CharField(_("tên gọi"), max_length=120)

    class Meta(WordRow.Meta):
        verbose_name = _("tên khối")
        verbose_name_plural = _("tên khối")

    def __str__(self) -> str:
        return self.name


class Term(WordRow):
    """A word of the office: the board that runs emulation, the word for workers, headings of lists."""

    text = models.CharField(_("từ ngữ"), max_length=160)

    class Meta(WordRow.Meta):
        verbose_name = _("từ ngữ của cơ quan")
        verbose_name_plural = _("từ ngữ của cơ quan")

    def __str__(self) -> str:
        return self.text
