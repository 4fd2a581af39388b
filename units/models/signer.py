"""The model of a signer: who signs a union's papers, in which position and block, from a day until a day."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils.translation import gettext_lazy as _

from foundation import vietnamese
from units.models.unit import Unit
from units.tree import Reader


class SignerPosition(models.TextChoices):
    """The positions that sign, the first of them before the others; papers print them in capitals."""

    CHAIR = "chair", _("Chủ tịch")
    ACTING_CHAIR = "acting_chair", _("Q. Chủ tịch")
    VICE_IN_CHARGE = "vice_in_charge", _("Phó Chủ tịch phụ trách")
    STANDING_VICE = "standing_vice", _("Phó Chủ tịch Thường trực")
    VICE = "vice", _("Phó Chủ tịch")


class SignerQuerySet(models.QuerySet["Signer"]):
    def visible_to(self, user: Reader) -> SignerQuerySet:
        return self.filter(user.reach("unit__path"))

    def current(self, day: date) -> SignerQuerySet:
        return self.filter(since__lte=day).filter(Q(until=None) | Q(until__gt=day))

    def between(self, since: date, until: date | None) -> SignerQuerySet:
        """Return those who sign on one of the days from `since` until before `until`."""
        begun = Q(since__lt=until) if until else Q()
        return self.filter(begun, Q(until=None) | Q(until__gt=since))

    def by_rank(self) -> SignerQuerySet:
        """Order by position; of one position who came last is first."""
        places = [When(position=position, then=Value(place)) for place, position in enumerate(SignerPosition)]
        return self.order_by(Case(*places, default=Value(len(places))), F("since").desc(), "pk")


class Signer(models.Model):
    """A person who signs for a union from `since` until before `until`, with an account or without.

    Of one person in one position of a union no two rows are valid on one day: PostgreSQL has an exclusion constraint,
    SQLite triggers. `block`: what is printed above the position, such as "TM. BAN THƯỜNG VỤ". Papers made final keep
    the words they were made with.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="signers", verbose_name=_("đơn vị"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("tài khoản"),
        help_text=_("Để trống nếu người ký không dùng cổng."),
    )
    name = models.CharField(_("họ tên người ký"), max_length=120, help_text=_("In trên văn bản đúng như ghi ở đây."))
    position = models.CharField(_("chức vụ"), max_length=20, choices=SignerPosition.choices)
    block = models.CharField(_("thể thức ký"), max_length=80, help_text=_("In trên chức vụ, ví dụ KT. CHỦ TỊCH, TL."))
    since = models.DateField(_("từ ngày"))
    until = models.DateField(_("đến trước ngày"), null=True, blank=True)

    objects = SignerQuerySet.as_manager()

    class Meta:
        verbose_name = _("người ký")
        verbose_name_plural = _("người ký")
        ordering = ("unit__order", "unit__path", "since", "pk")
        constraints = [
            models.CheckConstraint(condition=Q(until=None) | Q(until__gt=F("since")), name="signer_dates_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.get_position_display()} {self.unit}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name, self.block = " ".join(vietnamese.clean(self.name).split()), vietnamese.clean(self.block)
        super().save(*args, **kwargs)

    @property
    def printed_position(self) -> str:
        """The position as papers print it: "PHÓ CHỦ TỊCH THƯỜNG TRỰC"."""
        return str(self.get_position_display()).upper()


def signers(unit: Unit, *, on: date) -> list[Signer]:
    """Return who may sign a paper of a union on a day; who signs unless another is chosen comes first."""
    return list(Signer.objects.filter(unit=unit).current(on).by_rank())
