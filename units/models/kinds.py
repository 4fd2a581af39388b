"""Kinds of unions, blocs, strands and forms: what a union may do and is asked, whatever it is called.

The labels of the first three say what the code means; screens and papers read the words of `units.models.vocabulary`.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class UnitKind(models.TextChoices):
    CONFEDERATION = "confederation", _("toàn quốc")
    PROVINCE = "province", _("cấp tỉnh, thành phố")
    UPPER_PLACE = "upper_place", _("cấp trên cơ sở, theo địa bàn")
    UPPER_TRADE = "upper_trade", _("cấp trên cơ sở, theo ngành")
    GRASSROOTS = "grassroots", _("cơ sở")


LAUNCHING = (UnitKind.CONFEDERATION, UnitKind.PROVINCE)
"""Kinds of unions that can launch a campaign."""
UPPER = (UnitKind.UPPER_PLACE, UnitKind.UPPER_TRADE)
"""Kinds of unions between one that can launch a campaign and the grassroots unions."""


def may_become(kind: str, other: str) -> bool:
    """Return whether a union of a kind may get a type of another: of the same kind, or both between."""
    return kind == other or {kind, other} <= set(UPPER)


class Bloc(models.TextChoices):
    ADMINISTRATIVE = "administrative", _("ngoài doanh nghiệp")
    ENTERPRISE = "enterprise", _("doanh nghiệp")


class Strand(models.TextChoices):
    ADMINISTRATIVE = "administrative", _("cơ quan nhà nước")
    PUBLIC_SERVICE = "public_service", _("đơn vị sự nghiệp")
    STATE_ENTERPRISE = "state_enterprise", _("doanh nghiệp của Nhà nước")
    PRIVATE_ENTERPRISE = "private_enterprise", _("doanh nghiệp tư nhân")
    FOREIGN_ENTERPRISE = "foreign_enterprise", _("doanh nghiệp nước ngoài")


class UnionForm(models.TextChoices):
    WORKPLACE = "workplace", _("Công đoàn cơ sở")
    OCCUPATIONAL = "occupational", _("Nghiệp đoàn")


class WorkingYear(models.TextChoices):
    CALENDAR = "calendar", _("năm dương lịch")
    SCHOOL = "school", _("năm học")
