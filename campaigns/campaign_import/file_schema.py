"""The shape of a campaign file and of an indicators file (TOML), and their checks that need no database.

`campaigns/data/` has the files of 2015. A text too long for its column is found only when `loading` saves the row.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from campaigns.asking_rules import faults_of_options
from campaigns.models import (
    AskedLevel,
    Audience,
    Column,
    Computed,
    DueGroup,
    DueKind,
    FilingKind,
    OverPhases,
    OverUnits,
    Pace,
    Phase,
    Recipient,
)
from campaigns.models.campaign import PageNumber
from campaigns.models.commemoration import CommemorationKind, CommemorationOwner
from campaigns.models.cross_check import CheckKind
from campaigns.models.indicator import AnsweredBy, Category, Counting, LineNumbers
from campaigns.setup.facts import RESERVED
from foundation.toml_schema import BadFile, TableSchema, read_toml
from units.models import Bloc, Headcounts

COLUMNS = {
    "HC": Column.ADMINISTRATIVE,
    "SN": Column.PUBLIC_SERVICE,
    "NN": Column.STATE_ENTERPRISE,
    "TN": Column.PRIVATE_ENTERPRISE,
    "FD": Column.FOREIGN_ENTERPRISE,
    "NĐ": Column.OCCUPATIONAL,
    "H": Column.UPPER_PLACE,
    "T": Column.UPPER_TRADE,
}
LEVELS = {"all": AskedLevel.ALL, "not_small": AskedLevel.NOT_SMALL, "offered": AskedLevel.OFFERED}
EVERY_BLOC = "all"

SIGNATURE = TableSchema({"name": str}, {"on_behalf": str, "position": str, "signed": bool})
CAMPAIGN = TableSchema(
    {"slug": str, "year": int, "title": str},
    {
        "issuer": str,  # the unit that launches it, by its full name
        "place": str,  # place of issue: a column of the unit, not stored with the campaign
        "occasion": str,
        "slogan": str,
        "number": str,
        "issued_on": date,
        "workers_word": str,
        "workers_phrase": str,
        "parent_body": str,
        "board": str,
        "board_phone": str,
        "asks_titles": bool,  # whether indicators of the category title are asked: yes unless it says otherwise
        "asks_works": bool,  # whether topics, initiatives and works are listed: yes unless it says otherwise
        "asks_exemplars": bool,
        "asks_duties": bool,  # whether pledges of grassroots unions say who does what
        "employer_heading": str,  # under which the head of the unit signs sheets; "" for nobody
        "chair_heading": str,
        "signs_on_behalf": bool,
        "small_below": int,  # unions with less members have the short form: 30 unless it says otherwise
        "abridged": bool,  # whether the texts below are a summary of the document and not its own
        "page_number": set(PageNumber.values),
        "resolutions": [str],
        "signature": SIGNATURE,
    },
)
DUE_DATES = [TableSchema({"kind": set(DueKind.values), "group": set(DueGroup.values), "on": date})]
REVIEW = TableSchema({"kind": set(Phase.Review.values), "name": str}, {"date": date, "occasion": str})
COMMEMORATION = TableSchema(
    {"name": str},
    {
        "kind": set(CommemorationKind.values),  # an anniversary unless it says otherwise
        "owner": set(CommemorationOwner.values),  # the country unless it says otherwise
        "date": date,
        "is_month_only": bool,
        "words_before": str,
        "words_after": str,
    },
)
PHASE = TableSchema(
    {"number": int, "starts_on": date, "ends_on": date, "theme": str, "review": REVIEW},
    {
        "start_is_month_only": bool,
        "theme_end": str,
        "cutoff_on": date,
        "asks_pledge": bool,  # true unless it says otherwise
        "commemorations": [COMMEMORATION],
        "due_dates": DUE_DATES,
    },
)
CAMPAIGN_FILE = TableSchema(
    {"campaign": CAMPAIGN, "phases": [PHASE]},
    {
        "purposes": [TableSchema({"text": str})],
        "contents": [TableSchema({"bloc": {*Bloc.values, EVERY_BLOC}, "text": str}, {"slogan": str})],
        "measures": [TableSchema({"text": str}, {"audience": set(Audience.values)})],
        "recipients": [TableSchema({"name": str}, {"role": set(Recipient.Purpose.values)})],
        "open": TableSchema({"fields": [str]}),  # names of what the document leaves to the Board
        "organisation": dict,  # what the document tells about the unions; units are not loaded from it
    },
)
SECTION = TableSchema(
    {"number": str, "name": str},
    {
        "below": str,  # the number of the section that it stands below, which comes before it
        "category": set(Category.values),  # "other" unless it says otherwise
        "line_numbers": set(LineNumbers.values),  # "plain" unless it says otherwise
    },
)
INDICATOR = TableSchema(
    {
        "section": str,  # its number, of one below another both: "I/1"
        "code": str,
        "name": str,
        "asked_in": [set(FilingKind.values)],
        "asked": TableSchema({}, {level: [set(COLUMNS)] for level in LEVELS}),
    },
    {
        "answer": set(AnsweredBy.values),  # a figure unless it says otherwise
        "choices": [str],
        "unit_of_measure": str,
        "over_units": set(OverUnits.values),
        "over_phases": set(OverPhases.values),
        "pace": set(Pace.values),
        "denominator_name": str,
        "denominator_from": str,
        "counting": set(Counting.values),
        "phases": [int],
        "number": str,  # in place of the counted one
        "decimals": int,
        "less_is_better": bool,
        "computed": set(Computed.values),
        "help_text": str,
        "example": str,
        "national_code": str,
        "active": bool,
    },
)
OF_FIGURES = ("unit_of_measure", "over_units", "over_phases", "pace")
"""What an indicator needs that a question may leave out."""
ONLY_OF_FIGURES = (
    "unit_of_measure", "over_units", "denominator_name", "denominator_from", "counting", "decimals", "less_is_better",
    "computed",
)  # fmt: skip
CHECK = TableSchema(
    {"key": str, "kind": set(CheckKind.values), "first": str, "sentence": str},
    {"second": str, "limit": int, "limit_rule": str, "in_pledge": bool, "in_report": bool, "active": bool},
)
INDICATORS_FILE = TableSchema(
    {"sections": [SECTION], "indicators": [INDICATOR]},
    {
        "report": str,  # the file of the report's sentences, beside this one
        "checks": [CHECK],
    },
)


def read_campaign(path: Path | str) -> dict[str, Any]:
    """Return the content of a campaign file, checked. Raises BadFile."""
    content = read_toml(Path(path), CAMPAIGN_FILE)
    faults = list(faults_of_phases(content["phases"]))
    if content["campaign"]["slug"] in RESERVED:
        faults.insert(0, _("campaign.slug: là địa chỉ của một trang, xin chọn đường dẫn khác."))
    if faults:
        raise BadFile(*faults)
    return content


def read_indicators(path: Path | str) -> dict[str, Any]:
    """Return the content of an indicators file, checked; `report` is the path of its report file. Raises BadFile."""
    content = read_toml(Path(path), INDICATORS_FILE)
    if faults := list(faults_of_indicators(content)):
        raise BadFile(*faults)
    if "report" in content:
        content["report"] = Path(path).parent / content["report"]
    return content


def faults_of_phases(phases: list[dict[str, Any]]) -> Iterator[str]:
    """Yield a sentence for every fault: phases are numbered 1, 2, 3 … and do not end before they begin."""
    if not phases or [phase["number"] for phase in phases] != list(range(1, len(phases) + 1)):
        yield _("phases: các đợt phải mang số 1, 2, 3 … theo thứ tự.")
    for phase in phases:
        if phase["ends_on"] < phase["starts_on"]:
            yield _("phases[{number}]: ngày kết thúc trước ngày bắt đầu.").format(number=phase["number"])


def faults_of_indicators(content: dict[str, Any]) -> Iterator[str]:
    """Yield a sentence for every section or code used twice, and for every indicator that contradicts other rows."""
    sections = [path_of(section) for section in content["sections"]]
    codes = [row["code"] for row in content["indicators"]]
    for key in sorted({key for keys in (sections, codes) for key in keys if keys.count(key) > 1}):
        yield _("“{key}” xuất hiện hai lần.").format(key=key)
    for index, section in enumerate(content["sections"]):
        if "below" in section and section["below"] not in sections[:index]:
            yield _("{path}: không có mục lớn “{number}” đứng trước.").format(
                path=sections[index], number=section["below"]
            )
    for row in content["indicators"]:
        for fault in faults_of_indicator(row, sections, {*codes, *Headcounts.COUNTS}):
            yield f"{row['code']}: {fault}"


def _faults_of_answer(row: dict[str, Any]) -> Iterator[str]:
    is_figure = row.get("answer", AnsweredBy.FIGURE) == AnsweredBy.FIGURE
    for name in OF_FIGURES:
        if is_figure and name not in row:
            yield _("thiếu “{name}”.").format(name=name)
    for name in ONLY_OF_FIGURES:
        if not is_figure and name in row:
            yield _("trả lời bằng chữ thì không có “{name}”.").format(name=name)
    if (row.get("answer") == AnsweredBy.CHOICE) != bool(row.get("choices")):
        yield _("có “choices” khi và chỉ khi trả lời bằng chọn mục.")
    elif "choices" in row:
        yield from faults_of_options("\n".join(row["choices"]).splitlines())


def path_of(section: dict[str, Any]) -> str:
    """Return how indicators of a file name a section: "A", of one below another "I/1"."""
    return "/".join([*([section["below"]] if "below" in section else []), section["number"]])


def faults_of_indicator(row: dict[str, Any], sections: list[str], sources: set[str]) -> Iterator[str]:
    columns = [column for names in row["asked"].values() for column in names]
    yield from _faults_of_answer(row)
    prefill = row.get("denominator_from")
    if row["section"] not in sections:
        yield _("không có mục “{number}”.").format(number=row["section"])
    if (row.get("over_units") == OverUnits.RATIO) != ("denominator_name" in row):
        yield _("tỷ lệ phải có tên mẫu số, chỉ tiêu khác thì không.")
    if prefill and (prefill not in sources or "denominator_name" not in row):
        yield _("không điền sẵn được mẫu số từ “{name}”.").format(name=prefill)
    if "computed" in row and row.get("over_units") != OverUnits.SUM:
        yield _("chỉ tiêu tính từ danh sách công trình phải cộng được.")
    if not columns:
        yield _("chưa hỏi đơn vị nào.")
    if not row["asked_in"]:
        yield _("phải được hỏi trong đăng ký hoặc trong báo cáo.")
    if len(columns) != len(set(columns)):
        yield _("một khối được hỏi hai lần.")
