"""Tests that words that were right in 2015 are rows and data, and not in the source."""

import ast
import re
import tomllib
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("foundation", "units", "campaigns", "awards", "summaries", "emulation", "templates")
SOURCE = (".py", ".html", ".toml", ".js", ".css")
COMMENT = re.compile(r"\{#.*?#\}|\{% comment.*?endcomment %\}", re.DOTALL)


def words_of_2015():
    lines = (ROOT / "tests/data/words-2015.txt").read_text().splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def searched(path):
    """Migrations are history, fictional data is of 2015, and data named for a year may have its words."""
    inside = path.relative_to(ROOT)
    apart = "2015" in inside.name or inside.name.startswith("words-")
    return not apart and "migrations" not in inside.parts and "fictional" not in inside.parts


def strings_of(path):
    """Yield the texts of a file that a person may come to read: no comment, no docstring."""
    text = path.read_text()
    if path.suffix == ".py":
        tree = ast.parse(text)
        documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
        nodes = list(ast.walk(tree))
        heads = [node.body[0] for node in nodes if isinstance(node, documented) and node.body]
        bare = {id(node.value) for node in [*nodes, *heads] if isinstance(node, ast.Expr)}
        strings = (node for node in nodes if isinstance(node, ast.Constant) and id(node) not in bare)
        return [node.value for node in strings if isinstance(node.value, str)]
    lines = COMMENT.sub("", text).splitlines()
    return [line for line in lines if not (path.suffix == ".toml" and line.startswith("#"))]


def test_no_word_of_2015_is_written_in_the_source():
    words = words_of_2015()
    paths = [path for app in APPS for path in (ROOT / app).rglob("*") if path.suffix in (".py", ".html", ".toml")]
    found = Counter(
        str(path.relative_to(ROOT))
        for path in filter(searched, paths)
        for string in strings_of(path)
        if any(word in string for word in words)
    )
    assert not found


def test_no_code_of_an_indicator_is_in_the_source():
    """Not in comments either: what a campaign asks is data."""
    rows = tomllib.loads((ROOT / "campaigns/data/indicators-2015.toml").read_text())["indicators"]
    code = re.compile(rf"\b({'|'.join(row['code'] for row in rows)})\b")
    folders = (*APPS, "static/js", "static/css")
    paths = [path for folder in folders for path in (ROOT / folder).rglob("*") if path.suffix in SOURCE]
    assert len(rows) > 50 and len(paths) > 400
    assert {str(path.relative_to(ROOT)) for path in filter(searched, paths) if code.search(path.read_text())} == set()
