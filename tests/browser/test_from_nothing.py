"""Tests a portal from nothing by its screens alone: from an empty database and two workbooks to signed reports.

Nothing of the project is imported, here or by the scenes: the portal is started by its commands, as an installer does.
"""

import ast
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.browser.conftest import visitors
from tests.browser.scenes import beginning, copying, numbered, quarters
from tests.support import started_portal
from tests.support.started_portal import StartedPortal

WIDTHS = {"leader": 1280, "clerk": 1280, "ward": 390, "park": 640, "school": 390, "nursery": 390, "mill": 1280}
NAMES = {
    "board": "Trần Thị Thu Hằng",
    "leader": "Lê Quang Vinh",
    "clerk": "Phạm Thị Lưu",
    "ward": "Hồ Văn Bình",
    "park": "Đặng Khu Công",
    "school": "Nguyễn Thị Bến",
    "nursery": "Võ Thị Sen",
    "mill": "Dương Thị May",
}
PROJECT = {"emulation", "summaries", "awards", "campaigns", "units", "foundation"}
FIRST_QUARTER = [
    "toàn tỉnh có 03 công đoàn cấp trên trực tiếp cơ sở, 09 công đoàn cơ sở",
    "khối sự nghiệp 06, khối doanh nghiệp 03; tổng số 1.591 đoàn viên, người lao động, 1.542 đoàn viên",
    "Có 04/12 đơn vị đăng ký giao ước thi đua, đạt 33,3%.",
    "có 04/12 đơn vị đã báo cáo (33,3%), tất cả đúng hạn; còn 08 đơn vị chưa báo cáo.",
    "Lượt đoàn viên, người lao động được thăm hỏi là 375 lượt, đạt 25,9% so với đăng ký.",
    "Tỷ lệ đoàn viên được khám sức khỏe là 536/862 (62,2%), thấp hơn 27,1 điểm phần trăm so với đăng ký.",
    "Số sáng kiến, cải tiến kỹ thuật là 04 sáng kiến, đạt 20% so với đăng ký.",
    "Nơi nhận: TM. BAN THƯỜNG VỤ",
    "Lê Quang Vinh",
]


SCHOOLS_PAPER = [
    "I Chăm lo trực tiếp",
    "I.1 Thăm hỏi, tặng quà",
    "I.1.1 Suất quà đã trao suất - - 12 -",
    "I.1.2 Ngày trao quà đầu tiên 01/05/2026",
    "Có hai tiết mục văn nghệ",
    "1 Nơi nhận quà Phòng hội đồng nhà trường",
    "2 Hình thức chủ yếu Cả hai",
    "Vận động phụ huynh cùng góp gạo.",
    "Đoàn viên, người lao động: 48; Nữ đoàn viên, người lao động: 33;",
    "Bến Xanh, ngày 08 tháng 6 năm 2026",
]
NUMBERED = [
    "Tổng kết phong trào thi đua đợt 1 năm 2026 (Phong trào thi đua “Công đoàn chăm lo đoàn viên” năm 2026)",
    "kết quả thực hiện đợt 1 (từ ngày 16/04/2026 đến ngày 31/05/2026; số liệu tính đến ngày 31/05/2026)",
    "có 01/12 đơn vị đã báo cáo (8,3%), gửi sau hạn; còn 11 đơn vị chưa báo cáo.",
    "Chăm lo trực tiếp: Thăm hỏi, tặng quà. Suất quà đã trao là 12 suất.",
    "I.1.1 Suất quà đã trao suất - - 12 12 … x - - - 1",
    "Đợt này chỉ báo cáo, không đăng ký riêng.",
]
LAST_QUARTER = [
    "có 04/12 đơn vị đã báo cáo (33,3%), tất cả đúng hạn; hạn báo cáo là ngày 08/01/2027.",
    "Tỷ lệ đoàn viên được khám sức khỏe là 832/862 (96,5%), cao hơn 7,2 điểm phần trăm so với đăng ký.",
    "- 1.450 470 70 400 x - 107,9 - 3 lũy kế 1.565",
    "- 20 9 4 5 x - 125 - 3 lũy kế 25",
]


