"""Unions, people and posts: kept by administrators; the Board describes unions below its own, fills posts."""

from units.admin.people import PostAdmin, UserAdmin
from units.admin.unions import UnitAdmin

__all__ = ["PostAdmin", "UnitAdmin", "UserAdmin"]
