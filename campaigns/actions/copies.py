"""Actions of the Board that make a campaign from an earlier one, and reword the years in its texts."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from campaigns import access, running
from campaigns.actions.locking import lock_campaign_row
from campaigns.models import Campaign
from campaigns.setup.copying import NEEDS, OF_A_NEW_ONE, PIECES, CopyJob, copied_row
from campaigns.setup.facts import suggested_slug
from campaigns.setup.years import DatedText, dated_texts
from foundation.lifecycle import StateConflict
from units.acting import Acting
from units.history import record, require_still_allowed


@transaction.atomic
def copy_campaign(
    source: Campaign, *, title: str, year: int, slug: str = "", pieces: Collection[str], by: Acting
) -> CopyJob:
    """Make a campaign of the same unit from the pieces (keys of `PIECES`) of another one; nothing of it is published.

    Return the finished job, which tells what was moved and what was left out.
    """
    lock_campaign_row(source)
    post = require_still_allowed(access.may_copy(source, by), source)
    own = {"title": title, "year": year, "slug": slug or suggested_slug(year)}
    target = copied_row(source, **OF_A_NEW_ONE, **own)
    try:
        with transaction.atomic():
            target.save()
    except IntegrityError as error:
        raise StateConflict(_("Đường dẫn này vừa được dùng cho phong trào khác.")) from error
    job = CopyJob(source, target)
    for piece in PIECES:
        is_copied = piece.key in pieces and NEEDS.get(piece.key, piece.key) in pieces
        (piece.copy if is_copied else piece.without)(job)
    record(target, "copy_campaign", by=by, post=post, unit=target.unit, changes={_("chép từ"): ["", source.title]})
    running.forget()
    return job


@transaction.atomic
def reword_years(
    campaign: Campaign, keys: Collection[str], *, year: int, shortened: Mapping[str, str] | None = None, by: Acting
) -> list[DatedText]:
    """Write the chosen texts (keys of `dated_texts`) as they read in the campaign's year; return those written.

    `shortened`: by key what is written instead, where the reworded text is longer than its place. Raises
    ValidationError where nothing was.
    """
    lock_campaign_row(campaign)
    post = require_still_allowed(access.may_set_up(campaign, by), campaign)
    shortened = shortened or {}
    chosen = [
        replace(text, after=shortened[text.key]) if text.is_too_long and text.key in shortened else text
        for text in dated_texts(campaign, year)
        if text.key in keys
    ]
    if problems := [problem for text in chosen if (problem := text.problem_of(text.after))]:
        raise ValidationError(problems)
    for text in chosen:
        type(text.row)._default_manager.filter(pk=text.row.pk).update(**{text.column: text.after})
    if chosen:
        changes = {f"{text.label} ({at})": [text.before, text.after] for at, text in enumerate(chosen, start=1)}
        record(campaign, "set_up_campaign", by=by, post=post, unit=campaign.unit, changes=changes)
    return chosen
