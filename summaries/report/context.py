"""The context of a report: its phase, unit and campaign, and the words and dates that its sentences take from them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import prefetch_related_objects

from campaigns.catalogue.live import live_days, live_phase
from campaigns.catalogue.stored import catalogue_of, stored_catalogues
from campaigns.catalogue.types import CatalogueCampaign, CatalogueDay, CataloguePhase, CatalogueUnit
from campaigns.models import DueDate, DueGroup, DueKind, Phase
from campaigns.models.commemoration import words_on
from campaigns.models.phase import due_for
from campaigns.models.phase_names import period_words
from foundation import clock
from foundation.vietnamese import format_date
from foundation.vietnamese.places import KINDS_OF_PLACES
from summaries.report.text import CAMPAIGN, GRASSROOTS, UPPER
from units.models import Bloc, Unit, UnitKind
from units.models.vocabulary import bloc_name, type_for

_AREA = re.compile(rf"\b({'|'.join(KINDS_OF_PLACES)}|ngành)\b.*")


@dataclass(frozen=True)
class ReportContext:
    """What a report is about: `phase`, or with `whole` the campaign up to it. `phases`: all of the campaign.

    Campaign, phases and days are as asked; those of a phase not opened yet, and all due dates, are as of now.
    `commemorated` and `due_dates` are by the phase's id.
    """

    campaign: CatalogueCampaign
    phase: CataloguePhase
    whole: bool
    unit: Unit
    phases: tuple[CataloguePhase, ...]
    commemorated: dict[int, list[CatalogueDay]]
    due_dates: dict[int, list[DueDate]]

    @property
    def level(self) -> str:
        if self.unit.pk == self.campaign.unit.pk:
            return CAMPAIGN
        return GRASSROOTS if self.unit.is_grassroots else UPPER

    @property
    def covered(self) -> tuple[CataloguePhase, ...]:
        """The phases reported on."""
        if not self.whole:
            return (self.phase,)
        return tuple(phase for phase in self.phases if phase.number <= self.phase.number)

    @property
    def next(self) -> CataloguePhase | None:
        """The phase that is looked forward to; none at the end of the year, and in the report of the year."""
        if self.whole:
            return None
        return next((phase for phase in self.phases if phase.number > self.phase.number), None)

    @property
    def period(self) -> str:
        """What the phase is called."""
        return period_words(self.phase, is_only=len(self.phases) == 1)

    @property
    def school_year(self) -> str:
        """The school year in which schools were judged: that of a reported phase that holds June, else of the phase."""
        return next((phase for phase in self.covered if phase.holds_june), self.phase).school_year

    @cached_property
    def words(self) -> dict[str, str]:
        """The placeholders that are always known, by name."""
        campaign, is_launching = self.campaign, self.level == CAMPAIGN
        first, following = self.covered[0], self.next
        at = f"ngày {format_date(first.starts_on)}"
        month = f"tháng {format_date(first.starts_on)[3:]}"
        is_later = not self.whole and self.phase.number > min(phase.number for phase in self.phases)
        return {
            "năm": str(campaign.year),
            "năm học": self.school_year,
            "đợt": "các đợt" if self.whole else self.period,
            "ĐỢT SAU": following.words.upper() if following else f"NĂM {campaign.year + 1}",
            "và phương hướng đợt sau": f" và phương hướng nhiệm vụ {following.words}" if following else "",
            "đợt đăng ký": f" {self.phase.words}" if is_later else "",
            "tính từ đầu năm": "tính từ đầu năm " if is_later else "",
            "kết quả báo cáo": "kết quả năm" if self.phase.is_last else f"kết quả {self.phase.words}",
            "bắt đầu": month if first.start_is_month_only else at,
            "kết thúc": f"ngày {format_date(self.phase.ends_on)}",
            "ngày chốt": format_date(min(self.phase.cutoff, clock.today())),
            "số, ngày phát động": _launch(campaign),
            "cơ quan phát động": _without_place(campaign.unit).replace("Lao động ", "Lao động (LĐLĐ) ", 1),
            "LĐLĐ cấp phát động": _short(campaign.unit),
            "cấp": _area(campaign.unit).split(campaign.unit.place or "\n")[0].strip(),
            "người lao động": campaign.workers_word,
            "người lao động đầy đủ": _in_full(campaign),
            "ban tham mưu": campaign.board,
            "ban phát động": type_for(campaign.unit.kind, self.unit.path).organ,
            "khối HCSN": in_a_sentence(bloc_name(Bloc.ADMINISTRATIVE)),
            "khối DN": in_a_sentence(bloc_name(Bloc.ENTERPRISE)),
            "ban": self.unit.words.organ,
            "đơn vị báo cáo": _short(self.unit) if is_launching else self.unit.name,
            "toàn cấp": _all_of(self.unit),
            "địa bàn": _area(self.unit),
            "nơi báo cáo": (campaign.parent_body or "cấp trên") if is_launching else _short(campaign.unit),
            "nơi ban hành": "Các công đoàn cấp trên trực tiếp cơ sở" if is_launching else self.unit.name,
            "nơi kiểm tra": "các công đoàn cấp trên trực tiếp cơ sở" if is_launching else self.unit.name,
            "nơi đôn đốc": "Công đoàn cấp trên" if is_launching else self.unit.name,
        }

    @cached_property
    def dates(self) -> dict[str, str | None]:
        """The placeholders that may be unknown, by name: commemorated days, due dates."""
        following = self.next
        return {
            "các ngày kỷ niệm": self._days(self.covered),
            "các ngày kỷ niệm đợt sau": self._days((following,)) if following else None,
            "hạn đăng ký đợt sau": self._due(following, DueKind.PLEDGE),
            "hạn hồ sơ": self._due(self.phases[-1], DueKind.DOSSIER) if following else None,
            "hạn báo cáo": None if self.is_due(DueKind.REPORT) else self._due(self.phase, DueKind.REPORT),
        }

    def is_due(self, kind: str) -> bool:
        """Return whether the last due date of a kind of sheet in this phase has passed, or none is set."""
        due = self._last_due(self.phase, kind)
        return due is None or due < clock.now()

    def _days(self, phases: tuple[CataloguePhase, ...]) -> str | None:
        """Return the anniversaries of the phases with their years, then the events as they are called today."""
        days = [day for phase in phases for day in self.commemorated[phase.pk]]
        years = [f"{day.years} năm {day.name}" for day in days if day.is_anniversary]
        events = [words_on(day, clock.today()) for day in days if not day.is_anniversary]
        parts = [f"kỷ niệm {join(years)}" if years else "", join(events)]
        return "; ".join(part for part in parts if part) or None

    def _due(self, phase: CataloguePhase | None, kind: str) -> str | None:
        due = self._last_due(phase, kind)
        return format_date(due) if due else None

    def _last_due(self, phase: CataloguePhase | None, kind: str) -> datetime | None:
        """Return the last of the groups' due dates, which holds for all units; None when none is set."""
        dates = [due_for(self.due_dates[phase.pk], kind, group) for group in DueGroup] if phase else []
        return max((at for at in dates if at), default=None)


