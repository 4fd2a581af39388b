"""Tests a small generated province: it holds what the actions would have written, and every page opens on it."""

from collections import Counter
from itertools import pairwise

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count, F, Sum

from awards.lifecycle import DECISION, DOSSIER, NOMINATION
from awards.models import Award, Decision, Dossier, Nomination, Paper
from awards.rules.register_proof import register_faults
from campaigns.actions import reviews
from campaigns.actions.filings import submission_digest
from campaigns.launch_proof import launch_faults
from campaigns.lifecycle import FILING, PHASE, FilingStatus
from campaigns.models import CalledUnit, Campaign, Figure, Filing, Headcount, Phase, Submission, WorkResult
from campaigns.sheet import Sheet
from campaigns.sheet.writing import write_rows
from campaigns.sheet_proof import sheet_faults
from emulation.fictional.demo.sheets import sheet_content
from emulation.fictional.generator.build import generate
from emulation.fictional.generator.phases import NOW
from emulation.fictional.generator.sizes import SIZES, CountrySize
from emulation.management.commands import generate as command
from foundation import clock
from foundation.digest import digest
from summaries.figures.phase_figures import phase_figures
from tests.support.casts import models
from tests.support.module_rows import rows_for_module
from units.acting import acting_as
from units.demo_accounts import USERNAMES, demo_accounts, described_accounts
from units.models import Event, Post, Role, Unit, UnitKind, User
from units.models.unit import UnitShape

SMALL = CountrySize(provinces=1, unions=60)
SHEETS_READ = 25
PASSWORD = "mot-mat-khau-rieng"


@pytest.fixture(scope="module")
def generated(django_db_setup, django_db_blocker):
    """A province of sixty unions; the module's tests read it on its own day."""
    with rows_for_module(django_db_blocker, lambda: generate(SMALL, seed=11, password=PASSWORD)), clock.travel(NOW):
        yield


pytestmark = [
    pytest.mark.long,
    pytest.mark.either(whole=True),
    pytest.mark.django_db,
    pytest.mark.usefixtures("generated"),
]


def user(name):
    return User.objects.get(username=name)


# Who


def test_the_tree_is_whole():
    units = {unit.pk: unit for unit in Unit.objects.all()}
    children = Counter(unit.parent_id for unit in units.values())

    assert len(units) == SMALL.total == 60
    assert Counter(unit.kind for unit in units.values())[UnitKind.PROVINCE] == 1
    for unit in units.values():
        above = units[unit.parent_id].path if unit.parent_id else ""
        assert (unit.path[:-4], unit.last_segment) == (above, children[unit.pk])
        assert list(unit.above()) == [] or unit.above().last().pk == unit.parent_id


def test_four_grassroots_unions_in_five_are_small():
    """The generator's function for sizes is asked, as sixty unions are too few."""
    grassroots = Unit.objects.filter(kind=UnitKind.GRASSROOTS)

    assert 0.65 < grassroots.filter(members__lt=30).count() / grassroots.count() < 0.95
    assert not grassroots.filter(members__gt=F("workers")).exists()
    assert not grassroots.filter(women_members__gt=F("women")).exists()


def test_the_sizes_are_those_of_a_province_of_ten_and_of_the_nation():
    assert {name: size.total for name, size in SIZES.items()} == {
        "province": 1420,
        "ten": 14_201,
        "nation": 126_001,
    }


def test_seven_people_sign_in_and_nobody_else():
    accounts = User.objects.filter(username__in=USERNAMES)

    assert len(accounts) == len(USERNAMES)
    assert all(account.check_password(PASSWORD) for account in accounts)
    assert not any(user.has_usable_password() for user in User.objects.exclude(username__in=USERNAMES))


@pytest.mark.parametrize("typed", ["", "da-dat-truoc"])
def test_the_password_is_printed_where_the_command_made_it_up(monkeypatch, capsys, typed):
    passwords = []
    for name in ("refuse_in_use", "refuse_among_units"):
        monkeypatch.setattr(command, name, lambda: None)
    monkeypatch.setattr(command, "generate", lambda *_args, shape, password: passwords.append(password))
    call_command("generate", "province", password=typed or None)
    printed = capsys.readouterr().out
    assert (passwords[0] in printed, "Mật khẩu chung" in printed) == (not typed, not typed)
    assert typed in passwords[0]


