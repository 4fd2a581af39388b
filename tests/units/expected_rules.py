"""What the rules of the day have to answer, written before there was a reader: code, scope, then day by day.

Days are those before and after the law changed: 1/1/2024, 1/7/2025, 1/7/2026 (base salary), 1/10/2026. An answer is
(value, article, certainty), None where no text was read that says anything. "inferred" follows from something read,
"reported" was read in another text that quotes it, "read" in the text itself, "local" is our own custom.
"""

from datetime import date

LAW_2022 = "Luật số 06/2022/QH15"
LAW_2026 = "Luật số 06/2026/QH16"
DECREE_91 = "Nghị định 91/2017/NĐ-CP"
DECREE_98 = "Nghị định 98/2023/NĐ-CP"
DECREE_152 = "Nghị định 152/2025/NĐ-CP"
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
    date(2023, 12, 31),
    date(2024, 1, 1),
    date(2025, 6, 30),
    date(2025, 7, 1),
    date(2026, 6, 30),
    date(2026, 7, 1),
    date(2026, 9, 30),
    date(2026, 10, 1),
)


def from_2024_until_2025_then(before, then, after):
    """Return the answers for DAYS of a rule that changed on 1/1/2024 and on 1/7/2025."""
    return (before, then, then, *(after,) * 5)


def since_2025(answer):
    return from_2024_until_2025_then(None, None, answer)


def votes(percent):
    before = (90, f"{DECREE_91}, Điều 45 khoản 8", "read")
    then = (percent, f"{DECREE_98}, Điều 30 khoản 7", "reported")
    return from_2024_until_2025_then(before, then, (percent, DECREE_152, "inferred"))


def coefficient(value):
    return since_2025((value, f"{DECREE_152}, Điều 49-54", "reported"))


OWN = (0, "", "local")
PUBLICITY = from_2024_until_2025_then(OWN, (10, f"{DECREE_98}, Điều 46 khoản 2", "read"), (10, DECREE_152, "inferred"))
LAW_OF_2022 = (f"{LAWS} số 06/2022/QH15 {GUIDED}", LAW_2022, "reported")
BY_1689 = (REGULATION.format("1689/QĐ-TLĐ ngày 12/11/2019"), "Quyết định 1689/QĐ-TLĐ", "reported")
BY_999 = (REGULATION.format("999/QĐ-TLĐ ngày 29/5/2024"), "Quyết định 999/QĐ-TLĐ", "reported")
SALARY = (2_340_000, "", "reported"), (2_530_000, "Nghị định 161/2026/NĐ-CP", "read")

EXPECTED = {
    ("grounds.emulation_law", ""): (
        (f"{LAWS} {GUIDED}", "", "reported"),
        *(LAW_OF_2022,) * 6,
        (AMENDED, LAW_2026, "inferred"),
    ),
    ("grounds.union_law", ""): (
        *((OF_2012, "", "inferred"),) * 3,
        *((OF_2024, "Luật số 50/2024/QH15", "inferred"),) * 5,
    ),
    ("grounds.regulation", ""): (BY_1689, BY_1689, *(BY_999,) * 6),
    ("award.comprehensive_or_theme", ""): ((True, "", "inferred"),) * 8,
    ("award.decided_by", "state"): (
        *((STATE_2015, "", "reported"),) * 3,
        *(("Chủ tịch Ủy ban nhân dân tỉnh", "", "inferred"),) * 5,
    ),
    ("award.decided_by", "confederation"): ((CONFEDERATION, "", "reported"),) * 8,
    ("cap.cstdcs_share", ""): ((15, f"{DECREE_91}, Điều 9 khoản 3", "reported"), *(None,) * 7),
    ("votes.percent_of_all", "N_CSTDCS"): votes(80),
    ("votes.percent_of_all", "N_CO_T"): votes(80),
    ("votes.percent_of_all", "N_CO_CP"): votes(80),
    ("votes.percent_of_all", "N_CSTDT"): votes(90),
    ("votes.percent_of_all", "N_CSTDTQ"): votes(90),
    ("publicity.working_days", ""): (OWN,) * 8,
    ("publicity.working_days", "BK_T"): (OWN,) * 8,
    ("publicity.working_days", "N_CSTDTQ"): PUBLICITY,
    ("publicity.working_days", "N_HCLD"): PUBLICITY,
    ("form.proposal", ""): since_2025(("01", f"{DECREE_152}, Phụ lục", "reported")),
    ("form.personal_report", ""): since_2025(("05", f"{DECREE_152}, Phụ lục", "reported")),
    ("form.initiative_certificate", ""): since_2025(("13", f"{DECREE_152}, Phụ lục", "reported")),
    ("form.thematic_report", ""): from_2024_until_2025_then(
        ("07", DECREE_91, "reported"), None, ("08", f"{DECREE_152}, Phụ lục", "inferred")
    ),
    ("money.base_salary", ""): (None, None, None, SALARY[0], SALARY[0], SALARY[1], SALARY[1], SALARY[1]),
    ("money.coefficient", "N_LDTT"): coefficient("0.3"),
    ("money.coefficient", "N_CSTDCS"): coefficient("1.0"),
    ("money.coefficient", "N_CSTDT"): coefficient("3.0"),
    ("money.coefficient", "N_CSTDTQ"): coefficient("4.5"),
    ("money.coefficient", "N_TTLDTT"): coefficient("0.8"),
    ("money.coefficient", "N_TTLDXS"): coefficient("1.5"),
    ("money.coefficient", "N_CO_T"): coefficient("8.0"),
    ("money.coefficient", "N_CO_CP"): coefficient("12.0"),
    ("money.union_amount", "BK_T"): (None,) * 8,
    ("layout.page_number", ""): (("top_centre", "Nghị định 30/2020/NĐ-CP", "reported"),) * 8,
}
