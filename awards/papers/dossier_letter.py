"""The letter that proposes a dossier (tờ trình) with its list, of the unit or of the union that endorsed it."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from awards.lifecycle import DossierStatus
from awards.models import Award, AwardTitle, Dossier, Nomination, NomineeClass, Sex, Timing
from awards.papers.letter_list import collective_table, person_table
from awards.papers.names import CopyRecipient
from awards.rules.sorting import in_paper_order
from foundation import clock
from foundation.documents import pdf
from foundation.vietnamese import long_date, paper_count, paper_date
from foundation.vietnamese.dates import local_day
from units.models import Unit
from units.models.vocabulary import term
from units.rules.reader import rule

BLANK = "\u00a0" * 6
ABOUT = {Timing.UNEXPECTED: "đột xuất", Timing.CAREER: "quá trình cống hiến"}
"""What the title says for timings without a movement."""
UNSENT = (DossierStatus.DRAFT, DossierStatus.RETURNED, DossierStatus.WITHDRAWN)


def has_upper_letter(dossier: Dossier) -> bool:
    """Return whether a union above endorsed the dossier and so has a letter of its own."""
    return dossier.endorsing_unit is not None


class NotEndorsed(LookupError):
    """No union above has endorsed the dossier, so there is no letter of one."""


def dossier_letter_pdf(dossier: Dossier, *, upper: bool = False) -> bytes:
    """Return the PDF: the letter in portrait, its list in landscape. Raises PdfUnavailable and NotEndorsed.

    It is stamped DỰ THẢO while the unit can edit the dossier, and when it was withdrawn.
    """
    context = dossier_letter_context(dossier, upper=upper)
    at = dossier.endorsed_at if upper else dossier.submitted_at
    return pdf.render_parts(
        [
            pdf.PaperPart("papers/letter.html", context),
            pdf.PaperPart("papers/letter_list.html", context, landscape=True),
        ],
        title=f"Tờ trình {context['about'][:1].lower()}{context['about'][1:]}, {context['sender'].name}",
        made_at=at or dossier.made_at,
        draft=dossier.status in UNSENT,
        page_number=dossier.campaign.page_number,
    )


def dossier_letter_context(dossier: Dossier, *, upper: bool) -> dict[str, Any]:
    """Return the context of the letter and its list.

    `upper`: the letter of the endorsing union, about the nominations that a unit above it decides.
    Raises NotEndorsed.
    """
    sender = _sender(dossier, upper=upper)
    rows = in_paper_order(dossier.nominations.with_context().with_works())
    if upper:
        rows = [row for row in rows if len(row.deciding_unit.path) < len(sender.path)]
    proposed = [row for row in rows if not upper or row.opinion != Nomination.Opinion.DISAGREE]
    earlier = earlier_awards(rows)
    organ = f"{organ_of(sender)} {sender.full_name}"
    about = f"Về việc đề nghị khen thưởng {ABOUT.get(Timing(dossier.timing), movement(dossier))}"
    number, day = ("", None) if upper else (dossier.number, dossier.dated_on)
    symbol = f"TTr-{sender.symbol}" if sender.symbol else "TTr"
    return {
        "dossier": dossier,
        "sender": sender,
        "own_name": sender.name if sender.is_grassroots else sender.full_name,
        "above": sender.parent.full_name if sender.parent else "",
        "number": number,
        "symbol": symbol,
        "dated_on": day,
        "place": sender.place or (sender.parent.place if sender.parent else ""),
        "about": about,
        "addressee": addressee(sender, dossier),
        "reader": reader(sender),
        "grounds": dossier_grounds(dossier, upper=upper),
        "request": request_sentence(dossier, organ, reader(sender), proposed),
        "checked": checked_sentence(sender, len(rows) - len(proposed)) if upper else "",
        "on_behalf": f"TM. {organ_of(sender).upper()}",
        "recipients": (CopyRecipient("Như trên"), CopyRecipient(term("file_copy"), "file")),
        "attached": f"Kèm theo Tờ trình {_number(number, symbol)} {_day(day, dossier.campaign.year)} của {organ}",
        "collectives": collective_table([row for row in rows if not row.nominee.is_person], earlier, upper=upper),
        "persons": person_table([row for row in rows if row.nominee.is_person], earlier, upper=upper),
    }


def _sender(dossier: Dossier, *, upper: bool) -> Unit:
    if not upper:
        return dossier.unit
    if dossier.endorsing_unit is None:
        raise NotEndorsed
    return dossier.endorsing_unit


def organ_of(unit: Unit) -> str:
    return unit.words.organ


def reader(sender: Unit) -> str:
    """Return the organ that the letter asks: "Ban Thường vụ LĐLĐ huyện Chi Lăng"."""
    return (
        f"{organ_of(sender.parent)} {sender.parent.name}"
        if sender.parent
        else "Đoàn Chủ tịch Tổng Liên đoàn Lao động Việt Nam"
    )


def addressee(sender: Unit, dossier: Dossier) -> str:
    """Return the organ that the letter is addressed to. The launching unit receives letters through its Board."""
    campaign = dossier.campaign
    return reader(sender) + (f" (qua {campaign.board})" if sender.parent_id == campaign.unit_id else "")


def movement(dossier: Dossier) -> str:
    """Return what the nominees did well in: "phong trào thi đua đợt 1 năm 2015"."""
    year, label = dossier.campaign.year, dossier.period_label
    return {
        Timing.PHASE: f"phong trào thi đua đợt {dossier.phase.number} năm {year}",
        Timing.YEAR: f"phong trào thi đua năm {year}",
        Timing.SCHOOL_YEAR: f"phong trào thi đua năm học {label or dossier.phase.school_year}",
        Timing.THEME: f"phong trào “{label}” năm {year}",
        Timing.UNEXPECTED: label,
        Timing.CAREER: "sự nghiệp xây dựng tổ chức Công đoàn",
    }[Timing(dossier.timing)]


def dossier_grounds(dossier: Dossier, *, upper: bool) -> list[str]:
    """Return the bases ("Căn cứ …"), one for each line: a semicolon after the first, a comma after the last."""
    if upper:
        last = f"đề nghị của {organ_of(dossier.unit)} {dossier.unit.full_name}"
    else:
        day = paper_date(dossier.meeting_on) if dossier.meeting_on else "…"
        votes = f"{_votes(dossier.votes_for)}/{_votes(dossier.votes_present)} phiếu tán thành"
        council = organ_of(dossier.unit) if dossier.unit.is_grassroots else "Hội đồng Thi đua - Khen thưởng"
        last = f"Biên bản họp xét ngày {day} của {council}, với {votes}"
    regulation = rule("grounds.regulation", on=_signed_on(dossier, upper=upper))
    first = [f"Căn cứ {regulation.value};"] if regulation else []
    return [*first, f"Căn cứ kết quả phong trào thi đua và {last},"]


def _signed_on(dossier: Dossier, *, upper: bool) -> date:
    """Return the day of the letter: as it is dated, else when it was sent, else today."""
    at = dossier.endorsed_at if upper else dossier.submitted_at
    if dossier.dated_on and not upper:
        return dossier.dated_on
    return local_day(at) if at else clock.today()


def _votes(count: int | None) -> str:
    return "…" if count is None else paper_count(count)


def request_sentence(dossier: Dossier, organ: str, above: str, rows: list[Nomination]) -> str:
    """Return the sentence that asks for the awards, with the numbers of direct workers and of women."""
    persons = [row for row in rows if row.nominee.is_person]
    groups: dict[int, list[Nomination]] = {}
    for row in sorted(rows, key=lambda row: (row.title_asked.order, row.title_asked_id)):
        groups.setdefault(row.title_asked_id, []).append(row)
    gifts = (
        "; ".join(_gift(group[0].title_asked, group) for group in groups.values())
        or "khen thưởng cho … tập thể và … cá nhân"
    )
    sentence = f"{organ} kính trình {above} xét, {gifts} có thành tích xuất sắc trong {movement(dossier)}"
    if not persons:
        return f"{sentence}."
    direct = sum(row.nominee_class == NomineeClass.DIRECT for row in persons)
    women = sum(row.nominee.sex == Sex.FEMALE for row in persons)
    shares = f"người trực tiếp lao động, công tác {paper_count(direct)} người, nữ {paper_count(women)} người"
    return f"{sentence}, trong đó {shares}."


def _gift(title: AwardTitle, rows: list[Nomination]) -> str:
    """Return "tặng Bằng khen … cho 01 tập thể và 02 cá nhân"."""
    counts = Counter(row.nominee.is_person for row in rows)
    words = ((False, "tập thể"), (True, "cá nhân"))
    whom = [f"{paper_count(counts[kind])} {word}" for kind, word in words if counts[kind]]
    return f"{title.verb} {title.name} cho {' và '.join(whom)}"


def checked_sentence(sender: Unit, refused: int) -> str:
    """Return what the union above adds about its check. `refused`: how many nominees it does not propose."""
    sentence = f"Thường trực {sender.name} đã thẩm tra hồ sơ của 01 đơn vị, bảo đảm đúng đối tượng, tiêu chuẩn"
    if refused:
        sentence += f"; không đề nghị {paper_count(refused)} trường hợp (có lý do tại danh sách)"
    return f"{sentence}."


def earlier_awards(rows: list[Nomination]) -> dict[int, list[Award]]:
    """Return by nominee the awards in force, the earliest first, without those of these nominations."""
    by_nominee: dict[int, list[Award]] = {row.nominee_id: [] for row in rows}
    awards = Award.objects.in_force().filter(nominee__in=by_nominee).exclude(nomination__in=[row.pk for row in rows])
    for award in awards.select_related("decision__unit", "title", "phase__campaign").order_by(
        "decision__dated_on", "pk"
    ):
        by_nominee[award.nominee_id].append(award)
    return by_nominee


def _number(number: str, symbol: str) -> str:
    written = number if "/" in number else f"{number.zfill(2) if number else BLANK}/{symbol}"
    return f"số {written}"


def _day(day: date | None, year: int) -> str:
    return long_date(day, (year, None)).replace("  ", "\u00a0\u00a0")
