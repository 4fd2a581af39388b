"""Figures about how unions guided the campaign, by address; each leads to its list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from campaigns.figures.address import ALL, COUNT, FigureKey, FigureValue, UnknownFigure
from campaigns.figures.guidance_types import GuidanceFigures
from campaigns.models.activity import activities_for_report_url
from campaigns.models.gathering import GatheringKind, gathering_list_url
from campaigns.models.inspection import inspection_list_url
from campaigns.models.responsibility import responsibility_list_url

WHOLES = {
    "launched": "called",
    "reviewed": "called",
    "inspections": "",
    "inspected_units": "called",
    "to_mend": "inspections",
    "mended": "to_mend",
    "measures": "",
    "measures_done": "measures",
    "news": "",
    "news_units": "",
}
"""Each number, and that of which it is a part."""


@dataclass(frozen=True)
class GuidanceProvider:
    """`guidance:launched` and the like, with measure "number"."""

    figures: GuidanceFigures
    phase: int | None = None
    prefix: str = "guidance"

    def keys(self) -> Iterator[FigureKey]:
        yield from (FigureKey(f"guidance:{name}", "number") for name in WHOLES)

    def value(self, key: FigureKey) -> FigureValue | None:
        name = key.subject.partition(":")[2]
        if name not in WHOLES or key.measure != "number":
            raise UnknownFigure(key)
        if key.slice != ALL:
            return None
        number: int = getattr(self.figures, name)
        base = (number, getattr(self.figures, WHOLES[name])) if WHOLES[name] else None
        return FigureValue(number, COUNT, base=base, rows_url=self._rows_url(name))

    def label(self, key: FigureKey) -> str:
        words = {
            "launched": _("Đơn vị đã phát động"),
            "reviewed": _("Đơn vị đã sơ kết, tổng kết"),
            "inspections": _("Cuộc kiểm tra đã ghi"),
            "inspected_units": _("Đơn vị được kiểm tra"),
            "to_mend": _("Cuộc kiểm tra có việc phải khắc phục"),
            "mended": _("Đã khắc phục, được xác nhận"),
            "measures": _("Việc đã phân công thực hiện biện pháp"),
            "measures_done": _("Việc đã xong, được xác nhận"),
            "news": _("Tin hoạt động được chọn cho báo cáo"),
            "news_units": _("Đơn vị có tin được chọn"),
        }
        return words[key.subject.partition(":")[2]]

    def _rows_url(self, name: str) -> str:
        if name in ("launched", "reviewed"):
            of_phase = f"phase={self.phase}&" if self.phase else ""
            kind = GatheringKind.LAUNCH if name == "launched" else GatheringKind.REVIEW
            return f"{gathering_list_url(kind)}?{of_phase}status=held"
        if name.startswith("news"):
            return activities_for_report_url()
        return responsibility_list_url() if name.startswith("measures") else inspection_list_url()
