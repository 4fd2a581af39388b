"""Plays 20 January: the Board loads the campaign, publishes it, and opens its first phase."""

from django.core.management import call_command

from campaigns.models import Campaign, Filing
from foundation import clock
from tests.browser.steps import follow, look, notice, press
from tests.support.world import DATA, set_due_dates
from units.models import Unit


def load():
    """Load the campaign by the command, and set the dates that the document leaves open."""
    call_command("load_campaign", f"{DATA}/campaign-2015.toml", indicators=f"{DATA}/indicators-2015.toml")
    set_due_dates(Campaign.objects.get())


def publish(page):
    page.goto("/")
    look(page, "01-board-desk")
    follow(page, "Xem và công bố")
    look(page, "02-launch-draft")
    follow(page, "Công bố phong trào…")
    look(page, "03-publish")
    press(page, "Công bố phong trào 2015")
    assert notice(page) == f"Đã công bố {Campaign.objects.get().title}."
    assert Campaign.objects.get().published_at == clock.now()
    look(page, "04-launch")


def open_phase_1(page):
    """Open phase 1: every unit below the province that is founded by then has two sheets from now on."""
    units = Unit.objects.exclude(parent=None).filter(valid_from__lte=clock.today())
    count, coordinated = units.count(), units.filter(coordinated=True).count()
    called = f"{count - coordinated} đơn vị và {coordinated} đơn vị phối hợp chỉ đạo"
    page.goto("/")
    follow(page, "Mở đợt 1…")
    assert f"{called} đang hoạt động ngày 20/01/2015" in page.locator("main").inner_text()
    look(page, "05-open-phase")
    press(page, f"Mở đợt 1, gọi {called}")
    assert notice(page) == f"Đã mở đợt 1: {called} thuộc diện đăng ký và báo cáo."
    assert Filing.objects.filter(status="awaited").count() == 2 * count
    look(page, "06-phase-opened")
