"""What cannot be asked: the rules of an indicator that the Board's pages and the admin apply.

The file of a campaign is checked before there are rows (`campaign_import.file_schema`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from campaigns.asked_columns import columns_for
from campaigns.catalogue.corrections import MEANING, locked_phases_that_asked, meaning_is_fixed, phases_asking
from campaigns.models import Campaign, Indicator, OverUnits
from campaigns.models.indicator import AnsweredBy
from units.models import Headcounts

ASKED_PREFIX = "asked_"
FIXED_ONCE_ANSWERED = ("section", "answer", "over_units", "computed")
"""What a sheet's answer keeps as it is, also where no opened phase asks it any more."""

Fault = tuple[str, str]  # (name of the field, sentence)


OF_FIGURES = {
    "unit_of_measure": "", "decimals": 0, "over_units": OverUnits.SUM.value, "denominator_name": "",
    "denominator_from": "", "counting": "", "computed": "", "less_is_better": False,
}  # fmt: skip
"""What a question has in the columns that only figures need."""
MOST_OPTIONS, LONGEST_OPTION = 30, 200


def as_asked(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return typed values without what the kind of answer does not need, the options one a line."""
    kind = values.get("answer", AnsweredBy.FIGURE)
    options = [line.strip() for line in (values.get("choices") or "").splitlines() if line.strip()]
    choices = "\n".join(options) if kind == AnsweredBy.CHOICE else ""
    of_kind = {} if kind == AnsweredBy.FIGURE else {name: value for name, value in OF_FIGURES.items() if name in values}
    return {**values, **of_kind} | ({"choices": choices} if "choices" in values else {})


def line_faults(indicator: Indicator, values: Mapping[str, Any], campaign: Campaign) -> Iterator[Fault]:
    """Yield what is wrong with an indicator of a campaign; `indicator` is as stored, `values` as typed, by field.

    A field that is absent from `values` could not be read and has its own sentence, or is not shown. `section` and
    `phases` are rows; `asked_<column>` is a level or "".
    """
    yield from _contradictions(indicator, values, campaign)
    yield from kind_faults(values)
    yield from _of_other_campaigns(values, campaign)
    if indicator.pk:
        yield from _changed_meaning(indicator, values)


def _contradictions(indicator: Indicator, values: Mapping[str, Any], campaign: Campaign) -> Iterator[Fault]:
    others = Indicator.objects.filter(campaign=campaign).exclude(pk=indicator.pk)
    codes = set(others.values_list("code", flat=True))
    is_ratio = values.get("over_units") == OverUnits.RATIO
    source = values.get("denominator_from")
    if values.get("code") in codes:
        yield "code", _("Phong trào đã có chỉ tiêu mang mã này.")
    if is_ratio and "denominator_name" in values and not values["denominator_name"]:
        yield "denominator_name", _("Xin ghi mẫu số là gì.")
    if source and source not in {*others.common().values_list("code", flat=True), *Headcounts.COUNTS}:
        yield "denominator_from", _("Không có số liệu hay chỉ tiêu “{name}” để điền sẵn.").format(name=source)
    if values.get("over_units") and not is_ratio and (values.get("denominator_name") or source):
        yield "denominator_name", _("Chỉ chỉ tiêu tỷ lệ có mẫu số. Xin để trống, hoặc chọn cách cộng là tỷ lệ.")
    if values.get("computed") and not campaign.asks_works:
        yield "computed", _("Phong trào không hỏi đề tài, sáng kiến, công trình nên không có gì để tính.")
    if values.get("computed") and values.get("over_units") != OverUnits.SUM:
        yield "computed", _("Chỉ tiêu tính từ danh sách công trình phải cộng các đơn vị.")
    if not values.get("in_pledge") and not values.get("in_report"):
        yield "in_pledge", _("Chỉ tiêu phải hỏi trong đăng ký hoặc trong báo cáo.")
    if values.get("active") and not any(value for name, value in values.items() if name.startswith(ASKED_PREFIX)):
        first = columns_for(indicator)[0]
        yield (
            ASKED_PREFIX + first,
            _("Chưa hỏi đơn vị nào. Xin chọn ít nhất một khối, hoặc bỏ dấu “Đang dùng” cho đến khi cần hỏi."),
        )


def kind_faults(values: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield what the kind of answer lacks: a figure its unit of measure, a choice what is chosen from."""
    kind = values.get("answer")
    if kind == AnsweredBy.FIGURE and "unit_of_measure" in values and not values["unit_of_measure"]:
        yield "unit_of_measure", _("Số liệu phải có đơn vị tính.")
    if kind == AnsweredBy.CHOICE:
        yield from (("choices", sentence) for sentence in faults_of_options((values.get("choices") or "").splitlines()))


def faults_of_options(options: list[str]) -> Iterator[str]:
    """Yield what is wrong with the options of a question that is answered by choosing one."""
    if len(set(options)) < 2 or len(set(options)) < len(options):
        yield _("Xin ghi ít nhất hai mục khác nhau để chọn, mỗi mục một dòng.")
    if len(options) > MOST_OPTIONS or any(len(option) > LONGEST_OPTION for option in options):
        yield _("Nhiều nhất {n} mục, mỗi mục nhiều nhất {m} chữ cái.").format(n=MOST_OPTIONS, m=LONGEST_OPTION)


def _of_other_campaigns(values: Mapping[str, Any], campaign: Campaign) -> Iterator[Fault]:
    if any(phase.campaign_id != campaign.pk for phase in values.get("phases") or ()):
        yield "phases", _("Đợt đã chọn thuộc phong trào khác.")
    if (section := values.get("section")) and section.campaign_id != campaign.pk:
        yield "section", _("Mục đã chọn thuộc phong trào khác.")


def _changed_meaning(indicator: Indicator, values: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield a sentence at each field that would give figures another meaning than what was asked or answered."""
    changed = {name for name, value in values.items() if hasattr(indicator, name) and getattr(indicator, name) != value}
    open_phases = phases_asking(indicator)
    refused = {*MEANING, "answer"} & changed if open_phases else set()
    yield from ((name, meaning_is_fixed(*open_phases)) for name in ("answer", *MEANING) if name in refused)
    if indicator.is_answered:
        sentence = _("Đã có đơn vị trả lời chỉ tiêu này nên không đổi được. Cần hỏi khác, xin thêm chỉ tiêu mới.")
        yield from ((name, sentence) for name in FIXED_ONCE_ANSWERED if name in changed - refused)
    if "code" in changed - refused and (phases := locked_phases_that_asked(indicator)):
        sentence = _("{phases} đã hỏi chỉ tiêu này với mã {code}; mã không đổi được nữa.")
        words = capfirst(", ".join(phase.words for phase in phases))
        yield "code", sentence.format(phases=words, code=indicator.code)
