"""Finds what contradicts itself in the rows of the demo. Each function yields a line for every contradiction."""

from collections import Counter

from django.db.models import F, Min, Q
from django.utils import timezone

from awards.models import Decision, Dossier, Letter, Nomination
from campaigns.models import CalledUnit, Campaign, Exemplar, Figure, Filing, FilingKind, Submission, WorkEntry
from foundation import clock
from foundation.vietnamese import day_off
from summaries.models import Summary
from units.models import Event, Post, Role, Unit, UnitKind

LARGEST_COMMITTEE = 15
OFFICE_HOURS = range(7, 18)


def acts_outside_posts_and_hours():
    for event in Event.objects.select_related("post"):
        at, post = timezone.localtime(event.at), event.post
        if day_off(at) or at.hour not in OFFICE_HOURS:
            yield f"{event} is at {at}"
        if post and not (post.since <= at.date() and (post.until is None or at.date() < post.until)):
            yield f"{event} is by a post of other days"


def papers_signed_by_nobody_in_post():
    papers = [
        *Decision.objects.exclude(closed_at=None).select_related("signer"),
        *Letter.objects.select_related("signer"),
        *Summary.objects.exclude(closed_at=None).select_related("signer"),
    ]
    for paper in papers:
        signer, day = paper.signer, paper.dated_on or timezone.localdate(paper.closed_at)
        if signer.unit_id != paper.unit_id or day < signer.since or (signer.until and signer.until <= day):
            yield f"{paper} of {day} is signed by {signer.name}"
        if paper.dated_on and paper.dated_on < timezone.localdate(paper.closed_at):
            yield f"{paper} is dated before it was closed for signing"


def upper_unions_without_a_leader():
    leaders = Post.objects.current(clock.today()).filter(role=Role.LEADER).values("unit")
    yield from Unit.objects.exclude(kind=UnitKind.GRASSROOTS).exclude(pk__in=leaders)


def dossiers_against_phases_and_reports():
    sent = Filing.objects.filter(kind=FilingKind.REPORT).exclude(first_submitted_at=None).select_related("called")
    reported = {(report.called.unit_id, report.called.phase_id): report.first_submitted_at for report in sent}
    for dossier in Dossier.objects.select_related("unit", "phase").prefetch_related("nominations"):
        if dossier.made_at < dossier.phase.opened_at:
            yield f"{dossier} is made before its phase is open"
        report = reported.get((dossier.unit_id, dossier.phase_id))
        late = report is None or dossier.made_at < report
        excused = any(row.reason.startswith("Chưa có báo cáo") for row in dossier.nominations.all())
        if dossier.timing in ("phase", "year") and late and not excused:
            yield f"{dossier} tells results before the unit's report"


def dossiers_against_their_meeting():
    for dossier in Dossier.objects.select_related("unit"):
        made, meeting, present = timezone.localdate(dossier.made_at), dossier.meeting_on, dossier.votes_present
        if day_off(meeting) or made < meeting:
            yield f"{dossier} was voted on {meeting}"
        members = dossier.unit.members or LARGEST_COMMITTEE
        most = members - 1 if dossier.voted_by == "plenary" else min(members, LARGEST_COMMITTEE)
        if present > most:
            yield f"{dossier} has {present} voters of {members} members"
        if dossier.submitted_at:
            sent = timezone.localdate(dossier.submitted_at)
            if not dossier.number or not meeting <= dossier.dated_on <= sent:
                yield f"{dossier} was sent without a letter of its day"


def awards_decided_before_they_were_asked_for():
    """Letters of campaigns before the present one are on paper only."""
    present = Campaign.objects.running()
    for decision in Decision.objects.exclude(dated_on=None):
        for award in decision.awards.select_related("nomination__dossier", "nomination__letter"):
            dossier, letter = award.nomination.dossier, award.nomination.letter
            if decision.dated_on < timezone.localdate(dossier.submitted_at):
                yield f"{decision} is older than {dossier}"
            went_up = dossier.endorsing_unit_id is not None and dossier.campaign_id == present.pk
            if went_up and not (letter and letter.dated_on and letter.dated_on <= decision.dated_on):
                yield f"{decision} awards {award.name}, whom no letter proposes"


def figures_unlike_what_the_portal_knows():
    for figure in Figure.objects.filter(indicator__code="TC02", submission__filing__kind=FilingKind.REPORT):
        called = figure.submission.filing.called
        days = (called.phase.starts_on, called.phase.ends_on)
        if figure.value != Unit.objects.filter(parent=called.unit, valid_from__range=days).count():
            yield f"{called} reports {figure.value} new unions"
    counts = {}
    grassroots = CalledUnit.objects.filter(phase__number=1, kind=UnitKind.GRASSROOTS)
    for called in grassroots.select_related("phase__campaign"):
        counts.setdefault(called.unit_id, {})[called.phase.campaign.year] = called.workers
    for pk, years in counts.items():
        if years.get(2014) == years[2015]:
            yield f"unit {pk} has the workers of 2014 in 2015"


def works_after_their_day():
    for entry in WorkEntry.objects.annotate(sent=Min("work__entries__submission__at")).select_related("welcomes"):
        if entry.due_on < timezone.localdate(entry.sent):
            yield f"{entry.title} is registered after it is due"
        if entry.welcomes and (entry.welcomes.date.month, entry.welcomes.date.day) < (
            entry.due_on.month,
            entry.due_on.day,
        ):
            yield f"{entry.title} welcomes a day that is past"


def texts_used_twice():
    reports = Submission.objects.filter(filing__kind=FilingKind.REPORT, number=1)
    ends = [sent.content["narrative"] for sent in reports if "narrative" in sent.content]
    texts = {part: [end[part] for end in ends] for part in ("strengths", "difficulties")}
    texts["achievements"] = Nomination.objects.values_list("achievements", flat=True)
    texts["story"] = Exemplar.objects.filter(submission__number=1).values_list("story", flat=True)
    for name, written in texts.items():
        for text, count in Counter(written).items():
            if text and count > 1:
                yield f"{name} is {count} times: {text}"


def men_who_head_all_women():
    women = CalledUnit.objects.filter(Q(women=F("workers")), kind=UnitKind.GRASSROOTS)
    for sent in Submission.objects.filter(filing__kind=FilingKind.PLEDGE, filing__called__in=women):
        name = sent.content["commitment"]["head_name"]
        if " Thị " not in name:
            yield f"{name} heads {sent.filing.unit}"


def exemplars_made_known_without_consent():
    for exemplar in Exemplar.objects.filter(published=True).select_related("consent"):
        if not exemplar.has_consent:
            yield f"{exemplar.who} was made known without consent"
