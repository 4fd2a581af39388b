"""What the lists of awards show on their pages and in their files."""

from __future__ import annotations

from operator import attrgetter, itemgetter
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards.models import Decision, Dossier
from foundation.list_table import ListColumn, ListTable, ValueKind
from units.contacts import Contact

UNIT, STATUS, UPPER = gettext_lazy("Đơn vị"), gettext_lazy("Trạng thái"), gettext_lazy("Công đoàn cấp trên")
LATE = gettext_lazy("Gửi sau hạn")


class ListedDossier(NamedTuple):
    """A dossier of the list. `step`: the text of the link to it; `own`: the id of the unit that its reader acts for."""

    dossier: Dossier
    step: str
    own: int | None

    @property
    def contact(self) -> Contact:
        """Whom to call about it, for who does not work there."""
        unit = self.dossier.unit
        return Contact(unit.contact_person, unit.phone) if unit.phone and unit.pk != self.own else Contact("")


DOSSIERS = ListTable(
    gettext_lazy("Hồ sơ đề nghị khen thưởng"),
    (
        ListColumn(UNIT, attrgetter("dossier.unit.name"), width=44),
        ListColumn(UPPER, attrgetter("dossier.unit.parent_name"), within=UNIT, width=36),
        ListColumn(gettext_lazy("Người liên hệ"), attrgetter("contact.name"), within=UNIT),
        ListColumn(gettext_lazy("Điện thoại"), attrgetter("contact.phone"), within=UNIT, width=18),
        ListColumn(gettext_lazy("Hồ sơ"), attrgetter("dossier.title"), width=44),
        ListColumn(gettext_lazy("Số trường hợp"), attrgetter("dossier.nominees"), ValueKind.NUMBER, width=12),
        ListColumn(STATUS, attrgetter("dossier.status_text")),
        ListColumn(LATE, lambda row: LATE if row.dossier.late else "", within=STATUS, width=14),
    ),
)


def _organ(row: tuple[Decision, str]) -> str:
    return row[0].organ or row[0].unit_name


def _recorded_at(row: tuple[Decision, str]) -> str:
    return row[0].unit.name if row[0].organ else ""


def _counted(name: str) -> Any:
    """Return a function of a row that returns how many are honoured; None of a decision that honours nobody."""
    return lambda row: getattr(row[0], name) if row[0].is_award else None


HEAD, DECIDED_BY = gettext_lazy("Số, nội dung"), gettext_lazy("Đơn vị quyết định")
DECISIONS = ListTable(
    gettext_lazy("Quyết định khen thưởng"),
    (
        ListColumn(HEAD),
        ListColumn(gettext_lazy("Quyết định"), itemgetter(0), within=HEAD, width=36),
        ListColumn(gettext_lazy("Nội dung"), itemgetter(1), within=HEAD, width=60),
        ListColumn(DECIDED_BY, _organ, width=36),
        ListColumn(gettext_lazy("Ghi nhận tại"), _recorded_at, within=DECIDED_BY, width=36),
        ListColumn(gettext_lazy("Ngày ký"), lambda row: row[0].dated_on, ValueKind.DAY, width=14),
        ListColumn(gettext_lazy("Tập thể"), _counted("collectives"), ValueKind.NUMBER, css="num", width=10),
        ListColumn(gettext_lazy("Cá nhân"), _counted("persons"), ValueKind.NUMBER, css="num", width=10),
        ListColumn(STATUS, lambda row: row[0].stage_text),
    ),
)


# `line` is an awards.views.appraisal.AppraisalRow, whose module imports this one.
def _position(line: Any) -> str:
    return line.row.position if line.row.nominee.is_person else _("Tập thể")


def _other_unit(line: Any) -> str:
    unit = line.row.dossier.unit.name
    return unit if unit != line.row.nominee.name else ""


def _nominee_class(line: Any) -> str:
    return line.row.get_nominee_class_display() if line.row.nominee_class else ""


def _asked_title(line: Any) -> str:
    return line.row.title_asked.name if line.row.other_title else ""


def _opinion(line: Any) -> str:
    return line.row.get_opinion_display() if line.row.opinion else ""


def _eligible(line: Any) -> str:
    return _("Đủ điều kiện") if line.evidence.eligible else _("Chưa đủ điều kiện")