def test_the_sign_in_page_does_not_offer_them_for_their_password_is_not_the_demos(settings):
    settings.DEBUG = True

    assert demo_accounts() == []
    assert [name for name, _who in described_accounts()] == list(USERNAMES)


def test_every_union_has_its_officer_and_every_upper_union_its_reviewer_and_leader():
    def held(role):
        return set(Post.objects.current(clock.today()).filter(role=role).values_list("unit", flat=True))

    upper = set(Unit.objects.exclude(kind=UnitKind.GRASSROOTS).values_list("pk", flat=True))
    assert set(Unit.objects.exclude(parent=None).values_list("pk", flat=True)) == held(Role.OFFICER)
    assert upper == held(Role.REVIEWER) == held(Role.LEADER)


# Rows


@pytest.mark.parametrize("model", models(), ids=lambda model: model._meta.label)
def test_rows_are_such_as_their_forms_would_let_in(model):
    """Values fit their columns, and the constraints that Python can check hold."""
    for row in model._base_manager.all()[:20]:
        empty = [field.name for field in model._meta.fields if getattr(row, field.attname) in field.empty_values]
        row.clean_fields(exclude=empty)
        row.validate_constraints(exclude=empty)


def test_whatever_is_derived_from_a_name_is_there():
    for model in (Unit, User):
        for row in model.objects.all()[:30]:
            stored = row.search_text
            row.derive()
            assert row.search_text == stored != ""


def test_there_are_two_sheets_for_each_union_and_phase():
    called = CalledUnit.objects.annotate(sheets=Count("filings"))

    assert called.count() == 2 * (SMALL.total - 1)
    assert set(called.values_list("sheets", flat=True)) == {2}
    for called_unit in called.select_related("unit"):
        assert {name: getattr(called_unit, name) for name in UnitShape.SHAPE} == called_unit.unit.shape()
        assert (called_unit.path, called_unit.parent_id) == (called_unit.unit.path, called_unit.unit.parent_id)


def test_sheets_are_in_many_states():
    assert set(Filing.objects.values_list("status", flat=True)) == set(FilingStatus)
    assert Filing.objects.filter(late=True).exists()


def test_nobody_accepts_what_they_sent():
    decided = Filing.objects.filter(status="accepted")

    assert not decided.filter(submissions__by=F("decided_by")).exists()


def test_a_sheet_received_is_complete_and_its_rows_are_those_that_sending_writes():
    received = Filing.objects.with_context().received().order_by("late", "-kind", "pk")[:SHEETS_READ]
    for filing in received:
        sheet, before = Sheet(filing), rows_of(filing)
        assert sheet.complete, (filing, sheet.problems, sheet.unconfirmed)
        assert filing.typed == filing.last_submission.content
        assert rows_sent_again(sheet) == before


def test_nothing_is_found_that_no_act_wrote():
    assert [*sheet_faults(), *launch_faults()] == []


def test_a_report_of_works_is_complete_and_its_rows_are_those_that_sending_writes():
    told = WorkResult.objects.values("submission")
    for filing in Filing.objects.with_context().filter(current_submission__in=told)[:SHEETS_READ]:
        sheet, before = Sheet(filing), rows_of(filing)
        assert sheet.complete, (filing, sheet.problems, sheet.unconfirmed)
        assert rows_sent_again(sheet) == before


def rows_sent_again(sheet):
    """Write the same content as a new submission; return its rows."""
    filing, last = sheet.filing, sheet.filing.current_submission
    again = Submission.objects.create(
        filing=filing, number=last.number + 1, at=last.at, by=last.by, post=last.post, content=last.content, sha256="",
        catalogue_id=last.catalogue_id,
    )  # fmt: skip
    counted = again if filing.counted_submission_id else None
    Filing.objects.filter(pk=filing.pk).update(current_submission=again, counted_submission=counted)
    write_rows(sheet, again, before=last.pk)
    return rows_of(Filing.objects.get(pk=filing.pk))


