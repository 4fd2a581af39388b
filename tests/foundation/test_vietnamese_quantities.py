"""Words for quantities."""

import pytest

from foundation.vietnamese import quantity_word


@pytest.mark.parametrize(
    ("part", "whole", "word"),
    [
        (3, 3, "tất cả"),
        (9, 10, "hầu hết"),
        (89, 100, "phần lớn"),
        (61, 100, "phần lớn"),
        (6, 10, "nhiều"),
        (33, 100, "nhiều"),
        (32, 100, "một số"),
        (3, 100, "một số"),
        (2, 2, None),
        (2, 100, None),
        (0, 10, None),
    ],
)
def test_a_share_has_a_word(part, whole, word):
    assert quantity_word(part, whole) == word
