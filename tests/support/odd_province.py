"""Builds a province of odd cases: the branches of one province, each of a kind that sentences easily tell falsely.

branch     what is odd
silent     nobody reported
returned   every report was returned
single     one grassroots union, accepted
guilds     nghiệp đoàn only
waiting    every report waits for confirmation
excused    everybody is excused
uncounted  nobody gave the number of women
twin, twin2  two upper unions of one name
long       names of 140 characters
empty      an upper union without any union below it
"""

from __future__ import annotations

from typing import Any

from tests.support import world as of_world
from tests.support.sheets_by_hand import ask_again, call, exemplar, new_unit, open_by_hand, put, register, tell
from units.models import Unit, UnitKind

LONG = (
    "Công ty Trách nhiệm hữu hạn Một thành viên Đầu tư Phát triển Thương mại Dịch vụ Xuất nhập khẩu Nông lâm sản và "
    "Vật liệu xây dựng Hồi Thơm Đường"
)
BRANCHES = {
    "silent": "LĐLĐ huyện Bản Lặng",
    "returned": "LĐLĐ huyện Pắc Trả",
    "single": "LĐLĐ huyện Nà Đơn",
    "guilds": "LĐLĐ huyện Khuổi Nghiệp",
    "waiting": "LĐLĐ huyện Đồi Chờ",
    "excused": "LĐLĐ huyện Lũng Miễn",
    "uncounted": "LĐLĐ huyện Mỏ Thiếu",
    "twin": "LĐLĐ huyện Song Sinh",
    "twin2": "LĐLĐ huyện Song Sinh",
    "long": f"Công đoàn {LONG}"[:140].strip(),
    "empty": "LĐLĐ huyện Đỉnh Vắng",
}
REPORTS = {"silent": "awaited", "returned": "returned", "waiting": "submitted", "excused": "excused"}
"""By branch the status of its reports; of the others they are accepted."""
PEOPLE = {"workers": 46, "members": 44, "women": 30, "direct": 40}
ANSWERS = {"PT01": 1, "PT02": (40, 46), "PT03": 1, "SK02": 2, "HT01": 3, "DH01": (40, 46), "HC02": 1, "DN03": 1}


def build() -> Any:
    """Return the world with these branches beside its own, which have not reported; phase 1 is open."""
    world = of_world.build()
    world.branches = {
        key: Unit.objects.create(
            name=name,
            full_name=name,
            kind=UnitKind.UPPER_PLACE,
            parent=world.province,
            order=order,
            place=name.partition("huyện ")[2] or "Hồi Thơm",
            symbol="LĐLĐ",
            valid_from="2010-01-01",
        )
        for order, (key, name) in enumerate(BRANCHES.items(), start=50)
    }
    for key, branch in world.branches.items():
        call(world.phase, branch)
        for union in _unions(key, branch):
            _file(world, key, union)
    ask_again(world.phase)
    return world


def open_second_phase(world: Any) -> None:
    """Open phase 2, in which one union of the branch without numbers of women has reported so far."""
    open_by_hand(world.phase2)
    for branch in world.branches.values():
        call(world.phase2, branch)
        for union in branch.children.all():
            call(world.phase2, union)
    first = world.branches["uncounted"].children.first()
    put(first, "report", "accepted", phase=world.phase2, **ANSWERS)


def _unions(key: str, branch: Unit) -> list[Unit]:
    names = {
        "single": ["CĐCS Trường Mầm non Nà Đơn"],
        "guilds": ["Nghiệp đoàn Bốc xếp Khuổi Nghiệp", "Nghiệp đoàn Xe ôm Khuổi Nghiệp"],
        "long": [f"CĐCS {LONG}"[:140].strip()],
        "empty": [],
    }.get(key, [f"CĐCS Trường Tiểu học {branch.place} {n}" for n in (1, 2, 3)])
    shape = {"form": "occupational", "strand": ""} if key == "guilds" else {"strand": "public_service"}
    people = PEOPLE | ({"women": None} if key == "uncounted" else {})
    return [new_unit(name, branch, order, **shape, **people) for order, name in enumerate(names, start=1)]


def _file(world: Any, key: str, union: Unit) -> None:
    """Write the pledge and the report of a union as its branch has them, and a work and an exemplar of what counts."""
    call(world.phase, union)
    pledge = put(union, "pledge", "excused" if key == "excused" else "accepted", phase=world.phase, **ANSWERS)
    status = REPORTS.get(key, "accepted")
    answers = ANSWERS if status in ("returned", "submitted", "accepted") else {}
    report = put(union, "report", status, phase=world.phase, **answers)
    if status == "accepted":
        tell(report, register(pledge, "initiative", "Góc học tập từ vật liệu tái chế"), recognised=True, value=12)
        exemplar(report, "Cô giáo Nông Thị Ánh")
