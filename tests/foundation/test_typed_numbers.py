"""Tests that a number which two people may read differently is never stored without a question."""

import pytest
from django import forms

from awards.admin.forms import PercentField
from awards.forms.dossiers import VotesField
from awards.forms.nominees import PersonForm
from campaigns.actions import filings
from campaigns.forms.reviews import MoneyField
from campaigns.models import AssignedTarget, Indicator
from campaigns.sheet import Incomplete, Sheet
from foundation import clock
from foundation.forms.fields import CountField, NumberField, YearField
from tests.support.filing_steps import PLEDGING
from tests.support.world import fill

pytestmark = pytest.mark.sqlite(deep="both")  # the sentences are the same on both databases

THOUSAND = "Số: “1,000” có hai cách đọc. Xin ghi 1.000 nếu là 1 nghìn, hoặc ghi 1 nếu là 1."
WHOLE = (NumberField, CountField, MoneyField, VotesField)


def sentence_of(field, typed):
    with pytest.raises(forms.ValidationError) as refusal:
        field.clean(typed)
    return refusal.value.messages[0]


@pytest.mark.parametrize("kind", WHOLE)
def test_a_whole_number_with_one_comma_is_refused_with_both_readings(kind):
    field = kind(name="số")
    assert sentence_of(field, "1,000") == THOUSAND
    assert [field.clean(typed) for typed in ("1.000", "1", "1.250,00", "1 000")] == [1000, 1, 1250, 1000]
    assert sentence_of(field, "1,250") == "Số phải là số nguyên. Ví dụ: 1.250."
    assert sentence_of(field, "bốn sáu") == "Số phải là số. Ví dụ: 1.250 hoặc 12,5."
    assert sentence_of(field, "-5") == "Số không thể nhỏ hơn 0."


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("12,500", "Số: “12,500” có hai cách đọc. Xin ghi 12500 nếu là 12 nghìn 500, hoặc ghi 12,5 nếu là 12 phẩy 5."),
        ("1.500", "Số: “1.500” có hai cách đọc. Xin ghi 1500 nếu là 1 nghìn 500, hoặc ghi 1,5 nếu là 1 phẩy 5."),
    ],
)
def test_a_number_that_may_have_decimals_is_refused_with_both_readings(typed, said):
    for field in (NumberField(name="số", decimals=1), PercentField(label="Số")):
        assert sentence_of(field, typed) == said
    assert str(NumberField(decimals=1).clean("1500")) == "1500"


@pytest.mark.parametrize("typed", ["abc", "1.984", "84", "19840", "1984,0", "-984", "0984", "１９８４"])
def test_a_year_is_four_digits_and_has_its_own_words(typed):
    assert sentence_of(YearField(label="Năm sinh", example=1984), typed) == (
        "Năm sinh chưa đúng. Xin ghi bốn chữ số, ví dụ 1984."
    )
    assert YearField(label="Năm").clean(" 2015\u00a0") == 2015
    assert isinstance(PersonForm.base_fields["birth_year"], YearField)


def test_a_headcount_with_a_comma_is_no_number_of_the_sheet(world):
    filing = world.sheet("school", "pledge")
    typed = fill(filing)
    typed["headcount"] |= {"workers": "1,000"}
    sheet = Sheet(filing, typed=typed)
    assert [(problem.anchor, problem.sentence) for problem in sheet.problems] == [
        ("id_headcount-workers", THOUSAND.replace("Số:", "Tổng số CNVCLĐ:"))
    ]
    with pytest.raises(Incomplete):
        filing.typed = typed
        filings._submit(filing, "submit", by=world.by("owner"), post=None)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (
            "12.500",
            "12.500 được hiểu là 12 nghìn 500. Số liệu này có đúng không? Nếu là 12 phẩy 5, xin sửa thành 12,5.",
        ),
        (
            "12,500",
            "12,500 được hiểu là 12 phẩy 5. Số liệu này có đúng không? Nếu là 12 nghìn 500, xin sửa thành 12500.",
        ),
        ("12500", None),
        ("12.345", None),
    ],
)
def test_a_figure_with_decimals_is_asked_about_before_it_is_sent(world, typed, said):
    sheet = Sheet(world.sheet("bank", "pledge"))
    content = fill(sheet.filing)
    content["indicators"] |= {"DN01-n": typed, "DN01-d": "40"}
    typed_sheet = Sheet(sheet.filing, typed=content)
    name = Indicator.objects.get(campaign=world.campaign, code="DN01").name
    assert [(question.key, question.of, question.sentence) for question in typed_sheet.questions] == (
        [("DN01-n-reading", typed, f"“{name}”: {said}")] if said else []
    )
    assert typed_sheet.problems == []
    content["confirmed"] = {"DN01-n-reading": {"of": typed, "reason": ""}}
    assert Sheet(sheet.filing, typed=content).complete


def test_a_target_that_is_read_two_ways_is_given_to_nobody(client, world):
    client.force_login(world.user("board"))
    indicator = Indicator.objects.get(campaign=world.campaign, code="TC01")
    quotient = Indicator.objects.get(campaign=world.campaign, code="DN01")
    for row_indicator, typed, wrong in (
        (indicator, "1,000", "TC01: “1,000” có hai cách đọc. Xin ghi 1.000 nếu là 1 nghìn, hoặc ghi 1 nếu là 1."),
        (
            quotient,
            "1.500",
            "DN01: “1.500” có hai cách đọc. Xin ghi 1500 nếu là 1 nghìn 500, hoặc ghi 1,5 nếu là 1 phẩy 5.",
        ),
    ):
        grid = f"/campaigns/2015/targets/?section={row_indicator.section_id}"
        cell = f"t-{row_indicator.pk}-{world.units['city'].pk}"
        with clock.travel(PLEDGING):
            page = client.post(grid, {cell: typed})
            assert page.context["grid"].errors == [(cell, f"LĐLĐ thành phố Lạng Sơn: {wrong}")]
            assert AssignedTarget.objects.count() == 0
            assert client.post(grid, {cell: "1500"}).status_code == 302
            shown = client.get(grid).context["grid"]
            texts = [given.text for _unit, cells in shown.rows for given in cells if given.name == cell]
            assert texts == ["1500" if row_indicator is quotient else "1.500"]
            assert client.post(grid, {cell: texts[0], "seen": shown.hidden_fingerprints}).status_code == 302
            assert AssignedTarget.objects.get().value == 1500
        AssignedTarget.objects.all().delete()
