"""The tree of unions as a table would make it: rows that would put a union below itself, and the order of the acts."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from foundation.tables.declaration import RowPlan, RowStatus
from units.union_table.stored_tree import StoredTree

Node = tuple[str, int] | tuple[str, str, int]
"""("unit", id), or ("row", sheet, number) of a row that founds a union."""
CLOSING_TURN = 10_000
"""Closings come after everything else, from the bottom up."""


class TreeShape:
    """Who would be below whom: what the plans say, and for all others what is stored."""

    def __init__(self, plans: Sequence[RowPlan], tree: StoredTree):
        self.plans, self.tree = plans, tree
        self.above = {node_of(plan): node for plan in plans if (node := node_above(plan))}
        self.depths: dict[Node, int] = {}

    def refuse_circles(self) -> None:
        for plan in self.plans:
            if "parent" in plan.after and self._is_below_itself(node_of(plan)):
                plan.row.refuse(_("cấp trên lại thuộc chính đơn vị này (vòng tròn)"), "parent")
                plan.status = RowStatus.REFUSED

    def set_turns(self) -> None:
        """Number the acts: what is higher in the tree first, then closings from the bottom up."""
        for plan in self.plans:
            depth = self._depth(node_of(plan))
            plan.turn = CLOSING_TURN - depth if "valid_to" in plan.after else depth

    def _next(self, node: Node) -> Node | None:
        if above := self.above.get(node):
            return above
        unit = self.tree.units.get(node[1]) if node[0] == "unit" and isinstance(node[1], int) else None
        return ("unit", unit.parent_id) if unit and unit.parent_id else None

    def _is_below_itself(self, start: Node) -> bool:
        passed: set[Node] = set()
        node = self._next(start)
        while node and node not in passed:
            if node == start:
                return True
            passed.add(node)
            node = self._next(node)
        return False

    def _depth(self, node: Node) -> int:
        way: dict[Node, None] = {}
        current: Node | None = node
        while current and current not in self.depths and current not in way:
            way[current] = None
            current = self._next(current)
        depth = self.depths.get(current, 0) if current else 0
        for passed in reversed(way):
            depth += 1
            self.depths[passed] = depth
        return self.depths[node]


def node_of(plan: RowPlan) -> Node:
    return ("row", plan.row.sheet, plan.row.number) if plan.target is None else ("unit", plan.target)


def node_above(plan: RowPlan) -> Node | None:
    """Return what a plan puts its union below; None where it leaves it where it is."""
    reference = plan.links.get("parent") or {}
    if "unit" in reference:
        return ("unit", reference["unit"])
    return ("row", reference["sheet"], reference["row"]) if reference else None
