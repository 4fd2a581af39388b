"""What a reviewer of before is told of a sheet whose union was moved out of reach."""

from __future__ import annotations

from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from campaigns.models import CalledUnit, Filing
from units.models import Post, User
from units.models.post import READS_BELOW
from units.tree import ancestor_paths


def where_now(filing: Filing, user: User) -> str:
    """Return which union a sheet's union is below by now, for who could read the sheet before; "" for anybody else.

    They held a post, while the phase was open, in a union above the sheet's as the phase called it. What they are told
    is where the union is today, and nothing of the sheet.
    """
    called = CalledUnit.objects.select_related("phase", "unit__parent").get(pk=filing.called_id)
    opened, parent = called.phase.opened_at, called.unit.parent
    if opened is None or parent is None:
        return ""
    above = CalledUnit.objects.filter(phase=called.phase, path__in=ancestor_paths(called.path)).values("unit")
    held = Post.objects.filter(user=user, area=None, role__in=READS_BELOW, unit__in=above)
    if not held.filter(Q(until=None) | Q(until__gt=localdate(opened))).exists():
        return ""
    sentence = _("{unit} nay thuộc {parent}. Bản đăng ký, báo cáo của đơn vị này do nơi đó theo dõi.")
    return sentence.format(unit=called.unit.name, parent=parent.name)
