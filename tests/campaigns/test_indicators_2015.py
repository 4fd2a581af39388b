"""Tests the 45 indicators of 2015: every attribute, and which units are asked for each."""

from datetime import date

import pytest

from campaigns.campaign_import.loading import load
from campaigns.catalogue.live import live_indicators
from campaigns.catalogue.stored import catalogue_of
from campaigns.models import AskedLevel, CalledUnit, Campaign, Column, Indicator
from campaigns.sheet import indicators_asked_of
from tests.support.module_rows import rows_for_module
from units.models import Strand, UnionForm, Unit, UnitKind, WorkingYear

# code · over units · over phases · pace (đ even, early, none; N end; NH school year) · asked (P pledge, B report) ·
# HC SN NN TN FD, NĐ, H T: S of all, R from 30 members, o offered, . not asked
TABLE = """
PT01 yes_no max  đ  PB SSSSS . RR
PT02 ratio  last đ  PB SSSSS S ..
PT03 sum    sum  đ  PB ooooo o oo
PT04 sum    sum  đ  PB ..... . RR
PT05 sum    sum  đ  B  ..... . RR
DH01 ratio  last NH PB SSRoo . ..
DH02 ratio  last NH PB RRRoo . ..
DH03 sum    last NH PB RRRoo . ..
DH04 sum    last NH PB ooo.. . ..
DH05 ratio  last NH PB SSSSS S ..
DH06 yes_no last NH PB SSSSS S ..
DH07 yes_no last NH PB ooooo o ..
DH08 yes_no last N  PB RRooo . ..
DH09 yes_no last N  PB RRooo . ..
DH10 ratio  last NH PB RRRoo . ..
DH11 ratio  last N  PB ..RRR . ..
SK01 sum    sum  đ  PB ooo.. . ..
SK02 sum    sum  đ  PB SSSRR . ..
SK03 sum    sum  đ  PB ooSRR . ..
SK04 sum    sum  đ  PB ooRoo . oo
SK05 sum    sum  đ  PB ooooo . oo
HT01 sum    sum  đ  PB RRooo . ..
HT02 sum    sum  đ  PB ..Roo . ..
HT03 ratio  last đ  PB SSRoo o ..
HC01 ratio  sum  đ  PB R.... . ..
HC02 yes_no max  N  PB RR... . ..
SN01 sum    sum  NH PB .R... . ..
DN01 ratio  last đ  PB ..ooo . ..
DN02 yes_no max  N  PB ..SSS . ..
DN03 sum    sum  đ  PB ..RRR . ..
DN04 yes_no last đ  PB ..SSS . ..
DN05 ratio  last đ  PB ..RRR . ..
AT01 sum    sum  đ  PB .oRRR . ..
AT02 sum    sum  đ  B  ..SSS . ..
TC01 sum    sum  đ  PB oooRR R ..
TC02 sum    sum  đ  PB ..... . Ro
TC03 sum    sum  đ  PB ..... . RR
XH01 sum    sum  đ  PB ooooo o oo
XH02 sum    sum  đ  PB ..... . Ro
RQ01 sum    sum  đ  PB ..... . R.
RQ02 sum    sum  đ  PB ..... . R.
RQ03 sum    sum  đ  PB ..... . R.
RQ04 sum    sum  đ  PB ..... . R.
RQ05 sum    sum  đ  PB ..... . o.
RQ06 sum    sum  đ  PB ..... . R.
"""
PACE = {"even": "đ", "early": "đ", "none": "đ", "end": "N", "school_year": "NH"}
LEVEL = {"all": "S", "from_30": "R", "offered": "o"}
SECTIONS = dict(zip(["PT", "DH", "SK", "HT", "HC", "SN", "DN", "AT", "TC", "XH", "RQ"], "ABCDEEFGHHI", strict=True))

pytestmark = [pytest.mark.sqlite(deep="both"), pytest.mark.django_db]


@pytest.fixture(scope="module")
def campaign(django_db_setup, django_db_blocker):
    with rows_for_module(django_db_blocker, loaded) as campaign:
        yield campaign


def asked_of(called, kind):
    return indicators_asked_of(catalogue_of(called.phase), called, kind)


def loaded():
    unit = Unit.objects.create(name="LĐLĐ tỉnh", full_name="LĐLĐ tỉnh", kind=UnitKind.PROVINCE, valid_from="2010-01-01")
    return load("campaigns/data/campaign-2015.toml", unit, "campaigns/data/indicators-2015.toml")


def line(indicator):
    """Return an indicator as a line of the table."""
    levels = {row.column: LEVEL[row.level] for row in indicator.asked.all()}
    marks = "".join(levels.get(column, ".") for column in Column.values)
    sheets = "P" * indicator.in_pledge + "B" * indicator.in_report
    words = (indicator.code, indicator.over_units, indicator.over_phases, PACE[indicator.pace], sheets)
    return [*words, marks[:5], marks[5], marks[6:]]


