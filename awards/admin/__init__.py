"""The Board's admin: titles and quotas are edited here; dossiers, decisions and the register are read-only."""

from awards.admin.decisions import AwardAdmin, DecisionAdmin
from awards.admin.dossiers import DossierAdmin
from awards.admin.quotas import QuotaAdmin
from awards.admin.titles import AwardTitleAdmin

__all__ = ["AwardAdmin", "AwardTitleAdmin", "DecisionAdmin", "DossierAdmin", "QuotaAdmin"]
