"""The campaign of 2015 until 20 July: phase 1 nearly reported, phase 2 just opened; every role has work."""

from __future__ import annotations

from datetime import date

from campaigns.models import PaperSheet
from campaigns.sheet.spots import Spot
from emulation.fictional.demo import office
from emulation.fictional.demo.ordinary import below_upper, direct, file_and_accept, file_in_time, file_together
from emulation.fictional.demo.play import PLEDGE, REPORT, CampaignPlay, local, working_days
from emulation.fictional.demo.targets import assign_targets

FOUNDED_LATER = {"39"}
ODD_PLEDGES = {"31", "33", "35", "36"}
ODD_REPORTS = {"1", "3", "7", "9", "10", "24", "26", "31", "35", "36", "44"}
CAME_ON_PAPER = PaperSheet("27", date(2015, 2, 24))
STILL_WITH_THE_BOARD = {"van-quan": 16, "giao-duc": 17, "52": 9, "53": 17}  # sent on this day of July
ODD_DIRECT = {"trang-dinh", "bac-son", "55", *STILL_WITH_THE_BOARD}


def schedule(play: CampaignPlay) -> None:
    play.at(local(date(2015, 1, 20), 8), play.publish)
    play.at(local(date(2015, 1, 20), 8, 30), play.open, 1)
    play.at(local(date(2015, 1, 28), 15), assign_targets, play)
    play.at(local(date(2015, 1, 29), 10, 5), play.add_launch_scan)
    pledges(play)
    founded_in_may(play)
    office.schedule(play)
    play.at(local(date(2015, 7, 1), 8), play.open, 2)
    reports(play)
    returned_reports(play)
    reports_to_the_province(play)
    pledges_of_phase_2(play)


def pledges(play: CampaignPlay) -> None:
    """Pledges of phase 1 in February and March: one late, one sent by the upper union, one returned, one never."""
    usual = [key for key in below_upper(play) if key not in ODD_PLEDGES | FOUNDED_LATER]
    file_together(play, usual, 1, PLEDGE, working_days(date(2015, 2, 2), date(2015, 2, 26)))
    file_together(play, direct(play), 1, PLEDGE, working_days(date(2015, 3, 2), date(2015, 3, 12)))
    file_and_accept(play, "33", 1, PLEDGE, local(date(2015, 3, 3), 10))
    play.at(local(date(2015, 2, 25), 9), play.send, "36", 1, PLEDGE, by="binh-gia", paper=CAME_ON_PAPER)
    play.at(local(date(2015, 2, 27), 9), play.confirm_on_behalf, "36", 1, PLEDGE)
    play.at(local(date(2015, 3, 2), 9), play.accept, "36", 1, PLEDGE)
    play.at(local(date(2015, 2, 26), 9), play.send, "31", 1, PLEDGE)
    unsigned = "Số đoàn viên chưa khớp danh sách đóng đoàn phí của hợp tác xã. Đề nghị kiểm tra lại."
    play.at(local(date(2015, 3, 4), 9), play.give_back, "31", 1, PLEDGE, reason=unsigned, due_on=date(2015, 3, 13))
    play.at(local(date(2015, 2, 24), 16), play.begin, "35", 1, PLEDGE)


def founded_in_may(play: CampaignPlay) -> None:
    play.at(local(date(2015, 5, 18), 9), play.call, "39", 1)
    reason = "Mới thành lập tháng 5/2015, chưa thuộc diện đăng ký, báo cáo đợt 1."
    play.at(local(date(2015, 5, 18), 9, 15), play.excuse, "39", 1, reason)


def reports(play: CampaignPlay) -> None:
    """Reports of phase 1 due on 10 July: one late, one extended, one taken back and sent again, one sent by the upper
    union and not yet confirmed; three are missing, one of them begun.
    """
    usual = [key for key in below_upper(play) if key not in ODD_REPORTS | FOUNDED_LATER]
    file_in_time(play, usual, 1, REPORT, working_days(date(2015, 6, 26), date(2015, 7, 9)))
    file_and_accept(play, "10", 1, REPORT, local(date(2015, 7, 13), 10))
    flood = "Mưa lũ chia cắt đường vào xã, trường chưa tập hợp được số liệu."
    play.at(local(date(2015, 7, 8), 9), play.extend, "26", 1, REPORT, on=date(2015, 7, 15), reason=flood)
    file_and_accept(play, "26", 1, REPORT, local(date(2015, 7, 14), 9))
    play.at(local(date(2015, 7, 8), 10), play.send, "44", 1, REPORT)
    play.at(local(date(2015, 7, 8), 15), play.take_back, "44", 1, REPORT)
    play.at(local(date(2015, 7, 9), 8), play.send_again, "44", 1, REPORT)
    play.at(local(date(2015, 7, 10), 14), play.accept, "44", 1, REPORT)
    play.at(local(date(2015, 7, 10), 9), play.send, "36", 1, REPORT, by="binh-gia")
    play.at(local(date(2015, 7, 10), 16), play.send, "7", 1, REPORT)
    play.at(local(date(2015, 7, 9), 16), play.begin, "31", 1, REPORT)


