"""Tests what is computed of the layout of a sheet's paper."""

import pytest

from campaigns.papers import group_letters

pytestmark = pytest.mark.sqlite


@pytest.mark.parametrize(
    ("letters", "printed"),
    [
        (["A", "C", "D", "G"], ["A", "B", "C", "D"]),  # of nine sections of a catalogue a unit is asked four
        (["B"], ["A"]),
        (["I", "III", "V"], ["I", "III", "V"]),
        (["1", "2"], ["1", "2"]),
        ([], []),
    ],
)
def test_groups_have_the_letters_of_their_own_table(letters, printed):
    assert group_letters(letters) == printed
