"""Schedules dated acts of a campaign and performs them in order, each through its action at its own time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from campaigns.actions import consents, filings, launch_scans, phases, reviews
from campaigns.models import Campaign, Filing, FilingKind, PaperSheet
from campaigns.sheet import Sheet
from campaigns.sheet.questions import Question
from campaigns.sheet.sheet import Incomplete
from campaigns.sheet.spots import Spot
from emulation.fictional.demo.figures import RANGES_OF_2015, FigureRanges, FixedFigures
from emulation.fictional.demo.files import OF_2015, DemoFiles
from emulation.fictional.demo.people import holder, reviewer_above
from emulation.fictional.demo.scans import scan_of
from emulation.fictional.demo.sheets import SheetFacts, sheet_content
from emulation.fictional.demo.units import ROOT
from foundation import clock
from foundation.vietnamese import day_off
from units.acting import Acting
from units.models import Role, Unit

PLEDGE, REPORT = FilingKind.PLEDGE, FilingKind.REPORT
Act = dict[str, Any]


class CampaignPlay:
    """A campaign, its units by key, and the acts scheduled so far."""

    def __init__(self, campaign: Campaign, units: dict[str, Unit], files: DemoFiles = OF_2015):
        self.campaign, self.units, self.files = campaign, units, files
        self.phases = {phase.number: phase for phase in campaign.phases.select_related("campaign__unit")}
        self.filings: dict[tuple[str, int, str], Filing] = {}
        self.noted: list[tuple[datetime, Callable[[], Any]]] = []
        self.ranges, self.quick = RANGES_OF_2015, {"8": 2.1}  # the unit that exceeds what it pledged
        self.fixed_figures: dict[str, FixedFigures] = {}
        self.narratives: dict[str, dict[str, str]] = {}
        self.duties: dict[str, str] = {}
        if files != OF_2015:
            self._read_figures(files.read("figures.toml"))

    def _read_figures(self, content: dict[str, Any]) -> None:
        """Read how figures are drawn, which unions are quicker than others, and which figures are not drawn."""
        self.ranges, self.quick = FigureRanges.of_file(content), content["quick"]
        self.fixed_figures, self.narratives = by_unit(content["figures"]), by_unit(content["narratives"])
        self.duties = {row["unit"]: row["text"] for row in content["duties"]}

    def at(self, moment: datetime, act: Callable[..., Any], *args: Any, **kwargs: Any) -> None:
        self.noted.append((moment, lambda: act(*args, **kwargs)))

    def note(self, row: Act, begin: Callable[[Act], Any], teller: Any) -> None:
        """Schedule a row of a data file: `begin` makes it, then each act calls the method of `teller` that it names."""
        self.at(timezone.make_aware(row["made"]), begin, row)
        for act in row.get("acts", ()):
            self.at(timezone.make_aware(act["at"]), getattr(teller, act["do"]), row["key"], act)

    def perform(self) -> None:
        """Perform all scheduled acts, each with the clock at its own time."""
        for moment, act in sorted(self.noted, key=lambda note: note[0]):
            with clock.travel(moment):
                act()

    def board(self) -> Acting:
        return holder(self.units[ROOT], Role.REVIEWER)

    def officer(self, key: str) -> Acting:
        return holder(self.units[key], Role.OFFICER)

    def reviewer(self, key: str) -> Acting:
        """Return the reviewer of the unit directly above."""
        return reviewer_above(self.units[key])

    def filing(self, key: str, number: int, kind: str) -> Filing:
        """Return a sheet. Its columns may be those of an act before: whoever locks it reads them again."""
        if (key, number, kind) not in self.filings:
            of_unit = Filing.objects.filter(called__unit=self.units[key], called__phase=self.phases[number], kind=kind)
            self.filings[key, number, kind] = of_unit.select_related("called__unit", "called__phase__campaign").get()
        return self.filings[key, number, kind]

    def publish(self) -> None:
        phases.publish(self.campaign, by=self.board())

    def add_launch_scan(self) -> None:
        """Add the scan of the signed launch: an illustration, as the signed original is not the demo's."""
        signer = (self.campaign.signer_position, self.campaign.signer_name)
        about = (f"Văn bản phát động thi đua năm {self.campaign.year}", *signer)
        scan = scan_of(f"phat-dong-{self.campaign.year}", *about)
        launch_scans.add(self.campaign, scan, by=self.board())

    def open(self, number: int) -> None:
        phases.open_phase(self.phases[number], by=self.board())

    def lock(self, number: int) -> None:
        phases.lock_phase(self.phases[number], by=self.board())

    def call(self, key: str, number: int) -> None:
        phases.call_unit(self.phases[number], self.units[key], by=self.board())

    def extend(self, key: str, number: int, kind: str, *, on: date, reason: str) -> None:
        called = self.filing(key, number, kind).called
        phases.extend(called, kind=kind, on=on, reason=reason, by=self.board())

    def begin(self, key: str, number: int, kind: str) -> None:
        """Save only the first part of a sheet."""
        self.fill(self.filing(key, number, kind), key, by=self.officer(key), parts=1)

    def send(self, key: str, number: int, kind: str, *, by: str = "", paper: PaperSheet | None = None) -> None:
        """Fill in a whole sheet and submit it; `by` is another unit that submits on behalf, from a signed paper."""
        filing, who = self.filing(key, number, kind), self.officer(by or key)
        self.fill(filing, key, by=who)
        try:
            filings.submit(filing, by=who, paper=paper)
        except Incomplete as incomplete:
            self.confirm(incomplete.sheet.unconfirmed, filing, by=who)
            filings.submit(filing, by=who, paper=paper)

    def confirm(self, questions: list[Question], filing: Filing, *, by: Acting) -> None:
        """Say that unlikely answers are right."""
        reason = "Đã đối chiếu với sổ theo dõi của đơn vị."
        answers = {row.key: {"of": row.of, "reason": reason if row.needs_reason else ""} for row in questions}
        filings.confirm_questions(filing, answers, by=by)

    def fill(self, filing: Filing, key: str, *, by: Acting, parts: int | None = None) -> None:
        typed = sheet_content(filing, self.facts_of(key, filing.phase.number))
        filings.save_parts(filing, dict(list(typed.items())[:parts]), by=by)

    def send_again(self, key: str, number: int, kind: str) -> None:
        filings.submit(self.filing(key, number, kind), by=self.officer(key))

    def take_back(self, key: str, number: int, kind: str) -> None:
        filings.take_back(self.filing(key, number, kind), by=self.officer(key))

    def confirm_unchanged(self, key: str, number: int) -> None:
        filings.confirm_unchanged(self.filing(key, number, PLEDGE), by=self.officer(key))

    def confirm_on_behalf(self, key: str, number: int, kind: str) -> None:
        filings.confirm_on_behalf(self.filing(key, number, kind), by=self.officer(key))

    def adjust(self, key: str, number: int, changed: dict[str, str]) -> None:
        """Change some targets of an inherited pledge and keep the others."""
        filing = self.filing(key, number, PLEDGE)
        filing.refresh_from_db()
        shown = Sheet(filing).typed["indicators"]
        filings.save_part(filing, "indicators", shown | changed, by=self.officer(key))

    def accept(self, key: str, number: int, kind: str) -> None:
        filing, who = self.filing(key, number, kind), self.reviewer(key)
        reviews.accept(filing, by=who)
        if kind == REPORT:
            self.look_at_works(filing, key, who)

    def accept_all(self, keys: list[str], number: int, kind: str) -> None:
        """Let the reviewer of units below one union accept their sheets in one act."""
        who = self.reviewer(keys[0])
        sheets = [self.filing(key, number, kind) for key in keys]
        accepted, failed = reviews.accept_all(sheets, by=who, submission_numbers={})
        assert not failed, failed
        for key, sheet in zip(keys, accepted, strict=True):
            if kind == REPORT:
                self.look_at_works(sheet, key, who)

    def give_back(
        self,
        key: str,
        number: int,
        kind: str,
        *,
        due_on: date,
        reason: str = "",
        remarks: Mapping[Spot, str] = reviews.NO_REMARKS,
    ) -> None:
        """Return a sheet; the row of a remark's spot is given by the title of its work."""
        filing = self.filing(key, number, kind)
        spots = {self._row_by_title(filing, spot): text for spot, text in remarks.items()}
        reviews.return_(filing, reason=reason, due_on=due_on, by=self.reviewer(key), remarks=spots)

    @staticmethod
    def _row_by_title(filing: Filing, spot: Spot) -> Spot:
        if not spot.row:
            return spot
        results = filing.last_submission.work_results.select_related("work", "registered")
        rows = {work_result.registered.title: str(work_result.work.uuid) for work_result in results}
        return spot._replace(row=rows[spot.row])

    def reopen(self, key: str, number: int, kind: str, *, reason: str, due_on: date) -> None:
        filing = self.filing(key, number, kind)
        reviews.reopen(filing, reason=reason, due_on=due_on, by=self.reviewer(key))

    def excuse(self, key: str, number: int, reason: str) -> None:
        for kind in (PLEDGE, REPORT):
            reviews.excuse(self.filing(key, number, kind), reason=reason, by=self.board())

    def look_at_works(self, filing: Filing, key: str, who: Acting) -> None:
        """Check declared values, highlight works and publish exemplars as the data say."""
        rows = {row["title"]: row for row in self.works(key)}
        if not rows and not self.of_this_year("exemplars", key):
            return
        submission = filing.last_submission
        work_results = submission.work_results.select_related("registered")
        results = {work_result: rows[work_result.registered.title] for work_result in work_results}
        checked = {work_result.pk: row["checked"] for work_result, row in results.items() if "checked" in row}
        if checked:
            reviews.check_values(filing, checked, by=who)
        for work_result, row in results.items():
            if row.get("highlighted"):
                reviews.highlight(work_result, True, by=who)
        for exemplar in submission.exemplars.all():
            given_by = self.signers_of(key)["chair_name"] if exemplar.who.startswith("Tập thể") else exemplar.who
            consents.record_consent(exemplar, given_on=clock.today(), given_by=given_by, by=who)
            reviews.publish_exemplar(exemplar, True, by=who)

    def works(self, key: str) -> list[dict[str, Any]]:
        """Return the rows of works that a unit registers this year."""
        return self.of_this_year("works", key)

    def of_this_year(self, table: str, key: str) -> list[dict[str, Any]]:
        """Return the unit's rows of a table of `works.toml`; a row that names no year is of 2015."""
        rows, year = self.files.read("works.toml")[table], self.campaign.year
        return [row for row in rows if row["unit"] == key and row.get("year", 2015) == year]

    def facts_of(self, key: str, number: int) -> SheetFacts:
        """Return the facts of a sheet in a phase; an exemplar that names no phase is of the first."""
        exemplars = [row for row in self.of_this_year("exemplars", key) if row.get("phase", 1) == number]
        pace = self.quick.get(key, 1.0)
        return SheetFacts(
            self.works(key),
            exemplars,
            self.signers_of(key),
            pace,
            self.ranges,
            self.fixed_figures.get(key, {}),
            self.narratives.get(key, {}),
            self.duties.get(key, ""),
        )

    def signers_of(self, key: str) -> dict[str, str]:
        """Return who signs a sheet today: the chair, and the head of the workplace if the data name one."""
        units_data = self.files.read("units.toml")
        row = next(
            row
            for row in [*units_data["upper"], *units_data["grassroots"]]
            if key in (row.get("key"), str(row.get("number")))
        )
        head = {"head_name": row["head"]["name"], "head_title": row["head"]["title"]} if "head" in row else {}
        before = row.get("chair_before")
        return {"chair_name": before["name"] if before and clock.today() < before["until"] else row["chair"], **head}


def by_unit(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the rows without their key, by this key: the unit."""
    return {row["unit"]: {name: value for name, value in row.items() if name != "unit"} for row in rows}


def local(day: date, hour: int, minute: int = 0) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def working_days(first: date, last: date) -> list[date]:
    """Return the working days from first to last, both included."""
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return [day for day in days if not day_off(day)]


def next_working_day(day: date) -> date:
    return working_days(day + timedelta(days=1), day + timedelta(days=14))[0]
