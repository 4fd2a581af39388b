"""Whether rows of the register are those that acts wrote.

Triggers refuse changes of such rows (awards/append_only.py), but no trigger tells a forged INSERT from a real one. A
row counts as proven when the issued decision it names lists it, has the digest of its own content, and has the event of
its issue; the name may also be what another issued decision with its event corrects it to. A paper issued again has its
event. Whoever forges the decision with its digest and its event too is not found.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from awards.lifecycle import DecisionStatus
from awards.models import Award, Correction, Decision, DecisionKind, Paper, PaperKind
from foundation.digest import digest
from units.models import Event

ISSUING = ("issue_decision", "register_decision", "record_decision")
"""Verbs of the issue; the first one is of version 0.1.0."""
REISSUING = "reissue"
WITHOUT_CERTIFICATE = (PaperKind.NONE, PaperKind.FLAG)
# Columns of an entry that a decision may correct → key of the entry in the decision snapshot.
CORRECTABLE = {"name": "name", "position": "position", "unit_name": "unit", "wording": "wording"}
SHOWN = ("name", "position", "unit_name")
"""Columns that are disclosed to whoever has the code of a paper."""
LISTED = {"is_person": "is_person", "sex": "sex", "nominee_class": "class"}


def _events(model: str, target: str) -> QuerySet[Event]:
    """Events about a row of awards. The type is found by a join, as its id would be a statement more."""
    about = Event.objects.filter(target_type__app_label="awards", target_type__model=model)
    return about.filter(target_id=OuterRef(target))


def has_issue_event(decision: str) -> Exists:
    """Whether there is the event of the issue of a decision; `decision`: the column with its id."""
    return Exists(_events("decision", decision).filter(verb__in=ISSUING))


def count_reissues(award: str) -> Subquery:
    """How often there is the event of a new paper of an award (None for never); `award`: the column with its id."""
    events = _events("award", award).filter(verb=REISSUING).order_by()
    return Subquery(events.values("target_id").annotate(times=Count("pk")).values("times"))


def is_corrected(award: Award, column: str) -> bool:
    """Whether a proven decision corrects a column of an award to the present text."""
    corrections = Correction.objects.filter(award=award, field=column, new=getattr(award, column))
    issued = corrections.filter(decision__status=DecisionStatus.ISSUED, decision__kind=DecisionKind.CORRECT)
    return issued.filter(has_issue_event("decision_id")).exists()


@cache
def papers_with_proof() -> QuerySet[Paper]:
    """Return all papers with what `is_proven` and `newer_issue` look at, in one statement; unread, as built once."""
    later = Paper.objects.filter(award=OuterRef("award"), issue__gt=OuterRef("issue")).order_by("-issue")
    of_award = "award__decision__unit", "award__annulled_by__unit"
    return Paper.objects.select_related(*of_award).annotate(
        is_decided=has_issue_event("award__decision_id"),
        reissues=count_reissues("award_id"),
        last_issue=later.values("issue")[:1],
        last_issued_on=later.values("dated_on")[:1],
    )


def is_proven(paper: Any) -> bool:
    """Whether a paper of `papers_with_proof`, and the name, post and union it is shown with, come from acts."""
    award, decision = paper.award, paper.award.decision
    listed = listed_entry(award)
    return (
        paper.is_decided
        and has_own_digest(decision)
        and listed is not None
        and paper.issue <= 1 + (paper.reissues or 0)
        and decision.content["head"]["paper"] not in WITHOUT_CERTIFICATE
        and not decision.is_outside
        and all(_is_written(award, column, listed) for column in SHOWN)
    )


def _is_written(award: Award, column: str, listed: dict[str, Any]) -> bool:
    return getattr(award, column) == listed[CORRECTABLE[column]] or is_corrected(award, column)


def newer_issue(paper: Any) -> tuple[int, date] | None:
    """Return number and day of the award's newest paper, if it is later than this one and was issued by an act."""
    is_later = paper.last_issue and paper.issue <= (paper.reissues or 0)
    return (paper.last_issue, paper.last_issued_on) if is_later else None


def has_own_digest(decision: Decision) -> bool:
    return decision.is_issued and digest(decision.content) == decision.sha256


def listed_entry(award: Award) -> dict[str, Any] | None:
    """Return the entry of the decision's list at the award's place, if the decision has such a list."""
    entries = (award.decision.content or {}).get("entries", [])
    return next((line for line in entries if line["place"] == award.place), None)


def register_faults() -> Iterator[str]:
    """Yield a sentence for each decision, entry and paper that no act wrote or that is not as it was written."""
    for award in Award.objects.exclude(decision__status=DecisionStatus.ISSUED).select_related("decision"):
        yield _sentence(award, _("thuộc một quyết định chưa ban hành"))
    issued = Decision.objects.issued().annotate(is_decided=has_issue_event("pk"))
    for decision in issued.order_by("pk").with_context().iterator(chunk_size=100):
        yield from _decision_faults(decision)
        if decision.is_award:
            yield from _list_faults(decision)
        else:
            yield from _correction_faults(decision)


def _decision_faults(decision: Any) -> Iterator[str]:
    if not has_own_digest(decision):
        yield _sentence(decision, _("nội dung không khớp mã kiểm tra"))
    if not decision.is_decided:
        yield _sentence(decision, _("không có sự việc ban hành trong nhật ký"))


def _list_faults(decision: Decision) -> Iterator[str]:
    related = ("papers", "corrections__decision", "annulled_by")
    awards = list(decision.awards.annotate(reissues=count_reissues("pk")).prefetch_related(*related).order_by("place"))
    listed = {line["place"] for line in (decision.content or {}).get("entries", [])}
    for position in sorted(listed - {award.place for award in awards}):
        yield _sentence(decision, _("thiếu trong sổ người, tập thể thứ {n} của danh sách").format(n=position))
    for award in awards:
        award.decision = decision
        yield from _award_faults(award)


def _award_faults(award: Any) -> Iterator[str]:
    line = listed_entry(award)
    if line is None:
        yield _sentence(award, _("không có trong danh sách của quyết định"))
        return
    issued = [correction for correction in award.corrections.all() if correction.decision.is_issued]
    for column, key in CORRECTABLE.items():
        texts = {correction.new for correction in issued if correction.field == column} or {line[key]}
        if getattr(award, column) not in texts:
            yield _sentence(award, _("cột {column} khác quyết định").format(column=column))
    for column, key in LISTED.items():
        if getattr(award, column) != line[key]:
            yield _sentence(award, _("cột {column} khác quyết định").format(column=column))
    annulling = {correction.decision_id for correction in issued if correction.field == "award"}
    if award.is_annulled and award.annulled_by_id not in annulling:
        yield _sentence(award, _("bị ghi là hủy bỏ mà không có quyết định hủy bỏ"))
    if len(papers := award.papers.all()) > 1 + (award.reissues or 0):
        yield _sentence(award, _("có {n} bản in, nhiều hơn số lần cấp trong nhật ký").format(n=len(papers)))


def _correction_faults(decision: Decision) -> Iterator[str]:
    """The points of a correcting decision, compared with those of its snapshot."""
    listed = [
        (point["place"], point["field"], point["new"]) for point in (decision.content or {}).get("corrections", [])
    ]
    rows = list(decision.corrections.values_list("award__place", "field", "new"))
    if sorted(listed) != sorted(rows):
        yield _sentence(decision, _("các điểm sửa khác nội dung đã ban hành"))


def _sentence(row: Award | Decision, fault: str) -> str:
    return f"{row._meta.verbose_name} {row.pk} ({row}): {fault}."
