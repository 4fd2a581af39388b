"""Closes summaries for signing and registers them, by the real actions."""

from __future__ import annotations

from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile

from foundation import clock
from summaries import actions
from summaries.models import Summary
from units.acting import Acting, acting_as
from units.models import Post, Role, User


def scan() -> SimpleUploadedFile:
    return SimpleUploadedFile("bao-cao.pdf", b"%PDF-1.4\n%%EOF\n")


def finalise(summary: Summary, *, number: str, dated_on: date, by: Acting) -> None:
    """Close a summary for signing, and register it as a reviewer of its unit who confirms what is asked."""
    actions.close_for_signing(summary, by=by)
    register(summary, number=number, dated_on=dated_on)


def register(summary: Summary, *, number: str, dated_on: date) -> None:
    """Register a closed summary as a reviewer of its unit who confirms what is asked."""
    confirmed = actions.registration_check(summary, number, dated_on).mark
    posts = Post.objects.current(clock.today()).filter(unit=summary.unit, role__in=(Role.CLERK, Role.REVIEWER))
    post = posts.order_by("-may_record_signed", "role", "pk")[0]
    registrar = acting_as(User.objects.get(pk=post.user_id), post.role, summary.unit)
    actions.register(summary, number=number, dated_on=dated_on, scan=scan(), by=registrar, confirmed=confirmed)
