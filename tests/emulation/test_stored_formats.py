"""Tests each kind of stored JSON: the format before is upgraded when it is read, a newer one is refused."""

from copy import deepcopy
from datetime import date

import pytest
from django.db import connection

from awards.models import Decision
from awards.rules import decision_snapshot
from campaigns import launch_content, public_figures
from campaigns.launch_document import launch_document
from campaigns.models import Count, Filing, Submission, sheet_format
from campaigns.progress import branches, rollups
from foundation import clock
from foundation.digest import SPACED, digest
from foundation.stored_format import UnknownFormat
from summaries import actions
from summaries.figures import stored_figures
from summaries.models import Summary
from summaries.report import stored_text
from summaries.report.contents import contents_of
from summaries.report.stored_text import read_text
from tests.support import signing
from tests.support.filing_steps import PLEDGING, sent
from tests.support.sheets_by_hand import put

pytestmark = pytest.mark.sqlite(deep="both")


@pytest.fixture(autouse=True)
def some_day():
    with clock.travel("2015-07-27T09:00+07:00"):
        yield


@pytest.fixture
def final(world):
    put(world.school, "report", "accepted", phase=world.phase, PT03=4)
    summary = actions.begin(world.campaign, world.phase, world.province, by=world.by("board"))
    actions.propose(summary, by=world.by("board"))
    signing.finalise(summary, number="45/BC-LĐLĐ", dated_on=date(2015, 7, 27), by=world.by("leader"))
    return Summary.objects.get(pk=summary.pk)


def test_figures_and_text_of_a_summary(final, monkeypatch):
    assert (final.figures_format, final.text_format) == (1, 2)
    before, stored = contents_of(final), (final.figures, final.text)
    monkeypatch.setitem(stored_figures.UPGRADES, 1, lambda figures: figures | {"unit": "Tên theo dạng 2"})
    monkeypatch.setitem(stored_text.UPGRADES, 2, lambda text: text | {"number": "dạng 3"})
    upgraded = contents_of(final)
    assert (upgraded.figures.unit, upgraded.document.number) == ("Tên theo dạng 2", "dạng 3")
    assert upgraded.figures.indicators == before.figures.indicators
    assert (final.figures, final.text) == stored
    assert digest({"figures": final.figures, "text": final.text}) == final.sha256


@pytest.mark.parametrize("column", ["figures_format", "text_format"])
def test_a_summary_of_a_newer_program(final, column):
    setattr(final, column, 3)
    with pytest.raises(UnknownFormat):
        contents_of(final)


def test_a_new_summary_has_the_present_format(world, monkeypatch):
    monkeypatch.setitem(stored_text.UPGRADES, 2, lambda text: text)
    summary = actions.begin(world.campaign, world.phase, world.province, by=world.by("board"))
    actions.propose(summary, by=world.by("board"))
    signing.finalise(summary, number="45/BC-LĐLĐ", dated_on=date(2015, 7, 27), by=world.by("leader"))
    assert Summary.objects.values_list("figures_format", "text_format").get() == (1, 3)


def test_a_text_of_format_1_had_the_columns_of_2015(final):
    old = {name: value for name, value in final.text.items() if name != "spring_columns"}
    assert read_text(old, 1) == read_text(final.text, 2)


def test_the_snapshot_of_a_decision(monkeypatch):
    decision = Decision(
        status="issued", content={"head": {"board": "Ban Chính sách - Pháp luật"}, "entries": []}, format=2
    )
    assert decision_snapshot.snapshot_of(decision) == {
        "head": {"board": "Ban Chính sách - Pháp luật", "filed_by": "CS-PL"},
        "entries": [],
    }
    monkeypatch.setitem(decision_snapshot.UPGRADES, 2, lambda snapshot: snapshot | {"entries": ["dạng 3"]})
    assert decision_snapshot.snapshot_of(decision)["entries"] == ["dạng 3"]
    assert decision.content["entries"] == []
    decision.format = 6
    with pytest.raises(UnknownFormat):
        decision_snapshot.snapshot_of(decision)


