"""The placeholders of part IV of a report, about awards: {BK_T TT}, {khen của LĐLĐ tỉnh}, {ngày bình quân}.

A title whose awards are in the register has its code with TT (collectives) and CN (persons).
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from awards.figures.types import AwardFigures, AwardTitleFigures, AwardTotals
from awards.models import DecidingLevel, TitleSystem
from foundation.vietnamese import format_number, format_percent, paper_count, percent
from summaries.report.context import ReportContext, join
from summaries.report.text import NOT_DECIDED

Texts = dict[str, str | None]
GIVEN = ("tặng", "tặng danh hiệu", "trao tặng", "cấp")
"""Verbs of titles that are given; the verbs of all others acknowledge (công nhận)."""


def award_placeholders(awards: AwardFigures, context: ReportContext) -> Texts:
    total = awards.total
    reported = awards.reported(TitleSystem.STATE)
    here = [title for title in awards.titles if title.level in (DecidingLevel.PROVINCE, DecidingLevel.UPPER)]
    titles = [title for title in here if title.verb in GIVEN]
    return _by_title(awards) | {
        "chưa có quyết định khen thưởng": None if total else NOT_DECIDED.format(context.words["đợt"]),
        "khen của LĐLĐ tỉnh": granted(awards, (title for title in titles if title.level == DecidingLevel.PROVINCE)),
        "khen của CĐ cấp trên": granted(
            awards, (title for title in titles if title.level == DecidingLevel.UPPER), brief=True
        ),
        "danh hiệu công nhận": granted(awards, (title for title in here if title.verb not in GIVEN)),
        "khen của Tổng Liên đoàn": granted(
            awards, (title for title in awards.titles if title.level == DecidingLevel.CONFEDERATION)
        ),
        **_persons(total),
        "ngày bình quân": _days(awards),
        "đề nghị Tổng Liên đoàn": _both(awards.sent_up_collectives, awards.sent_up_persons),
        "chính quyền khen": _both(*reported, f" là {context.words['CNVCLĐ']}"),
    }


def granted(awards: AwardFigures, titles: Iterable[AwardTitleFigures], *, brief: bool = False) -> str | None:
    """Return "tặng 02 Bằng khen cho tập thể và 08 Bằng khen cho cá nhân", verb by verb; None when nothing was given.

    With `brief` a form is named only once: "tặng 01 Giấy khen cho tập thể, 03 cho cá nhân".
    """
    by_verb: dict[str, list[str]] = {}
    for title in titles:
        if phrases := _phrases(title, awards.of_title(title.code), brief=brief):
            by_verb.setdefault(title.verb, []).extend(phrases)
    glue = ", ".join if brief else join
    return ", ".join(f"{verb} {glue(phrases)}" for verb, phrases in by_verb.items()) or None


def _phrases(title: AwardTitleFigures, totals: AwardTotals, *, brief: bool) -> list[str]:
    """Return "02 Bằng khen cho tập thể" and the like; a title only for one of the two does not say for whom."""
    if not (title.for_collectives and title.for_persons):
        count = totals.collectives or totals.persons
        return [f"{paper_count(count)} {title.form}"] if count else []
    phrases: list[str] = []
    for count, whom in ((totals.collectives, "cho tập thể"), (totals.persons, "cho cá nhân")):
        if count:
            form = "" if brief and phrases else f"{title.form} "
            phrases.append(f"{paper_count(count)} {form}{whom}")
    return phrases


def _by_title(awards: AwardFigures) -> Texts:
    texts: Texts = {}
    for title in awards.titles:
        if title.reported is None:
            totals = awards.of_title(title.code)
            texts |= {f"{title.code} TT": paper_count(totals.collectives)} if title.for_collectives else {}
            texts |= {f"{title.code} CN": paper_count(totals.persons)} if title.for_persons else {}
    return texts


def _persons(total: AwardTotals) -> Texts:
    """Return the texts about persons honoured; they are unknown where there are none."""
    counts = {
        "người trực tiếp": total.direct,
        "nữ được khen": total.women,
        "người khối DN được khen": total.in_enterprises,
    }
    texts: Texts = {"cá nhân được khen": paper_count(total.persons) if total.persons else None}
    for name, count in counts.items():
        texts[name] = paper_count(count) if total.persons else None
        texts[f"% {name}"] = format_percent(percent(count, total.persons)) if total.persons else None
    return texts


def _days(awards: AwardFigures) -> str | None:
    """Return the average number of days: as a count when it is whole, else with one decimal."""
    if awards.days is None:
        return None
    days = awards.days.quantize(Decimal("0.1"), ROUND_HALF_UP)
    return paper_count(int(days)) if days == int(days) else format_number(days, 1)


def _both(collectives: int, persons: int, who: str = "") -> str | None:
    """Return "02 tập thể, 01 cá nhân", without the one of which there are none; None without any."""
    phrases = [f"{paper_count(collectives)} tập thể"] if collectives else []
    phrases += [f"{paper_count(persons)} cá nhân{who}"] if persons else []
    return ", ".join(phrases) or None
