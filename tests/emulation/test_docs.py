"""Tests that the documents are true: diagrams, commands, accounts, links, paths and names."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from emulation.management.commands.draw_lifecycles import CYCLES, diagram
from emulation.management.commands.draw_sentences import TOLD
from emulation.sentence_rules import EVERY_RULE
from summaries.report.line_file import OF_2015, PLAIN, rows_of
from tests.support.source import PACKAGES, ROOT, trees
from units.demo_accounts import PASSWORD, USERNAMES
from units.event_labels import VERBS

pytestmark = pytest.mark.sqlite  # asks no database
README = ROOT / "README.md"
READMES_OF_TESTS = sorted((ROOT / "tests").rglob("README.md"))
DOCUMENTS = [*sorted(ROOT.glob("*.md")), *READMES_OF_TESTS, *sorted((ROOT / "docs").rglob("*.md"))]
RECORDS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"`([^`\n]+)`")
# What git and the tools keep beside the project is no part of it.
BESIDE = re.compile(r"\..*|__pycache__|node_modules")


def text(file: Path) -> str:
    return file.read_text("utf-8")


def named(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


# What is drawn from the code


DRAWN = ["draw_lifecycles", "draw_entities", "draw_kept_tables", "draw_sentences", "draw_settings"]


@pytest.mark.parametrize("command", DRAWN)
def test_a_drawn_page_is_that_of_the_code(command):
    call_command(command, "--check")


@pytest.mark.parametrize(
    ("command", "old", "new"),
    [
        ("draw_lifecycles", "open --> locked", "locked --> open"),
        ("draw_entities", "Filing }o--|| CalledUnit", "Filing }o--o| CalledUnit"),
        ("draw_kept_tables", "| `handed_over_on` | always |", ""),
        ("draw_settings", "| `MAIL_FROM` | text |", "| `MAIL_FROM` | address |"),
        ("draw_sentences", "| VII.1 | written by reviewers: ", "| VII.1 | "),
    ],
)
def test_a_drawing_that_is_out_of_date_is_found(command, old, new, tmp_path):
    page = tmp_path / "page.md"
    with pytest.raises(CommandError):
        call_command(command, "--check", file=page)
    call_command(command, file=page)
    changed = text(page).replace(old, new)
    assert changed != text(page)
    page.write_text(changed, "utf-8")
    with pytest.raises(CommandError):
        call_command(command, "--check", file=page)


def test_every_setting_has_its_meaning():
    rows = text(ROOT / "docs" / "settings.md").partition("|---|---|---|---|\n")[2].splitlines()
    assert len(rows) > 15
    assert [row for row in rows if not re.fullmatch(r"\| `[A-Z_]+` \| [a-z ]+ \| .+ \| \S.+[.] \|", row)] == []


def test_the_rules_of_sentences_are_where_the_page_says_and_have_their_tests():
    for rule in EVERY_RULE:
        assert (ROOT / rule.module).exists(), rule
        assert rule.tests, rule
        assert [name for file, name in rule.tests if f"\ndef {name}(" not in text(ROOT / "tests" / file)] == []


def test_every_line_of_each_level_and_period_has_its_rules_and_every_rule_a_line():
    chapters = dict(part.split("\n", 1) for part in text(ROOT / "docs" / "sentences.md").split("\n## ")[1:])
    numbers = re.findall(r"^\| (\d+) \| .* \| `tests/", chapters.pop("Rules"), re.MULTILINE)
    assert numbers == [str(number) for number in range(1, len(EVERY_RULE) + 1)]
    rows = [(file.name, row) for file in (OF_2015, PLAIN) for row in rows_of(file) if row["role"] in TOLD]
    lines = {(f"{name}, {row['level']}, {row['period']}", row["key"]) for name, row in rows}
    drawn, used = set(), set()
    for report, table in chapters.items():
        for key, rules in re.findall(r"^\| (?!line )(.+?) \| .* \| ([\d, ]+) \|$", table, re.MULTILINE):
            drawn.add((report, re.sub(r"^(phrase|default) | \(switched off\)$", "", key)))
            used |= {*rules.split(", ")}
    assert len(lines) == len(rows)
    assert drawn == lines
    assert used == {*numbers}


def test_every_model_is_an_entity():
    drawn = set(re.findall(r"^\| `(\w+)` \|", text(ROOT / "docs" / "entities.md"), re.MULTILINE))
    assert drawn == {model.__name__ for model in apps.get_models() if model.__module__.partition(".")[0] in PACKAGES}


def test_every_life_cycle_is_drawn():
    alive = {model.lifecycle.name for model in apps.get_models() if hasattr(model, "lifecycle")}
    assert {cycle.name for cycle, *_ in CYCLES} == alive


@pytest.mark.parametrize(("cycle", "statuses"), [each[:2] for each in CYCLES], ids=[each[0].name for each in CYCLES])
def test_every_move_of_a_life_cycle_has_an_arrow_and_words(cycle, statuses):
    arrows = {tuple(re.split(" --> |: ", line.strip())) for line in diagram(cycle, statuses) if "-->" in line}
    drawn = {arrow for arrow in arrows if "[*]" not in arrow}
    assert drawn == {(source, move.to, move.verb) for move in cycle.moves for source in move.sources}
    assert {move.verb for move in cycle.moves} - set(VERBS) == set()
    assert {status for move in cycle.moves for status in (*move.sources, move.to)} == set(statuses)


# Commands and accounts


def test_the_commands_of_the_readme_are_in_the_makefile():
    targets = set(re.findall(r"^([a-z]+):", text(ROOT / "Makefile"), re.MULTILINE))
    told = {
        command for file in DOCUMENTS for command in re.findall(r"\bmake ([a-z]+)\b(?=`|$)", text(file), re.MULTILINE)
    }
    assert {"run", "test"} <= told <= targets


def test_the_management_commands_told_of_exist():
    commands = {file.stem for file in ROOT.glob("*/management/commands/*.py") if file.stem != "__init__"}
    told = {name for file in DOCUMENTS for name in re.findall(r"`manage\.py (\w+)", text(file))}
    assert told - commands <= {"check", "collectstatic", "migrate"}  # of Django
    assert "draw_lifecycles" in told


def test_the_readme_tells_the_demo_accounts():
    rows = re.findall(r"^\| `(\w+)` \|", text(README), re.MULTILINE)
    assert rows == list(USERNAMES)
    assert f"`{PASSWORD}`" in text(README)


# Links, paths and names


@pytest.mark.parametrize("file", DOCUMENTS, ids=named)
def test_the_links_of_a_document_lead_somewhere(file):
    links = [link for link in LINK.findall(text(file)) if "://" not in link]
    assert [link for link in links if not (file.parent / link.partition("#")[0]).exists()] == []


@pytest.mark.parametrize("file", DOCUMENTS, ids=named)
def test_the_paths_a_document_names_exist(file):
    """Paths are those that begin with a folder at the top of the project."""
    folders = {folder.name for folder in ROOT.iterdir() if folder.is_dir()}
    paths = [path for path in CODE.findall(text(file)) if re.fullmatch(r"[\w.-]+/[\w./-]*", path)]
    inner = [path for path in paths if path.partition("/")[0] in folders - {"var"}]
    assert [path for path in inner if not (ROOT / path).exists()] == []


def test_the_architecture_names_every_folder_at_the_top():
    folders = {folder.name for folder in ROOT.iterdir() if folder.is_dir() and not BESIDE.fullmatch(folder.name)}
    chapter = text(ROOT / "docs" / "architecture.md").partition("## Folders")[2].partition("##")[0]
    rows = re.findall(r"^\| `([\w-]+)/` \|", chapter, re.MULTILINE)
    assert folders <= set(rows) <= folders | {"var", "locale"}  # made when something is put there


def test_the_readme_of_the_tests_has_a_row_for_every_module_of_support():
    table = text(ROOT / "tests" / "README.md").partition("## The modules of support/")[2].partition("##")[0]
    names = [name for row in re.findall(r"^\| (`.*?) \|", table, re.MULTILINE) for name in CODE.findall(row)]
    modules = [file.stem for file in (ROOT / "tests" / "support").glob("*.py") if not file.stem.startswith("test_")]
    assert sorted(names) == sorted(modules)


def test_the_names_of_the_glossary_are_those_of_the_code():
    classes = {
        node.name: {sub.name for sub in ast.walk(node) if isinstance(sub, ast.FunctionDef)}
        | {sub.id for sub in ast.walk(node) if isinstance(sub, ast.Name)}
        for tree in trees().values()
        for node in tree.body
        if isinstance(node, ast.ClassDef)
    }
    table = text(ROOT / "docs" / "glossary.md")
    names = [name for name in CODE.findall(table) if name[0].isupper()]
    assert len(names) > 12
    for name in names:
        class_name, _dot, attribute = name.partition(".")
        assert class_name in classes
        assert not attribute or attribute in classes[class_name]


# Decision records


def test_the_decision_records_are_numbered_one_by_one():
    assert [file.name[:5] for file in RECORDS] == [f"{number:04d}-" for number in range(1, len(RECORDS) + 1)]
    assert len(RECORDS) > 8


@pytest.mark.parametrize("file", RECORDS, ids=named)
def test_a_decision_record_is_half_a_page(file):
    lines = text(file).splitlines()
    assert re.fullmatch(rf"# {int(file.name[:4])}\. .+", lines[0])
    assert "**Decided.**" in text(file)
    assert len(lines) <= 40
