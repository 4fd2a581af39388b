"""Sets rows (campaign, phase, sheet, dossier, decision, summary, scan) to a named state: no actions, one event.

A state is a status of the object or of the only row in it, or `proposed`, or one named at `put_sheet` and below.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import F, QuerySet

from awards.lifecycle import NominationStatus
from awards.models import AwardTitle, Decision, Dossier, Letter, Nomination
from awards.rules.decision_snapshot import SNAPSHOT, snapshot_of
from campaigns.models import (
    Activity,
    Campaign,
    DataRequest,
    DataRequestAnswer,
    DataRequestSheet,
    Filing,
    FilingKind,
    FollowedExemplar,
    Inspection,
    Phase,
    Remark,
    Responsibility,
    Submission,
)
from foundation import clock
from foundation.digest import digest
from foundation.serialization import to_json
from summaries.figures.stored_figures import FIGURES
from summaries.models import Summary
from summaries.report.contents import SummaryDraft
from summaries.report.stored_text import TEXT
from tests.support.without_triggers import without_triggers
from tests.support.world import World
from units.history import record
from units.models import (
    Attachment,
    Event,
    Import,
    ImportRow,
    Job,
    JobKind,
    Masking,
    PlannedAct,
    Reorganisation,
    Role,
    Unit,
)
from units.models.job import key_of

REMARK = 999_999  # the id of the remark on a returned sheet, by which its reply is posted
SENT_BY = {"district": "district", "city": "city"}  # the union above → who decides there; elsewhere the Board


def put(world: World, about: str, key: int, state: str) -> None:
    """Put the object with the id `key` into `state`; `about` is the first segment of its address."""
    if about.removesuffix("s") in FilingKind:
        put_sheet(world, Filing.objects.select_related("called__phase").get(pk=key), state)
    elif about in ("dossiers", "decisions", "nominations") and state in ROW_STATES:
        put_nomination(world, row_of(about, key), state)
    elif (about, state) == ("decisions", "to_sign"):
        put_to_sign(world, key)
    elif about in ("summaries", "decisions"):
        put_paper(world, Summary if about == "summaries" else Decision, key, state)
    elif about == "dossiers":
        put_dossier(world, key, state)
    elif about in ("campaign", "campaigns", "phase", "phases"):
        put_campaign(about, key, state)
    elif about in ("data_requests", "requests"):
        put_request(world, about, key, state)
    elif about in ("planned", "maskings", "inspections", "responsibilities", "activities", "followed"):
        put_entered(world, about, key, state)
    elif about in ("attachments", "letters", "imports", "reorganisations"):
        put_sent(world, about, key, state)
    else:
        raise LookupError(f"{about}: no state {state}")


def put_entered(world: World, about: str, key: int, state: str) -> None:
    """Set a planned act, an inspection, a responsibility or a request to remove data to a status."""
    if about == "inspections":
        put_inspection(world, key, state)
    elif about == "responsibilities":
        put_responsibility(world, key, state)
    elif about == "followed":
        FollowedExemplar.objects.filter(pk=key).update(status=state, spread_to=3 if state == "spread" else None)
    elif about == "activities":
        put_activity(world, key, state)
    elif about == "planned":
        PlannedAct.objects.filter(pk=key).update(status=state, why_not="Đơn vị kế tục đã kết thúc hoạt động.")
    else:
        closed = {"closed_by": world.user("leader"), "closed_at": clock.now()}
        Masking.objects.filter(pk=key).update(state=state, **closed)


def put_inspection(world: World, key: int, state: str) -> None:
    """Set an inspection to a status: the district's officer told what was mended, the Board confirmed it."""
    told = {"mending": "Đã họp xét.", "told_by": world.user("district"), "told_at": clock.now()}
    nothing = {"to_mend": "", "mend_by": None}
    confirmed = {"confirmed_by": world.user("board"), "confirmed_at": clock.now()}
    columns = {"told": told, "mended": told | confirmed, "recorded": nothing}.get(state, {})
    Inspection.objects.filter(pk=key).update(status=state, **columns)


def put_responsibility(world: World, key: int, state: str) -> None:
    """Set a responsibility to a status: the district's officer told, the leader confirmed."""
    told = {"progress": "Đã tập huấn.", "told_by": world.user("district"), "told_at": clock.now()}
    confirmed = {"confirmed_by": world.user("leader"), "confirmed_at": clock.now()}
    columns = {"under_way": told, "done": told, "confirmed": told | confirmed}.get(state, {})
    Responsibility.objects.filter(pk=key).update(status=state, **columns)


