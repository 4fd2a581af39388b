"""Tests the groups of a part of indicators: each is shown and saved alone, and takes nothing from the others."""

import gzip
import re
import uuid
from pathlib import Path

import pytest
from django.test import Client

from campaigns.actions import filings, phases, reviews
from campaigns.models import Filing
from campaigns.sheet import Sheet
from campaigns.sheet.spots import Spot
from foundation import clock
from foundation.forms.autosave import HEADER
from foundation.forms.mark import FIELD, Mark
from tests.campaigns.test_sheet_pages import signed_in, text
from tests.support.filing_steps import AGAIN, PLEDGING, REPORTING, SECOND, WATER, accepted, sent
from tests.support.page_forms import PageReader
from tests.support.world import PASSWORD

pytestmark = [pytest.mark.either(deep="both"), pytest.mark.django_db]


@pytest.fixture(autouse=True)
def in_february():
    with clock.travel(PLEDGING):
        yield


def typed(filing):
    return Filing.objects.get(pk=filing.pk).typed.get("indicators", {})


def groups_of(filing):
    return Sheet(filing).by_key("indicators").groups


def test_groups_are_shown_and_saved_alone(client, world):
    filing = world.sheet("school", "pledge")
    client = signed_in(client, world, "owner")
    number, groups = Sheet(filing).by_key("indicators").number, groups_of(filing)
    first, second = (filing.part_url(number, group=group.name_in_address) for group in groups[:2])
    page = client.get(first)
    fields = [list(group.form.fields) for group in groups]
    assert page.context["shown"].form.fields.keys() == set(fields[0])
    assert f"Phần {number}/5: Chỉ tiêu, nhóm 1/{len(groups)}" in text(page)
    assert client.get(filing.part_url(number, group="Z")).status_code == 404

    answers = {f"indicators-{name}": "3" for name in fields[0]}
    saved = client.post(
        first, answers | {"seen": page.context["fingerprint"], "save": "1", f"indicators-{fields[1][0]}": "9"}
    )
    assert (saved.url, typed(filing)) == (first, dict.fromkeys(fields[0], "3"))
    page = client.get(second)
    assert page.context["problems"] == [] and "field-error" not in text(page), "nothing was saved here yet"
    denominator = next(name for name in fields[1] if name.endswith("-d"))
    assert page.context["shown"].form[denominator].value() == "46"
    whole = client.get(filing.url("part", number))
    assert PageReader(whole.request["PATH_INFO"], whole.content.decode()).held(filing.url("part", number))[
        f"indicators-{denominator}"
    ] == ["46"]

    onward = client.post(second, {f"indicators-{name}": "" for name in fields[1]} | {"next": "1"})
    assert onward.status_code == 200 and onward.context["problems"], "what is missing in the group itself is named"
    assert typed(filing) == dict.fromkeys(fields[0], "3") | dict.fromkeys(fields[1], "")
    problems = text(client.get(filing.url("check")))
    assert re.search(rf'href="{re.escape(second)}#id_indicators-', problems)
    filings.save_part(filing, "indicators", typed(filing) | dict.fromkeys(fields[0], "yes"), by=world.by("owner"))
    answers = {
        f"indicators-{name}": (
            "yes" if Sheet(filing).by_key("indicators").form[name].widget_type == "radioselect" else "5"
        )
        for name in fields[1]
    }
    onward = client.post(second, answers | {"next": "1"})
    assert onward.url == filing.part_url(number, group=groups[2].name_in_address)
    assert client.post(second, answers | {"back": "1"}).url == first
    assert 'Tỷ lệ: <b data-share="">100%</b>' in text(client.get(second)).replace("<b data-share>", '<b data-share="">')


