"""What happens to unions and posts: founding, moving, closing; giving and ending a post.

Each is one transaction with one event. `ValidationError` carries the sentence for the field it names.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext as _

from emulation import vietnamese
from emulation.seen import UNASKED, WHOLE, written
from units import access
from units.acting import Acting
from units.history import record
from units.models import Post, Unit
from units.models.unit import next_path
from units.tree import within


@transaction.atomic
def add(unit: Unit, *, by: Acting) -> Unit:
    """Found a union: saved with a fresh path below its parent."""
    post = access.require(access.may_manage(by))
    unit.save()
    record(unit, "add_unit", by=by, post=post, unit=unit)
    return unit


@transaction.atomic
def move_under(unit: Unit, parent: Unit, *, by: Acting, seen: Mapping[str, str] = UNASKED) -> Unit:
    """Hang a union, and everything below it, under another one. Closed phases keep the tree they had.

    Raises Overtaken.
    """
    post = access.require(access.may_manage(by))
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    if not written({WHOLE: parent.pk}, {WHOLE: unit.parent_id}, seen):
        return unit
    _refuse_below_itself(unit, parent, "parent")
    before = str(unit.parent or "")
    _hang(unit, parent)
    changes = {"công đoàn cấp trên": [before, parent.name]}
    record(unit, "move_unit", by=by, post=post, unit=unit, changes=changes)
    return unit


@transaction.atomic
def close(unit: Unit, *, on: date, successor: Unit | None, by: Acting) -> Unit:
    """End a union on a day. It hangs below its successor (none: its old parent) and is no longer called."""
    post = access.require(access.may_manage(by))
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    _refuse_closing(unit, on, successor)
    unit.valid_to, unit.successor = on, successor
    if successor and successor.pk != unit.parent_id:
        _hang(unit, successor)
    unit.save()
    changes = {"kết thúc": ["", vietnamese.format_date(on)], "đơn vị kế tục": ["", str(successor or "")]}
    record(unit, "close_unit", by=by, post=post, unit=unit, changes=changes)
    return unit


@transaction.atomic
def give_post(post: Post, *, by: Acting) -> Post:
    """Save a new post."""
    needed = access.require(access.may_give_post(post.unit, post.role, by))
    post.save()
    words = {"phân công": ["", f"{post.user.full_name}: {post.title}, {post.unit.name}"]}
    record(post, "give_post", by=by, post=needed, unit=post.unit, changes=words)
    return post


@transaction.atomic
def end_post(post: Post, *, until: date | None, by: Acting) -> Post:
    """End a post on a day, or take the end back; what was done in it keeps naming it."""
    needed = access.require(access.may_give_post(post.unit, post.role, by))
    before, post.until = Post.objects.get(pk=post.pk).until, until
    post.save()
    dates = [vietnamese.format_date(day) if day else "" for day in (before, until)]
    record(post, "end_post", by=by, post=needed, unit=post.unit, changes={"đến trước ngày": dates})
    return post


def _hang(unit: Unit, parent: Unit) -> None:
    """Give the union a fresh path below `parent`, and everything below it the same new beginning."""
    old, new = unit.path, next_path(parent)
    deepest = max(len(path) for path in Unit.objects.filter(within("path", [old])).values_list("path", flat=True))
    if deepest - len(old) + len(new) > Unit._meta.get_field("path").max_length:
        raise ValidationError(_("Cây tổ chức sẽ quá nhiều cấp."))
    rest = Concat(Value(new), Substr("path", len(old) + 1))
    Unit.objects.filter(within("path", [old])).update(path=rest)
    unit.parent, unit.path = parent, new
    unit.save()


def _refuse_below_itself(unit: Unit, other: Unit, field: str) -> None:
    if unit.contains(other.path):
        raise ValidationError({field: _("Một đơn vị không thể nằm dưới chính mình hoặc dưới đơn vị thuộc mình.")})


def _refuse_closing(unit: Unit, on: date, successor: Unit | None) -> None:
    if unit.parent_id is None:
        raise ValidationError(_("Đơn vị cao nhất không kết thúc hoạt động trên cổng này."))
    if unit.valid_to:
        day = vietnamese.format_date(unit.valid_to)
        raise ValidationError(_("Đơn vị đã kết thúc hoạt động từ ngày {day}.").format(day=day))
    if on <= unit.valid_from:
        day = vietnamese.format_date(unit.valid_from)
        raise ValidationError({"on": _("Ngày kết thúc phải sau ngày bắt đầu hoạt động ({day}).").format(day=day)})
    if successor is None:
        return
    _refuse_below_itself(unit, successor, "successor")
    if successor.valid_to and successor.valid_to <= on:
        raise ValidationError({"successor": _("Đơn vị kế tục phải còn hoạt động vào ngày đó.")})