def put_reorganisation(world: World, key: int, state: str) -> None:
    """Set a plan to a status; "unrehearsed" is a draft that was edited since it was rehearsed."""
    plan, now = Reorganisation.objects.filter(pk=key), clock.now()
    if state == "unrehearsed":
        plan.update(digest="")
        return
    board = world.user("board")
    confirmed = {"confirmed_by": board, "confirmed_post": board.posts.get(), "why_not": "Đã khác khi diễn tập."}
    plan.update(status=state, done_at=now, last_event=Event.objects.latest("pk").pk, **confirmed)


def put_activity(world: World, key: int, state: str) -> None:
    """Set an activity note to a status: the Board read and published it."""
    read = {"read_by": world.user("board"), "read_at": clock.now()} if state in ("read", "published") else {}
    published = {"published_at": clock.now()} if state == "published" else {}
    Activity.objects.filter(pk=key).update(status=state, **read, **published)


def put_import(table: Import, state: str) -> None:
    """Set a table that comes in: its columns not chosen yet, written, or stopped while it is being written."""
    if state == "unmapped":
        table.columns = {}
    elif state == "applied":
        table.state = state
        about = {"target": table.unit_id, "event": Event.objects.latest("pk")}
        ImportRow.objects.filter(source=table, status="new").update(**about)
    elif state == "stopped":
        table.state, now = "applying", clock.now()
        about_type = ContentType.objects.get_for_model(Import)
        job = {"kind": JobKind.IMPORT, "key": key_of(JobKind.IMPORT, table), "unit": table.unit, "state": "failed"}
        Job.objects.create(about_type=about_type, about_id=table.pk, asked_at=now, beat_at=now, closed_at=now, **job)
    else:
        raise LookupError(f"imports: no state {state}")
    table.save()


def put_campaign(about: str, key: int, state: str) -> None:
    """Set a phase, or a campaign and all its phases, to `state`."""
    if about in ("phase", "phases"):
        Phase.objects.filter(pk=key).update(status=state)
        return
    Phase.objects.filter(campaign=key).update(status=state)
    Campaign.objects.filter(pk=key).update(status=state)


def put_request(world: World, about: str, key: int, state: str) -> None:
    """Set a data request, or a unit's sheet of one, to a status; a drafted request asks the porters, once opened."""
    if about == "requests":
        put_answers(world, DataRequestSheet.objects.get(pk=key), state)
        return
    now = clock.now()
    columns: dict[str, dict[str, Any]] = {"drafted": {"opened_at": None}, "closed": {"closed_at": now}}
    DataRequest.objects.filter(pk=key).update(status=state, **columns.get(state, {}))
    if state == "drafted":
        with without_triggers():
            QuerySet(DataRequestAnswer).filter(question__request=key).delete()
        DataRequest.objects.filter(pk=key).update(due_at=now + timedelta(days=5))
        DataRequest.objects.get(pk=key).units.set(Unit.objects.filter(name__startswith="Nghiệp đoàn"))


def put_answers(world: World, sheet: DataRequestSheet, state: str) -> None:
    """Set the sheet of a data request to a status; one that is decided was decided by the Board."""
    columns = COLUMNS.get(state, dict)()
    if state in DECIDED:
        columns |= {"decided_by": world.user("board"), "decided_at": clock.now()}
    counted = F("current_submission") if state == "accepted" else None
    DataRequestSheet.objects.filter(pk=sheet.pk).update(status=state, counted_submission=counted, **columns)


def put_paper(world: World, model: Any, key: int, state: str) -> None:
    """Mark a decision or a summary as proposed, close a summary for signing, or set a decision's status.

    A summary is closed with the figures and the text of now.
    """
    if state == "proposed":
        model._base_manager.filter(pk=key).update(proposed_at=clock.now(), proposed_by=world.user("board"))
    elif model is Summary:
        draft = SummaryDraft(Summary.objects.select_related("campaign__unit", "unit__parent", "phase").get(pk=key))
        contents = draft.contents(is_closed=True)
        frozen = {"figures": to_json(contents.figures), "text": to_json(contents.document), "sha256": "0"}
        formats = {"figures_format": FIGURES.present, "text_format": TEXT.present}
        closed = {"closed_at": clock.now(), "closed_by": world.user("leader")}
        Summary._base_manager.filter(pk=key).update(status=state, **frozen, **formats, **closed)
    else:
        Nomination.objects.filter(decision=key).update(decision=None)
        model._base_manager.filter(pk=key).update(status=state)


def put_to_sign(world: World, key: int) -> None:
    decision = Decision.objects.with_context().get(pk=key)
    content = snapshot_of(decision)
    frozen = {"content": content, "format": SNAPSHOT.present, "sha256": digest(content), "signer_name": "Lô Văn A"}
    closed = {"closed_at": clock.now(), "closed_by": world.user("leader")}
    Decision._base_manager.filter(pk=key).update(status="to_sign", **frozen, **closed)


