"""`manage.py draw_sentences` writes docs/sentences.md: the sentences of reports, their rules and tests."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from emulation.drawn_page import DrawnPageCommand
from emulation.sentence_rules import EVERY_RULE, SentenceRule, rules_of
from summaries.models.report_line import LineRole
from summaries.report.line_file import OF_2015, PLAIN, rows_of
from summaries.sentences.templates import names_in

HEAD = """# The sentences of reports, their rules and tests

Drawn by `manage.py draw_sentences` from `campaigns/data/report-2015.toml`, `campaigns/data/report-plain.toml` and
`emulation/sentence_rules.py`: change those, then draw again. Each line of a report, of each level and period, names the
rules by which its figures and words are made; the first table says where a rule is and which tests hold it. Of every
sentence it holds that what is not known is left out (`tests/summaries/test_sentence_templates.py`).
A sentence that is the same in another report is written out once. A report is that of the unit that launched the
campaign, of an upper union or of a grassroots union, of a phase or of the year.
"""
TOLD = (LineRole.OPENING, LineRole.SENTENCE, LineRole.DEFAULT, LineRole.PHRASE, LineRole.CLOSING)
"""The roles of lines that say something; headings and columns have no rules."""


class Command(DrawnPageCommand):
    help = "Vẽ docs/sentences.md từ các câu của báo cáo và quy tắc của chúng; --check: chỉ so sánh, khác thì báo lỗi."
    page = "sentences.md"

    def drawn(self) -> str:
        lines = [HEAD, "## Rules\n", "| rule | what | where | tests |", "|--:|---|---|---|"]
        lines += [rule_line(number, rule) for number, rule in enumerate(EVERY_RULE, start=1)]
        written: dict[tuple[str, str], str] = {}
        for file in (OF_2015, PLAIN):
            rows = [row for row in rows_of(file) if row["role"] in TOLD]
            for (level, period), of_report in groupby(rows, key=lambda row: (row["level"], row["period"])):
                title = f"{file.name}, {level}, {period}"
                lines += [f"\n## {title}\n", "| line | sentence | rules |", "|---|---|---|"]
                lines += map("| {} |".format, (" | ".join(cells(row, title, written)) for row in of_report))
        return "\n".join([*lines, ""])


def rule_line(number: int, rule: SentenceRule) -> str:
    """Return the row of the table of rules."""
    by_file = groupby(rule.tests, key=lambda test: test[0])
    tests = "; ".join(
        f"`tests/{file}`: {', '.join(f'`{name}`' for _file, name in of_file)}" for file, of_file in by_file
    )
    return f"| {number} | {rule.title} | `{rule.module}` | {tests} |"


def cells(row: dict[str, Any], title: str, written: dict[tuple[str, str], str]) -> Iterator[str]:
    """Yield the cells of a line. `written`: by key and words the title of the table that has them already."""
    words = " · ".join(filter(None, (row.get(column) for column in ("text", "silent", "zero"))))
    role, key = row["role"], row["key"]
    key = key if key == role or role == LineRole.SENTENCE else f"{role} {key}"
    yield key if row.get("active", True) else f"{key} (switched off)"
    said = f"`{words}`" if words else f"written by reviewers: {row.get('hint', '')}"
    first = written.setdefault((key, said), title)
    yield said if first == title else f"as in {first}"
    rules = rules_of(names_in(words), is_written=not words)
    yield ", ".join(str(EVERY_RULE.index(rule) + 1) for rule in rules)
