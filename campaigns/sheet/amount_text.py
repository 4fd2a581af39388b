"""Amounts of indicators as texts, and targets that were changed after the report was due."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _

from campaigns.catalogue.types import CatalogueIndicator
from campaigns.models import Indicator
from campaigns.models.indicator import Counting
from campaigns.sheet.context import Amount
from campaigns.sheet.late_targets import LateTarget
from foundation import vietnamese


def amount_text(
    indicator: CatalogueIndicator | Indicator, amount: Amount | None = None, *, assigned: Decimal | None = None
) -> str:
    """Return an amount as text: 55/62 (88,7%), Có, 1.250; with `assigned` an assigned target: 95%."""
    if assigned is not None:
        number = vietnamese.format_number(assigned)
        return f"{number}%" if indicator.is_ratio and not indicator.is_quotient else number
    if amount is None:
        return ""
    if indicator.is_ratio:
        if amount.numerator is None or amount.denominator is None:
            return ""
        parts = f"{vietnamese.format_number(amount.numerator)}/{vietnamese.format_number(amount.denominator)}"
        if amount.percent is None:
            return parts
        if indicator.is_quotient:
            return f"{parts} ({vietnamese.format_number(amount.percent / 100, indicator.decimals)})"
        return f"{parts} ({vietnamese.format_percent(amount.percent)})"
    if indicator.is_yes_no:
        return str(_("Có") if amount.value else _("Không"))
    return "" if amount.value is None else vietnamese.format_number(amount.value)


def share_of_target(indicator: CatalogueIndicator, actual: Amount | None, target: Amount | None) -> Decimal | None:
    """Return a result in percent of a target: persons of persons, averages of averages.

    None without both, for yes or no, and for rates of other things, of which no share is told.
    """
    if actual is None or target is None or indicator.is_yes_no:
        return None
    if indicator.is_quotient:
        return vietnamese.percent(actual.percent, target.percent)
    if not indicator.is_ratio:
        return vietnamese.percent(actual.value, target.value)
    is_of_persons = indicator.counting == Counting.PERSONS
    return vietnamese.percent(actual.numerator, target.numerator) if is_of_persons else None


def late_text(indicator: CatalogueIndicator, late: LateTarget) -> str:
    """Return as text what a late target was and is: 44 (đăng ký lần đầu, …); 1 (sửa ngày 20/07/2015, …)."""
    first, when_due, now = _late_amounts(indicator, late)
    in_time = _("{target} (đăng ký lần đầu, trước hạn báo cáo)") if late.first_in_time else _("{target} (lần đầu)")
    texts = [in_time.format(target=first)]
    if late.when_due != late.first:
        texts.append(_("{target} (khi đến hạn báo cáo)").format(target=when_due))
    day = vietnamese.format_date(late.changed_at)
    texts.append(_("{target} (sửa ngày {day}, sau hạn báo cáo)").format(target=now, day=day))
    return "; ".join(texts)


def late_steps(indicator: CatalogueIndicator, late: LateTarget) -> str:
    """Return the amounts of a late target, from the first to the last: 44 → 50 → 1."""
    first, when_due, now = _late_amounts(indicator, late)
    return " → ".join([first, now] if late.when_due == late.first else [first, when_due, now])


def _late_amounts(indicator: CatalogueIndicator, late: LateTarget) -> list[str]:
    amounts = (late.first, late.when_due, late.now)
    return [amount_text(indicator, amount) or _("không đăng ký") for amount in amounts]
