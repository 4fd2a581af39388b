"""What the page of a decision shows: its list, its register, what touches it; and the file kept with a thing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.http import Http404
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from awards import access
from awards.lifecycle import DecisionStatus
from awards.models import Award, Correction, CorrectionField, Decision, DecisionKind, Timing
from awards.rules.decision_snapshot import snapshot_of
from awards.rules.sorting import in_paper_order
from units.acting import Acting
from units.models import Attachment, Role, User

LISTED = (
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
"""What a line of a draft says and where it stands: 27 columns where the whole of a nomination has 320."""
SUBJECT = ("kind", "timing", "period_label", "title__verb", "title__form", "phase__number", "campaign__year")
SUFFIXES = {"application/pdf": (".pdf",), "image/jpeg": (".jpg", ".jpeg"), "image/png": (".png",)}


@dataclass(frozen=True)
class ListedNominee:
    """A row of the list. `nomination`: its id while the decision is a draft, "" once it is issued."""

    place: int
    is_person: bool
    name: str
    position: str
    unit: str
    upper: str
    wording: str
    nomination: str = ""


def lines_of(decision: Decision) -> list[ListedNominee]:
    """The list of an award decision: frozen once issued, of a draft as it stands."""
    if not decision.is_award:
        return []
    if decision.is_issued:
        return [_of_snapshot(listed) for listed in snapshot_of(decision)["entries"]]
    listed = decision.nominations.select_related("nominee", "dossier__unit__parent", "dossier__campaign")
    rows = in_paper_order(listed.only(*LISTED))
    return [_of_draft(position, row) for position, row in enumerate(rows, start=1)]


def _of_snapshot(listed: dict[str, Any]) -> ListedNominee:
    names = ("place", "is_person", "name", "position", "unit", "upper", "wording")
    return ListedNominee(**{name: listed[name] for name in names})


def _of_draft(position: int, row: Any) -> ListedNominee:
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


def corrections_of(decision: Decision) -> list[dict[str, Any]]:
    """What a correcting, adjusting or annulling decision says, a dict a line, with the field in words."""
    corrections = [] if decision.is_award else snapshot_of(decision)["corrections"]
    return [correction | {"field_text": CorrectionField(correction["field"]).label} for correction in corrections]


def named_counts(decision: Decision) -> tuple[int, int]:
    """How many collectives and how many persons it names."""
    if decision.is_award:
        named = list(decision.nominations.values_list("nominee__is_person", "pk"))
    else:
        named = list(set(decision.corrections.values_list("award__is_person", "award")))
    persons = sum(is_person for is_person, _pk in named)
    return len(named) - persons, persons


@dataclass(frozen=True)
class RegisterEntry:
    """An entry of the register with what this person may do: a paper again, the handing over."""

    award: Award
    may_keep: bool
    may_reissue: bool


def register_of(decision: Decision, by: Acting | None) -> list[RegisterEntry]:
    """The entries of an issued decision as they stand today, in their order."""
    issued = Correction.objects.filter(decision__status=DecisionStatus.ISSUED).select_related("decision__unit")
    awards = decision.awards.select_related("annulled_by__unit", "unit").order_by("place")
    entries = []
    for award in awards.prefetch_related("papers", Prefetch("corrections", issued, to_attr="corrections_in_force")):
        may = bool(access.may_keep_register(award, by))
        entries.append(RegisterEntry(award, may, may and bool(award.papers.all())))
    return entries


def sees_codes(decision: Decision, user: User) -> bool:
    """The codes of papers are read by reviewers and leaders of the unit that decided."""
    readers = (Role.REVIEWER, Role.LEADER)
    return any(post.unit_id == decision.unit_id and post.role in readers for post in user.current_posts)


def with_subject(decisions: Any, *more: str) -> Any:
    """Decisions with what `subject` and their number say and `more`, in 23 columns of 115."""
    related = decisions.select_related("unit", "title", "phase", "campaign")
    return related.only(*SUBJECT, "number", "organ", "unit__name", "unit__symbol", *more)


def subject(decision: Decision) -> str:
    """What it is about: "Tặng Bằng khen, đợt 1 năm 2015"."""
    acts = {
        DecisionKind.CORRECT: _("Đính chính việc {act}"),
        DecisionKind.ADJUST: _("Điều chỉnh việc {act}"),
        DecisionKind.ANNUL: _("Hủy bỏ việc {act}"),
    }
    act = f"{decision.title.verb} {decision.title.form}"
    if decision.timing == Timing.PHASE:
        when = _("đợt {n} năm {year}").format(n=decision.phase.number, year=decision.campaign.year)
    else:
        label = decision.period_label or decision.campaign.year
        when = f"{str(decision.get_timing_display()).lower()} {label}"
    return capfirst(f"{acts.get(DecisionKind(decision.kind), '{act}').format(act=act)}, {when}")


def scans_of(decision: Decision) -> list[Attachment]:
    """The files kept with it: whoever sees the decision sees these."""
    return list(Attachment.objects.about(decision)) if decision.is_issued else []


def attachment_for(user: User, pk: int) -> Attachment:
    """A file of a thing that this person may see. Raises Http404 for any other."""
    attachment = Attachment.objects.select_related("target_type").filter(pk=pk).first()
    if attachment is None:
        raise Http404
    rows = attachment.target_type.model_class().objects.visible_to(user)
    if not rows.filter(pk=attachment.target_id).exists():
        raise Http404
    return attachment


def file_name(attachment: Attachment) -> str:
    """Its name, with the ending of what it really is: a picture called scan.html is saved as scan.html.png."""
    endings = SUFFIXES[attachment.media_type]
    name = attachment.name
    return name if name.lower().endswith(endings) else f"{name}{endings[0]}"