def put_sent(world: World, about: str, key: int, state: str) -> None:
    """Withdraw a scan, put a table that comes in or a reorganisation into a state, or set the status of a letter."""
    if about == "imports":
        put_import(Import.objects.get(pk=key), state)
        return
    if about == "reorganisations":
        put_reorganisation(world, key, state)
        return
    if about == "attachments":
        why = {"withdrawn_by": world.user("board"), "withdrawn_reason": "Chụp nhầm văn bản."}
        Attachment.objects.filter(pk=key).update(withdrawn_at=clock.now(), **why)
        return
    registered = {"number": "7", "dated_on": clock.today(), "registered_at": clock.now()}
    columns = registered | {"registered_by": world.user("district")} if state == "registered" else {}
    Letter._base_manager.filter(pk=key).update(status=state, **columns)


def put_dossier(world: World, key: int, state: str) -> None:
    columns: dict[str, dict[str, Any]] = {
        "endorsed": {
            "endorsed_by": world.user("district"),
            "endorsing_unit": world.district,
            "endorsed_at": clock.now(),
        },
        "returned": {"reason": "Thiếu biên bản.", "due_again": clock.now()},
    }
    Dossier._base_manager.filter(pk=key).update(status=state, **columns.get(state, {}))


def row_of(about: str, key: int) -> Nomination:
    """Return the only nomination of a dossier or of a draft decision."""
    return Nomination.objects.get(**{ROWS_OF[about]: key})


ROWS_OF = {"dossiers": "dossier", "decisions": "decision", "nominations": "pk"}


def put_nomination(world: World, row: Nomination, state: str) -> None:
    """Set a nomination's status and the dossier's that follows; `for_above`: approved with a title that is sent up."""
    put_dossier(world, row.dossier_id, DOSSIER_STATUS.get(state, "closed"))
    decided = {"decided_by": world.user("board"), "decided_at": clock.now(), "title_granted": row.title_asked}
    undecided = dict.fromkeys(decided)
    columns = {
        "pending": undecided,
        "rejected": decided | {"reason": "Chưa đủ thành tích."},
        "deferred": decided | {"reason": "Chưa đủ thành tích."},
        "awarded": decided | {"decision": world.decisions["issued"]},
        "for_above": decided
        | {"status": "approved", "title_granted": AwardTitle.objects.get(code="BK_TLD", unit=world.province)},
    }.get(state, decided)
    Nomination._base_manager.filter(pk=row.pk).update(**({"decision": None, "status": state} | columns))


ROW_STATES = {"for_above", *NominationStatus.values}
DOSSIER_STATUS = {"pending": "endorsed"} | dict.fromkeys(("approved", "for_above", "deferred", "sent_up"), "appraised")


def put_sheet(world: World, sheet: Filing, state: str) -> None:
    """Set a sheet to a status, or to `behalf` (sent by the union above) or `inherited` (untouched, with an accepted
    pledge in phase 1). A returned one has the event of its return, with a remark.
    """
    rows, person = (
        Filing.objects.filter(pk=sheet.pk),
        world.user("board") if state == "excused" else decider(world, sheet),
    )
    decided = {"decided_by": person, "decided_at": clock.now()}
    if state == "behalf":
        sent = {"by": person, "post": person.posts.get(role=Role.OFFICER), "on_behalf_of": sheet.called.unit_id}
        with without_triggers():
            Submission._base_manager.filter(filing=sheet).update(**sent)
    elif state == "inherited":
        phase_1 = {"called__phase__campaign": sheet.phase.campaign_id, "called__phase__number": 1}
        first = Filing.objects.filter(called__unit=sheet.called.unit_id, kind=sheet.kind, **phase_1)
        first.update(status="accepted", counted_submission=F("current_submission"), **decided)
    else:
        counted = F("current_submission") if state == "accepted" else None
        rows.update(
            status=state,
            counted_submission=counted,
            **COLUMNS.get(state, dict)(),
            **(decided if state in DECIDED else {}),
        )
        if state == "returned":
            event = record(sheet, "return", by=None, reason="Thiếu số liệu.")
            named = {"part": "headcount", "field": "women", "label": "Phần 1 · Trong đó: nữ"}
            about = {"pk": REMARK, "event": event, "submission": sheet.current_submission}
            Remark.objects.bulk_create([Remark(text="Thiếu số nữ.", **about, **named)])


DECIDED = ("returned", "accepted", "excused")
COLUMNS: dict[str, Any] = {
    "awaited": lambda: {"typed": {}},
    "returned": lambda: {"reason": "Thiếu số liệu.", "due_again": clock.now() + timedelta(days=5)},
    "excused": lambda: {"reason": "Đơn vị mới giải thể."},
}


def decider(world: World, sheet: Filing) -> Any:
    """Return the reviewer of the unit directly above."""
    above = next(name for name, unit in world.units.items() if unit.pk == sheet.called.parent_id)
    return world.user(SENT_BY.get(above, "board"))
