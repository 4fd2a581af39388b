"""What a decision's page shows: its list, its register entries, related decisions and attached files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Prefetch, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import Http404
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from awards import decision_access
from awards.lifecycle import DecisionStatus
from awards.models import Award, Correction, CorrectionField, Decision, DecisionKind, Nomination, Timing
from awards.models.decision import DecisionQuerySet, issued_head
from awards.rules.decision_snapshot import bases_to_compare, phase_of_head, snapshot_of, year_of_head
from awards.rules.sorting import in_paper_order
from campaigns.models.phase_names import in_year
from campaigns.models.year_names import named_year
from foundation import clock
from units.acting import Acting
from units.models import Attachment, Role, User
from units.models.rule import Certainty
from units.models.signing import signs_no_more
from units.naming import where

LINE_COLUMNS = (
    "decision",
    "order",
    "position",
    "wording",
    "nominee__is_person",
    "nominee__name",
    "dossier__made_at",
    "dossier__submitted_at",
    "dossier__campaign__unit",
    *(f"dossier__unit__{name}" for name in ("kind", "full_name", "order", "path")),
    *(f"dossier__unit__parent__{name}" for name in ("full_name", "order", "path")),
)
"""Columns that a line of a draft and its place in the list need: 27, where whole rows would have 320."""
SUBJECT_COLUMNS = (
    "kind",
    "timing",
    "period_label",
    "title__verb",
    "title__form",
    "phase__number",
    "phase__review_name",
    "campaign__year",
)


@dataclass(frozen=True)
class ListedNominee:
    """A row of the list. `nomination`: the id as text while the decision is a draft, "" once it is frozen."""

    place: int
    is_person: bool
    name: str
    position: str
    unit: str
    upper: str
    wording: str
    nomination: str = ""

    @property
    def where(self) -> str:
        """A person's post and union or workplace, the union of a part; "" for a union itself."""
        return where(self.name, self.position, self.unit, is_person=self.is_person)


def lines_of(decision: Decision) -> list[ListedNominee]:
    """Return the list of an award decision: from the snapshot once it is frozen, from the present rows of a draft."""
    if not decision.is_award:
        return []
    if decision.is_frozen:
        return [_of_snapshot(row) for row in snapshot_of(decision)["entries"]]
    listed = decision.nominations.select_related("nominee", "dossier__unit__parent", "dossier__campaign")
    rows = in_paper_order(listed.only(*LINE_COLUMNS))
    return [_of_draft(position, row) for position, row in enumerate(rows, start=1)]


def _of_snapshot(row: dict[str, Any]) -> ListedNominee:
    names = ("place", "is_person", "name", "position", "unit", "upper", "wording")
    return ListedNominee(**{name: row[name] for name in names})


def _of_draft(position: int, row: Nomination) -> ListedNominee:
    unit, upper = row.dossier.unit, row.dossier.unit.parent
    return ListedNominee(
        place=position,
        is_person=row.nominee.is_person,
        name=row.nominee.name,
        position=row.position,
        unit=unit.full_name,
        upper=upper.full_name if upper and upper.pk != row.dossier.campaign.unit_id else "",
        wording=row.wording,
        nomination=str(row.pk),
    )


def to_compare_sentences(decision: Decision) -> list[str]:
    """Return what is said of the bases of a decision whose text was not read."""
    sentence = _("Căn cứ “{basis}” là {certainty}.")
    return [
        sentence.format(basis=used["value"], certainty=Certainty(used["certainty"]).label)
        for used in bases_to_compare(decision)
    ]


def corrections_of(decision: Decision) -> list[dict[str, Any]]:
    """Return the corrections of a decision as dicts of the snapshot, each with the label of its field."""
    corrections = [] if decision.is_award else snapshot_of(decision)["corrections"]
    return [correction | {"field_text": CorrectionField(correction["field"]).label} for correction in corrections]


def named_counts(decision: Decision) -> tuple[int, int]:
    """Return how many collectives and how many persons the decision names."""
    if decision.is_award:
        named = list(decision.nominations.values_list("nominee__is_person", "pk"))
    else:
        named = list(set(decision.corrections.values_list("award__is_person", "award")))
    persons = sum(is_person for is_person, _pk in named)
    return len(named) - persons, persons


