"""Tests what is computed of the layout of a sheet's paper."""

import pytest

from campaigns.catalogue.types import CatalogueSection
from campaigns.papers import group_numbers

pytestmark = pytest.mark.sqlite


@pytest.mark.parametrize(
    ("numbers", "printed"),
    [
        (["A", "C", "D", "G"], ["A", "B", "C", "D"]),  # of nine sections of a catalogue a unit is asked four
        (["B"], ["A"]),
        (["I", "III", "V"], ["I", "III", "V"]),
        (["1", "2"], ["1", "2"]),
        (["A", "Đ"], ["A", "Đ"]),
        ([], []),
    ],
)
def test_groups_have_the_numbers_of_their_own_table(numbers, printed):
    assert group_numbers([CatalogueSection((number,), "", "other", 0) for number in numbers]) == printed


def test_letters_stay_where_lines_or_other_sections_name_them():
    nested = CatalogueSection(("C",), "", "other", 0, "nested")
    below = CatalogueSection(("B", "C"), "", "other", 0)
    for section in (nested, below):
        assert group_numbers([CatalogueSection(("B",), "", "other", 0), section]) == ["B", "C"]