def test_the_45_indicators_stand_in_their_order_with_every_attribute(campaign):
    assert [line(indicator) for indicator in live_indicators(campaign)] == [
        row.split() for row in TABLE.strip().splitlines()
    ]


def test_each_stands_in_its_section(campaign):
    assert {indicator.code: indicator.section.number for indicator in live_indicators(campaign)} == {
        row.split()[0]: SECTIONS[row[:2]] for row in TABLE.strip().splitlines()
    }
    assert list(campaign.sections.values_list("number", "category")) == [
        *(("A", "movement"), ("B", "title"), ("C", "work"), ("D", "study"), ("E", "office")),
        *(("F", "enterprise"), ("G", "safety"), ("H", "union"), ("I", "spring"), ("K", "union")),
    ]


def test_others_wait_switched_off(campaign):
    off = campaign.indicators.filter(active=False)

    assert set(off.values_list("name", flat=True)) == {
        "Chiến sĩ thi đua cấp tỉnh",
        "Tổ công đoàn, công đoàn bộ phận vững mạnh",
        "Lượt CNVCLĐ được tuyên truyền, phổ biến pháp luật",
        "Giải pháp cải cách hành chính được áp dụng",
        "Thu nhập bình quân của người lao động",
        "Đăng ký “Xanh - Sạch - Đẹp, bảo đảm ATVSLĐ”",
        "Đoàn viên ưu tú được giới thiệu cho Đảng",
        "Hoạt động văn nghệ, thể thao của CNVCLĐ",
        "Cây trồng dịp “Tết trồng cây” còn sống",
        "CNVCLĐ tham gia đề tài, sáng kiến, công trình",
        "Đoàn viên được kết nạp vào Đảng",
        "Ủng hộ các quỹ xã hội, từ thiện",
        "CNVCLĐ có trình độ đại học trở lên",
        "CNVCLĐ có trình độ cao đẳng, trung cấp",
        "CNLĐ có tay nghề đã qua đào tạo",
        "CNLĐ có việc làm thường xuyên",
    }
    assert [phase.number for phase in off.get(code="RQ07").phases.all()] == [2]


def test_ratios_name_their_denominator_and_where_it_is_filled_in_from(campaign):
    ratios = campaign.indicators.filter(active=True, over_units="ratio")

    assert list(ratios.values_list("code", "denominator_name", "denominator_from")) == [
        ("PT02", "CNVCLĐ", "workers"),
        ("DH01", "CNVCLĐ", "workers"),
        ("DH02", "lao động tiên tiến", "DH01"),
        ("DH05", "đoàn viên", "members"),
        ("DH10", "nữ CNVCLĐ", "women"),
        ("DH11", "CNLĐ", "workers"),
        ("HT03", "CNVCLĐ", "workers"),
        ("HC01", "hồ sơ đã giải quyết", ""),
        ("DN01", "lao động bình quân", "workers"),
        ("DN05", "người thuộc diện đóng", "insured"),
    ]


def test_a_ratio_of_millions_a_person_is_no_percent(campaign):
    assert [indicator.code for indicator in live_indicators(campaign) if indicator.is_quotient] == ["DN01"]


def test_works_are_counted_from_the_list_of_works(campaign):
    computed = campaign.indicators.exclude(computed="")

    assert dict(computed.values_list("code", "computed")) == {
        "SK01": "topics",
        "SK02": "initiatives",
        "SK03": "initiatives_value",
        "SK04": "products",
        "SK05": "products_value",
    }


def test_occurrences_and_persons_are_told_apart(campaign):
    def counted(how):
        return set(campaign.indicators.filter(active=True, counting=how).values_list("code", flat=True))

    assert counted("occurrences") == {"PT03", "HT01", "HT02", "SN01", "AT01", "TC03", "XH01"}
    assert counted("persons") == {"PT02", "DH01", "DH02", "DH05", "DH10", "DH11", "HT03", "DN05", "TC01"}


def test_decimals_accidents_and_the_spring_campaign(campaign):
    active = campaign.indicators.filter(active=True)

    assert dict(active.exclude(decimals=0).values_list("code", "decimals")) == {"SK03": 1, "SK05": 1, "DN01": 1}
    assert [indicator.code for indicator in active.filter(less_is_better=True)] == ["AT02"]
    assert [indicator.code for indicator in active.filter(pace="none")] == ["DN01", "AT02"]
    spring = [f"RQ0{number}" for number in range(1, 7)]
    early = ["PT01", "PT02", "HT03", "DN04", "DN05", *spring]
    assert [indicator.code for indicator in active.filter(pace="early")] == early
    limited = {
        indicator.code: [phase.number for phase in indicator.phases.all()] for indicator in active.exclude(phases=None)
    }
    assert limited == {f"RQ0{number}": [1] for number in range(1, 7)}


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("HT01", "Một người học hai lớp tính 02 lượt."),
        ("PT02", "Mỗi người tính một lần dù đăng ký nhiều danh hiệu."),
        ("DH01", "Trường học ghi kết quả năm học 2014-2015; đơn vị khác xét vào cuối năm."),
        ("SK04", "Công trình, sản phẩm có ghi tên “chào mừng …”; nêu rõ có gắn biển hay không."),
        (
            "SK02",
            (
                "Ghi sáng kiến đã có quyết định hoặc giấy chứng nhận công nhận của thủ trưởng cơ quan, chủ doanh "
                "nghiệp; sáng kiến mới đăng ký ghi ở danh sách, chưa tính vào đây."
            ),
        ),
    ],
)
def test_help_stands_under_the_field(campaign, code, text):
    assert campaign.indicators.get(code=code).help_text == text