@dataclass(frozen=True)
class RegisterEntry:
    """A register entry with what the user may do: record the handing over (`may_keep`), reissue the paper."""

    award: Award
    may_keep: bool
    may_reissue: bool


def register_of(decision: Decision, by: Acting | None) -> list[RegisterEntry]:
    """Return the register entries of an issued decision in the order of its list."""
    issued = Correction.objects.filter(decision__status=DecisionStatus.ISSUED).select_related("decision__unit")
    awards = decision.awards.select_related("annulled_by__unit", "unit").order_by("place")
    entries = []
    for award in awards.prefetch_related("papers", Prefetch("corrections", issued, to_attr="corrections_in_force")):
        may = bool(decision_access.may_keep_register(award, by))
        entries.append(RegisterEntry(award, may, may and bool(award.papers.all())))
    return entries


def signs(decision: Decision) -> bool:
    """Return whether who is to sign a decision may sign it today."""
    return not Decision.objects.filter(signs_no_more(clock.today()), pk=decision.pk).exists()


def sees_codes(decision: Decision, user: User) -> bool:
    """Return whether the user may read the codes of papers: a reviewer or leader of the unit that decided."""
    readers = (Role.REVIEWER, Role.LEADER)
    return any(post.unit_id == decision.unit_id and post.role in readers for post in user.current_posts)


def with_subject(decisions: DecisionQuerySet, *more: str) -> DecisionQuerySet:
    """Load only the columns that `subject` and the decision's number need, and `more`: 23 instead of 115."""
    related = decisions.select_related("unit", "title", "phase", "campaign").annotate(issued_head=issued_head())
    return related.only(*SUBJECT_COLUMNS, "number", "organ", "unit__name", "unit__full_name", "unit__symbol", *more)


def decisions_on_page(listed: list[Decision]) -> list[tuple[Decision, str]]:
    """Return the listed decisions with their subjects and how many `collectives` and `persons` each award names.

    A statement for the page alone: joined before the sort, the unit of every decision there is would be looked up.
    """
    on_page = Decision.objects.filter(pk__in=[decision.pk for decision in listed])
    worded = with_subject(on_page, "status", "dated_on", "proposed_at").annotate(
        collectives=_named(is_person=False), persons=_named(is_person=True)
    )
    by_pk = worded.in_bulk()
    return [(by_pk[decision.pk], subject(by_pk[decision.pk])) for decision in listed]


def _named(*, is_person: bool) -> Coalesce:
    # A subquery for each count: joining nominations would multiply the rows.
    rows = Nomination.objects.filter(decision=OuterRef("pk"), nominee__is_person=is_person)
    counts = rows.order_by().values("decision").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counts), Value(0))


def subject(decision: Decision) -> str:
    """Return what the decision is about, in the words it was issued with: "Tặng Bằng khen, đợt 1 năm 2015"."""
    acts = {
        DecisionKind.CORRECT: _("Đính chính việc {act}"),
        DecisionKind.ADJUST: _("Điều chỉnh việc {act}"),
        DecisionKind.ANNUL: _("Hủy bỏ việc {act}"),
    }
    title, head = decision.title, decision.head or {}
    act = f"{head.get('verb', title.verb)} {head.get('form', title.form)}"
    year = year_of_head(head) if head else named_year(decision.campaign)
    if decision.timing == Timing.PHASE:
        when = in_year(phase_of_head(head) if head else decision.phase.words, year)
    else:
        label = decision.period_label or year
        when = f"{str(decision.get_timing_display()).lower()} {label}"
    return capfirst(f"{acts.get(DecisionKind(decision.kind), '{act}').format(act=act)}, {when}")


def scans_of(decision: Decision) -> list[Attachment]:
    """Return the files attached to an issued decision, the withdrawn too; whoever may see it may read the others."""
    return list(Attachment.objects.about(decision).select_related("withdrawn_by")) if decision.is_issued else []


def attachment_for(user: User, pk: int) -> Attachment:
    """Return an attachment of an object that the user may see. Raises Http404 otherwise."""
    attachment = Attachment.objects.with_file().select_related("target_type", "withdrawn_by").filter(pk=pk).first()
    if attachment is None:
        raise Http404
    model: Any = attachment.target_type.model_class()
    if not model.objects.visible_to(user).filter(pk=attachment.target_id).exists():
        raise Http404
    return attachment
