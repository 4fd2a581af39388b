"""The admin screens of unions, people, posts, rules and words.

Administrators edit all but these two, the Board unions and posts below its own unit, the highest Board the rules and the words.
"""

from units.admin.people import PostAdmin, UserAdmin
from units.admin.rules import RuleAdmin
from units.admin.unions import UnitAdmin
from units.admin.words import StrandNameAdmin, TermAdmin, UnitTypeAdmin

__all__ = [
    "PostAdmin",
    "RuleAdmin",
    "StrandNameAdmin",
    "TermAdmin",
    "UnitAdmin",
    "UnitTypeAdmin",
    "UserAdmin",
]
