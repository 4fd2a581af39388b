"""Kinds of unions, blocs, strands and forms: what a union may do and is asked, whatever it is called."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class UnitKind(models.TextChoices):
    CONFEDERATION = "confederation", _("Tổng Liên đoàn")
    PROVINCE = "province", _("Liên đoàn Lao động tỉnh")
    UPPER_PLACE = "upper_place", _("LĐLĐ huyện, thành phố")
    UPPER_TRADE = "upper_trade", _("Công đoàn ngành")
    GRASSROOTS = "grassroots", _("Công đoàn cơ sở, nghiệp đoàn")


LAUNCHING = (UnitKind.CONFEDERATION, UnitKind.PROVINCE)
"""Kinds of unions that can launch a campaign."""
UPPER = (UnitKind.UPPER_PLACE, UnitKind.UPPER_TRADE)
"""Kinds of unions between one that can launch a campaign and the grassroots unions."""


class Bloc(models.TextChoices):
    ADMINISTRATIVE = "administrative", _("Khối hành chính, sự nghiệp")
    ENTERPRISE = "enterprise", _("Khối doanh nghiệp")


class Strand(models.TextChoices):
    ADMINISTRATIVE = "administrative", _("Hành chính")
    PUBLIC_SERVICE = "public_service", _("Sự nghiệp")
    STATE_ENTERPRISE = "state_enterprise", _("Doanh nghiệp nhà nước")
    PRIVATE_ENTERPRISE = "private_enterprise", _("Doanh nghiệp ngoài nhà nước")
    FOREIGN_ENTERPRISE = "foreign_enterprise", _("Doanh nghiệp có vốn đầu tư nước ngoài")


class UnionForm(models.TextChoices):
    WORKPLACE = "workplace", _("Công đoàn cơ sở")
    OCCUPATIONAL = "occupational", _("Nghiệp đoàn")


class WorkingYear(models.TextChoices):
    CALENDAR = "calendar", _("năm dương lịch")
    SCHOOL = "school", _("năm học")
