"""Days on which offices are closed: forms warn of due dates on them, and default due dates avoid them."""

from datetime import date, timedelta

from foundation.vietnamese.dates import local_day, weekday

_FIXED = {  # (day, month): Bộ luật Lao động 2012, Điều 115; 2019, Điều 112
    (1, 1): "Tết Dương lịch",
    (30, 4): "Ngày Chiến thắng",
    (1, 5): "Ngày Quốc tế lao động",
    (2, 9): "Quốc khánh",
}
# year: (day, month) of mùng 1 Tết and of Giỗ Tổ, the tenth of the third lunar month; reckoned for UTC+7
_LUNAR = {
    2014: ((31, 1), (9, 4)),
    2015: ((19, 2), (28, 4)),
    2016: ((8, 2), (16, 4)),
    2017: ((28, 1), (6, 4)),
    2018: ((16, 2), (25, 4)),
    2019: ((5, 2), (14, 4)),
    2020: ((25, 1), (2, 4)),
    2021: ((12, 2), (21, 4)),
    2022: ((1, 2), (10, 4)),
    2023: ((22, 1), (29, 4)),
    2024: ((10, 2), (18, 4)),
    2025: ((29, 1), (7, 4)),
    2026: ((17, 2), (26, 4)),
    2027: ((6, 2), (16, 4)),
    2028: ((26, 1), (4, 4)),
    2029: ((13, 2), (23, 4)),
    2030: ((2, 2), (12, 4)),
}


def day_off(value: date) -> str | None:
    """Return why offices are closed that day ("Chủ nhật", "Quốc khánh", "Tết Nguyên đán"), or None on a working day.

    Lunar holidays are known for 2014 to 2030. Tết counts from its eve to mùng 3, the four days that are off
    every year. Its fifth day, the day beside 2/9 since 2021, days in lieu and swapped Saturdays are announced
    year by year and not known here.
    """
    day = local_day(value)
    holiday = _FIXED.get((day.day, day.month)) or _lunar_holiday(day)
    return holiday or (weekday(day) if day.weekday() >= 5 else None)


def _lunar_holiday(day: date) -> str | None:
    if day.year not in _LUNAR:
        return None
    (new_day, new_month), ancestors = _LUNAR[day.year]
    if timedelta(days=-1) <= day - date(day.year, new_month, new_day) <= timedelta(days=2):
        return "Tết Nguyên đán"
    return "Giỗ Tổ Hùng Vương" if (day.day, day.month) == ancestors else None
