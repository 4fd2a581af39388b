"""What part IV says of awards, by the names that sentences use: {BK_T TT}, {khen của LĐLĐ tỉnh}, {ngày bình quân}.

Of a title that is decided or sent up here: its code with TT (collectives) and CN (persons).
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from awards.figures.types import AwardFigures, AwardTitleFigures, AwardTotals
from awards.models import DecidingLevel, TitleSystem
from foundation.vietnamese import format_number, format_percent, paper_count, percent
from summaries.report.context import Setting, join
from summaries.report.text import NOT_DECIDED

Found = dict[str, str | None]
GIVEN = ("tặng", "tặng danh hiệu", "trao tặng", "cấp")
"""Verbs of what is given; all others acknowledge (công nhận)."""


def award_values(awards: AwardFigures, setting: Setting) -> Found:
    total = awards.total
    reported = awards.reported(TitleSystem.STATE)
    here = [one for one in awards.titles if one.level in (DecidingLevel.PROVINCE, DecidingLevel.UPPER)]
    return _by_title(awards) | {
        "chưa có quyết định khen thưởng": None if total else NOT_DECIDED.format(setting.words["đợt"]),
        "khen của LĐLĐ tỉnh": granted(awards, (one for one in _given(here) if one.level == DecidingLevel.PROVINCE)),
        "khen của CĐ cấp trên": granted(
            awards, (one for one in _given(here) if one.level == DecidingLevel.UPPER), brief=True
        ),
        "danh hiệu công nhận": granted(awards, (one for one in here if one.verb not in GIVEN)),
        "khen của Tổng Liên đoàn": granted(
            awards, (one for one in awards.titles if one.level == DecidingLevel.CONFEDERATION)
        ),
        **_persons(total),
        "ngày bình quân": _days(awards),
        "đề nghị Tổng Liên đoàn": _both(awards.sent_up_collectives, awards.sent_up_persons),
        "chính quyền khen": _both(*reported, f" là {setting.words['CNVCLĐ']}"),
    }


def granted(awards: AwardFigures, titles: Iterable[AwardTitleFigures], *, brief: bool = False) -> str | None:
    """ "tặng 02 Bằng khen cho tập thể và 08 Bằng khen cho cá nhân", verb by verb; None when nothing was given.

    `brief`: a form is named once, "tặng 01 Giấy khen cho tập thể, 03 cho cá nhân".
    """
    by_verb: dict[str, list[str]] = {}
    for one in titles:
        if items := _items(one, awards.of_title(one.code), brief=brief):
            by_verb.setdefault(one.verb, []).extend(items)
    glue = ", ".join if brief else join
    return ", ".join(f"{verb} {glue(items)}" for verb, items in by_verb.items()) or None


def _items(title: AwardTitleFigures, tally: AwardTotals, *, brief: bool) -> list[str]:
    """A title that is only for one of them does not say for whom."""
    if not (title.for_collectives and title.for_persons):
        count = tally.collectives or tally.persons
        return [f"{paper_count(count)} {title.form}"] if count else []
    found = []
    for count, whom in ((tally.collectives, "cho tập thể"), (tally.persons, "cho cá nhân")):
        if count:
            form = "" if brief and found else f"{title.form} "
            found.append(f"{paper_count(count)} {form}{whom}")
    return found


def _given(titles: list[AwardTitleFigures]) -> list[AwardTitleFigures]:
    return [one for one in titles if one.verb in GIVEN]


def _by_title(awards: AwardFigures) -> Found:
    found: Found = {}
    for one in awards.titles:
        if one.reported is None:
            tally = awards.of_title(one.code)
            found |= {f"{one.code} TT": paper_count(tally.collectives)} if one.for_collectives else {}
            found |= {f"{one.code} CN": paper_count(tally.persons)} if one.for_persons else {}
    return found


def _persons(total: AwardTotals) -> Found:
    """Of the persons honoured; nothing is said where there are none."""
    counted = {
        "người trực tiếp": total.direct,
        "nữ được khen": total.women,
        "người khối DN được khen": total.in_enterprises,
    }
    found: Found = {"cá nhân được khen": paper_count(total.persons) if total.persons else None}
    for name, count in counted.items():
        found[name] = paper_count(count) if total.persons else None
        found[f"% {name}"] = format_percent(percent(count, total.persons)) if total.persons else None
    return found


def _days(awards: AwardFigures) -> str | None:
    """A count in prose when it is whole, else with one decimal."""
    if awards.days is None:
        return None
    days = awards.days.quantize(Decimal("0.1"), ROUND_HALF_UP)
    return paper_count(int(days)) if days == int(days) else format_number(days, 1)


def _both(collectives: int, persons: int, who: str = "") -> str | None:
    """ "02 tập thể, 01 cá nhân", without what is none."""
    found = [f"{paper_count(collectives)} tập thể"] if collectives else []
    found += [f"{paper_count(persons)} cá nhân{who}"] if persons else []
    return ", ".join(found) or None
