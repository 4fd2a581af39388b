"""The campaign of 2026 until 14 July: phase 1 is being reported, phase 2 just opened; every role has work."""

from __future__ import annotations

from datetime import date

from campaigns.models import PaperSheet
from campaigns.sheet.spots import Spot
from emulation.fictional.demo import between_phases, data_requests, office
from emulation.fictional.demo.ordinary import below_upper, direct, file_and_accept, file_together
from emulation.fictional.demo.play import PLEDGE, REPORT, CampaignPlay, local, working_days
from emulation.fictional.demo.targets import assign_targets
from units.actions import unions

ENDED = {"18", "ho-dong", "ho-tay"}
ODD_PLEDGES = {"14", "16"}
CAME_ON_PAPER = PaperSheet("05", date(2026, 3, 25))
IN_TIME = ["8", "9", "10", "15", "16"]


def end_unions(play: CampaignPlay) -> None:
    """Record on 1 July 2025 which unions have ended, and what took their place."""
    units_data, by = play.files.read("units.toml"), office.administrator(play)
    for row in [*units_data["upper"], *units_data["grassroots"]]:
        if "ended" in row:
            unit = play.units[str(row.get("key", row.get("number")))]
            successor = play.units.get(row.get("successor", ""))
            unions.close(unit, on=row["ended"], successor=successor, by=by, reason=row["reason"])


def schedule(play: CampaignPlay) -> None:
    play.at(local(date(2025, 7, 1), 8), end_unions, play)
    play.at(local(date(2026, 1, 15), 15), play.publish)
    play.at(local(date(2026, 1, 15), 15, 30), play.add_launch_scan)
    play.at(local(date(2026, 1, 16), 8), play.open, 1)
    play.at(local(date(2026, 1, 30), 9), assign_targets, play)
    pledges(play)
    office.schedule(play)
    between_phases.schedule(play)
    play.at(local(date(2026, 7, 1), 8), play.open, 2)
    reports(play)
    reports_to_the_province(play)
    pledges_of_phase_2(play)
    request_of_july(play)


def request_of_july(play: CampaignPlay) -> None:
    """The letter of July, due on the 21st: one union is accepted, one awaits the Board, two are missing.

    They answer once their own reports are accepted, so that what is filled in for them has these too.
    """
    play.at(local(date(2026, 7, 10), 16), data_requests.ask, play)
    play.at(local(date(2026, 7, 13), 16, 40), data_requests.answer, play, "khuoi-trang")
    play.at(local(date(2026, 7, 13), 16, 45), data_requests.answer, play, "ho-sen")
    play.at(local(date(2026, 7, 13), 17), data_requests.accept, play, "khuoi-trang")


def pledges(play: CampaignPlay) -> None:
    """Pledges of phase 1 in March and April: one late, one sent by the upper union from a signed paper."""
    usual = [key for key in below_upper(play) if key not in ODD_PLEDGES | ENDED]
    file_together(play, usual, 1, PLEDGE, working_days(date(2026, 3, 9), date(2026, 3, 26)))
    to_the_province = [key for key in direct(play) if key not in ENDED]
    file_together(play, to_the_province, 1, PLEDGE, working_days(date(2026, 3, 30), date(2026, 4, 9)))
    file_and_accept(play, "14", 1, PLEDGE, local(date(2026, 4, 1), 10))
    play.at(local(date(2026, 3, 26), 9), play.send, "16", 1, PLEDGE, by="khuoi-trang", paper=CAME_ON_PAPER)
    play.at(local(date(2026, 3, 27), 9), play.confirm_on_behalf, "16", 1, PLEDGE)
    play.at(local(date(2026, 3, 30), 9), play.accept, "16", 1, PLEDGE)


def reports(play: CampaignPlay) -> None:
    """Reports of phase 1 due on 8 July: one begun, two late, one returned, one sent again."""
    for index, key in enumerate(IN_TIME):
        file_and_accept(play, key, 1, REPORT, local(working_days(date(2026, 7, 2), date(2026, 7, 8))[index], 9 + index))
    wages = "Công ty chốt bảng lương, danh sách dự tập huấn vào ngày 10 hằng tháng."
    play.at(local(date(2026, 7, 7), 14), play.extend, "5", 1, REPORT, on=date(2026, 7, 15), reason=wages)
    play.at(local(date(2026, 7, 13), 16), play.begin, "5", 1, REPORT)
    play.at(local(date(2026, 7, 13), 10), play.send, "6", 1, REPORT)
    play.at(local(date(2026, 7, 7), 20), play.send, "7", 1, REPORT)
    remarks = {Spot("actuals", "", "CL01"): "Ghi rõ số lượt; danh sách gửi kèm có 24 người."}
    play.at(local(date(2026, 7, 10), 9), play.give_back, "7", 1, REPORT, remarks=remarks, due_on=date(2026, 7, 17))
    play.at(local(date(2026, 7, 6), 15), play.send, "17", 1, REPORT)
    members = "Số đoàn viên kết nạp mới chưa khớp danh sách trên phần mềm quản lý đoàn viên. Đề nghị kiểm tra lại."
    play.at(local(date(2026, 7, 8), 9), play.give_back, "17", 1, REPORT, reason=members, due_on=date(2026, 7, 13))
    play.at(local(date(2026, 7, 10), 15), play.send_again, "17", 1, REPORT)
    play.at(local(date(2026, 7, 13), 9, 40), play.accept, "17", 1, REPORT)
    file_and_accept(play, "14", 1, REPORT, local(date(2026, 7, 10), 14))


def reports_to_the_province(play: CampaignPlay) -> None:
    """Reports to the province due on 15 July: most accepted, one awaits the Board, one begun, one missing."""
    file_and_accept(play, "12", 1, REPORT, local(date(2026, 7, 9), 10))
    file_and_accept(play, "khuoi-trang", 1, REPORT, local(date(2026, 7, 10), 10))
    file_and_accept(play, "11", 1, REPORT, local(date(2026, 7, 9), 14))
    file_and_accept(play, "ho-sen", 1, REPORT, local(date(2026, 7, 10), 15))
    play.at(local(date(2026, 7, 13), 9), play.begin, "khu-cong-nghiep", 1, REPORT)
    play.at(local(date(2026, 7, 13), 17), play.send, "13", 1, REPORT)


UNCHANGED = {"6": 9, "8": 8, "9": 6, "12": 10, "15": 7, "khuoi-trang": 13}
ADJUSTED = {"10": (10, {"ST03": "900", "TC01": "450"}), "11": (10, {"AT01": "230"})}
BEGUN = {"17": (13, {"TC01": "540"})}
ACCEPTED = {"8": 10, "9": 7, "12": 13}


def pledges_of_phase_2(play: CampaignPlay) -> None:
    """Pledges of phase 2 due on 31 July: most awaited, some confirmed unchanged, adjusted or begun."""
    for key, day in UNCHANGED.items():
        play.at(local(date(2026, 7, day), 9, day), play.confirm_unchanged, key, 2)
    for key, (day, changed) in (ADJUSTED | BEGUN).items():
        play.at(local(date(2026, 7, day), 10, day), play.adjust, key, 2, changed)
    for key, (day, _changed) in ADJUSTED.items():
        play.at(local(date(2026, 7, day), 11, day), play.send_again, key, 2, PLEDGE)
    for key, day in ACCEPTED.items():
        play.at(local(date(2026, 7, day), 15, day), play.accept, key, 2, PLEDGE)
