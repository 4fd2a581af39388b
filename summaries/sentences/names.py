"""The names that sentences of a campaign's reports may use as placeholders, and what is said of others.

What the names print is in placeholders.py, award_placeholders.py and context.py.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from django.utils.translation import gettext as _

from awards.models import AwardTitle
from campaigns.models import Campaign, DataRequestQuestion, Indicator
from campaigns.models.data_request import COUNTED
from campaigns.models.indicator import AnsweredBy, OverUnits
from foundation.vietnamese import search_key
from summaries.sentences.templates import (
    ANSWERED,
    BASE,
    OCCASION,
    SO_FAR,
    TITLE,
    UnbalancedBrackets,
    UnknownPlaceholder,
    check_template,
)

SUFFIXES = ("", " HCSN", " DN", " CS")
"""What is written behind an indicator's code: nothing, or the bloc of grassroots unions, or all of them."""
NAMED = " nêu tên"
"""What is written behind the name of a placeholder about weak units for the same with their names."""
NOTHING_TOLD = "chưa có báo cáo được xác nhận"
"""The placeholder that says so, and is known only while no report is accepted."""
GENERAL = frozenset((
    # words (context.py)
    "năm", "năm học", "đợt", "đợt đăng ký", "tính từ đầu năm", "kết quả báo cáo",
    "ĐỢT SAU", "và phương hướng đợt sau", "bắt đầu", "kết thúc", "ngày chốt",
    "số, ngày phát động", "cơ quan phát động", "LĐLĐ cấp phát động", "cấp", "người lao động", "người lao động đầy đủ",
    "ban tham mưu", "ban", "ban phát động", "khối HCSN", "khối DN", "đơn vị báo cáo", "toàn cấp", "địa bàn",
    "nơi báo cáo", "nơi ban hành", "nơi kiểm tra", "nơi đôn đốc",
    "kết quả danh hiệu", "đơn vị thuộc diện đăng ký", "đơn vị thuộc diện báo cáo",
    # dates (context.py)
    "các ngày kỷ niệm", "các ngày kỷ niệm đợt sau", "hạn đăng ký đợt sau", "hạn hồ sơ", "hạn báo cáo",
    # who took part (placeholders.py)
    "đơn vị đã đăng ký", "% đăng ký", "chưa có đăng ký", "tình hình chưa đăng ký",
    "đơn vị đã báo cáo", "% báo cáo", "chưa có báo cáo", "báo cáo đúng hạn", "báo cáo muộn", "chưa báo cáo",
    "còn chưa báo cáo",
    "thời gian gửi báo cáo", NOTHING_TOLD,
    BASE, f"{BASE} HCSN", f"{BASE} DN", f"{BASE} danh hiệu", f"{BASE} ra quân",
    "đơn vị còn chưa báo cáo", "nơi chưa báo cáo", f"nơi chưa báo cáo{NAMED}",
    "số CĐ cấp trên", "tổ chức cơ sở", "cơ cấu cơ sở", "số cơ sở", "số cơ sở HCSN", "số cơ sở DN",
    "số nghiệp đoàn", "đa số báo cáo đúng hạn",
    "số người lao động", "số đoàn viên", "số nữ", "% nữ", "số cơ sở dưới 30 đoàn viên",
    "% cơ sở dưới 30 đoàn viên", "mức đơn vị nhỏ",
    # how unions guided the campaign (guidance_placeholders.py)
    "đơn vị đã phát động", "đơn vị đã sơ kết", "đơn vị thuộc diện phát động", "cuộc kiểm tra đã ghi",
    "đơn vị được kiểm tra", "cuộc phải khắc phục", "cuộc đã khắc phục", "việc đã phân công", "việc phân công đã xong",
    "tin hoạt động", "đơn vị có tin",
    # works, spring, assessment (placeholders.py)
    "giá trị sáng kiến DN đã rà soát", "% sáng kiến đã rà soát", "công trình tiêu biểu", "số LĐLĐ đã ra quân",
    "số CĐ cấp trên theo địa bàn", "số LĐLĐ đã tổng hợp ra quân", "số chỉ tiêu", "số chỉ tiêu đạt", "mức đạt",
    "không so sánh cùng kỳ", "lý do không so sánh cùng kỳ", "tập thể được biểu dương",
    "phong trào riêng của ngành",
    "số chỉ tiêu vượt", "chỉ tiêu chưa đạt", "chỉ tiêu chủ yếu ở một đơn vị",
    "số chỉ tiêu xét cuối năm", "chỉ tiêu nổi bật", "chỉ tiêu đạt thấp", "chỉ tiêu cần tập trung", "danh hiệu năm học",
    "tình hình rà soát sáng kiến", "biểu chỉ tiêu", "biểu sáng kiến", "các điển hình", "điển hình tiêu biểu",
    # awards (award_placeholders.py)
    OCCASION, "đã xét, đề nghị khen", "đơn vị phát động đã xét", "CĐ cấp trên đã xét", "đã gửi hồ sơ đề nghị",
    TITLE, "tập thể được tặng", "cá nhân được tặng", "tập thể, cá nhân được tặng", "số sổ khen thưởng",
    "chưa có quyết định khen thưởng", "khen của đơn vị phát động", "khen của CĐ cấp trên", "danh hiệu công nhận",
    "khen của Tổng Liên đoàn", "cá nhân được khen", "người trực tiếp", "% người trực tiếp", "nữ được khen",
    "% nữ được khen", "người khối DN được khen", "% người khối DN được khen", "ngày bình quân",
    "đề nghị Tổng Liên đoàn", "chính quyền khen", "biểu khen thưởng",
))  # fmt: skip
"""The names that every campaign has."""

