"""The desk's part about activity notes: what the Board has not read yet."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.lifecycle import ActivityStatus
from campaigns.models import Activity
from foundation.vietnamese import format_number
from units.acting import Acting
from units.models import Role
from units.todo import Todo


def todos(by: Acting) -> list[Todo]:
    """Return a task for the activity notes that nobody of the Board has read."""
    if by.area or not (by.unit.may_launch and by.is_(Role.REVIEWER)):
        return []
    count = Activity.objects.filter(campaign__unit=by.unit.pk, status=ActivityStatus.SENT).count()
    if not count:
        return []
    return [
        Todo(
            title=_("Đọc tin hoạt động của đơn vị"),
            detail=_("{n} tin chưa ai đọc; chọn tin cho báo cáo, công bố tin hay.").format(n=format_number(count)),
            url=f"{reverse('activities:list')}?status={ActivityStatus.SENT}",
            button=_("Đọc {n} tin").format(n=format_number(count)),
            count=count,
        )
    ]
