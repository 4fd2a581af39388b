"""Actions on a dossier: by its unit, and by the union above, which endorses or returns it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from awards import access
from awards.actions.locking import lock_dossier, lock_row
from awards.lifecycle import DossierStatus
from awards.models import Dossier, EndorsersMeeting, Nomination, Nominee
from awards.rules.deciding_unit import deciding_unit, highest
from awards.rules.dossier_completeness import problems
from awards.rules.sorting import appraisal_key
from campaigns.models import Phase
from campaigns.models.called import sort_key_in_phase
from foundation import clock, vietnamese
from foundation.forms.edit_conflicts import NO_CHECK, WHOLE_FORM, lines_to_write
from foundation.forms.errors import required_text
from units.acting import Acting
from units.history import move, record, require_still_allowed
from units.models import Post, Unit


class IncompleteDossier(Exception):
    """The dossier cannot be sent. `problems`: the result of `awards.rules.dossier_completeness.problems`."""

    def __init__(self, problems: list[Any]):
        super().__init__(problems)
        self.problems = problems


@transaction.atomic
def make(unit: Unit, phase: Phase, *, by: Acting, timing: str, period_label: str = "") -> Dossier:
    """Create a dossier of a unit, without nominations."""
    post = require_still_allowed(access.may_make(unit, phase, by), phase)
    dossier = Dossier.objects.create(
        unit=unit,
        campaign=phase.campaign,
        phase=phase,
        timing=timing,
        period_label=vietnamese.clean(period_label),
        sort_key=sort_key_in_phase(phase, unit),
        filing_unit=by.unit,
        made_at=clock.now(),
        made_by=by.user,
    )
    record(dossier, "make_dossier", by=by, post=post, unit=unit)
    return dossier


@transaction.atomic
def describe(
    dossier: Dossier, fields: dict[str, Any], *, by: Acting, fingerprints: Mapping[str, str] = NO_CHECK
) -> None:
    """Write the number and date of the letter, the meeting and its votes, the occasion. Raises EditConflict."""
    lock_dossier(dossier)
    post = require_still_allowed(access.may_edit(dossier, by), dossier)
    stored = {name: getattr(dossier, name) for name in fields}
    if lines_to_write({WHOLE_FORM: fields}, {WHOLE_FORM: stored}, fingerprints):
        for name, value in fields.items():
            setattr(dossier, name, value)
        dossier.save(update_fields=list(fields))
        record(dossier, "describe_dossier", by=by, post=post, unit=dossier.unit)


@transaction.atomic
def nominate(dossier: Dossier, nominee: Nominee, fields: dict[str, Any], *, by: Acting) -> Nomination:
    """Add a nomination. `nominee` is new, or a known one that a person confirmed; `fields["works"]` is a list."""
    lock_dossier(dossier)
    require_still_allowed(access.may_edit(dossier, by), dossier)
    nominee.save()
    last = dossier.nominations.order_by("-order").values_list("order", flat=True).first() or 0
    nomination = Nomination(dossier=dossier, order=last + 1, nominee=nominee)
    return _write(nomination, fields)


@transaction.atomic
def change(
    nomination: Nomination,
    nominee: Nominee,
    fields: dict[str, Any],
    *,
    by: Acting,
    fingerprints: Mapping[str, str] = NO_CHECK,
) -> Nomination:
    """Change a nomination and its nominee. Raises EditConflict."""
    dossier = nomination.dossier
    lock_dossier(dossier)
    post = require_still_allowed(access.may_edit(dossier, by), dossier)
    stored = lock_row(nomination)
    if lines_to_write(
        {WHOLE_FORM: compared_values(nomination, nominee, fields)},
        {WHOLE_FORM: compared_values(stored, stored.nominee)},
        fingerprints,
    ):
        changes = _corrections(stored.nominee, nominee) if stored.nominee_id == nominee.pk else {}
        nominee.save()
        nomination.nominee = nominee
        _write(nomination, fields)
        record(nomination, "change_nomination", by=by, post=post, unit=dossier.unit, changes=changes)
    return nomination


def _corrections(before: Nominee, now: Nominee) -> dict[str, Any]:
    """Return the changed sex and birth year as pairs (before, now) by label, for the event."""
    pairs: dict[str, list[Any]] = {
        _("giới tính"): [before.get_sex_display(), now.get_sex_display()],
        _("năm sinh"): [before.birth_year, now.birth_year],
    }
    return {label: pair for label, pair in pairs.items() if pair[0] != pair[1]}


@transaction.atomic
def correct_sex(nomination: Nomination, sex: str, *, by: Acting, fingerprints: Mapping[str, str] = NO_CHECK) -> None:
    """Correct the sex of a person in a dossier that was sent, and so in all dossiers. Raises EditConflict.

    Issued awards keep what was decided.
    """
    dossier = nomination.dossier
    lock_dossier(dossier)
    post = require_still_allowed(access.may_correct_nominee(dossier, by), dossier)
    nominee = lock_row(nomination).nominee
    if nominee.is_person and lines_to_write({WHOLE_FORM: sex}, {WHOLE_FORM: nominee.sex}, fingerprints):
        before, nominee.sex = nominee.get_sex_display(), sex
        nominee.save(update_fields=["sex"])
        changes = {_("giới tính của {name}").format(name=nominee.name): [before, nominee.get_sex_display()]}
        record(dossier, "correct_sex", by=by, post=post, unit=dossier.unit, changes=changes)


def compared_values(
    nomination: Nomination, nominee: Nominee, fields: Mapping[str, Any] = MappingProxyType({})
) -> dict[str, Any]:
    """Return the values of a nomination that an edit conflict is detected by.

    They are the present ones, or those that `fields` and `nominee` would make.
    """
    row = {name: getattr(nomination, name) for name in ("position", "nominee_class", "ethnicity", "achievements")}
    row |= {"title_asked": nomination.title_asked, **fields}
    works = fields["works"] if "works" in fields else nomination.works.all()
    row |= {"title_asked": row["title_asked"].pk, "works": sorted(work.pk for work in works)}
    return row | {name: getattr(nominee, name) for name in ("pk", "name", "sex", "birth_year")}


def _write(nomination: Nomination, fields: dict[str, Any]) -> Nomination:
    fields = dict(fields)
    works = fields.pop("works", [])
    for name, value in fields.items():
        setattr(nomination, name, value)
    dossier = nomination.dossier
    nomination.deciding_unit = deciding_unit(nomination.title_asked, dossier.unit, dossier.campaign.unit)
    nomination.sort_key = appraisal_key(dossier, is_person=nomination.nominee.is_person)
    nomination.title_granted = None
    nomination.opinion = nomination.opinion_reason = ""
    nomination.save()
    nomination.works.set(works)
    return nomination


@transaction.atomic
def remove(nomination: Nomination, *, by: Acting) -> None:
    """Delete a nomination from a dossier that is not sent."""
    lock_dossier(nomination.dossier)
    require_still_allowed(access.may_edit(nomination.dossier, by), nomination.dossier)
    record(
        nomination.dossier, "remove_nomination", by=by, unit=nomination.dossier.unit,
        changes={nomination.nominee.name: nomination.title_asked.form},
    )  # fmt: skip
    nomination.delete()


@transaction.atomic
def submit(dossier: Dossier, *, by: Acting) -> None:
    """Send the dossier to the highest unit that its titles need. Raises IncompleteDossier and then changes nothing."""
    lock_dossier(dossier)
    post = require_still_allowed(access.may_submit(dossier, by), dossier)
    if missing := problems(dossier):
        raise IncompleteDossier(missing)
    now = clock.now()
    fields: dict[str, Any] = {"submitted_at": now, "submitted_by": by.user, "reason": ""}
    if by.unit.pk == dossier.unit_id:
        fields["filing_unit"] = by.unit  # sent by the unit itself, so the unit may withdraw it
    fields["received_on"] = clock.today()
    fields |= {"endorsed_at": None, "endorsed_by": None, "endorsing_unit": None}
    fields |= {"endorsers_met_on": None, "endorsers_present": None, "endorsers_agreed": None}
    fields["deciding_unit"] = highest(
        [nomination.deciding_unit for nomination in dossier.nominations.select_related("deciding_unit")]
    )
    if dossier.first_submitted_at is None:
        due = due_of(dossier)
        fields |= {"first_submitted_at": now, "late": due is not None and now > due}
    dossier.nominations.update(opinion="", opinion_reason="", letter=None)  # whoever endorses it writes another letter
    move(dossier, DossierStatus.SUBMITTED, verb="submit_dossier", by=by, post=post, unit=dossier.unit, **fields)


def due_of(dossier: Dossier) -> datetime | None:
    """Return the instant the dossier is due in its phase, or None; it depends on the timing and the unit's group."""
    called = dossier.phase.called_units.filter(unit=dossier.unit).select_related("phase__campaign").first()
    kind = "school_dossier" if dossier.timing == "school_year" else "dossier"
    return called.due(kind) if called else None


