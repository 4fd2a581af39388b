"""The desk's part about activity notes: what the Board has not read yet."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.lifecycle import ActivityStatus
from campaigns.models import Activity
from campaigns.models.activity import ActivityQuerySet
from foundation.vietnamese import format_number
from units.acting import Acting
from units.models import Role
from units.todo import Todo


def open_rows(by: Acting) -> ActivityQuerySet:
    """Return, unread, the activity notes that nobody of the Board acted for has read."""
    if by.area or not (by.unit.may_launch and by.is_(Role.REVIEWER)):
        return Activity.objects.none()
    return Activity.objects.filter(campaign__unit=by.unit.pk, status=ActivityStatus.SENT)


def todos(by: Acting) -> list[Todo]:
    """Return a task for these notes."""
    count = open_rows(by).count()
    return [
        Todo(
            title=_("Đọc tin hoạt động của đơn vị"),
            detail=_("{n} tin chưa ai đọc; chọn tin cho báo cáo, công bố tin hay.").format(n=format_number(count)),
            url=f"{reverse('activities:list')}?status={ActivityStatus.SENT}",
            button=_("Đọc {n} tin").format(n=format_number(count)),
            count=count,
        )
    ]
