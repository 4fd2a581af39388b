"""What hinders a reorganisation in dossiers and papers of awards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.utils.translation import gettext as _

from awards.lifecycle import DecisionStatus, DossierStatus, LetterStatus
from awards.models import Decision, Dossier, Letter
from foundation.vietnamese import format_number
from units.models import ReorganisationAct
from units.reorganising.consequences import Ended, TreeChange
from units.reorganising.journal import PlanProblem

OPEN = (DossierStatus.DRAFT, DossierStatus.SUBMITTED, DossierStatus.ENDORSED, DossierStatus.RETURNED)
"""Statuses in which a dossier still needs the union that made it, or the one that decides."""
TO_DECIDE = (DossierStatus.SUBMITTED, DossierStatus.ENDORSED, DossierStatus.APPRAISED)


def look_at_dossiers(change: TreeChange) -> None:
    """Hinder the end of a union that has dossiers to decide or papers to sign, or open ones and no successor.

    Dossiers of a merged union stay its own; who reviews it from then on goes on with them.
    """
    ended = {of.unit.pk: of for of in change.ended}
    for dossier in Dossier.objects.filter(unit__in=ended, status__in=OPEN).order_by("pk"):
        of = ended[dossier.unit_id]
        words = _("hồ sơ khen thưởng ({status}): giữ tên đơn vị này; {unit} làm tiếp hoặc rút")
        words = words.format(status=dossier.get_status_display(), unit=of.successor or of.unit.parent)
        change.journal.note("dossier", of.unit, words, is_written=False)
        if of.row.act != ReorganisationAct.MERGE:
            _hinder(change, of, _("còn hồ sơ khen thưởng đang mở; xin xử lý trước"))
    to_decide = Dossier.objects.filter(deciding_unit__in=ended, status__in=TO_DECIDE)
    _hinder_counted(
        change, ended, to_decide.values_list("deciding_unit", flat=True), _("còn {n} hồ sơ phải xét; xin xét trước")
    )
    for model, statuses in (
        (Decision, (DecisionStatus.DRAFT, DecisionStatus.TO_SIGN)),
        (Letter, (LetterStatus.TO_SIGN,)),
    ):
        waiting = model._base_manager.filter(unit__in=ended, status__in=statuses)
        _hinder_counted(
            change, ended, waiting.values_list("unit", flat=True), _("còn {n} văn bản chưa ban hành; xin xử lý trước")
        )


def _hinder_counted(change: TreeChange, ended: dict[int, Ended], keys: Iterable[int | None], sentence: str) -> None:
    for pk, count in Counter(keys).items():
        _hinder(change, ended[pk or 0], sentence.format(n=format_number(count)))


def _hinder(change: TreeChange, of: Ended, sentence: str) -> None:
    change.problems.append(PlanProblem(of.row.number, f"{of.unit.name}: {sentence}."))


CONSEQUENCES = (look_at_dossiers,)
