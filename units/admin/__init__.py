"""The admin screens of unions, people, posts and rules.

Administrators edit all but the rules, the Board unions and posts below its own unit, the highest Board the rules.
"""

from units.admin.people import PostAdmin, UserAdmin
from units.admin.rules import RuleAdmin
from units.admin.unions import UnitAdmin

__all__ = ["PostAdmin", "RuleAdmin", "UnitAdmin", "UserAdmin"]
