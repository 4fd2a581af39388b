"""Sentences of a decision's paper, by kind of decision: subject, legal bases, articles."""

from __future__ import annotations

from datetime import date

from awards.models import CorrectionField, Decision, DecisionKind, PaperKind, Timing
from awards.papers.listing import Listing, collective
from awards.papers.names import addressed, count_phrase, kinds_phrase, own_name
from awards.rules.decision_snapshot import (
    DecisionSnapshot,
    SnapshotCorrection,
    SnapshotHead,
    phase_of_head,
    year_of_head,
)
from campaigns.models.phase_names import in_year
from foundation.templatetags.papers import full_stop
from foundation.vietnamese import format_date

IN_MOVEMENT = "có thành tích xuất sắc trong phong trào"
MERITS = {
    Timing.YEAR: f"{IN_MOVEMENT} thi đua năm {{named_year}}",
    Timing.SCHOOL_YEAR: f"{IN_MOVEMENT} thi đua năm học {{label}}",
    Timing.PHASE: f"{IN_MOVEMENT} thi đua {{phase_in_year}}",
    Timing.THEME: f"{IN_MOVEMENT} “{{label}}” năm {{named_year}}",
    Timing.UNEXPECTED: "có thành tích xuất sắc đột xuất trong {label}",
    Timing.CAREER: "có nhiều đóng góp cho sự nghiệp xây dựng tổ chức Công đoàn",
}
FIELD_NAMES: dict[str, str] = {
    CorrectionField.POSITION: "chức vụ, nghề nghiệp",
    CorrectionField.UNIT_NAME: "đơn vị",
    CorrectionField.WORDING: "lời ghi",
}
ABOUT = {
    DecisionKind.CORRECT: "Về việc đính chính {original}",
    DecisionKind.ADJUST: "Về việc điều chỉnh {original}",
    DecisionKind.ANNUL: "Về việc hủy bỏ việc {verb} {form}, thu hồi hiện vật khen thưởng",
}


def about(decision: Decision, content: DecisionSnapshot, listing: Listing | None) -> str:
    """Return the line below the heading: "Về việc …"."""
    head = content["head"]
    if listing is None:
        original = _original(content)
        return ABOUT[DecisionKind(decision.kind)].format(original=original, verb=head["verb"], form=head["form"])
    whom = kinds_phrase(listing.collectives, listing.persons)
    return f"Về việc {head['verb']} {head['form']} cho {whom} {merit(decision, head)}"


def merit(decision: Decision, head: SnapshotHead) -> str:
    """Return what the award is given for, by its timing."""
    year = head["year"]
    label = decision.period_label or f"{year - 1}-{year}"
    named = year_of_head(head)
    words = {"named_year": named, "phase_in_year": in_year(phase_of_head(head), named)}
    return MERITS[Timing(decision.timing)].format(label=label, **words)


def grounds(decision: Decision, content: DecisionSnapshot) -> list[str]:
    """Return the legal bases ("Căn cứ …"), one for each line.

    Lines have no hyphen, as was usual in 2015; each ends with a semicolon, the last one (who proposed) with a comma.
    """
    lines = [f"Căn cứ {base}" for base in content["head"]["bases"]]
    if not decision.is_award:
        lines.append(f"Căn cứ {_original(content)} của {issuer(content['head'])}")
    return [*(f"{line};" for line in lines), f"{_proposed(content['head'])},"]


def _proposed(head: SnapshotHead) -> str:
    board = f" và {head['board']}" if head["board"] else ""
    return f"Xét đề nghị của Hội đồng Thi đua - Khen thưởng{board} {own_name(head)}"


def issuer(head: SnapshotHead) -> str:
    return f"{head['organ']} {head['body']}"


def articles(decision: Decision, content: DecisionSnapshot, listing: Listing | None) -> list[str]:
    """Return the articles without their numbers. The last one says who carries out the decision."""
    head = content["head"]
    if listing is None:
        return [*_amending(decision, content), _carried_out(head, "các tập thể, cá nhân có liên quan")]
    honoured = kinds_phrase(listing.collectives, listing.persons)
    listed = f"{'các ' if listing.collectives + listing.persons > 1 else ''}{honoured} có tên tại Điều 1"
    return [*_awarding(head, listing), _carried_out(head, listed)]


