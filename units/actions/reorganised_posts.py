"""What a reorganisation does to posts, areas and signers of the unions that end."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from foundation import clock
from foundation.vietnamese import format_date
from units.models import Area, AreaUnit, Post, Role, Signer, SignerPosition, Unit
from units.reorganising.consequences import Ended, TakingBack, TreeChange
from units.reorganising.journal import PlanProblem, UndoStep, put_back

FOLLOWING = (Role.OFFICER, Role.REVIEWER, Role.LEADER, Role.CLERK, Role.ACCOUNTANT, Role.SECRETARY, Role.MEMBER)
"""Roles that people of a merged union may get in its successor."""


def end_posts(change: TreeChange) -> None:
    """End the posts of unions that end, on that day; where the plan says so, their people go on in the successor."""
    by_unit = {ended.unit.pk: ended for ended in change.ended}
    posts = Post.objects.filter(unit__in=by_unit).filter(Q(until=None) | Q(until__gt=change.on))
    successors = {ended.successor.pk for ended in change.ended if ended.successor}
    held = set(Post.objects.filter(unit__in=successors, until=None).values_list("user", "unit", "role"))
    for post in posts.select_related("user", "unit", "area").order_by("unit__path", "pk"):
        ended = by_unit[post.unit_id]
        if post.since >= change.on:
            sentence = _(
                "{unit}: phân công {title} bắt đầu từ {day}, sau khi đơn vị kết thúc; xin bỏ phân công đó trước."
            )
            words = {"unit": ended.unit.name, "title": post.title, "day": format_date(post.since)}
            change.problems.append(PlanProblem(ended.row.number, sentence.format(**words)))
            continue
        until = post.until
        _end(change, post, ended)
        if ended.successor and ended.row.posts_follow and post.role in FOLLOWING:
            _follow(change, post, ended.successor, held, until)


def _end(change: TreeChange, post: Post, ended: Ended) -> None:
    before, post.until = post.until, change.on
    Post.objects.filter(pk=post.pk).update(until=change.on)
    change.journal.changed(post, {"until": before}, {"until": change.on})
    words = _("{title}: kết thúc từ {day}").format(title=post.title, day=format_date(change.on))
    change.journal.note("post", ended.unit, words, post=post)
    days = [format_date(before) if before else "", format_date(change.on)]
    change.record(post, "end_post", ended.unit, changes={"đến trước ngày": days})


def _follow(
    change: TreeChange, post: Post, successor: Unit, held: set[tuple[int, int, str]], until: date | None
) -> None:
    """Give a person the same post in the successor, to the day to which it was given."""
    if (post.user_id, successor.pk, post.role) in held:
        change.journal.note("post", successor, _("{title}: đã giữ, tiếp tục").format(title=post.title), post=post)
        return
    held.add((post.user_id, successor.pk, post.role))
    given = Post.objects.create(user=post.user, unit=successor, role=post.role, since=change.on, until=until)
    change.journal.made(given, {"until": until})
    change.journal.note("post", successor, _("{title}: nhận, từ đơn vị kết thúc").format(title=given.title), post=post)
    change.record(
        given,
        "give_post",
        successor,
        changes={"phân công": ["", f"{given.user.full_name}: {given.title}, {successor.name}"]},
    )


def take_back_posts(steps: list[UndoStep], back: TakingBack) -> None:
    """Give ended posts back, and end those that were given as if nobody had held them."""
    posts = Post.objects.select_related("unit").in_bulk([step.pk for step in steps])
    today = clock.today()
    for step in steps:
        post = posts[step.pk]
        if step.made:
            since = min(post.since, today - timedelta(days=1))
            put_back(
                Post.objects.all(),
                UndoStep(step.model, step.pk, {"since": since.isoformat(), "until": today.isoformat()}, step.after),
            )
        else:
            put_back(Post.objects.all(), step)
        days = [_day(step.after.get("until")), format_date(today) if step.made else _day(step.before["until"])]
        back.record(post, "end_post", post.unit, changes={"đến trước ngày": days})


def _day(text: str | None) -> str:
    return format_date(date.fromisoformat(text)) if text else ""


def keep_areas(change: TreeChange) -> None:
    """Take ended unions out of areas; the unions that left them stay with the desk that looked after them."""
    by_unit = {ended.unit.pk: ended for ended in change.ended}
    members = AreaUnit.objects.filter(unit__in=by_unit).select_related("area__unit").order_by("area", "unit")
    of_area: dict[int, list[AreaUnit]] = defaultdict(list)
    for member in members:
        of_area[member.area_id].append(member)
    for area_members in of_area.values():
        area = area_members[0].area
        present = set(area.members.values_list("unit", flat=True))
        out = [by_unit[member.unit_id].unit for member in area_members]
        kept = [unit for member in area_members for unit in by_unit[member.unit_id].left if unit.pk not in present]
        AreaUnit.objects.filter(pk__in=[member.pk for member in area_members]).delete()
        AreaUnit.objects.bulk_create([AreaUnit(area=area, unit=unit) for unit in kept])
        columns = {"out": [unit.pk for unit in out], "in": [unit.pk for unit in kept]}
        change.journal.changed(area, {"members": columns}, {})
        for unit in out:
            change.journal.note("area", unit, _("đưa ra khỏi {area}").format(area=area))
        for unit in kept:
            change.journal.note("area", unit, _("ở lại {area}, ghi tên riêng").format(area=area))
        texts = {"đưa vào": ["", _names(kept)], "đưa ra": [_names(out), ""]}
        changes = {label: pair for label, pair in texts.items() if any(pair)}
        change.record(area, "change_area_members", area.unit, changes=changes)


def take_back_areas(steps: list[UndoStep], back: TakingBack) -> None:
    areas = Area.objects.select_related("unit").in_bulk([step.pk for step in steps])
    for step in steps:
        area, members = areas[step.pk], step.before["members"]
        area.members.filter(unit__in=members["in"]).delete()
        present = set(area.members.values_list("unit", flat=True))
        rows = [AreaUnit(area=area, unit_id=pk) for pk in members["out"] if pk not in present]
        AreaUnit.objects.bulk_create(rows)
        back.record(area, "change_area_members", area.unit)


def _names(units: list[Unit]) -> str:
    return "; ".join(unit.name for unit in units)


def note_signers(change: TreeChange) -> None:
    """Note who signs for unions that end: nobody is asked for them any more, the rows stay."""
    units = {ended.unit.pk: ended.unit for ended in change.ended}
    signers = Signer.objects.filter(unit__in=units).filter(Q(until=None) | Q(until__gt=change.on))
    for unit_id, position in signers.order_by("pk").values_list("unit_id", "position"):
        change.journal.note(
            "paper",
            units[unit_id],
            _("người ký, {position}: giữ, không ký thêm văn bản mới").format(position=SignerPosition(position).label),
            is_written=False,
        )


CONSEQUENCES = (end_posts, keep_areas, note_signers)
TAKEN_BACK = {"units.Post": take_back_posts, "units.Area": take_back_areas}