def rows_of(filing):
    """Return the rows of a sheet as plain values."""
    columns = ("indicator__code", "value", "numerator", "denominator", "estimated", "note")
    counts = Headcount.objects.filter(submission=filing.current_submission).values_list(*Headcount.COUNTS)
    submission = filing.current_submission
    results = submission.work_results.with_checked_values().order_by("work")
    results = results.values_list("work", "done", "why_not", "value", "checked_value")
    recognised = submission.work_results.order_by("work").values_list("recognised_by", "recognised_on", "benefit")
    exemplars = submission.exemplars.values_list("order", "who", "story", "published")
    works = filing.unit.works.order_by("pk").values_list()
    figures = submission.figures.order_by("indicator__code").values_list(*columns)
    return [list(rows) for rows in (figures, counts, results, recognised, exemplars, works)]


def test_a_draft_can_be_read_though_it_is_not_complete():
    for filing in Filing.objects.with_context().filter(status="draft", called__phase__number=2):
        assert filing.typed
        assert Sheet(filing).parts


def test_what_was_sent_bears_its_digest():
    for submission in Submission.objects.all()[:SHEETS_READ]:
        assert submission.sha256 == submission_digest(submission.content)


# What happened


@pytest.mark.parametrize(
    ("model", "lifecycle"),
    [(Phase, PHASE), (Filing, FILING), (Dossier, DOSSIER), (Nomination, NOMINATION), (Decision, DECISION)],
)
def test_the_history_leads_by_allowed_moves_to_the_status(model, lifecycle):
    for row in model.objects.all():
        moves = [event for event in Event.objects.about(row).order_by("at", "pk") if event.to]
        assert all(lifecycle.allows(event.source, event.to) for event in moves)
        assert all(before.to == after.source for before, after in pairwise(moves))
        assert row.status == (moves[-1].to if moves else lifecycle.start)
        if moves:
            assert moves[0].source == lifecycle.start


def test_everything_happened_before_now_by_somebody_in_a_post_of_theirs():
    assert not Event.objects.filter(at__gte=NOW).exists()
    assert not Event.objects.exclude(post=None).exclude(post__user=F("actor")).exists()
    assert not Filing.objects.filter(decided_at__lt=F("submitted_at")).exists()


# Who was honoured


def test_the_register_is_as_its_decisions_say():
    assert list(register_faults()) == []


def test_the_register_is_numbered_without_a_gap():
    numbers = {}
    for award in Award.objects.order_by("deciding_unit", "number"):
        numbers.setdefault(award.deciding_unit_id, []).append(award.number)

    assert numbers
    assert all(given == list(range(1, len(given) + 1)) for given in numbers.values())


def test_a_decision_froze_what_the_register_holds():
    for decision in Decision.objects.issued():
        entries = decision.content["entries"]
        assert decision.sha256 == digest(decision.content)
        assert [(line["place"], line["name"]) for line in entries] == list(decision.awards.values_list("place", "name"))
        assert decision.nominations.count() == len(entries)
    assert Paper.objects.count() == Award.objects.count()


def test_titles_are_decided_where_the_tree_says():
    for row in Nomination.objects.with_context():
        unit = row.dossier.unit
        below_upper = unit.is_grassroots and unit.parent.kind != UnitKind.PROVINCE
        upper = row.title_asked.level == "upper" and below_upper
        assert row.deciding_unit == (unit.parent if upper else row.dossier.campaign.unit)


# Figures


def test_the_summary_adds_up_what_was_accepted():
    campaign = Campaign.objects.get()
    phase = campaign.phases.get(number=1)
    figures = phase_figures(phase, campaign.unit)
    seen = figures.participation
    accepted = Figure.objects.filter(
        submission__counted_for__kind="report",
        submission__counted_for__called__phase=phase,
        submission__counted_for__called__coordinated=False,
    )

    assert seen.total.reports.expected == sum(line.reports.expected for line in seen.lines)
    assert seen.total.people.workers == sum(line.people.workers or 0 for line in seen.lines)
    total = accepted.filter(indicator__code="TC01").aggregate(total=Sum("value"))["total"]
    assert figures.indicator("TC01").phase.total.value == total
    assert figures.awards is not None


