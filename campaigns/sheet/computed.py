"""Indicators that are computed from a sheet's list of works instead of typed, in pledges and in reports."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from campaigns.models import Computed, WorkKind
from foundation import vietnamese


def computed_amount(what: str, rows: list[dict[str, Any]], *, pledge: bool) -> Decimal:
    """Return the value of a computed indicator; money in million đồng.

    `rows` are the cleaned rows of the works part (pledge) or the results part (report). In a pledge every registered
    work counts. In a report a topic or an initiative counts when it is done and recognised, a product when it is done.
    """
    kinds = {
        Computed.TOPICS: WorkKind.TOPIC,
        Computed.INITIATIVES: WorkKind.INITIATIVE,
        Computed.INITIATIVES_VALUE: WorkKind.INITIATIVE,
        Computed.PRODUCTS: WorkKind.PRODUCT,
        Computed.PRODUCTS_VALUE: WorkKind.PRODUCT,
    }
    kind = kinds[Computed(what)]
    counted = [row for row in rows if kind_of(row) == kind and (pledge or _counts(row, kind))]
    if what in (Computed.INITIATIVES_VALUE, Computed.PRODUCTS_VALUE):
        value = "expected_value" if pledge else "value"
        return vietnamese.dong_to_million(sum(row.get(value) or 0 for row in counted))
    return Decimal(len(counted))


def kind_of(row: dict[str, Any]) -> str:
    """Return the kind of a row's work: that of the registered work's entry, else the typed one."""
    registered = row.get("registered")
    return registered.kind if registered else row.get("kind", "")


def is_recognised(row: dict[str, Any]) -> bool:
    """Return whether the employer recognised the work: done, with who recognised it and when (NĐ 65/2014 Art. 4)."""
    return bool(row.get("done") and row.get("recognised_by") and row.get("recognised_on"))


def _counts(row: dict[str, Any], kind: str) -> bool:
    return bool(row.get("done")) if kind == WorkKind.PRODUCT else is_recognised(row)