def report_context(phase: Phase, unit: Unit, *, whole: bool) -> ReportContext:
    """Read due dates, and the days of phases not opened yet: two queries."""
    prefetch_related_objects([phase.campaign], "phases")
    phases = sorted(phase.campaign.live_phases, key=lambda live: live.number)
    prefetch_related_objects([live for live in phases if live.catalogue_id is None], "commemorations")
    catalogues = stored_catalogues(live.catalogue_id for live in phases if live.catalogue_id is not None)
    heads, days = [], {}
    for live in phases:
        if live.catalogue_id is None:
            heads.append(live_phase(live, phases))
            days[live.pk] = live_days(live)
        else:
            catalogue = catalogues[live.catalogue_id]
            heads.append(catalogue.phase)
            days[live.pk] = [day for day in catalogue.days if day.phase == catalogue.phase.number]
    due_dates: dict[int, list[DueDate]] = {live.pk: [] for live in phases}
    for due in DueDate.objects.filter(phase__in=phases):
        due_dates[due.phase_id].append(due)
    return ReportContext(
        campaign=catalogue_of(phase).campaign,
        phase=next(head for head in heads if head.pk == phase.pk),
        whole=whole,
        unit=unit,
        phases=tuple(heads),
        commemorated=days,
        due_dates=due_dates,
    )


def _launch(campaign: CatalogueCampaign) -> str:
    number = f"số {campaign.number}" if campaign.number else ""
    day = f"ngày {format_date(campaign.issued_on)}" if campaign.issued_on else ""
    return f"{number} {day}".strip()


def join(names: list[str]) -> str:
    """Return names as a sentence lists them: "một, hai và ba"."""
    return " và ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def in_a_sentence(name: str) -> str:
    """Return "khối doanh nghiệp" for "Khối doanh nghiệp"."""
    return name[:1].lower() + name[1:]


def name_in_a_sentence(name: str) -> str:
    """Return "tập thể khoa Ngoại" for "Tập thể khoa Ngoại": what begins with a common noun; persons as they are."""
    first, _blank, rest = name.partition(" ")
    return in_a_sentence(name) if rest[:1].islower() and first[1:].islower() else name


def _without_place(unit: Unit | CatalogueUnit) -> str:
    return unit.full_name.removesuffix(unit.place).strip()


def _short(unit: Unit | CatalogueUnit) -> str:
    """Return the name a unit uses for itself: "LĐLĐ tỉnh"."""
    return unit.name.removesuffix(unit.place).strip() if unit.place else unit.name


def _in_full(campaign: CatalogueCampaign) -> str:
    """Return what workers are called in full, with the short word where that is another."""
    phrase, word = campaign.workers_phrase, campaign.workers_word
    return phrase if phrase == word else f"{phrase} ({word})"


def _area(unit: Unit | CatalogueUnit) -> str:
    """Return "tỉnh Lạng Sơn", "huyện Chi Lăng", "ngành Giáo dục"; else the unit's name."""
    match = _AREA.search(unit.full_name) if unit.kind != UnitKind.UPPER_TRADE else _AREA.search(unit.name)
    return match[0] if match and match[0] != "tỉnh" else unit.name


def _all_of(unit: Unit) -> str:
    if unit.kind == UnitKind.UPPER_TRADE:
        return "toàn ngành"
    match = _AREA.search(unit.full_name)
    return f"toàn {match[1]}" if match and not unit.is_grassroots else "đơn vị"