def test_a_group_that_is_sent_without_a_session_is_sent_on_as_a_group(client, world):
    filing = world.sheet("school", "pledge")
    number, groups = Sheet(filing).by_key("indicators").number, groups_of(filing)
    filings.save_part(filing, "indicators", {next(iter(groups[0].form.fields)): "yes"}, by=world.by("owner"))
    before, address = typed(filing), filing.part_url(number, group=groups[1].name_in_address)
    field, owner = next(iter(groups[1].form.fields)), world.user("owner")
    mark = Mark(owner.pk, str(world.school.pk), address).signed
    page = client.post(address, {FIELD: mark, f"indicators-{field}": "6", "back": "group"})
    assert (page.status_code, page.context["unsent"].texts) == (200, ["6"])
    (again,) = [form for form in PageReader(address, page.content.decode()).forms if f"indicators-{field}" in form.held]
    held = {name: values[0] for name, values in again.held.items()} | {FIELD: mark, "unsent-password": PASSWORD}
    assert again.action == address
    answer = client.post(again.action, held)
    assert answer.url == filing.part_url(number, group=groups[0].name_in_address)
    assert typed(filing).items() >= (before | {field: "6"}).items()


def test_two_editors_meet_only_in_the_same_group(client, world):
    filing = world.sheet("school", "pledge")
    number, groups = Sheet(filing).by_key("indicators").number, groups_of(filing)
    first, second = (filing.part_url(number, group=group.name_in_address) for group in groups[:2])
    (mine, *_others), (theirs, *_more) = (list(group.form.fields) for group in groups[:2])
    client, other = signed_in(client, world, "owner"), signed_in(Client(), world, "owner2")
    seen, seen_second = client.get(first).context["fingerprint"], client.get(second).context["fingerprint"]

    blanks = {"seen": other.get(filing.url("part", number)).context["fingerprint"], "save": "1"}
    assert other.post(filing.url("part", number), blanks | {f"indicators-{theirs}": "7"}).status_code == 302
    kept = client.post(first, {"seen": seen, f"indicators-{mine}": "yes"}, headers={HEADER: "1"})
    assert kept.status_code == 204, "the whole part was saved with this group blank"
    assert (typed(filing)[mine], typed(filing)[theirs]) == ("yes", "7")
    assert kept["Draft-Version"] == client.get(first).context["fingerprint"]

    met = client.post(second, {"seen": seen_second, f"indicators-{theirs}": "8", "save": "1"})
    assert met.status_code == 409
    assert [line[1:] for line in met.context["conflict"].differences] == [("7", "8")]
    assert met.context["shown"].form[theirs].value() == "8"
    assert (typed(filing)[mine], typed(filing)[theirs]) == ("yes", "7")
    again = {"seen": met.context["fingerprint"], f"indicators-{theirs}": "8", "save": "1"}
    assert client.post(second, again).status_code == 302
    assert (typed(filing)[mine], typed(filing)[theirs]) == ("yes", "8")
    unchanged = {"seen": seen_second, f"indicators-{theirs}": "", "save": "1"}
    assert other.post(second, unchanged).status_code == 302
    assert typed(filing)[theirs] == "8", "who typed nothing overwrites nothing"


def test_of_a_returned_sheet_only_what_was_asked_is_shown_and_the_next_spot_follows(client, world):
    filing = sent(world)
    number, groups = Sheet(filing).by_key("indicators").number, groups_of(filing)
    codes = [next(iter(group.form.fields)).partition("-")[0] for group in groups[:2]]
    remarks = {Spot("indicators", "", code): "Xem lại." for code in codes} | {Spot("headcount", "", "women"): "Sai."}
    reviews.return_(filing, reason="", due_on=AGAIN, by=world.by("district", "reviewer"), remarks=remarks)
    client = signed_in(client, world, "owner")
    address = filing.part_url(number, only=",".join(codes))
    assert f'href="{address}#' in text(client.get(filing.get_absolute_url()))
    page = client.get(address)
    assert {name.partition("-")[0] for name in page.context["shown"].form.fields} == set(codes)
    assert text(page).count("Xem lại.") == 4 and "Lưu và sang chỗ cần sửa tiếp" in text(page)
    before = typed(filing)
    fields = PageReader(address, page.content.decode()).held(address)
    answers = {name: values[-1] for name, values in fields.items() if values}
    changed = next(name for name in answers if re.search(r"-\w+(-n)?$", name) and answers[name].isdigit())
    onward = client.post(address, answers | {changed: "99", "next": "1"})
    assert onward.url == filing.part_url(1, "id_headcount-women")
    assert typed(filing) == before | {changed.removeprefix("indicators-"): "99"}
    headcount = {f"headcount-{name}": text_ for name, text_ in Sheet(filing).typed["headcount"].items()}
    page = client.post(filing.url("part", 1), headcount | {"headcount-women": "9", "next": "1"})
    assert page.url.partition("#")[0] == address, "back to the one that was left"