@transaction.atomic
def take_back(dossier: Dossier, *, by: Acting) -> None:
    """Take a sent dossier back to correct it and send it again. A new date that a return gave stays."""
    lock_dossier(dossier)
    post = require_still_allowed(access.may_take_back(dossier, by), dossier)
    move(dossier, DossierStatus.DRAFT, verb="take_back_dossier", by=by, post=post, unit=dossier.unit)


@transaction.atomic
def withdraw(dossier: Dossier, *, reason: str, by: Acting) -> None:
    """Withdraw the dossier for good; a new one can be begun from it."""
    lock_dossier(dossier)
    post = require_still_allowed(access.may_withdraw(dossier, by), dossier)
    text = required_text(reason)
    move(
        dossier, DossierStatus.WITHDRAWN, verb="withdraw_dossier", by=by, post=post, unit=dossier.unit,
        event_reason=text,
    )  # fmt: skip


@transaction.atomic
def begin_again(withdrawn: Dossier, *, by: Acting) -> Dossier:
    """Create a draft with the nominations, the meeting and the votes of a withdrawn dossier.

    The number and the date of the letter are not taken over: the new dossier comes with a letter of its own.
    """
    lock_dossier(withdrawn)
    post = require_still_allowed(access.may_begin_again(withdrawn, by), withdrawn)
    taken_over = ("unit", "campaign", "phase", "timing", "period_label", "meeting_on", "voted_by", "votes_for")
    dossier = Dossier.objects.create(
        **{name: getattr(withdrawn, name) for name in (*taken_over, "votes_present", "sort_key")},
        begun_from=withdrawn,
        filing_unit=by.unit,
        made_at=clock.now(),
        made_by=by.user,
    )
    for row in withdrawn.nominations.select_related("nominee", "title_asked").prefetch_related("works"):
        fields = {name: getattr(row, name) for name in ("position", "nominee_class", "ethnicity", "achievements")}
        nomination = Nomination(dossier=dossier, order=row.order, nominee=row.nominee)
        _write(nomination, {**fields, "title_asked": row.title_asked, "works": row.works.all()})
    record(dossier, "make_dossier", by=by, post=post, unit=dossier.unit)
    return dossier