def test_a_decision_of_2015_keeps_the_bases_that_all_had_then():
    decision = Decision(status="issued", content={"head": {"board": ""}, "entries": []}, format=1)
    bases = decision_snapshot.snapshot_of(decision)["head"]["bases"]
    assert [("năm 2012" in base, "1564" in base) for base in bases] == [(False, False), (True, False), (False, True)]
    assert decision.content["head"] == {"board": ""}


def test_the_content_of_a_sheet(monkeypatch):
    content = {"works": []}
    submission, filing = Submission(content=content), Filing(typed=content)
    filing.last_submission = submission
    assert (submission.typed, filing.draft, filing.untouched_since_submission) == (content, content, True)
    monkeypatch.setitem(sheet_format.UPGRADES, 1, lambda typed: typed | {"exemplars": []})
    assert submission.typed == filing.draft == {"works": [], "exemplars": []}
    filing.format, filing.typed = 2, {"works": [], "exemplars": []}
    assert filing.untouched_since_submission
    assert submission.content == content
    submission.format = 3
    with pytest.raises(UnknownFormat):
        _ = submission.typed


def test_a_sheet_that_is_sent_has_the_present_format(world, monkeypatch):
    monkeypatch.setitem(sheet_format.UPGRADES, 1, lambda typed: typed)
    with clock.travel(PLEDGING):
        submission = sent(world).last_submission
    assert (submission.format, submission.filing.format) == (2, 2)
    assert submission.sha256 == digest(submission.content, separators=SPACED)


@pytest.mark.parametrize(
    ("subject", "upgrades"),
    [
        ("pledge", branches.UPGRADES),
        ("public", public_figures.UPGRADES),
        ("figures", stored_figures.UPGRADES),
        ("whole", stored_figures.UPGRADES),
    ],
)
def test_rollups(monkeypatch, subject, upgrades):
    count = Count(subject=subject, value={"a": 1})
    assert rollups.value_of(count) == {"a": 1}
    monkeypatch.setitem(upgrades, 1, lambda value: value | {"b": 2})
    assert rollups.value_of(count) == {"a": 1, "b": 2}
    count.format = 3
    with pytest.raises(UnknownFormat):
        rollups.value_of(count)


def test_the_launch_of_a_campaign(world, monkeypatch):
    version = world.campaign.launch_versions.get()
    before = launch_document(world.campaign)
    monkeypatch.setitem(launch_content.UPGRADES, 4, lambda launch: launch | {"purposes": [{"text": "dạng 5"}]})
    after = launch_document(world.campaign)
    assert ([line.text for line in after.purposes], after.phases) == (["dạng 5"], before.phases)
    assert digest(version.content) == version.sha256
    with pytest.raises(UnknownFormat):
        launch_content.read_launch(version.content, 6)


def test_a_launch_stored_before_there_were_events(world):
    """Its days are those of the rows that the migration wrote: what was dated in the phase is an event."""
    content = deepcopy(world.campaign.launch_versions.get().content)
    for phase in content["phases"]:
        phase["days"] = [{key: day[key] for key in ("name", "date", "on", "years")} for day in phase["days"]]
    assert launch_content.read_launch(content, 1) == launch_document(world.campaign)
    content["phases"][1]["days"] = [{"name": "Đại hội", "date": "2016-01-20", "on": "2015-01-20", "years": -1}]
    (day,) = launch_content.read_launch(content, 1).phases[1].days
    assert (day.kind, day.years, day.on, day.words) == ("event", 0, date(2016, 1, 20), "Đại hội")


def test_a_launch_signed_outside_the_portal_was_abridged(world):
    content = deepcopy(world.campaign.launch_versions.get().content)
    del content["head"]["abridged"]
    for signed in (True, False):
        content["head"]["signed"] = signed
        assert launch_content.read_launch(deepcopy(content), 2).head.abridged is signed


@pytest.mark.parametrize("model", [Filing, Submission, Count, Decision])
def test_the_database_gives_number_1_to_what_is_there(db, model):
    """The rows of version 0.1.0 have no format number."""
    with connection.cursor() as cursor:
        columns = connection.introspection.get_table_description(cursor, model._meta.db_table)
    default = next(column.default for column in columns if column.name == "format")
    assert str(default).split("::")[0].strip("'") == "1"
