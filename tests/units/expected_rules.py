"""What the rules of the day have to answer, written before there was a reader: code, scope, then day by day.

Days are two of the years of the first campaigns, and those before and after the law changed: 01/01/2024, 01/07/2025,
01/10/2026. What pages do not read yet has no answer here: it comes with its page. An answer is
(value, article, certainty), None where no text was read that says anything. "inferred" follows from something read,
"reported" was read in another text that quotes it, "read" in the text itself, "local" is our own custom.
"""

from datetime import date

LAW_2022 = "Luật số 06/2022/QH15"
LAW_2026 = "Luật số 06/2026/QH16"
DECREE_91 = "Nghị định 91/2017/NĐ-CP"
CONFEDERATION = "Đoàn Chủ tịch Tổng Liên đoàn Lao động Việt Nam"
REGULATION = (
    "Quy chế khen thưởng của tổ chức Công đoàn ban hành kèm theo Quyết định số {} của Đoàn Chủ tịch Tổng Liên đoàn "
    "Lao động Việt Nam"
)
LAWS = "Luật Thi đua, Khen thưởng"
GUIDED = "và các văn bản hướng dẫn thi hành"
AMENDED = f"{LAWS} số 06/2022/QH15, được sửa đổi, bổ sung bởi Luật số 06/2026/QH16, {GUIDED}"
OF_2012 = "Luật Công đoàn năm 2012 và Điều lệ Công đoàn Việt Nam"
OF_2024 = "Luật Công đoàn số 50/2024/QH15 và Điều lệ Công đoàn Việt Nam"
STATE_2015 = "Chủ tịch Ủy ban nhân dân tỉnh (qua Ban Thi đua - Khen thưởng, Sở Nội vụ)"

DAYS = (
    date(2015, 7, 20),
    date(2016, 12, 31),
    date(2023, 12, 31),
    date(2024, 1, 1),
    date(2025, 6, 30),
    date(2025, 7, 1),
    date(2026, 9, 30),
    date(2026, 10, 1),
)

LAW_OF_2003 = (f"{LAWS} {GUIDED}", "", "reported")
LAW_OF_2022 = (f"{LAWS} số 06/2022/QH15 {GUIDED}", LAW_2022, "reported")
UNION_LAW_2015 = (f"{OF_2012} (khóa\u00a0XI)", "", "reported")
UNION_LAW_2012, UNION_LAW_2024 = (OF_2012, "", "inferred"), (OF_2024, "Luật số 50/2024/QH15", "inferred")
BY_1564 = (REGULATION.format("1564/QĐ-TLĐ ngày 24/12/2014"), "Quyết định 1564/QĐ-TLĐ", "reported")
BY_1689 = (REGULATION.format("1689/QĐ-TLĐ ngày 12/11/2019"), "Quyết định 1689/QĐ-TLĐ", "reported")
BY_999 = (REGULATION.format("999/QĐ-TLĐ ngày 29/05/2024"), "Quyết định 999/QĐ-TLĐ", "reported")
BEFORE_1217, BY_1217 = (True, "", "inferred"), (True, "Hướng dẫn 1217/HD-TLĐ", "reported")
STATE_BEFORE, STATE_NOW = (STATE_2015, "", "reported"), ("Chủ tịch Ủy ban nhân dân tỉnh", "", "inferred")

EXPECTED = {
    ("grounds.emulation_law", ""): (*(LAW_OF_2003,) * 3, *(LAW_OF_2022,) * 4, (AMENDED, LAW_2026, "inferred")),
    ("grounds.union_law", ""): (*(UNION_LAW_2015,) * 2, *(UNION_LAW_2012,) * 3, *(UNION_LAW_2024,) * 3),
    ("grounds.regulation", ""): (BY_1564, BY_1564, BY_1689, BY_1689, *(BY_999,) * 4),
    ("award.comprehensive_or_theme", ""): (BEFORE_1217, BY_1217, *((True, "", "inferred"),) * 6),
    ("award.decided_by", "state"): (*(STATE_BEFORE,) * 5, *(STATE_NOW,) * 3),
    ("award.decided_by", "confederation"): ((CONFEDERATION, "", "reported"),) * 8,
    ("cap.cstdcs_share", ""): (
        (15, "", "inferred"),
        (15, "", "inferred"),
        (15, f"{DECREE_91}, Điều 9 khoản 3", "reported"),
        *(None,) * 5,
    ),
    ("signing.for_chair", ""): (None,) * 8,
    ("layout.page_number", ""): (
        *(("bottom_right", "Thông tư 01/2011/TT-BNV", "reported"),) * 2,
        *(("top_centre", "Nghị định 30/2020/NĐ-CP", "reported"),) * 6,
    ),
}