def _points(line: Any) -> str:
    return "\n".join(f"{point.side_text} {point.text}" for point in line.evidence.points)


NOMINEE = gettext_lazy("Tập thể, cá nhân")
TITLE, VERDICT = gettext_lazy("Hình thức, điều kiện"), gettext_lazy("Kết luận")
NOMINATIONS = ListTable(
    gettext_lazy("Thẩm định"),
    (
        ListColumn(NOMINEE, attrgetter("row.nominee.name"), width=36),
        ListColumn(gettext_lazy("Chức vụ"), _position, within=NOMINEE, width=30),
        ListColumn(UNIT, _other_unit, within=NOMINEE, width=36),
        ListColumn(UPPER, attrgetter("row.dossier.unit.parent_name"), within=NOMINEE, width=36),
        ListColumn(gettext_lazy("Đối tượng"), _nominee_class, within=NOMINEE),
        ListColumn(TITLE, css="wide"),
        ListColumn(gettext_lazy("Hình thức"), attrgetter("row.title.name"), within=TITLE, width=36),
        ListColumn(gettext_lazy("Hình thức đề nghị"), _asked_title, within=TITLE, width=36),
        ListColumn(gettext_lazy("Ý kiến cấp trên"), _opinion, within=TITLE),
        ListColumn(gettext_lazy("Điều kiện"), _eligible, within=TITLE),
        ListColumn(gettext_lazy("Căn cứ xét"), _points, within=TITLE, width=60),
        ListColumn(VERDICT, attrgetter("row.status_text")),
        ListColumn(gettext_lazy("Lý do"), attrgetter("row.reason"), within=VERDICT, width=36),
        ListColumn(
            gettext_lazy("Xét theo quy định"),
            lambda line: "\n".join(line.row.rules_in_words),
            within=VERDICT,
            width=36,
        ),
        ListColumn(
            gettext_lazy("Quyết định"), lambda line: line.row.decision_as_issued or "", within=VERDICT, width=30
        ),
        ListColumn(gettext_lazy("Ghi chú"), attrgetter("note"), within=VERDICT, width=36),
    ),
)

PHASE, DECISION = gettext_lazy("Đợt"), gettext_lazy("Quyết định")
HONOURS = ListTable(
    gettext_lazy("Bảng vàng"),
    (
        ListColumn(NOMINEE, attrgetter("name"), width=36),
        ListColumn(gettext_lazy("Chức vụ, đơn vị"), attrgetter("where"), within=NOMINEE, width=44),
        ListColumn(gettext_lazy("Hình thức"), attrgetter("title_name"), width=44),
        ListColumn(PHASE, attrgetter("phase.in_list"), ValueKind.NUMBER, width=8),
        ListColumn(
            gettext_lazy("Năm"),
            attrgetter("year_in_list"),
            ValueKind.NUMBER,
            within=PHASE,
            width=8,
        ),
        ListColumn(DECISION, attrgetter("decision_as_issued.written_number"), width=24),
        ListColumn(gettext_lazy("Ngày ký"), attrgetter("decision.dated_on"), ValueKind.DAY, within=DECISION, width=14),
    ),
)

LETTERS = ListTable(
    gettext_lazy("Tờ trình khen thưởng"),
    (
        ListColumn(gettext_lazy("Tờ trình"), attrgetter("letter"), width=30),
        ListColumn(gettext_lazy("Nội dung"), attrgetter("letter.about"), within=gettext_lazy("Tờ trình"), width=60),
        ListColumn(gettext_lazy("Gửi"), attrgetter("letter.addressee"), width=36),
        ListColumn(gettext_lazy("Ngày"), attrgetter("letter.dated_on"), ValueKind.DAY, width=14),
        ListColumn(STATUS, lambda shown: shown.letter.get_status_display()),
        ListColumn(
            gettext_lazy("Người ký"),
            lambda shown: shown.letter.signer_name if shown.letter.is_to_sign else "",
            within=STATUS,
        ),
        ListColumn(
            gettext_lazy("Chốt lúc"),
            lambda shown: shown.letter.closed_at if shown.letter.is_to_sign and shown.letter.signer_name else None,
            ValueKind.MOMENT,
            within=STATUS,
            width=18,
        ),
        ListColumn(gettext_lazy("Lý do thu lại"), attrgetter("reason"), within=STATUS, width=36),
    ),
)