# Pages

EVERYBODYS = (
    *("/", "/campaigns/2015/", "/campaigns/2015/phases/1/", "/campaigns/2015/phases/2/", "/pledges/", "/reports/"),
    *("/dossiers/", "/decisions/", "/honours/", "/campaigns/2015/phases/1/summary/"),
)
OF = {
    "officer": (),
    "district": ("/appraisal/",),
    "chair": ("/appraisal/",),
    "board": (
        *("/campaigns/2015/phases/2/summary/", "/campaigns/2015/summary/"),
        *("/appraisal/", "/admin/", "/admin/units/unit/", "/admin/campaigns/pledge/", "/admin/campaigns/report/"),
        *("/admin/campaigns/indicator/", "/admin/awards/dossier/", "/admin/awards/decision/", "/admin/awards/quota/"),
    ),
    "leader": ("/appraisal/",),
    "admin": ("/admin/", "/admin/units/unit/", "/admin/units/user/", "/admin/units/post/"),
}


@pytest.mark.parametrize("name", OF)
def test_every_kind_of_page_opens(client, name):
    client.force_login(user(name))
    for url in (*EVERYBODYS, *OF[name]):
        assert client.get(url).status_code == 200, url


def test_every_kind_of_thing_opens(client):
    client.force_login(user("board"))
    sheets = [Filing.objects.filter(kind=kind, status=status).first() for kind, status in KINDS]
    things = [*sheets, *Dossier.objects.all()[:6], *Decision.objects.all()[:6]]
    for row in things:
        assert row is None or client.get(row.get_absolute_url()).status_code == 200, row


KINDS = [(kind, status) for kind in ("pledge", "report") for status in ("accepted", "submitted", "returned", "draft")]


def test_a_certificate_is_found_by_its_code(client):
    paper = Paper.objects.first()
    page = client.get(f"/verify/{paper.code}/")

    assert (page.status_code, paper.award.name in page.content.decode()) == (200, True)


# Work goes on


def test_the_officer_fills_in_the_last_report_and_the_district_accepts_it(client):
    officer = user("officer")
    client.force_login(officer)
    unit = officer.current_posts[0].unit
    report = Filing.objects.with_context().get(called__unit=unit, kind="report", called__phase__number=2)
    for part in Sheet(report).parts:
        client.post(
            f"/reports/{report.pk}/parts/{part.number}/", {"next": "1", **typed(part.key, sheet_content(report))}
        )
    report.refresh_from_db()
    assert report.status == "draft"

    client.post(f"/reports/{report.pk}/check/")
    report = Filing.objects.with_context().get(pk=report.pk)
    assert (report.status, report.last_submission.figures.exists()) == ("submitted", True)

    reviews.accept(report, by=acting_as(user("district"), Role.REVIEWER))
    assert report.status == "accepted"


def typed(key, content):
    """Return a part as its form sends it."""
    part = content[key]
    if isinstance(part, dict):
        return {f"{key}-{name}": value for name, value in part.items()}
    rows = {f"{key}-{index}-{name}": value for index, row in enumerate(part) for name, value in row.items()}
    return {f"{key}-TOTAL_FORMS": str(len(part))} | rows


# Refusals


def test_among_units_nothing_is_generated(settings):
    settings.DEBUG = True
    before = Unit.objects.count()

    with pytest.raises(CommandError, match="Cơ sở dữ liệu đã có đơn vị"):
        call_command("generate", "province")
    assert Unit.objects.count() == before


def test_in_use_nothing_is_generated(settings):
    settings.DEBUG = False

    with pytest.raises(CommandError, match="chỉ nạp được khi DEBUG=1"):
        call_command("generate", "province")
