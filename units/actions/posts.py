"""Actions on posts: giving one to a person and ending it. Each is one transaction with one event."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction

from foundation import clock, vietnamese
from units import access
from units.acting import Acting
from units.history import record
from units.models import Post


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
    """End a post on a day, or take the end back; what was done in it keeps naming it."""
    actor_post = access.require_allowed(access.may_give_post(post.unit, post.role, by))
    before, post.until = Post.objects.get(pk=post.pk).until, until
    post.save()
    dates = [vietnamese.format_date(day) if day else "" for day in (before, until)]
    changes = {"đến trước ngày": dates}
    record(post, "end_post", by=by, post=actor_post, unit=post.unit, reason=reason, changes=changes)
    return post


@transaction.atomic
def take_back_post(post: Post, *, by: Acting, reason: str) -> Post:
    """End a post that was given by mistake, so that nobody holds it from now on."""
    today = clock.today()
    if post.since >= today:
        Post.objects.filter(pk=post.pk).update(since=today - timedelta(days=1), until=None)
        post.refresh_from_db()
    return end_post(post, until=today, by=by, reason=reason)
