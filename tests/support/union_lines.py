"""The lines of a list of unions as an office would send it, every twentieth with a fault."""

import csv
import io
from collections.abc import Iterator
from typing import Any

HEADINGS = ["STT", "Tên đơn vị", "Loại đơn vị", "Khối", "Công đoàn cấp trên", "Người lao động", "Điện thoại"]


def csv_of(*lines: list[Any]) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows(lines)
    return text.getvalue().encode()


def union_lines(size: int, uppers: tuple[str, str], province: str) -> Iterator[list[Any]]:
    """Yield unions with faults, parents that come later, a circle, and the total."""
    faults = {
        3: (5, "1.5OO"),
        7: (4, "LĐLĐ huyện Không"),
        11: (1, "CĐCS Trường số {beside}"),
        13: (3, "Khối lạ"),
        17: (1, "CĐCS Trương số {beside}"),
        19: (4, "{behind}"),
        20: (4, "{before}"),
    }
    for number in range(1, size):
        upper = ("LĐLĐ huyện Sau", *uppers)[number % 3]
        cells = [number, f"CĐCS Trường số {number}", "CĐCS", "Sự nghiệp", upper, "1.500", "0912 345 678"]
        if fault := faults.get(number % 100):
            cells[fault[0]] = fault[1].format(beside=number - 3, before=number - 1, behind=number + 1)
        yield cells
    yield [size, "LĐLĐ huyện Sau", "LĐLĐ huyện, thành phố", "", province, "", ""]
    yield ["", "Tổng cộng", "", "", "", "2.130.000", ""]