@pytest.fixture
def portal(tmp_path):
    return StartedPortal(tmp_path)


@pytest.fixture
def people(request, chromium, portal):
    """A browser for each person, as wide as theirs; nobody has an account yet."""
    with visitors(request, chromium, portal.url, 1280) as open_one:
        yield SimpleNamespace(admin=open_one(), **{name: open_one(width=WIDTHS.get(name, 1280)) for name in NAMES})


@pytest.mark.sqlite
def test_the_stories_import_nothing_of_the_project():
    files = [
        __file__,
        *(module.__file__ for module in (beginning, copying, numbered, quarters, started_portal)),
    ]
    trees = [ast.parse(Path(file).read_text(encoding="utf-8")) for file in files]
    imports = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    names = [getattr(node, "module", None) or node.names[0].name for node in imports]
    assert PROJECT.isdisjoint(name.split(".")[0] for name in names)


@pytest.mark.deep
@pytest.mark.sqlite
def test_from_an_empty_database_to_signed_reports_of_two_campaigns_and_a_copy(portal, people, tmp_path):
    board = people.board
    with portal.at("2025-12-08T08:00+07:00"):
        begin(portal, people, tmp_path)
        quarters.write(board)
    with portal.at("2026-01-02T08:00+07:00"):
        quarters.open_phase(board, "đợt quý I")
        quarters.pledge(people)
    with portal.at("2026-04-01T08:00+07:00"):
        quarters.report(people, 1)
    with portal.at("2026-04-10T08:00+07:00"):
        quarters.sum_up(people, "2026", 1, "Sơ kết quý I: 4/12 đơn vị đã báo cáo")
        assert lacking(FIRST_QUARTER, quarters.sign(people.clerk, 12, "10/4/2026", tmp_path)) == []
        quarters.lock(board, "2026", 1, "quý I")
        quarters.open_phase(board, "đợt quý II")
        numbered.write(board)
    with portal.at("2026-04-16T08:00+07:00"):
        quarters.open_phase(board, "đợt 1")
    with portal.at("2026-06-08T08:00+07:00"):
        assert lacking(SCHOOLS_PAPER, numbered.report(people, tmp_path)) == []
        quarters.sum_up(people, "2026-2", 1, "Tổng kết đợt 1: 1/12 đơn vị đã báo cáo")
        assert lacking(NUMBERED, quarters.sign(people.clerk, 20, "8/6/2026", tmp_path)) == []
        quarters.lock(board, "2026-2", 1, "đợt 1")
    for number, day, following in ((2, "2026-07-01", "đợt quý III"), (3, "2026-10-01", "đợt quý IV và cả năm")):
        with portal.at(f"{day}T08:00+07:00"):
            quarters.report(people, number)
            quarters.open_phase(board, following)
    with portal.at("2026-12-14T08:00+07:00"):
        copying.copy(board, "2026", quarters.TITLE)
    with portal.at("2027-01-04T08:00+07:00"):
        quarters.report(people, 4)
        quarters.sum_up(people, "2026", 4, "Tổng kết quý IV và cả năm: 4/12 đơn vị đã báo cáo")
        assert lacking(LAST_QUARTER, quarters.sign(people.clerk, 3, "4/1/2027", tmp_path)) == []


def lacking(sentences, words):
    return [sentence for sentence in sentences if sentence not in words]


def begin(portal, people, folder):
    """Begin the portal, bring in unions and people, and let each take over their account."""
    code = portal.manage("begin", "--code").split()[-1]
    beginning.begin(people.admin, code)
    beginning.bring_in(people.admin, folder)
    beginning.name_signer(people.admin)
    codes = beginning.hand_out(people.admin, folder)
    for name, person in NAMES.items():
        beginning.take_over(getattr(people, name), codes[person], person.split()[-1])
