"""The seven headcounts that every sheet asks for, as an abstract model."""

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from units.models.vocabulary import term


class Headcounts(models.Model):
    """Numbers of persons of a unit on a day; None means unknown, never 0."""

    workers = models.PositiveIntegerField(_("người lao động"), null=True, blank=True)
    women = models.PositiveIntegerField(_("nữ trong số đó"), null=True, blank=True)
    minorities = models.PositiveIntegerField(_("người dân tộc thiểu số"), null=True, blank=True)
    members = models.PositiveIntegerField(_("đoàn viên"), null=True, blank=True)
    women_members = models.PositiveIntegerField(_("nữ đoàn viên"), null=True, blank=True)
    direct = models.PositiveIntegerField(_("người trực tiếp lao động, công tác"), null=True, blank=True)
    insured = models.PositiveIntegerField(_("người thuộc diện đóng BHXH"), null=True, blank=True)

    COUNTS = ("workers", "women", "minorities", "members", "women_members", "direct", "insured")

    class Meta:
        abstract = True

    def counts(self) -> dict[str, int | None]:
        """Return the headcounts by column name."""
        return {name: getattr(self, name) for name in Headcounts.COUNTS}


def headcount_names() -> dict[str, str]:
    """Return what the headcounts are called on screens, by column; three of them in words of the office."""
    workers = term("workers")
    names = {field.name: str(capfirst(str(field.verbose_name))) for field in Headcounts._meta.fields}
    of_office = {"workers": str(capfirst(workers)), "women": gettext("Nữ {workers}").format(workers=workers)}
    return names | of_office | {"insured": str(capfirst(term("insured")))}