def returned_reports(play: CampaignPlay) -> None:
    """Reports returned for additions; one of them had been accepted and was reopened."""
    play.at(local(date(2015, 7, 8), 9), play.send, "1", 1, REPORT)
    remarks = {
        Spot("actuals", "", "SN01"): "Ghi rõ số lượt theo từng cấp trường, huyện, tỉnh.",
        Spot("results", "Sổ theo dõi học sinh có nguy cơ bỏ học theo tuần", "recognised_no"):
            "Bổ sung số quyết định công nhận.",
    }  # fmt: skip
    play.at(
        local(date(2015, 7, 17), 10),
        play.give_back,
        "1",
        1,
        REPORT,
        remarks=remarks,
        due_on=date(2015, 7, 22),
    )
    play.at(local(date(2015, 7, 9), 9), play.send, "3", 1, REPORT)
    members = "Số đoàn viên công đoàn xuất sắc chưa khớp biên bản bình xét. Đề nghị kiểm tra lại."
    play.at(local(date(2015, 7, 14), 10), play.give_back, "3", 1, REPORT, reason=members, due_on=date(2015, 7, 21))
    file_and_accept(play, "24", 1, REPORT, local(date(2015, 7, 6), 9))
    value = "Giá trị làm lợi của sáng kiến vườn ươm cần đối chiếu lại với quyết định công nhận."
    play.at(local(date(2015, 7, 16), 9), play.reopen, "24", 1, REPORT, reason=value, due_on=date(2015, 7, 22))


def reports_to_the_province(play: CampaignPlay) -> None:
    """Reports to the province due on 17 July: some await the Board, one is late, one is begun, one is missing."""
    usual = [key for key in direct(play) if key not in ODD_DIRECT]
    file_in_time(play, usual, 1, REPORT, working_days(date(2015, 7, 6), date(2015, 7, 16)))
    for index, (key, day) in enumerate(STILL_WITH_THE_BOARD.items()):
        play.at(local(date(2015, 7, day), 13 + index), play.send, key, 1, REPORT)
    play.at(local(date(2015, 7, 20), 8, 20), play.send, "trang-dinh", 1, REPORT)
    play.at(local(date(2015, 7, 17), 16), play.begin, "bac-son", 1, REPORT)


UNCHANGED = {"2": 6, "4": 7, "5": 8, "12": 6, "13": 7, "18": 8, "22": 9, "44": 7, "45": 3, "50": 10, "53": 9}
ACCEPTED = {"4": 9, "13": 8, "18": 9, "45": 6, "50": 13, "cao-loc": 14, "8": 16}
ADJUSTED = {
    "6": (10, {"AT01": "240"}),
    "8": (14, {"TC01": "45", "AT01": "330"}),
    "cao-loc": (13, {"TC03": "90"}),
    "van-lang": (16, {"TC03": "60"}),
}
BEGUN = {"14": (15, {"AT01": "112"}), "26": (16, {"HT01": "60"})}


def pledges_of_phase_2(play: CampaignPlay) -> None:
    """Pledges of phase 2 due on 31 July: most awaited, some confirmed unchanged, adjusted or begun, one returned."""
    for key, day in UNCHANGED.items():
        play.at(local(date(2015, 7, day), 9, day), play.confirm_unchanged, key, 2)
    for key, (day, changed) in (ADJUSTED | BEGUN).items():
        play.at(local(date(2015, 7, day), 10, day), play.adjust, key, 2, changed)
    for key, (day, _changed) in ADJUSTED.items():
        play.at(local(date(2015, 7, day), 11, day), play.send_again, key, 2, PLEDGE)
    for key, day in ACCEPTED.items():
        play.at(local(date(2015, 7, day), 15, day), play.accept, key, 2, PLEDGE)
    change = "Trường sẽ thêm một lớp bán trú từ tháng 8, đề nghị điều chỉnh chỉ tiêu cho sát."
    play.at(local(date(2015, 7, 15), 9), play.give_back, "44", 2, PLEDGE, reason=change, due_on=date(2015, 7, 24))
