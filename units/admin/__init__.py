"""The admin screens of unions, people, posts, areas, rules and words.

Administrators edit all but rules and words, which are the highest Board's, and areas, which are each Board's own; the
Board edits unions and posts below its own unit.
"""

from units.admin.areas import AreaAdmin
from units.admin.people import PostAdmin, UserAdmin
from units.admin.rules import RuleAdmin
from units.admin.unions import UnitAdmin
from units.admin.words import StrandNameAdmin, TermAdmin, UnitTypeAdmin

__all__ = [
    "AreaAdmin",
    "PostAdmin",
    "RuleAdmin",
    "StrandNameAdmin",
    "TermAdmin",
    "UnitAdmin",
    "UnitTypeAdmin",
    "UserAdmin",
]
