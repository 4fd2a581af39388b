"""The template tag that renders a due date: the days left, then the day."""

from datetime import datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation import clock
from foundation.vietnamese import format_number

register = template.Library()


@register.inclusion_tag("components/due.html")
def due_line(at: datetime | None, settled: bool = False) -> dict[str, Any]:
    """ "Còn 6 ngày · hết ngày 13/03/2015 (thứ Sáu)"; if `settled` only the day; None means not set."""
    return {
        "at": at,
        "left": "" if settled or at is None else time_left(at),
        "late": at is not None and at < clock.now(),
    }


def time_left(at: datetime) -> str:
    days = (timezone.localdate(at) - clock.today()).days
    if days < 0:
        return _("Quá hạn {n} ngày").format(n=format_number(-days))
    return _("Còn {n} ngày").format(n=format_number(days)) if days else _("Hôm nay là ngày cuối")
