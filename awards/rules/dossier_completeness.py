"""What a dossier lacks before it can be sent; the page and the action use the same list."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from awards.models import AwardTitle, Dossier, Nomination, PaperKind
from foundation import clock


@dataclass(frozen=True)
class DossierProblem:
    """Something that is missing: a sentence, and the nomination it is about (None: the dossier itself)."""

    sentence: str
    nomination: Nomination | None = None


def problems(dossier: Dossier) -> list[DossierProblem]:
    """Return everything that keeps the dossier from being sent."""
    rows = list(dossier.nominations.select_related("nominee", "title_asked").order_by("order", "pk"))
    offered = offered_ids(dossier)
    lacking = [] if rows else [DossierProblem(_("Hồ sơ chưa có tập thể, cá nhân nào."))]
    if dossier.meeting_on is None:
        lacking.append(DossierProblem(_("Xin ghi ngày họp xét.")))
    if dossier.votes_for is None or dossier.votes_present is None:
        lacking.append(DossierProblem(_("Xin ghi kết quả biểu quyết: số phiếu tán thành trên số người dự.")))
    for row in rows:
        lacking += [
            DossierProblem(f"{row.nominee.name}: {sentence}", row) for sentence in missing_in_nomination(row, offered)
        ]
    return lacking + nominated_twice(rows)


def missing_in_nomination(row: Nomination, offered: set[int]) -> list[str]:
    """Return sentences about what a nomination lacks. `offered`: the result of `offered_ids`."""
    person, sentences = row.nominee, []
    if person.is_person:
        if not row.nominee_class:
            sentences.append(
                _("Xin chọn đối tượng: trực tiếp lao động, công tác; cán bộ công đoàn; lãnh đạo, quản lý; "
                  "ngoài tổ chức công đoàn.")
            )  # fmt: skip
        if not person.sex:
            sentences.append(_("Xin chọn Nam hoặc Nữ."))
        if person.birth_year is None:
            sentences.append(_("Xin nhập năm sinh."))
        if not row.position:
            sentences.append(_("Xin nhập chức vụ, nghề nghiệp."))
    if not row.achievements:
        sentences.append(_("Xin tóm tắt thành tích."))
    if refusal := unfit(row.title_asked, row, offered):
        sentences.append(refusal)
    return sentences


def offered_ids(dossier: Dossier) -> set[int]:
    """Return the ids of the titles that the dossier may ask for today."""
    offered = AwardTitle.objects.offered(dossier.campaign, dossier.timing, clock.today())
    return set(offered.values_list("pk", flat=True))


def unfit(title: AwardTitle, row: Nomination, offered: Collection[int] | None = None) -> str:
    """Return why the title can never be given to this nominee or at this timing, or "" when it can.

    `offered`: the result of `offered_ids`, to be passed when many nominations are checked; without it one query is
    made.
    """
    nominee, dossier = row.nominee, row.dossier
    if nominee.is_person and not title.for_persons:
        flag = title.paper == PaperKind.FLAG
        return _("Cờ thi đua chỉ tặng tập thể.") if flag else _("Hình thức này chỉ tặng tập thể.")
    if not nominee.is_person and not title.for_collectives:
        return _("Hình thức này chỉ tặng cá nhân.")
    if title.whole_units_only and not nominee.is_whole_unit:
        return _("Hình thức này chỉ tặng cả đơn vị công đoàn, không tặng bộ phận.")
    if title.pk not in (offered_ids(dossier) if offered is None else offered):
        return _("Hình thức này không xét vào dịp này.")
    return ""


def nominated_twice(rows: list[Nomination]) -> list[DossierProblem]:
    """Return a problem for each nominee that is proposed more than once for the same title."""
    seen: set[tuple[int, int]] = set()
    repeated = []
    for row in rows:
        key = (row.nominee_id, row.title_asked_id)
        if key in seen:
            repeated.append(
                DossierProblem(_("{name} được đề nghị hai lần cùng hình thức.").format(name=row.nominee.name), row)
            )
        seen.add(key)
    return repeated
