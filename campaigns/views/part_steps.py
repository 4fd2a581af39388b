"""Where the buttons below a part of a sheet lead: back and on, by groups on narrow screens, by parts on wide ones."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from campaigns.mending import Mending, Request
from campaigns.models import Filing
from campaigns.sheet import Sheet
from campaigns.sheet.indicator_parts import IndicatorGroup, IndicatorsPart, part_links
from campaigns.sheet.parts import FormPart, SheetPart
from campaigns.sheet.spots import first_field

NARROW = "group"
"""The value of a button that is drawn on narrow screens only."""


@dataclass(frozen=True)
class Step:
    """Where a button leads; `narrow` is where its twin on narrow screens leads, "" if it needs none."""

    label: str
    url: str
    narrow: str = ""

    def url_for(self, value: str) -> str:
        """Return where the button of a value leads."""
        return self.narrow if value == NARROW and self.narrow else self.url


def step_on(sheet: Sheet, shown: SheetPart, mending: Mending | None) -> Step:
    """Return the step after a page: of a returned sheet to the next spot that is to be mended, else to what follows."""
    filing = sheet.filing
    check = Step(_("Lưu và kiểm tra lại trước khi gửi"), filing.url("check"))
    if mending and any(request.url for request in mending.requests):
        elsewhere = [request for request in mending.open_requests if request.url and not shows(shown, request)]
        return Step(_("Lưu và sang chỗ cần sửa tiếp"), elsewhere[0].url) if elsewhere else check
    if group := _neighbour(shown, 1):
        return Step(_("Lưu và sang nhóm {n}").format(n=group.order), _group_url(filing, group))
    following = sheet.part(shown.number + 1)
    if following is None:
        return check
    return _to_part(filing, following, _("Lưu và sang phần {n}").format(n=following.number), shown, last=False)


def step_back(sheet: Sheet, shown: SheetPart, mending: Mending | None) -> Step:
    """Return the step to what comes before a page, to the sheet's own page where nothing does."""
    filing, label = sheet.filing, _("Quay lại")
    before = sheet.part(shown.number - 1)
    if group := _neighbour(shown, -1):
        return Step(label, _group_url(filing, group))
    if before is None or mending:
        return Step(label, filing.get_absolute_url())
    return _to_part(filing, before, label, shown, last=True)


def shows(shown: SheetPart, request: Request) -> bool:
    """Return whether a page shows the spot of a request."""
    if request.remark.part != shown.key:
        return False
    return not isinstance(shown, FormPart) or bool(first_field(shown.form, request.spot))


def _to_part(filing: Filing, part: SheetPart, label: str, shown: SheetPart, *, last: bool) -> Step:
    """Return the step to a part; `last`: on narrow screens to its last group, not the first."""
    wide, narrow = part_links(filing, part)
    if narrow and isinstance(part, IndicatorsPart):
        narrow = _group_url(filing, part.groups[-1 if last else 0])
    return Step(label, narrow) if narrow and isinstance(shown, IndicatorGroup) else Step(label, wide, narrow)


def _neighbour(shown: SheetPart, by: int) -> IndicatorGroup | None:
    """Return the group before (-1) or after (1) the one that is shown."""
    if not isinstance(shown, IndicatorGroup) or not shown.order:
        return None
    return next((group for group in shown.whole.groups if group.order == shown.order + by), None)


def _group_url(filing: Filing, group: IndicatorGroup) -> str:
    return filing.part_url(group.number, group=group.name_in_address)
