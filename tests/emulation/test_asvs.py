"""Tests that docs/asvs.md answers each requirement once, and that its proofs exist; a few of these proofs."""

import ast
import re
import time
from collections import Counter
from pathlib import Path

import jwt
import pytest
from django.conf import settings
from django.contrib.sessions.backends.base import VALID_KEY_CHARS
from django.middleware.csrf import CSRF_ALLOWED_CHARS, CSRF_SECRET_LENGTH

from emulation.settings import PASSWORD_HASHERS
from foundation.hashers import Argon2id
from tests.support.scripts_loaded import script
from tests.support.source import trees, walked
from units.models import User
from units.models.sign_in_session import SessionStore
from units.provider import Provider

pytestmark = pytest.mark.sqlite
ROOT = Path(__file__).resolve().parents[2]
ANSWERS = ROOT / "docs" / "asvs.md"
STATES = ("pass", "not applicable", "open")
MOST_NOT_APPLICABLE = 40
SECTIONS = """
    1.1:2 1.2:9 1.3:11 1.4:3 1.5:2
    2.1:3 2.2:3 2.3:4 2.4:1
    3.2:2 3.3:4 3.4:6 3.5:5 3.7:2
    4.1:3 4.2:1 4.3:2 4.4:4
    5.1:1 5.2:3 5.3:2 5.4:3
    6.1:3 6.2:12 6.3:4 6.4:4 6.5:5 6.6:3 6.8:4
    7.1:3 7.2:4 7.3:2 7.4:5 7.5:2 7.6:2
    8.1:2 8.2:3 8.3:1 8.4:1
    11.1:2 11.2:3 11.3:3 11.4:4 11.5:1 11.6:1
    12.1:3 12.2:2 12.3:4
    13.1:1 13.2:5 13.3:2 13.4:5
    14.1:2 14.2:4 14.3:3
    15.1:3 15.2:3 15.3:7
    16.1:1 16.2:5 16.3:4 16.4:3 16.5:3
"""
"""How many requirements of level 1 and 2 each section of OWASP ASVS 5.0.0 begins with: their numbers run on from 1.
Chapter 17 is about video calls."""
OF_A_RELYING_PARTY = "9.1:3 9.2:4 10.1:2 10.2:2 10.5:5"
"""Of chapters 9 and 10 what concerns a client, not a server."""
ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| (.+?) \| ([a-z ]+) \| (.*?) \| (.*?) \|$", re.MULTILINE)
OPEN = re.compile(r"^\| (\d+\.\d+\.\d+) \| [^|]+ \| [^|]+ \|$", re.MULTILINE)


def numbers(sections):
    counts = [part.split(":") for part in sections.split()]
    return [f"{section}.{number}" for section, count in counts for number in range(1, int(count) + 1)]


def rows():
    return [match.groups() for match in ROW.finditer(ANSWERS.read_text("utf-8"))]


def test_each_requirement_is_answered_once():
    assert len(numbers(SECTIONS)) == 210
    assert Counter(row[0] for row in rows()) == Counter(numbers(SECTIONS + OF_A_RELYING_PARTY))
    assert {row[2] for row in rows()} <= set(STATES)


@pytest.mark.parametrize("row", [row for row in rows() if row[2] == "pass"], ids=lambda row: row[0])
def test_what_passes_names_a_test_that_exists(row):
    file, _colons, name = row[3].strip("`").partition("::")
    assert file.startswith("tests/")
    found = {node.name for node in ast.walk(ast.parse((ROOT / file).read_text("utf-8"))) if hasattr(node, "name")}
    assert name in found if name else any(function.startswith("test_") for function in found)


def test_what_does_not_apply_says_why_and_is_little():
    reasons = [reason for _id, _what, state, _proof, reason in rows() if state == "not applicable"]
    assert all(reasons)
    assert len(reasons) <= MOST_NOT_APPLICABLE


def test_what_is_open_is_listed_at_the_head_with_what_it_waits_for():
    head = ANSWERS.read_text("utf-8").partition("## Answers")[0]
    assert OPEN.findall(head) == [row[0] for row in rows() if row[2] == "open"]


def test_the_counts_at_the_head_are_those_of_the_table():
    counts = Counter(row[2] for row in rows())
    said = f"{counts['pass']} pass, {counts['not applicable']} do not apply, {counts['open']} are open"
    assert said in " ".join(ANSWERS.read_text("utf-8").split())


