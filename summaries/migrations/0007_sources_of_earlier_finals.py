"""Final summaries of version 0.1.0 name the submissions that they counted, where events say so with certainty.

Every change of a sheet's status is an event with its moment, so the sheets that were accepted when a summary was made
final, and which of their submissions, can be read from the events. A summary gets its sources only if no sheet's events
contradict its status and the sheets of its phase are as many as its stored figures say. A confederation's figures were
added up from counts of an unknown age, so it gets none.
"""

from django.db import migrations
from django.db.models import Q

from units.tree import within

ACCEPTED = "accepted"
KINDS = {"pledge": "pledges", "report": "reports"}


def write_sources(apps, schema_editor):
    Summary, SummarySource = apps.get_model("summaries", "Summary"), apps.get_model("summaries", "SummarySource")
    for summary in Summary.objects.filter(status="final", sources=None).select_related("unit").order_by("pk"):
        SummarySource.objects.bulk_create(
            (SummarySource(summary_id=summary.pk, submission_id=pk) for pk in certain_sources(apps, summary)),
            batch_size=2000,
        )


def certain_sources(apps, summary):
    """Return the ids of the submissions that a summary counted; empty if that is not certain."""
    if summary.figures.get("added"):
        return []
    filings = filings_of(apps, summary)
    submissions, moves = submissions_of(apps, filings), moves_of(apps, filings)
    accepted = {}
    for pk, filing in filings.items():
        if filing["status"] != moves[pk][-1][1]:
            return []
        at, status = [move for move in moves[pk] if move[0] is None or move[0] <= summary.finalised_at][-1]
        if status == ACCEPTED:
            sent = [submission for sent_at, submission in submissions.get(pk, ()) if sent_at <= at]
            if not sent:
                return []
            accepted[pk] = sent[-1]
    return list(accepted.values()) if counts_agree(summary, filings, accepted) else []


def filings_of(apps, summary):
    """Return the sheets that could be counted, by id: those of the summary's phase and earlier ones, in its reach."""
    CalledUnit, Filing = apps.get_model("campaigns", "CalledUnit"), apps.get_model("campaigns", "Filing")
    Phase = apps.get_model("campaigns", "Phase")
    last = summary.figures["number"]
    phases = Phase.objects.filter(campaign=summary.campaign_id, number__lte=last, opened_at__isnull=False)
    own = dict(CalledUnit.objects.filter(phase__in=phases, unit=summary.unit_id).values_list("phase_id", "path"))
    below = Q(pk__in=[])
    for phase_id in phases.values_list("pk", flat=True):
        path = own.get(phase_id, summary.unit.path)
        below |= Q(called__phase=phase_id) & within("called__path", [path])
    counted = Q(called__coordinated=False) | Q(called__unit=summary.unit_id)
    rows = Filing.objects.filter(below, counted | Q(called__phase__number=last)).order_by(
        "called__sort_key", "called", "kind"
    )
    columns = ("pk", "kind", "status", "called__phase__number", "called__coordinated", "called__unit")
    return {row["pk"]: row for row in rows.values(*columns)}


def submissions_of(apps, filings):
    """Return the submissions of sheets as pairs (moment, id), in order, by the sheet's id."""
    Submission = apps.get_model("campaigns", "Submission")
    submissions = {}
    for filing, at, pk in (
        Submission.objects.filter(filing__in=filings).order_by("number").values_list("filing", "at", "pk")
    ):
        submissions.setdefault(filing, []).append((at, pk))
    return submissions


def moves_of(apps, filings):
    """Return the statuses of sheets as pairs (moment, status), in order, by the sheet's id; the first has no moment."""
    ContentType, Event = apps.get_model("contenttypes", "ContentType"), apps.get_model("units", "Event")
    sheets = ContentType.objects.filter(app_label="campaigns", model="filing")
    events = Event.objects.filter(target_type__in=sheets, target_id__in=filings).exclude(to="")
    moves = {pk: [(None, "awaited")] for pk in filings}
    for pk, at, to in events.order_by("at", "pk").values_list("target_id", "at", "to"):
        moves[pk].append((at, to))
    return moves


def counts_agree(summary, filings, accepted):
    """Return whether as many sheets of the summary's phase were accepted as its stored figures say."""
    for kind, name in KINDS.items():
        of_kind = [
            filing
            for pk, filing in filings.items()
            if pk in accepted
            and filing["kind"] == kind
            and filing["called__phase__number"] == summary.figures["number"]
            and (not filing["called__coordinated"] or filing["called__unit"] == summary.unit_id)
        ]
        if len(of_kind) != summary.figures["participation"]["total"][name]["accepted"]:
            return False
    return True


class Migration(migrations.Migration):
    dependencies = [
        ("summaries", "0006_revision_reason"),
        ("campaigns", "0014_works_keep_identity"),
        ("units", "0006_planned_acts"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(write_sources, migrations.RunPython.noop)]