def required(column, *levels):
    return Indicator.objects.filter(active=True, asked__column=column, asked__level__in=levels).count()


@pytest.mark.parametrize(
    ("column", "from_30", "small"),
    [
        (Column.ADMINISTRATIVE, 15, 7),
        (Column.PUBLIC_SERVICE, 15, 7),
        (Column.STATE_ENTERPRISE, 20, 9),
        (Column.PRIVATE_ENTERPRISE, 14, 7),
        (Column.FOREIGN_ENTERPRISE, 14, 7),
    ],
)
def test_a_small_union_must_answer_few_lines(campaign, column, from_30, small):
    assert required(column, AskedLevel.ALL, AskedLevel.NOT_SMALL) == from_30
    assert required(column, AskedLevel.ALL) == small


def called(campaign, number, strand, members, **more):
    shape = {"kind": UnitKind.GRASSROOTS, "form": UnionForm.WORKPLACE, "strand": strand, "members": members} | more
    phase = Campaign.objects.get(pk=campaign.pk).phases.get(number=number)
    return CalledUnit(phase=phase, **shape)


@pytest.mark.parametrize(
    ("strand", "from_30", "small"),
    [
        (Strand.ADMINISTRATIVE, 15, 7),
        (Strand.PUBLIC_SERVICE, 15, 7),
        (Strand.STATE_ENTERPRISE, 19, 8),  # accidents are only reported
        (Strand.PRIVATE_ENTERPRISE, 13, 6),
        (Strand.FOREIGN_ENTERPRISE, 13, 6),
    ],
)
def test_the_pledge_requires_as_many_lines_as_the_table_says(campaign, strand, from_30, small):
    lines = [asked_of(called(campaign, 1, strand, members), "pledge") for members in (30, 29)]

    assert [sum(row.required for row in line) for line in lines] == [from_30, small]


@pytest.mark.parametrize(
    ("year", "number", "titles"),
    [
        (WorkingYear.SCHOOL, 1, ["DH01", "DH02", "DH03", "DH04", "DH05", "DH06", "DH07", "DH10", "SN01"]),
        (WorkingYear.SCHOOL, 2, ["DH08", "DH09", "HC02"]),
        (WorkingYear.CALENDAR, 1, []),
    ],
)
def test_titles_are_reported_when_they_are_judged(campaign, year, number, titles):
    school = called(campaign, number, Strand.PUBLIC_SERVICE, 46, working_year=year)

    codes = [
        indicator_asked.indicator.code
        for indicator_asked in asked_of(school, "report")
        if indicator_asked.indicator.pace in ("school_year", "end")
    ]

    assert codes == titles


def test_a_union_without_employer_answers_eight_lines(campaign):
    porters = called(campaign, 1, "", 64, form=UnionForm.OCCUPATIONAL)

    indicators_asked = asked_of(porters, "pledge")

    assert [row.indicator.code for row in indicators_asked] == [
        *("PT02", "PT03", "DH05", "DH06", "DH07", "HT03", "TC01", "XH01"),
    ]
    assert [row.indicator.code for row in indicators_asked if row.required] == ["PT02", "DH05", "DH06", "TC01"]


def test_the_spring_campaign_is_asked_of_place_unions_in_phase_1(campaign):
    def spring(number, kind):
        unit = called(campaign, number, "", None, form="", kind=kind)
        return [
            indicator_asked.indicator.code
            for indicator_asked in asked_of(unit, "report")
            if indicator_asked.indicator.code.startswith("RQ")
        ]

    assert spring(1, UnitKind.UPPER_PLACE) == ["RQ01", "RQ02", "RQ03", "RQ04", "RQ05", "RQ06"]
    assert [spring(2, UnitKind.UPPER_PLACE), spring(1, UnitKind.UPPER_TRADE)] == [[], []]


def test_the_phase_that_holds_june_is_the_first(campaign):
    assert [phase.holds_june for phase in campaign.phases.all()] == [True, False]
    assert campaign.phases.get(number=1).ends_on == date(2015, 6, 30)