NAME, MEASURED_IN = "chỉ tiêu", "đơn vị tính"
NUMERATOR, DENOMINATOR, ANSWERS, SHARE = "kết quả", "mẫu số", "trả lời", "tỷ lệ"
VALUE, OF_TARGET, OF_ASSIGNED = "giá trị", "so với đăng ký", "so với giao"
NO = " không"
"""Behind the code of a question of yes or no: how many said no."""
OF_PLAN, ON_TARGET, OF_LAST_YEAR = "so với kế hoạch", "trên đăng ký", "so với cùng kỳ"
OF_AN_INDICATOR = frozenset((
    NAME, MEASURED_IN, NUMERATOR, DENOMINATOR, ANSWERS, SHARE, VALUE, OF_TARGET, OF_ASSIGNED, OF_PLAN, ON_TARGET,
    OF_LAST_YEAR,
))  # fmt: skip
"""The names of a default sentence: they are of the indicator that it tells of."""


@dataclass(frozen=True)
class KnownNames:
    """What a campaign's sentences may name, and the codes of its indicators.

    `names` are those of sentences; a phrase is made of `of_phrases`, which are no phrases, a default sentence of
    `of_defaults`.
    """

    names: frozenset[str]
    of_phrases: frozenset[str]
    codes: frozenset[str]

    @property
    def of_defaults(self) -> frozenset[str]:
        return GENERAL | OF_AN_INDICATOR


def known_names(campaign: Campaign, phrases: Iterable[str] | None = None) -> KnownNames:
    """Return the names of a campaign's indicators, titles, requests and phrases, and the general ones: four queries.

    `phrases`: the phrases of rows that are not stored yet, instead of the stored ones.
    """
    lines = list(Indicator.objects.common().filter(campaign=campaign))
    indicators = [line for line in lines if not line.is_question]
    titles = AwardTitle.objects.filter(unit=campaign.unit_id).values_list("code", flat=True)
    if phrases is None:
        phrases = campaign.report_lines.filter(role="phrase").values_list("key", flat=True)
    figures = set(GENERAL)
    for indicator in indicators:
        figures.update(names_of_indicator(indicator))
    for question in (line for line in lines if line.is_question):
        figures.update(names_of_question(question))
    figures.update(f"{code} {whom}" for code in titles for whom in ("TT", "CN"))
    questions = DataRequestQuestion.objects.filter(request__campaign=campaign, kind__in=COUNTED)
    figures.update(name_of_answer(*row) for row in questions.values_list("request__number", "code"))
    codes = frozenset(indicator.code for indicator in indicators)
    return KnownNames(frozenset((*figures, *phrases)), frozenset(figures), codes)


def name_of_answer(number: int, code: str) -> str:
    """Return the placeholder of what the answers to a question of a data request add up to: "YC1.C3"."""
    return f"YC{number}.{code}"


OF_ALL_UNITS = ("đã đạt", OF_ASSIGNED, "so với chỉ tiêu giao", OF_LAST_YEAR, OF_PLAN)


def names_of_indicator(indicator: Indicator) -> Iterator[str]:
    """Yield the placeholders that an indicator has."""
    yield from (f"{indicator.code} {words}" for words in OF_ALL_UNITS)
    further: tuple[str, ...] = (" trả lời",) if indicator.over_units == OverUnits.YES_NO else (" mẫu", " %")
    further += (" bình quân",) if indicator.is_quotient else ()
    for suffix in SUFFIXES:
        key = f"{indicator.code}{suffix}"
        yield from (f"{key} {OF_TARGET}", f"{key} {ON_TARGET}", f"{key}{SO_FAR}")
        for amount in (key, f"{key} đăng ký"):
            yield amount
            yield from (amount + words for words in further)


def names_of_question(question: Indicator) -> Iterator[str]:
    """Yield the placeholders that a question answered in words has."""
    yield f"{question.code}{ANSWERED}"
    if question.answer == AnsweredBy.YES_NO_NOTE:
        yield from (question.code, f"{question.code}{NO}")
    if question.answer == AnsweredBy.CHOICE:
        options = filter(is_nameable, question.choices.splitlines())
        yield from (question.code, *(f"{question.code} {option}" for option in options))


def is_nameable(option: str) -> bool:
    """Return whether what is chosen can stand in a placeholder: without signs that sentences are divided by."""
    return not re.search(r"[{}\[\].]", option)


def short_name(name: str) -> str:
    """Return the name of an indicator without its explanations."""
    return re.sub(r":.*| \(.*", "", name)


def nearest(typed: str, names: Iterable[str]) -> str:
    """Return the question whether the known name was meant that is most like what was typed; "" when none is."""
    by_key = {search_key(name): name for name in sorted(names)}
    alike = get_close_matches(search_key(typed), by_key, n=1)
    return " " + _("Có phải “{name}” không?").format(name=by_key[alike[0]]) if alike else ""


def problem_of_text(text: str, names: Collection[str]) -> str:
    """Return the sentence that says what is wrong with a text, or ""."""
    try:
        check_template(text, names)
    except UnknownPlaceholder as error:
        sentence = _("Không có số liệu tên “{name}”.{nearest} Xin chọn tên trong danh sách số liệu.")
        return sentence.format(name=error.name, nearest=nearest(error.name, names))
    except UnbalancedBrackets:
        return _("Dấu ngoặc chưa đủ cặp: {…} cho số liệu, […] cho phần chỉ in khi có số liệu.")
    return ""


def problem_of_code(code: str, codes: Iterable[str]) -> str:
    sentence = _("Phong trào không có chỉ tiêu mã “{code}”.{nearest}")
    return sentence.format(code=code, nearest=nearest(code, codes))
