"""Actions on posts: giving one to a person and ending it. Each is one transaction with one event."""

from __future__ import annotations

from datetime import date, timedelta

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from foundation import clock, vietnamese
from foundation.lifecycle import StateConflict
from units import access
from units.acting import Acting
from units.history import record
from units.models import Post, Role, SignInCode, Unit


@transaction.atomic
def give_post(post: Post, *, by: Acting, reason: str = "") -> Post:
    """Save a new post."""
    actor_post = access.require_allowed(access.may_give_post(post.unit, post.role, by))
    post.save()
    record(post, "give_post", by=by, post=actor_post, unit=post.unit, reason=reason, changes=given_words(post))
    return post


def given_words(post: Post) -> dict[str, list[str]]:
    """Return what the history says of a post that was given."""
    words = {"phân công": ["", f"{post.user.full_name}: {post.title}, {post.unit.name}"]}
    if post.inspects:
        words["nội dung kiểm tra"] = ["", f"{post.inspects} ({post.year})" if post.year else post.inspects]
    return words


@transaction.atomic
def end_post(post: Post, *, until: date | None, by: Acting, reason: str = "") -> Post:
    """End a post on a day, or take the end back; what was done in it keeps naming it.

    Raises Forbidden, or StateConflict if nobody could administer the portal afterwards.
    """
    actor_post = access.require_allowed(access.may_give_post(post.unit, post.role, by))
    if until is not None and post.role == Role.ADMINISTRATOR and post.unit.parent_id is None:
        _refuse_leaving_nobody(post, until)
    before, post.until = Post.objects.get(pk=post.pk).until, until
    post.save()
    dates = [vietnamese.format_date(day) if day else "" for day in (before, until)]
    changes = {"đến trước ngày": dates}
    record(post, "end_post", by=by, post=actor_post, unit=post.unit, reason=reason, changes=changes)
    return post


def _refuse_leaving_nobody(post: Post, until: date) -> None:
    """Raise StateConflict if from this day on no other administrator has a password, or a letter to choose one."""
    Unit.objects.select_for_update(no_key=True).get(pk=post.unit_id)  # of two who end each other's, one waits here
    others = Post.objects.filter(role=post.role, unit=post.unit_id, since__lte=until, user__is_active=True)
    can_sign_in = ~Q(user__password__startswith=UNUSABLE_PASSWORD_PREFIX)
    has_letter = Q(user__in=SignInCode.objects.valid().values("user"))
    if not others.exclude(pk=post.pk).exclude(until__lte=until).filter(can_sign_in | has_letter).exists():
        sentence = _(
            "{name} là Quản trị hệ thống cuối cùng đăng nhập được: xin phân công người khác và lập thư giao tài khoản "
            "cho người ấy trước."
        )
        raise StateConflict(sentence.format(name=post.user.full_name))


@transaction.atomic
def take_back_post(post: Post, *, by: Acting, reason: str) -> Post:
    """End a post that was given by mistake, so that nobody holds it from now on."""
    today = clock.today()
    if post.since >= today:
        Post.objects.filter(pk=post.pk).update(since=today - timedelta(days=1), until=None)
        post.refresh_from_db()
    return end_post(post, until=today, by=by, reason=reason)