@pytest.mark.parametrize(
    ("file", "heading", "words"),
    [
        ("asvs.md", "Rules of input", ["foundation/forms/fields.py", "campaigns/sheet/"]),
        ("asvs.md", "Limits", ["13 MB", "10,000", "two at a time"]),
        ("asvs.md", "Files that come in", ["PDF", "5 MB", ".xlsx", "100 MB"]),
        ("asvs.md", "Ways to sign in", ["password", "letter", "429"]),
        ("asvs.md", "Sessions", ["SESSION_HOURS", "SESSION_DAYS", "PASSWORD_MINUTES"]),
        ("asvs.md", "Keys and algorithms", ["SECRET_KEY", "Argon2id", "SHA-256", "TLS"]),
        ("asvs.md", "Whom the portal talks to", ["EMAIL_URL", "DATABASE_URL"]),
        ("asvs.md", "Kinds of data", ["public", "secret"]),
        ("asvs.md", "Libraries", ["48 hours", "make check-online"]),
        ("operations.md", "Logs", ["journal", "six months"]),
    ],
)
def test_what_is_to_be_written_down_is(file, heading, words):
    text = (ROOT / "docs" / file).read_text("utf-8").partition(f"## {heading}\n")[2].partition("\n## ")[0]
    assert [word for word in words if word not in text] == []


# Proofs that no other test has


def test_no_script_hinders_pasting_a_password():
    scripts = "".join(file.read_text("utf-8") for file in (ROOT / "static/js").glob("*.js"))
    pages = "".join(file.read_text("utf-8") for file in (ROOT / "templates").rglob("*.html"))
    assert not re.search(
        r"onpaste|[\"']paste[\"'][^\n]*preventDefault|autocomplete=\"off\"[^>]*password", scripts + pages
    )


def test_no_script_writes_to_a_name_that_came_in():
    """Neither merges what was parsed into objects, nor assigns to a computed name: sets and maps are used."""
    for file in (ROOT / "static/js").glob("*.js"):
        text = re.sub(
            r'of \[("\w+",? ?)+\]\) \{[^}]*\}', "", file.read_text("utf-8")
        )  # names that the script itself lists
        assert not re.search(r"\w\[[a-z]\w*\] = |__proto__|Object\.assign\([^,]+, JSON|\.\.\.JSON", text), file


def test_no_setting_lets_a_password_run_out():
    assert not [name for name in dir(settings) if "PASSWORD" in name and re.search("EXPIR|AGE|VALID_DAYS", name)]


def test_an_account_has_no_hint_and_no_secret_question():
    names = {field.name for field in User._meta.get_fields()}
    assert not {name for name in names if re.search("hint|question|answer", name)}


def test_secrets_that_machines_keep_have_128_bits():
    assert len(VALID_KEY_CHARS) ** len(SessionStore()._get_new_session_key()) > 2**128
    assert len(CSRF_ALLOWED_CHARS) ** CSRF_SECRET_LENGTH > 2**128


def test_passwords_are_stored_by_a_slow_function():
    """OWASP's figures: https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html"""
    assert PASSWORD_HASHERS[0] == "foundation.hashers.Argon2id"
    assert (Argon2id.memory_cost, Argon2id.time_cost, Argon2id.parallelism) == (19 * 1024, 2, 1)


def test_digests_are_made_by_the_library_and_none_is_weak():
    calls = [node for tree in trees().values() for node in walked(tree) if isinstance(node, ast.Call)]
    made = {node.func.attr for node in calls if isinstance(node.func, ast.Attribute)}
    assert not made & {"md5", "sha1", "new_md5"}


def test_the_first_certificate_has_a_strong_key():
    text = (ROOT / "deploy/install").read_text("utf-8")
    assert re.findall(r'"-newkey", "rsa:(\d+)"', text) == ["3072"]


def test_a_release_has_neither_history_nor_tests_results():
    assert {".git", "var", ".venv"} <= script("install", "deploy").LEFT_OUT


@pytest.mark.django_db
def test_every_page_of_the_signed_in_has_a_button_to_sign_out(world, client):
    client.force_login(world.user("owner"))
    for path in ("/", "/pledges/", "/accounts/password/", "/nowhere/"):
        assert 'action="/accounts/logout/"' in client.get(path).content.decode(), path


@pytest.mark.parametrize("algorithm", ["none", "HS256"])
def test_a_token_of_a_provider_is_signed_in_one_way_alone(settings, algorithm):
    """Neither not at all, nor with the public key as if it were a secret."""
    settings.OIDC_RP_CLIENT_ID, settings.OIDC_ISSUER = "portal", "https://provider.example"
    now, key = int(time.time()), "k" * 32
    said = {"iss": settings.OIDC_ISSUER, "sub": "1", "aud": "portal", "iat": now, "exp": now + 60, "nonce": "n"}
    token = jwt.encode(said, None if algorithm == "none" else key, algorithm=algorithm)
    with pytest.raises(jwt.InvalidAlgorithmError):
        Provider.get_payload_data(Provider.__new__(Provider), token, key)
