"""Nominees: persons and collectives of a unit."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.models import FollowedExemplar
from foundation import vietnamese
from units.models import Unit, User

FOLDED, SORTED = 400, 1000  # most characters of the columns folded and sort_key


class NomineeQuerySet(models.QuerySet["Nominee"]):
    def visible_to(self, user: User) -> NomineeQuerySet:
        return self.filter(user.reach("unit__path"))

    def like(self, name: str) -> NomineeQuerySet:
        """Return nominees with this name, compared without diacritics."""
        return self.filter(folded=vietnamese.search_key(name)[:FOLDED])


class Sex(models.TextChoices):
    MALE = "male", _("Nam")
    FEMALE = "female", _("Nữ")


class Nominee(models.Model):
    """A person, or a collective (the unit itself or a named part of it), the same row across years.

    `exemplar`: whom of the register of exemplars somebody put forward by this nominee.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="nominees", verbose_name=_("đơn vị"))
    is_person = models.BooleanField(_("cá nhân"))
    is_whole_unit = models.BooleanField(_("là cả đơn vị"), default=False)
    name = models.CharField(_("tên"), max_length=250)
    birth_year = models.PositiveSmallIntegerField(_("năm sinh"), null=True, blank=True)
    sex = models.CharField(_("giới tính"), max_length=6, choices=Sex.choices, blank=True)
    exemplar = models.ForeignKey(
        FollowedExemplar,
        models.PROTECT,
        null=True,
        related_name="nominees",
        editable=False,
        verbose_name=_("trong sổ điển hình"),
    )
    folded = models.CharField(max_length=FOLDED, editable=False, db_index=True)
    sort_key = models.CharField(max_length=SORTED, editable=False, db_index=True)

    objects = NomineeQuerySet.as_manager()

    class Meta:
        verbose_name = _("tập thể, cá nhân")
        verbose_name_plural = _("tập thể, cá nhân được đề nghị")
        ordering = ("sort_key", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(is_person=True, is_whole_unit=False) | Q(is_person=False, birth_year=None, sex=""),
                name="nominee_is_a_person_or_a_collective",
            ),
            models.UniqueConstraint(fields=["unit"], condition=Q(is_whole_unit=True), name="whole_unit_nominee_once"),
        ]

    def __str__(self) -> str:
        return self.name

    def derive(self) -> None:
        """Clean the name and set the derived columns for searching (`folded`) and sorting (`sort_key`)."""
        self.name = vietnamese.clean(self.name)
        self.folded = vietnamese.search_key(self.name)[:FOLDED]
        self.sort_key = vietnamese.sort_key(self.name)[:SORTED]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.derive()
        super().save(*args, **kwargs)