@transaction.atomic
def endorse(
    dossier: Dossier,
    opinions: dict[int, tuple[str, str]],
    *,
    meeting: EndorsersMeeting,
    by: Acting,
    confirmed: bool = False,
) -> None:
    """Endorse the dossier with an opinion on each nomination: by id, (agree | disagree, reason). Default: agree.

    `meeting`: the one at which the union considered it; whoever decides reads it with the opinions. `confirmed`: the
    question about it was answered.
    """
    lock_dossier(dossier)
    post = require_still_allowed(access.may_endorse(dossier, by), dossier)
    if meeting.met_on > clock.today():
        raise ValidationError({"met_on": _("Ngày họp không thể sau hôm nay.")})
    if not meeting.present:
        raise ValidationError({"present": _("Cuộc họp phải có người dự.")})
    if meeting.agreed > meeting.present:
        raise ValidationError({"agreed": _("Số người tán thành nhiều hơn số người dự. Xin kiểm tra lại.")})
    if meeting.question and not confirmed:
        raise ValidationError({"agreed": meeting.question})
    for nomination in dossier.nominations.all():
        opinion, reason = opinions.get(nomination.pk, (Nomination.Opinion.AGREE, ""))
        if opinion == Nomination.Opinion.DISAGREE:
            reason = required_text(reason)
        Nomination.objects.filter(pk=nomination.pk).update(opinion=opinion, opinion_reason=vietnamese.clean(reason))
    move_to_endorsed(
        dossier, by=by, post=post, endorsers_met_on=meeting.met_on, endorsers_present=meeting.present,
        endorsers_agreed=meeting.agreed,
    )  # fmt: skip


def move_to_endorsed(dossier: Dossier, *, by: Acting, post: Post | None, **meeting: Any) -> None:
    """Move a locked dossier on to the unit that decides, as endorsed by the unit acted for.

    `meeting` are the columns of its meeting; none where a verdict leads there.
    """
    move(
        dossier, DossierStatus.ENDORSED, verb="endorse_dossier", by=by, post=post, unit=dossier.unit,
        endorsed_at=clock.now(), endorsed_by=by.user, endorsing_unit=by.unit, **meeting,
    )  # fmt: skip


@transaction.atomic
def return_(dossier: Dossier, *, reason: str, due_on: date, by: Acting) -> None:
    """Return the dossier to its unit with a reason and a date to send it again by."""
    lock_dossier(dossier)
    post = require_still_allowed(access.may_return(dossier, by), dossier)
    if due_on < clock.today():
        raise ValidationError({"due_on": _("Hạn gửi lại không thể trước hôm nay.")})
    text = required_text(reason)
    move(
        dossier, DossierStatus.RETURNED, verb="return_dossier", by=by, post=post, unit=dossier.unit,
        event_reason=text, reason=text, due_again=clock.end_of_day(due_on),
    )  # fmt: skip