def test_a_report_takes_over_what_was_pledged_only_where_it_is_ticked(client, world):
    """What is typed stays; results of the phase before stand beside their field and are not copied."""
    counts = {
        "workers": "44",
        "women": "30",
        "minorities": "12",
        "members": "43",
        "women_members": "29",
        "direct": "40",
    }
    signers = {"agreed": "on", "text": "Mở lớp phụ đạo.", "chair_name": "Nông Thị Ánh", "head_name": "Lý Văn Hà"}
    accepted(world, headcount=counts, commitment=signers)
    client = signed_in(client, world, "owner")
    with clock.travel(REPORTING):
        report = world.sheet("school", "report")
        first = report.url("part", 1)
        page = client.get(first)
        assert page.context["shown"].form["workers"].value() is None, "not what was known before the pledge"
        assert "Tổng số CNVCLĐ: <b" in text(page) and ">44</b>" in text(page)
        assert client.post(first, {"headcount-women": "31", "save": "1"}).status_code == 302
        stored = Filing.objects.get(pk=report.pk).typed["headcount"]
        assert stored == dict.fromkeys(counts, "") | {"women": "31"}
        assert client.post(first, {"headcount-women": "31", "take": "1", "next": "1"}).url.endswith("/parts/2/")
        assert Filing.objects.get(pk=report.pk).typed["headcount"] == counts | {"women": "31"}
        last = Sheet(report).parts[-1].number
        client.post(report.url("part", last), {"narrative-chair_name": "Vi Thị Na", "take": "1", "save": "1"})
        narrative = Filing.objects.get(pk=report.pk).typed["narrative"]
        assert [narrative[name] for name in ("chair_name", "head_name", "strengths", "difficulties")] == [
            "Vi Thị Na", "Lý Văn Hà", "Mở lớp phụ đạo.", ""
        ]  # fmt: skip
        accepted(world, "school", "report")
    with clock.travel(SECOND):
        phases.open_phase(world.phase2, by=world.by("board"))
        second = world.sheet("school", "report", 2)
        actuals = Sheet(second).by_key("actuals")
        page = client.get(second.url("part", actuals.number))
        assert "Kết quả đợt 1: " in text(page)
        assert all(
            not value for group in page.context["lines"] for line in group[1] for value in [line.fields[0].value()]
        )
        assert client.get(report.url("check")).status_code == 409


WHOLE_PART, STYLES_AND_SCRIPTS = 25_000, 50_000  # bytes, compressed
STATIC = re.compile(r'(?:href|src)="/static/([^"]+\.(?:css|js))"')


def test_a_part_of_a_sheet_is_light(client, world):
    """Whoever has the style sheets and scripts already waits for a part only; they come once."""
    client = signed_in(client, world, "owner")
    accepted(world, works=[WATER | {"uuid": str(uuid.UUID(int=number))} for number in range(1, 13)])
    with clock.travel(REPORTING):
        report = world.sheet("school", "report")
        pages = {}
        for part in Sheet(report).parts:
            pages[part.number] = client.get(report.url("part", part.number)).content
        sizes = {number: len(gzip.compress(page)) for number, page in pages.items()}
        assert max(sizes.values()) < WHOLE_PART, sizes
        group = client.get(report.part_url(2, group="B")).content
        assert len(gzip.compress(group)) < sizes[2]
        static = set(STATIC.findall(pages[2].decode()))
        assert len(static) >= 6
        assert sum(len(gzip.compress(Path("static", name).read_bytes())) for name in static) < STYLES_AND_SCRIPTS
