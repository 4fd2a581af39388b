"""Figures of awards by title and upper union: entries of the register, or numbers from reports."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cached_property

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from awards.figures.types import AwardFigures, AwardTitleFigures, AwardTotals, GivenFor
from awards.models.title import TitleSystem
from campaigns.figures.address import (
    ALL,
    BLOC,
    COORDINATED,
    COUNT,
    MONEY,
    QUOTIENT,
    FigureKey,
    FigureValue,
    UnknownFigure,
    UpperSlice,
    sliced,
)
from units.models import Bloc
from units.models.vocabulary import bloc_name

COUNTS = tuple(column.name for column in fields(AwardTotals) if column.name != "money")
PAIR = ("collectives", "persons")
OCCASION = "occasion"
"""The slice of what was given or proposed on one occasion."""
WAITING: dict[str, tuple[bool, bool | None]] = {
    "agreed": (True, None),
    "agreed_at_launching": (True, True),
    "agreed_below": (True, False),
    "waiting": (False, None),
}
"""Subjects of nominations without a decision: whether they were agreed to, and whether by the campaign's unit."""
OF_COLLECTIVES = ("collectives", "administrative", "enterprise")


def _bloc_words(bloc: str) -> str:
    """Return "tập thể khối doanh nghiệp"."""
    name = bloc_name(bloc)
    return _("tập thể {bloc}").format(bloc=name[:1].lower() + name[1:])


_bloc_of_collectives = lazy(_bloc_words, str)

MEASURES = {
    "collectives": _("tập thể"),
    "administrative": _bloc_of_collectives(Bloc.ADMINISTRATIVE),
    "enterprise": _bloc_of_collectives(Bloc.ENTERPRISE),
    "persons": _("cá nhân"),
    "direct": _("người trực tiếp lao động, công tác"),
    "officers": _("cán bộ công đoàn"),
    "managers": _("lãnh đạo, quản lý"),
    "outside": _("người ngoài tổ chức công đoàn"),
    "women": _("nữ"),
    "minorities": _("người dân tộc thiểu số"),
    "in_enterprises": _("cá nhân khối doanh nghiệp"),
    "money": _("tiền thưởng (đồng)"),
    "days": _("số ngày bình quân đến khi có quyết định"),
}
"""What is measured of awards, in words."""