def _awarding(head: SnapshotHead, listing: Listing) -> list[str]:
    count = count_phrase(listing.collectives, listing.persons)
    verb = head["verb"][:1].upper() + head["verb"][1:]
    paper = "Giấy chứng nhận" if head["paper"] == PaperKind.CERTIFICATE else head["form"]
    money = "theo quy định hiện hành"
    if head["amount"] is not None:
        money = f"theo quy định, trích từ nguồn kinh phí khen thưởng của {own_name(head)}"
    return [
        f"{verb} {head['form']} cho {count} (có danh sách kèm theo){'' if listing.wording else '.'}",
        f"{count} có tên tại Điều 1 được nhận {paper} kèm theo tiền thưởng {money}.",
    ]


def _amending(decision: Decision, content: DecisionSnapshot) -> list[str]:
    """Return an article for each correction, and that the rest of the original decision is unchanged."""
    amend = _adjustment if decision.kind == DecisionKind.ADJUST else _correction
    amendments = [
        _annulment(correction, content["head"]) if correction["field"] == CorrectionField.AWARD else amend(correction)
        for correction in content["corrections"]
    ]
    if decision.kind == DecisionKind.ANNUL:
        return amendments
    return [*amendments, f"Các nội dung khác của {_original(content)} không thay đổi."]


def _annulment(correction: SnapshotCorrection, head: SnapshotHead) -> str:
    who = collective(addressed(correction["name"], correction.get("address")), correction["unit"])
    annulled = f"Hủy bỏ việc {head['verb']} {correction['form']} đối với {who} tại {_cited(correction)}"
    return f"{annulled}; thu hồi hiện vật và tiền thưởng.{_reason(correction)}"


def _correction(correction: SnapshotCorrection) -> str:
    """Return what was printed wrong and how it reads now."""
    before = f"đã in “{correction['old']}”" if correction["old"] else "chưa in"
    return f"Đính chính {_what_where(correction)}: {before}, nay sửa là “{correction['new']}”.{_reason(correction)}"


def _adjustment(correction: SnapshotCorrection) -> str:
    """Return what was decided otherwise: nothing was printed wrong."""
    old = correction["old"]
    change = f"từ “{old}” thành “{correction['new']}”" if old else f"bổ sung “{correction['new']}”"
    return f"Điều chỉnh {_what_where(correction)}: {change}.{_reason(correction)}"


def _what_where(correction: SnapshotCorrection) -> str:
    """Return "họ tên của Ông Vi Páo tại số thứ tự 3 Danh sách kèm theo Quyết định số …"."""
    what = FIELD_NAMES.get(correction["field"]) or ("họ tên" if correction["is_person"] else "tên")
    where = f"tại số thứ tự {correction['place']} Danh sách kèm theo {_cited(correction)}"
    return f"{what} của {addressed(correction['name'], correction.get('address'))} {where}"


def _reason(correction: SnapshotCorrection) -> str:
    return f" Lý do: {full_stop(correction['reason'])}" if correction["reason"] else ""


def _original(content: DecisionSnapshot) -> str:
    """Return how the corrected decision is cited. All corrections of a decision are about the same one."""
    return _cited(content["corrections"][0])


def _cited(correction: SnapshotCorrection) -> str:
    """Return number and date of the decision, the number with a leading zero below ten, as its paper has it."""
    number, slash, rest = correction["number"].partition("/")
    return (
        f"Quyết định số {number.zfill(2)}{slash}{rest} ngày {format_date(date.fromisoformat(correction['dated_on']))}"
    )


def _carried_out(head: SnapshotHead, who: str) -> str:
    own = own_name(head)
    offices = f"Văn phòng, Ban Tài chính, {head['board']} {own}" if head["board"] else f"Thường trực {own}"
    return f"{offices}, các đơn vị liên quan và {who} chịu trách nhiệm thi hành Quyết định này./."
