"""Tests that stored JSON is upgraded when it is read, an unknown format refused, and the stored value kept."""

import pytest

from foundation.stored_format import StoredFormat, UnknownFormat

pytestmark = pytest.mark.sqlite  # asks no database


def rename(content):
    content["name"] = content.pop("title")
    return content


def count(content):
    return content | {"number": len(content["name"])}


THREE = StoredFormat("things", {1: rename, 2: count})


def test_without_upgrades_there_is_one_format():
    only = StoredFormat("things", {})
    assert only.present == 1
    assert only.read({"a": 1}, 1) == {"a": 1}


@pytest.mark.parametrize(
    ("stored_format", "content"), [(1, {"title": "An"}), (2, {"name": "An"}), (3, {"name": "An", "number": 2})]
)
def test_every_older_format_is_upgraded_step_by_step(stored_format, content):
    assert THREE.present == 3
    assert THREE.read(content, stored_format) == {"name": "An", "number": 2}


def test_what_is_stored_is_not_touched():
    stored = {"title": "An"}
    THREE.read(stored, 1)
    assert stored == {"title": "An"}


def test_nothing_stored_is_nothing_read():
    assert THREE.read(None, 1) is None


@pytest.mark.parametrize("stored_format", [0, 4])
def test_an_unknown_format_is_refused(stored_format):
    with pytest.raises(UnknownFormat, match=f"things: format {stored_format}, known are 1 to 3"):
        THREE.read({}, stored_format)
