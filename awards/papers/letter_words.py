"""What the letters of a dossier and of a union share: symbol, signature, subject, bases, what is asked for."""

from __future__ import annotations

from datetime import date

from awards.models import AwardTitle, Dossier, Nomination, NomineeClass, Sex, Timing
from awards.papers.articles import MERITS
from awards.papers.names import count_phrase
from campaigns.models.phase_names import in_year
from foundation.vietnamese import paper_count
from units.models import Unit
from units.models.signer import signers
from units.rules.reader import rule

MOVEMENTS = {
    Timing.PHASE: "phong trào thi đua {phase_in_year}",
    Timing.YEAR: "phong trào thi đua năm {named_year}",
    Timing.SCHOOL_YEAR: "phong trào thi đua năm học {label}",
    Timing.THEME: "phong trào “{label}” năm {named_year}",
    Timing.UNEXPECTED: "đột xuất",
}
WITHOUT_MOVEMENT = (Timing.UNEXPECTED, Timing.CAREER)
"""Occasions that are no movement: their letters name no result of one."""
ABOVE = "đề nghị cấp có thẩm quyền"


def organ_of(unit: Unit) -> str:
    return unit.words.organ


def symbol_of(unit: Unit) -> str:
    """Return what is printed behind the number of a unit's letters: "TTr-LĐLĐ"."""
    return f"TTr-{unit.symbol}" if unit.symbol else "TTr"


def signature(unit: Unit, *, on: date) -> dict[str, str]:
    """Return who signs: the first of the unit's signers on a day; without one the name stays blank."""
    for signer in signers(unit, on=on):
        return {"on_behalf": signer.block, "position": signer.printed_position, "signer": signer.name}
    return {"on_behalf": f"TM. {organ_of(unit).upper()}", "position": "CHỦ TỊCH", "signer": ""}


def _filled(text: str, dossier: Dossier) -> str:
    label = dossier.period_label or dossier.phase.school_year
    year = dossier.campaign.named_year
    return text.format(named_year=year, phase_in_year=in_year(dossier.phase.words, year), label=label)


def about(dossier: Dossier, titles: list[AwardTitle]) -> str:
    """Return the subject by the occasion. What is given for a career names its titles, as it belongs to no phase."""
    if dossier.timing == Timing.CAREER:
        by_id = {title.pk: title for title in sorted(titles, key=lambda title: title.order)}
        gifts = [f"{title.verb} {title.form}" for title in by_id.values()] or ["khen thưởng quá trình cống hiến"]
        return f"Về việc đề nghị {', '.join(gifts)}"
    return f"Về việc đề nghị khen thưởng {_filled(MOVEMENTS[Timing(dossier.timing)], dossier)}"


def merit(dossier: Dossier) -> str:
    """Return what for, by the occasion: "có thành tích xuất sắc trong phong trào thi đua đợt 1 năm 2015"."""
    return _filled(MERITS[Timing(dossier.timing)], dossier)


def bases(dossier: Dossier, last: str, *, on: date) -> list[str]:
    """Return the bases ("Căn cứ …"), one for each line: a semicolon after the first, a comma after the last."""
    regulation = rule("grounds.regulation", on=on)
    results = "" if dossier.timing in WITHOUT_MOVEMENT else "kết quả phong trào thi đua và "
    return [*([f"Căn cứ {regulation.value};"] if regulation else []), f"Căn cứ {results}{last},"]


def request_sentence(
    organ: str, decider: str, occasion: Dossier, rows: list[Nomination], titles: list[AwardTitle], above: frozenset[int]
) -> str:
    """Return the sentence that asks for the awards, with the numbers of direct workers and of women if there are.

    `occasion`: a dossier of it; `titles`: of each row the one that is asked for; `above`: ids of the titles that
    somebody above `decider` decides, to whom it passes them on.
    """
    groups: dict[int, tuple[AwardTitle, list[Nomination]]] = {}
    for row, title in sorted(zip(rows, titles, strict=True), key=lambda pair: (pair[1].order, pair[1].pk)):
        groups.setdefault(title.pk, (title, []))[1].append(row)
    gifts = [_gift(*group) for pk, group in groups.items() if pk not in above]
    if passed_on := [_gift(*group) for pk, group in groups.items() if pk in above]:
        gifts.append(f"{ABOVE} {'; '.join(passed_on)}")
    what = "; ".join(gifts) or "khen thưởng cho … tập thể và … cá nhân"
    return f"{organ} kính trình {decider} xét, {what} {merit(occasion)}{_among(rows)}."


def _among(rows: list[Nomination]) -> str:
    """Return how many of the persons are direct workers and women; what a single one is, the list says."""
    persons = [row for row in rows if row.nominee.is_person]
    shares = [
        (sum(row.nominee_class == NomineeClass.DIRECT for row in persons), "người trực tiếp lao động, công tác"),
        (sum(row.nominee.sex == Sex.FEMALE for row in persons), "nữ"),
    ]
    parts = [f"{word} {paper_count(number)} người" for number, word in shares if number]
    return f", trong đó {', '.join(parts)}" if len(persons) > 1 and parts else ""


def closing_sentence(decider: str, titles: list[AwardTitle], above: frozenset[int]) -> str:
    """Return the last sentence; its words depend on whether `decider` decides all titles, some or none."""
    passed_on = [title.pk in above for title in titles]
    what = "quyết định"
    if any(passed_on):
        what = f"{ABOVE} quyết định" if all(passed_on) else "quyết định theo thẩm quyền"
    return f"Kính đề nghị {decider} xem xét, {what}./."


def enclosed(rows: list[Nomination]) -> str:
    """Return the line that names the lists."""
    persons = sum(row.nominee.is_person for row in rows)
    return f"Có danh sách trích ngang {count_phrase(len(rows) - persons, persons)} kèm theo"


def _gift(title: AwardTitle, rows: list[Nomination]) -> str:
    """Return "tặng Bằng khen … cho 01 tập thể và 02 cá nhân"."""
    persons = sum(row.nominee.is_person for row in rows)
    return f"{title.verb} {title.name} cho {count_phrase(len(rows) - persons, persons)}"