@dataclass(frozen=True)
class AwardProvider:
    """`award:BK_T` and `award:all`, measured in "persons", "women" …, "money" in đồng, and "days" until the decision.

    They are counted from the register, over all units and by upper union; those of coordinated unions are known as
    collectives and persons. Titles that the portal only records have the numbers of reports (`is_reported`).
    `award:sent_up`: nominations sent to a higher body; `award:reported_state`, `award:reported_union`: what reports
    name. `award:agreed`, `award:waiting`: nominations without a decision (WAITING). The base of a count are all
    collectives or persons of the same title and slice. `upper_slice` returns the slice of an upper union, given its id
    and name.
    """

    awards: AwardFigures
    upper_slice: UpperSlice
    rows_url: str = ""
    prefix: str = "award"

    @cached_property
    def titles(self) -> dict[str, AwardTitleFigures]:
        return {title.code: title for title in self.awards.titles}

    @cached_property
    def by_slice(self) -> dict[str, AwardFigures]:
        """The entries of the register over all units, and below each upper union."""
        of_uppers = {self.upper_slice(*upper): self.awards.of(*upper) for upper in self.awards.identified_uppers}
        return {ALL: self.awards} | of_uppers

    @cached_property
    def by_occasion(self) -> dict[str, AwardFigures]:
        return {slice_of_occasion(occasion): self.awards.on(occasion) for occasion in self.awards.occasions}

    def awards_in(self, slice: str) -> AwardFigures | None:
        return self.by_slice.get(slice) or self.by_occasion.get(slice)

    @cached_property
    def counted(self) -> dict[tuple[str, str], AwardTotals]:
        """The totals that were asked for so far, by title and slice."""
        return {}

    def totals(self, code: str, slice: str) -> AwardTotals | None:
        """Return the totals of a title of the register, or of "all"; None for those that do not occur."""
        awards = self.awards_in(slice)
        if awards is None or (code != "all" and code not in self.titles):
            return None
        if (code, slice) not in self.counted:
            self.counted[code, slice] = awards.total if code == "all" else awards.of_title(code)
        return self.counted[code, slice]

    def keys(self) -> Iterator[FigureKey]:
        """Yield all keys but those by occasion and of what waits, which older stored figures do not have."""
        registered = [code for code, title in self.titles.items() if title.reported is None]
        for code in ("all", *registered):
            for slice in self.by_slice:
                yield from (FigureKey(f"award:{code}", measure, slice) for measure in (*COUNTS, "money"))
        for code, title in self.titles.items():
            if title.reported:
                yield from (FigureKey(f"award:{code}", measure) for measure in PAIR)
                yield from (FigureKey(f"award:{code}", "collectives", sliced(BLOC, bloc)) for bloc in Bloc)
        for code in ("sent_up", "reported_state", "reported_union"):
            yield from (FigureKey(f"award:{code}", measure) for measure in PAIR)
        yield from (FigureKey("award:all", measure, COORDINATED) for measure in PAIR)
        yield FigureKey("award:all", "days")

    def value(self, key: FigureKey) -> FigureValue | None:
        code = key.subject.partition(":")[2]
        if key.measure not in (*COUNTS, "money", "days"):
            raise UnknownFigure(key)
        if key.measure == "days":
            return FigureValue(self.awards.days, QUOTIENT) if (code, key.slice) == ("all", ALL) else None
        if code in WAITING:
            return self._waiting(code, key)
        if code in ("sent_up", "reported_state", "reported_union") or key.slice == COORDINATED:
            return self._beside(code, key)
        if code in self.titles and (reported := self.titles[code].reported):
            return FigureValue(getattr(reported, _reported_column(key), None))
        if (totals := self.totals(code, key.slice)) is None:
            return None
        number = getattr(totals, key.measure)
        if key.measure == "money":
            return FigureValue(number, MONEY, rows_url=self.rows_url)
        whole = totals.collectives if key.measure in OF_COLLECTIVES else totals.persons
        return FigureValue(number, COUNT, base=(number, whole), rows_url=self.rows_url)

    def _waiting(self, code: str, key: FigureKey) -> FigureValue | None:
        """Return a number of nominations that wait, of all or of one occasion."""
        awards = self.awards if key.slice == ALL else self.by_occasion.get(key.slice)
        if key.measure not in PAIR or awards is None:
            return None
        agreed, at_launching = WAITING[code]
        pair = awards.waiting_pair(agreed=agreed, at_launching=at_launching)
        return FigureValue(pair[PAIR.index(key.measure)])

    def label(self, key: FigureKey) -> str:
        code = key.subject.partition(":")[2]
        subjects = {
            "all": _("Khen thưởng"),
            "sent_up": _("Đề nghị cấp trên khen"),
            "reported_state": _("Nhà nước khen, theo báo cáo"),
            "reported_union": _("Công đoàn khen, theo báo cáo"),
            "agreed": _("Đã xét, đề nghị khen"),
            "agreed_at_launching": _("Đơn vị phát động đã xét, đề nghị khen"),
            "agreed_below": _("Công đoàn cấp trên đã xét, đề nghị khen"),
            "waiting": _("Hồ sơ chờ xét"),
        }
        title = self.titles.get(code)
        return f"{title.name if title else subjects.get(code, code)}, {MEASURES[key.measure]}"

    def _beside(self, code: str, key: FigureKey) -> FigureValue | None:
        """Return a number of collectives or persons that is in no total of the register."""
        if key.measure not in PAIR or (key.slice == COORDINATED) != (code == "all"):
            return None
        awards = self.awards
        pair = {
            "sent_up": (awards.sent_up_collectives, awards.sent_up_persons),
            "reported_state": awards.reported(TitleSystem.STATE),
            "reported_union": awards.reported(TitleSystem.UNION),
            "all": (awards.beside_collectives, awards.beside_persons),
        }[code]
        return FigureValue(pair[PAIR.index(key.measure)])


def slice_of_occasion(occasion: GivenFor) -> str:
    return sliced(OCCASION, f"{occasion.timing} {occasion.label}".strip())


def _reported_column(key: FigureKey) -> str:
    """Return the field of `ReportedCounts`: of all, or of collectives by bloc."""
    name, _colon, bloc = key.slice.partition(":")
    if key.slice == ALL and key.measure in PAIR:
        return key.measure
    return bloc if name == BLOC and key.measure == "collectives" else ""
