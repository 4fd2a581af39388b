"""Tests that what is carried from elsewhere is what vendored.toml says, and that libraries have licences we may use."""

import tomllib
from hashlib import sha256
from pathlib import Path

import pytest

from tests.support.scripts_loaded import script

pytestmark = pytest.mark.sqlite
ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("static/vendor", "static/fonts", "tests/vendor")


def test_every_carried_file_is_listed_and_is_as_it_was_released():
    files = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*") if path.is_file()]
    there = {str(path.relative_to(ROOT)): path for path in files if path.name != "README.md"}
    listed = {file["path"]: file["sha256"] for file in tomllib.loads((ROOT / "vendored.toml").read_text())["file"]}
    assert {path: sha256(file.read_bytes()).hexdigest() for path, file in there.items()} == listed


def test_every_library_has_a_licence_that_is_allowed():
    check = script("check-online")
    refused, listed = check.refused_licences()
    assert refused == []
    assert len(listed) > 60


@pytest.mark.parametrize(
    ("said", "is_allowed"),
    [
        ("MIT", True),
        ("Apache-2.0 OR BSD-2-Clause", True),
        ("MIT AND PSF-2.0", True),
        ("MIT AND GPL-3.0-or-later", False),
        ("GPL-3.0-or-later OR MPL-2.0", True),
        ("SSPL-1.0", False),
        ("", False),
    ],
)
def test_a_licence_is_allowed_by_one_of_its_alternatives(said, is_allowed):
    assert script("check-online").is_allowed(said) is is_allowed


def test_files_of_a_release_are_compared_with_ours(tmp_path):
    check, path = script("check-online"), "static/vendor/bootstrap/LICENSE"
    file = {"path": path, "there": "package/LICENSE", "release": "npm:x@1", "licence": "MIT", "sha256": ""}
    (tmp_path / "package").mkdir()
    (tmp_path / "package/LICENSE").write_bytes((ROOT / path).read_bytes())
    assert check.difference(file, tmp_path) == ""
    (tmp_path / "package/LICENSE").write_bytes(b"another")
    assert check.difference(file, tmp_path) == f"{path} is not as in npm:x@1"
    assert check.difference(file | {"there": "gone"}, tmp_path) == f"{path} is not in npm:x@1"


def test_a_check_that_could_not_be_made_is_not_passed(monkeypatch, capsys):
    check = script("check-online")

    def away(line, *_args, **_more):
        raise check.NotAskedError(f"{line[0]} is missing")

    monkeypatch.setattr(check, "run", away)
    assert check.main() == 1
    said = capsys.readouterr().out
    assert "Could not be asked: vulnerabilities of requirements.txt" in said
    assert "Could not be asked: release npm:bootstrap@5.3.9 (npm is missing)" in said
    assert "Found:" not in said
