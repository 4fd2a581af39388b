"""The columns of papers that are closed for signing before they are registered."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from units.models.post import Post, Role
from units.models.signer import Signer

TO_SIGN = "to_sign"
"""The status of a paper that is closed for signing and not registered yet, in every life cycle of papers."""

NOT_CLOSED = Q(closed_at=None, closed_by=None, signer=None)
CLOSED = Q(closed_at__isnull=False, closed_by__isnull=False)
"""Conditions of a paper's constraint, by its status: of drafts, and of what is to be signed or registered."""


class PaperToSign(models.Model):
    """The base of papers that go out: closed for signing, then registered; until then they may be taken back.

    Closing freezes the content and the files; number and date stay blank for the pen. `signer`: who was chosen then;
    None where the union's signers are not listed, and of papers that were final before there was closing.
    """

    closed_at = models.DateTimeField(_("chốt để trình ký lúc"), null=True, editable=False)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False)
    signer = models.ForeignKey(
        Signer, models.PROTECT, null=True, related_name="+", editable=False, verbose_name=_("người ký")
    )

    class Meta:
        abstract = True


def signs_no_more(day: date) -> Q:
    """Return the condition of papers whose signer does not sign on a day: the row has ended, or the leader's post."""
    leads: Any = Post.objects.filter(user=OuterRef("signer__user"), unit=OuterRef("unit"), role=Role.LEADER)
    left = Exists(leads.filter(until__lte=day)) & ~Exists(leads.current(day))
    return Q(signer__until__lte=day) | Q(signer__since__gt=day) | Q(left, signer__user__isnull=False)


def has_other_signer(day: date) -> ExpressionWrapper:
    """Return the annotation that says whether `signs_no_more` is true of a paper."""
    return ExpressionWrapper(signs_no_more(day), BooleanField())
