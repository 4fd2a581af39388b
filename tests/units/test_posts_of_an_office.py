"""Tests the posts of an office: what each gives, what is logged of an inspection, what desks and screens say."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.http import HttpResponse, HttpResponseNotModified
from django.urls import resolve, reverse

from awards.actions import decisions
from awards.models import Decision, Dossier
from campaigns.models import Filing
from foundation import clock
from summaries.models import Summary
from tests.support import access_world, dossier_steps
from tests.support.casts import copied
from units.acting import acting_as
from units.actions.inspections import VERB
from units.duties import DUTIES, duty
from units.inspection import log_opening, title_of
from units.models import Event, Post, Role, Unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def province():
    return copied(access_world.build)


@pytest.fixture(autouse=True)
def _in_march():
    with clock.travel(access_world.NOW):
        yield


def test_every_role_says_what_it_lets_do():
    assert set(DUTIES) == set(Role)


def test_only_some_posts_give_reach(province):
    reached = {name: set(Unit.objects.visible_to(province.user(name))) for name in ("clerk", "office", "inspector")}
    assert (reached["clerk"], reached["office"]) == (set(), set())
    assert reached["inspector"] == set(Unit.objects.visible_to(province.user("chair")))
    with clock.travel("2016-07-01T09:00+07:00"):
        assert not Unit.objects.visible_to(province.user("inspector")).exists()


def test_a_clerk_reads_what_was_closed_for_signature_and_records_it(province):
    drafted, clerk = province.decisions["drafted"], province.user("clerk")
    assert drafted not in Decision.objects.visible_to(clerk)
    decisions.propose(drafted, by=province.by("board"))
    assert drafted not in Decision.objects.visible_to(clerk)
    dossier_steps.close(province, drafted)
    assert drafted in Decision.objects.visible_to(clerk)
    assert province.decisions["district"] not in Decision.objects.visible_to(clerk)
    finals = Summary.objects.filter(unit=province.district)
    assert not finals.visible_to(clerk).exists()
    Post.objects.create(user=clerk, unit=province.district, role=Role.CLERK, since=date(2015, 1, 1))
    assert {summary.status for summary in finals.visible_to(province.user("clerk"))} == {"final"}


def test_the_desk_of_a_clerk_is_about_what_was_closed_for_signature(province, client):
    decisions.propose(province.decisions["drafted"], by=province.by("board"))
    dossier_steps.close(province, province.decisions["drafted"])
    client.force_login(province.user("clerk"))
    page = client.get("/").content.decode()
    assert "Ghi số, ngày khi đã ký" in page
    client.force_login(province.user("office"))
    page = client.get("/").content.decode()
    assert page.count(duty(Role.MEMBER)) == 3
    assert "Hiện không có việc nào cần làm." not in page


def test_what_an_inspector_opens_is_logged_once_a_day_and_address(province, client):
    client.force_login(province.user("inspector"))
    post = Post.objects.get(role=Role.INSPECTOR)
    report = Filing.objects.get(called__unit=province.school, kind="report", called__phase=province.phase)
    sheet = report.get_absolute_url()
    for address in ("/", sheet, sheet, f"{sheet}?q=1", "/reports/", "/pledges/999999/"):
        client.get(address)
    logged = Event.objects.about(post).filter(verb=VERB)
    assert [list(event.changes) for event in logged] == [["/reports/"], [sheet]]
    title = logged[1].changes[sheet][1]
    assert title.startswith("Báo cáo") and "Cổng thi đua" not in title
    with clock.travel("2015-03-11T09:00+07:00"):
        client.get(sheet)
    assert logged.all().count() == 3
    client.force_login(province.user("board"))
    history = client.get(reverse("admin:units_post_history", args=[post.pk])).content.decode()
    assert sheet in history


def test_a_file_is_logged_by_its_name_and_also_if_the_browser_has_kept_it(province, rf):
    """In the log of each inspection that the person has of the unit."""
    first, other = (Post.objects.get(role=Role.INSPECTOR) for _ in range(2))
    other.pk, other.year = None, 2014
    other.save()
    request = rf.get("/campaigns/2015/phases/1/summary.pdf")
    request.user, request.resolver_match = province.user("inspector"), resolve(request.path)
    log_opening(request, HttpResponseNotModified())
    logged = Event.objects.filter(verb=VERB)
    assert {(event.target_id, *event.changes) for event in logged} == {
        (pk, request.path) for pk in (first.pk, other.pk)
    }
    names = {'attachment; filename="a.pdf"': "a.pdf", "inline; filename*=utf-8''Quy%E1%BA%BFt.pdf": "Quyết.pdf"}
    for header, name in names.items():
        assert title_of(HttpResponse(content_type="application/pdf", headers={"Content-Disposition": header})) == name


def test_an_inspection_has_a_scope_and_an_end(province):
    about = {"user": province.user("board"), "unit": province.city, "since": date(2015, 1, 1)}
    for wrong in (
        {"role": Role.INSPECTOR, "inspects": "Việc xét khen thưởng."},
        {"role": Role.INSPECTOR, "until": date(2015, 5, 1)},
        {"role": Role.CLERK, "inspects": "Việc xét khen thưởng."},
    ):
        with pytest.raises(IntegrityError, match="inspection_has_scope_and_end"), transaction.atomic():
            Post.objects.create(**about, **wrong)


def test_an_inspection_of_one_year_reads_nothing_of_another(province, client):
    inspector, post = province.user("inspector"), Post.objects.get(role=Role.INSPECTOR)
    of_2015 = Filing.objects.visible_to(inspector).filter(called__phase__campaign__year=2015)
    summary = f"/campaigns/2015/phases/1/summary/?unit={province.district.pk}"
    sheet = of_2015.first().get_absolute_url()
    client.force_login(inspector)
    assert {client.get(address).status_code for address in (sheet, summary)} == {200}
    Post.objects.filter(pk=post.pk).update(year=2014)
    inspector = province.user("inspector")
    years = {filing.called.phase.campaign.year for filing in Filing.objects.visible_to(inspector)}
    assert years == {2014}
    dossiers, drafts = (
        Dossier.objects.visible_to(inspector),
        Decision.objects.visible_to(inspector).filter(status="draft"),
    )
    assert not dossiers.exists() and not drafts.exists()
    unit = f"/campaigns/2015/phases/1/?unit={province.district.pk}"
    assert {client.get(address).status_code for address in (sheet, summary, unit)} == {404}
    assert client.get("/campaigns/2015/phases/1/").context["unit"] is None
    assert client.get(f"/campaigns/2014/phases/1/?unit={province.district.pk}").status_code == 200


def test_screens_say_what_each_post_lets_do(province, client):
    client.force_login(province.user("admin"))
    form = client.get(reverse("admin:units_post_add")).content.decode()
    assert all(duty(role) in form for role in Role if role != Role.DESK)
    person = client.get(reverse("admin:units_user_change", args=[province.user("clerk").pk])).content.decode()
    assert duty(Role.CLERK) in person
    refusal = "Đoàn kiểm tra cần nội dung kiểm tra và ngày kết thúc"
    typed = {"user": province.user("root").pk, "unit": province.city.pk, "role": "inspector", "since": "01/03/2015"}
    assert refusal in client.post(reverse("admin:units_post_add"), typed).content.decode()
    client.post(reverse("admin:units_post_add"), typed | {"until": "01/06/2015", "inspects": "Hồ sơ khen thưởng."})
    assert acting_as(province.user("root"), Role.INSPECTOR).unit == province.city
