"""The Board's screens: titles and quotas are kept here; dossiers, decisions and the register are read here."""

from awards.admin.decisions import AwardAdmin, DecisionAdmin
from awards.admin.dossiers import DossierAdmin
from awards.admin.quotas import QuotaAdmin
from awards.admin.titles import AwardTitleAdmin

__all__ = ["AwardAdmin", "AwardTitleAdmin", "DecisionAdmin", "DossierAdmin", "QuotaAdmin"]
