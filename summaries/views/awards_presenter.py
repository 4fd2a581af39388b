"""What the page of a summary shows of awards: key figures, Biểu số 04 and 05 as the paper has them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from awards.figures.provider import PAIR
from foundation.documents.table import PaperTable
from foundation.vietnamese import format_number, format_percent
from summaries.annexes.awards import awards_annex, uppers_table
from summaries.annexes.base import NOTHING
from summaries.annexes.honoured import list_tables
from summaries.figures.book import SummaryBook


class AwardsPresenter:
    """Key figures and tables of the awards in a summary."""

    def __init__(self, book: SummaryBook):
        self.book = book

    @property
    def kpis(self) -> list[dict[str, Any]]:
        """The key figures of the awards; none while nobody was honoured."""
        collectives, persons, direct, women = (
            self.book.value("award:all", measure) for measure in (*PAIR, "direct", "women")
        )
        if not (collectives.value or persons.value):
            return []
        kpis = [
            (format_number(collectives.number), _("tập thể được khen")),
            (format_number(persons.number), _("cá nhân được khen")),
            (format_percent(direct.share), _("là người trực tiếp lao động, công tác")),
            (format_percent(women.share), _("là nữ")),
            (self._days, _("ngày bình quân từ khi kết thúc đợt đến khi có quyết định")),
        ]
        return [{"value": value, "label": label} for value, label in kpis]

    @property
    def _days(self) -> str:
        """The average number of days, with one decimal unless it is whole."""
        days = self.book.value("award:all", "days").value
        return NOTHING if days is None else format_number(days, 1).removesuffix(",0")

    @property
    def tables(self) -> list[tuple[str, PaperTable, bool]]:
        """The tables, each as (title, table, whether it is unfolded at first)."""
        tables = [
            (f"{annex.label}. {annex.title}", table, True)
            for annex in awards_annex(self.book)
            for table in annex.tables
        ]
        if len(self.book.award_uppers) > 1:
            tables.append((_("Theo công đoàn cấp trên"), uppers_table(self.book), False))
        for table in list_tables(self.book):
            title = _("Biểu số 05. Danh sách {who} được khen thưởng").format(who=table.name)
            tables.append((title, table, False))
        return tables
