"""Writes sheets and figures straight into the database, so that counts are known without any form or action."""

from datetime import date, datetime
from decimal import Decimal
from uuid import uuid4

from django.utils import timezone

from campaigns.actions.catalogues import write_catalogue
from campaigns.actions.phases import upper_orders
from campaigns.models import (
    AssignedTarget,
    CalledUnit,
    Exemplar,
    ExemplarConsent,
    Figure,
    Filing,
    Headcount,
    Indicator,
    Phase,
    Submission,
    Work,
    WorkCheck,
    WorkEntry,
    WorkResult,
)
from campaigns.models.called import sort_key_of
from units.acting import acting_as
from units.models import Post, Role, Unit, User

AT = timezone.make_aware(datetime(2015, 7, 10, 9))


def call(phase, unit, **more):
    """Call a unit to a phase as it is now; both its sheets are awaited."""
    parent = unit.parent
    names = {"parent_name": parent.name, "parent_full_name": parent.full_name, "parent_kind": parent.kind}
    names |= {"type_name": unit.words.short, "organ": unit.words.organ, "has_employer": unit.has_employer}
    shape = unit.shape() | names | {"parent": parent, "path": unit.path} | more
    key = sort_key_of(phase, unit, upper_orders())
    called = CalledUnit.objects.create(phase=phase, unit=unit, sort_key=key, **shape)
    for kind in ("pledge", "report"):
        Filing.objects.create(called=called, kind=kind)
    return called


def open_by_hand(phase):
    ask_again(phase)
    Phase.objects.filter(pk=phase.pk).update(status="open", opened_at=AT)
    phase.refresh_from_db()


def ask_again(phase):
    """Write the live rows as the phase's next catalogue."""
    live = Phase.objects.select_related("campaign__unit").get(pk=phase.pk)
    write_catalogue(live, by=acting_as(User.objects.get(username="board"), Role.REVIEWER), reason="Sai.")


def put(unit, kind, status, *, phase, late=False, reason="", counts=None, **answers):
    """Write a sheet in a status, with answers by code: a number, a pair for a ratio, an estimate by the key CODE_e."""
    filing = Filing.objects.get(called__unit=unit, called__phase=phase, kind=kind)
    sent = status in ("submitted", "returned", "accepted")
    decided = status in ("returned", "accepted", "excused")
    Filing.objects.filter(pk=filing.pk).update(
        status=status,
        late=late,
        late_days=3 if late else 0,
        first_submitted_at=AT if sent else None,
        submitted_at=AT if sent else None,
        decided_at=AT if decided else None,
        decided_by=User.objects.get(username="board") if decided else None,
        due_again=AT if status == "returned" else None,
        reason=reason or ("Thiếu số liệu." if status in ("returned", "excused") else ""),
        **submissions_of(filing, status),
    )
    filing.refresh_from_db()
    if counts:
        Headcount.objects.create(submission=filing.current_submission, **counts)
    for code, answer in answers.items():
        if not code.endswith("_e"):
            figure(filing, code, answer, estimated=f"{code}_e" in answers)
    return filing


def submissions_of(filing, status):
    """Return the columns of a sheet that name its submissions; the first is made now, also for a draft."""
    submission = filing.current_submission or Submission.objects.create(
        filing=filing, number=1, at=AT, by=User.objects.get(username="board"),
        post=Post.objects.filter(user__username="board").first(), content=filing.typed, sha256="0" * 64,
        catalogue_id=Phase.objects.get(pk=filing.called.phase_id).catalogue_id,
    )  # fmt: skip
    return {"current_submission": submission, "counted_submission": submission if status == "accepted" else None}


def figure(filing, code, answer, *, estimated=False):
    indicator = Indicator.objects.get(campaign=filing.called.phase.campaign, code=code)
    parts = dict(zip(("numerator", "denominator"), answer, strict=True)) if isinstance(answer, tuple) else {}
    value = None if parts else Decimal(answer)
    return Figure.objects.create(
        submission=filing.current_submission, indicator=indicator, value=value, estimated=estimated, **parts
    )


def assign(campaign, code, by, to, value):
    AssignedTarget.objects.create(indicator=campaign.indicators.get(code=code), by=by, to=to, value=value)


def register(sheet, kind, title, **more):
    """Add a work to a pledge, or to a report that adds one, and return it."""
    work = Work.objects.create(campaign=sheet.called.phase.campaign, unit=sheet.called.unit, uuid=uuid4())
    words = {"kind": kind, "title": title, "authors": "Nông Thị Ánh", "author_class": "direct"} | more
    WorkEntry.objects.create(submission=sheet.current_submission, work=work, **words)
    return work


def tell(report, work, *, done=True, recognised=False, value=None, checked=None, **more):
    if recognised:
        more |= {"recognised_by": "Hiệu trưởng", "recognised_no": "05/QĐ", "recognised_on": "2015-05-20"}
    told = {"submission": report.current_submission, "work": work, "registered": work.entries.get()}
    work_result = WorkResult.objects.create(**told, done=done, value=value, **more)
    if checked is not None:
        WorkCheck.objects.create(work_result=work_result, value=checked, by=User.objects.get(username="board"), at=AT)
    return work_result


def exemplar(report, who, *, published=True, agreed=True):
    told = {"submission": report.current_submission, "who": who, "story": "Làm tốt.", "published": published}
    return Exemplar.objects.create(**told, consent=consent(report, who) if agreed else None)


def consent(report, who):
    given = {"given_on": date(2015, 6, 30), "given_by": who}
    return ExemplarConsent.objects.create(
        filing=report, **given, recorded_by=User.objects.get(username="board"), recorded_at=AT
    )


def new_unit(name, parent, order, **more):
    """Return a new grassroots union."""
    shape = {"kind": "grassroots", "form": "workplace", "strand": "administrative", "valid_from": "2010-01-01"}
    return Unit.objects.create(name=name, full_name=name, parent=parent, order=order, **shape | more)
