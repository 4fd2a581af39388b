"""The admin screens of unions, people, posts, areas, signers, rules and words.

Administrators edit all but rules and words, which are the highest Board's, and areas, which are each Board's own; the
Board edits unions and posts below its own unit, and who signs there and at its own.
"""

from units.admin.areas import AreaAdmin
from units.admin.people import PostAdmin, UserAdmin
from units.admin.rules import RuleAdmin
from units.admin.signers import SignerAdmin
from units.admin.unions import UnitAdmin
from units.admin.words import StrandNameAdmin, TermAdmin, UnitTypeAdmin

__all__ = [
    "AreaAdmin",
    "PostAdmin",
    "RuleAdmin",
    "SignerAdmin",
    "StrandNameAdmin",
    "TermAdmin",
    "UnitAdmin",
    "UnitTypeAdmin",
    "UserAdmin",
]
