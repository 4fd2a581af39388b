"""What happens between the phases, from `between_phases.toml`: measures with who answers, inspections, news, launches
and reviews of unions, exemplars that are followed.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable

from campaigns.actions import activities, followed, gatherings, inspections, responsibilities
from campaigns.models import Activity, CalledUnit, FollowedExemplar, Inspection, Responsibility
from emulation.fictional.demo.people import holder
from emulation.fictional.demo.play import Act, CampaignPlay
from units.acting import Acting
from units.models import Role


def schedule(play: CampaignPlay) -> None:
    stories: dict[str, Callable[[CampaignPlay, Act], Story]] = {
        "measures": MeasureStory,
        "inspections": InspectionStory,
        "activities": NewsStory,
        "gatherings": GatheringStory,
        "followed": ExemplarStory,
    }
    content = play.files.read("between_phases.toml")
    for name, begin_story in stories.items():
        for row in content[name]:
            story = begin_story(play, row)
            play.note(row, story.begin, story)


class Story(ABC):
    """Performs the acts on one thing: `begin` makes it, then a method for each value of `do`."""

    def __init__(self, play: CampaignPlay, row: Act):
        self.play, self.row = play, row

    @abstractmethod
    def begin(self, row: Act) -> None: ...


class MeasureStory(Story):
    def begin(self, row: Act) -> None:
        self.measure = self.play.campaign.measures.order_by("order")[row["measure"] - 1]
        units = [self.play.units[key] for key in row["units"]]
        responsibilities.assign_measure(self.measure, units, [], due_on=row["due_on"], by=self.play.board())

    def responsibility(self, act: Act) -> Responsibility:
        return Responsibility.objects.with_context().get(measure=self.measure, unit=self.play.units[act["unit"]])

    def tell(self, key: str, act: Act) -> None:
        by = self.play.officer(act["unit"])
        responsibilities.tell(self.responsibility(act), done=act["done"], progress=act["text"], by=by)

    def confirm(self, key: str, act: Act) -> None:
        responsibilities.confirm_done(self.responsibility(act), by=self.play.board())


class InspectionStory(Story):
    inspection: Inspection

    def begin(self, row: Act) -> None:
        written = {name: row.get(name, "") for name in inspections.WRITTEN} | {"mend_by": row.get("mend_by")}
        unit, campaign = self.play.units[row["unit"]], self.play.campaign
        by = holder(self.play.units[row["by"]], Role.REVIEWER)
        self.inspection = inspections.record_inspection(unit, campaign, written, by=by)

    def tell(self, key: str, act: Act) -> None:
        by = self.play.officer(self.row["unit"])
        inspections.tell_mended(self.inspection, mending=act["text"], by=by)

    def confirm(self, key: str, act: Act) -> None:
        inspections.confirm_mended(self.inspection, by=holder(self.play.units[self.row["by"]], Role.REVIEWER))


class NewsStory(Story):
    activity: Activity

    def begin(self, row: Act) -> None:
        by = self.play.officer(row["unit"])
        self.activity = activities.send_activity(self.play.campaign, title=row["title"], text=row["text"], by=by)

    def review(self, key: str, act: Act) -> None:
        decided = {"for_report": act["for_report"], "publish": act["publish"]}
        activities.review_activity(self.activity, **decided, by=self.play.board())


class GatheringStory(Story):
    def begin(self, row: Act) -> None:
        phase, unit = self.play.phases[row.get("phase", 1)], self.play.units[row["unit"]]
        rows = CalledUnit.objects.select_related("unit", "phase__campaign__unit")
        called = rows.get(phase=phase, unit=unit)
        fields = {name: row[name] for name in gatherings.WRITTEN[row["kind"]]}
        gatherings.record_gathering(called, row["kind"], fields, by=self.play.officer(row["unit"]))


class ExemplarStory(Story):
    exemplar: FollowedExemplar

    def begin(self, row: Act) -> None:
        fields = {name: row.get(name) for name in followed.WRITTEN}
        self.exemplar = followed.enter_exemplar(self.play.units[row["unit"]], fields, by=self.follower())

    def follower(self) -> Acting:
        return holder(self.play.units[self.row["by"]], Role.REVIEWER)

    def visit(self, key: str, act: Act) -> None:
        told = {"status": act["status"], "spread_to": act.get("spread_to"), "next_visit": act.get("next_visit")}
        followed.follow_up(self.exemplar, note=act["text"], **told, by=self.follower())
