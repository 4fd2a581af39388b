"""The admin screens of unions, people and posts: administrators edit all, the Board unions and posts below its own."""

from units.admin.people import PostAdmin, UserAdmin
from units.admin.unions import UnitAdmin

__all__ = ["PostAdmin", "UnitAdmin", "UserAdmin"]
