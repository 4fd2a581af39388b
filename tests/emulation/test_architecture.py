"""Tests the rules of docs/architecture.md on the source: who may import whom, and what no module does."""

import ast

import pytest
from django.apps import apps

from tests.support.source import (
    PACKAGES,
    calls_around,
    circles,
    contexts_around,
    function_around,
    imports,
    outside,
    parents_in,
    reached,
    trees,
    walked,
)

pytestmark = pytest.mark.sqlite  # asks no database
# The arrow: a module imports from its own package and from those before it.
ARROW = PACKAGES

# Inside an app: a module reaches its own rung and those below it. All others help and stand on no rung.
RUNGS = ("lifecycle", "models", "access", "actions", "forms", "views", "urls")
APPS = ("units", "campaigns", "awards", "summaries")

# Views read rows through a scope: what this person may see, or what everybody may. The exceptions, and why:
SCOPES = {"visible_to", "running", "published"}
READS_WITHOUT_SCOPE = {
    ("campaigns.views.lookups", "prepared_above"): "a sector union asks its branch beside what unions above it prepare",
    ("campaigns.views.consents", "_exemplars"): "they are those of the sheet that filing_or_404 found",
    ("campaigns.views.exemplars", "exemplars"): "the page is public and names those who agreed alone",
    ("campaigns.views.filing", "_for_page"): "the sheet found is compared with the reach by is_in_reach",
    ("campaigns.views.filing", "_with_reach"): "the sheet of filing_to_act_on, compared in the same way",
    ("campaigns.views.data_requests.lookups", "_elsewhere"): "of what is out of reach only where its union is is told",
    ("awards.views.dossiers", "_elsewhere"): "likewise",
    ("units.factor_reset_views", "factor_of_person"): "the person was found by people_within",
    ("units.factor_reset_views", "_confirmed"): "likewise",
    ("units.security_views", "security"): "what happened to one's own account",
    ("units.draft_views", "draft"): "a draft is found by the mark of its form, which names the person",
    ("summaries.views.lookups", "_unit"): "out of reach summary_or_404 shows final summaries alone, through visible_to",
}
CLOCKS = {
    ("timezone", "now"),
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("time", "time"),
}
MANAGERS = ("objects", "_default_manager", "_base_manager")


def package(module):
    return module.partition(".")[0]


def room(module):
    """Return the subfolder of a module; a module directly in its package is a folder of its own."""
    parts = module.split(".")
    return ".".join(parts[:2]) if len(parts) > 1 else module


def rung(module):
    """Return the layer of a module in its app, by the first name below the app (`summaries.action_urls`: urls)."""
    first = module.split(".")[1] if "." in module else ""
    return next((rung for rung in RUNGS if first == rung or first.endswith(f"_{rung}")), None)


def test_imports_follow_the_arrow():
    height = ARROW.index
    against = {
        f"{module} → {other}"
        for module, others in imports().items()
        for other in others
        if height(package(other)) > height(package(module))
    }
    assert against == set()


def test_a_person_is_signed_in_by_one_function_alone():
    signs_in = {name for name, tree in trees().items() if "django.contrib.auth.login" in outside(tree)}
    assert signs_in == {"units.sign_in"}


def test_the_arrow_is_read_from_real_imports():
    """The control: each package imports the one before it, so imports are read at all."""
    used = {(package(module), package(other)) for module, others in imports().items() for other in others}
    assert set(zip(ARROW[1:], ARROW[:-1], strict=True)) <= used


def test_no_modules_import_each_other_in_a_circle():
    """Imports for the type checker alone count too."""
    assert circles(imports()) == []


def test_no_folders_import_each_other_in_a_circle():
    between = {room(module): set() for module in imports()}
    for module, others in imports().items():
        between[room(module)] |= {room(other) for other in others} - {room(module)}
    assert circles(between) == []


def test_a_circle_is_found():
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": {"a"}}) == [{"b", "c"}]


@pytest.mark.parametrize("app", APPS)
def test_inside_an_app_nothing_reaches_up_the_ladder(app):
    """Indirect imports count too: models that import a helper that imports actions would reach them."""
    height = RUNGS.index
    against = {
        f"{module} ⇒ {other}"
        for module in imports()
        if module.startswith(f"{app}.") and rung(module)
        for other in reached(module, app)
        if rung(other) and height(rung(other)) > height(rung(module))
    }
    assert against == set()


@pytest.mark.parametrize("app", APPS)
def test_nothing_but_urls_and_views_imports_views(app):
    importers = {
        module
        for module, others in imports().items()
        if rung(module) not in ("views", "urls") and any(o.startswith(f"{app}.") and rung(o) == "views" for o in others)
    }
    assert importers == set()


def test_a_sheet_knows_models_only():
    """Actions validate through it, so it may not import them: docs/decisions/0002."""
    allowed = {"campaigns.catalogue", "campaigns.lifecycle", "campaigns.models", "campaigns.sheet"}
    sheet = [module for module in imports() if module.startswith("campaigns.sheet")]
    others = {other for module in sheet for other in imports()[module] if other.startswith("campaigns.")}
    assert {".".join(other.split(".")[:2]) for other in others} == allowed


def test_figures_know_neither_requests_nor_pages():
    plain = {"__future__", "collections", "dataclasses", "datetime", "decimal", "typing"}
    own = [f"campaigns.figures.{name}types" for name in ("", "participation_", "work_")]
    for module in (*own, "awards.figures.types"):
        states = {"campaigns.figures.states", "campaigns.figures.states.StateCounts"}
        others = outside(trees()[module]) - {"foundation.vietnamese", "foundation.vietnamese.percent"} - states
        assert {name.partition(".")[0] for name in others} <= plain
    web = {f"django.{name}" for name in ("http", "shortcuts", "template", "urls", "forms")}
    figures = [tree for module, tree in trees().items() if module.split(".")[1:2] == ["figures"]]
    assert len(figures) > 10
    assert {name for tree in figures for name in outside(tree) if ".".join(name.split(".")[:2]) in web} == set()


# Classes of stored and counted numbers. Pages and papers read them from a book, by address.
NUMBERS = {
    "FilingCounts",
    "HeadcountSums",
    "Participation",
    "ParticipationLine",
    "IndicatorAmount",
    "AmountByBloc",
    "IndicatorFigures",
    "SpringLine",
    "WorkTotals",
    "WorkFigures",
    "AwardTotals",
    "AwardTitleFigures",
    "AwardFigures",
    "ReportedCounts",
    "PhaseFigures",
    "BranchCounts",
    "StateCounts",
}
FIGURE_READERS = ("summaries.annexes", "summaries.report", "summaries.views", "summaries.desk", "campaigns.views",
                  "campaigns.state_tiles", "campaigns.desk", "emulation.desk")  # fmt: skip
MAKES_BOOKS = {
    ("summaries.report.contents", "PhaseFigures"): "the books of drafts and finals",
    ("campaigns.desk.review", "StateCounts"): "the book of the open phases, from one statement",
}


def test_pages_and_papers_read_figures_by_address_alone():
    """Of stored figures they know protocols without numbers (summaries/figures/labels.py), or get them from a book."""
    readers = {module: tree for module, tree in trees().items() if module.startswith(FIGURE_READERS)}
    assert len(readers) > 40
    knowing = {
        (module, name.rpartition(".")[2])
        for module, tree in readers.items()
        for name in outside(tree)
        if name.rpartition(".")[2] in NUMBERS
    }
    assert knowing == MAKES_BOOKS.keys()
    around = {
        (module, node.attr)
        for module, tree in readers.items()
        for node in walked(tree)
        if isinstance(node, ast.Attribute)
        and node.attr in ("participation", "pledges", "reports", "people", "_figures")
    }
    assert around == set()


@pytest.mark.parametrize("app", ["foundation", "emulation"])
def test_libraries_and_entry_points_keep_no_rows(app):
    assert list(apps.get_app_config(app).get_models()) == []


def test_views_read_rows_through_what_the_person_may_see():
    views = {module: tree for module, tree in trees().items() if rung(module) == "views"}
    assert {"campaigns.views.filing", "emulation.views", "units.views"} <= set(views)
    unscoped = {
        (module, function_around(node, parents))
        for module, tree in views.items()
        for parents in [parents_in(tree)]
        for node in walked(tree)
        if isinstance(node, ast.Attribute) and node.attr in MANAGERS
        if not SCOPES & set(calls_around(node, parents))
    }
    assert unscoped == set(READS_WITHOUT_SCOPE)


def test_nothing_happens_behind_the_back_of_an_action():
    """There are no signals or receivers. Triggers are created, and steps of migrations forgotten, after migrations."""
    migrating = {f"django.db.models.signals{name}" for name in ("", ".pre_migrate", ".post_migrate")}
    migrated = migrating - {"django.db.models.signals.pre_migrate"}
    listening = {
        module: names
        for module, tree in trees().items()
        if (names := {name for name in outside(tree) if "signals" in name or name.startswith("django.dispatch")})
    }
    assert listening == {"foundation.db.append_only": migrating, "foundation.db.stepwise": migrated}


def test_imports_are_all_to_be_seen():
    """No module is imported by a name composed at run time; one command draws every model."""
    fetching = {"importlib.import_module", "django.utils.module_loading", "django.apps.apps"}
    drawing = {"emulation.management.commands.draw_entities"}
    assert {module for module, tree in trees().items() if fetching & outside(tree)} == drawing


def test_only_the_clock_asks_what_time_it_is():
    asking = {
        f"{module}: {node.value.id}.{node.attr}"
        for module, tree in trees().items()
        for node in walked(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
        if (node.value.id, node.attr) in CLOCKS
    }
    assert asking == {
        "foundation.clock: datetime.now",
        "foundation.clock: time.time",
        "emulation.management.commands.clock_start: time.time",
    }


def test_only_history_moves_a_status():
    """A transition without `units.history.move` would leave no event."""
    importers = {module for module, tree in trees().items() if "foundation.lifecycle.compare_and_set" in outside(tree)}
    assert importers == {"units.history"}


def test_only_actions_tell_what_happened():
    """Only actions, and the admin's base for what is edited there, write transitions and events."""
    tellers = {
        module
        for module, tree in trees().items()
        if {"units.history.move", "units.history.record"} & outside(tree) and rung(module) != "actions"
    }
    assert tellers == {"units.admin_base.scoped"}


def test_nothing_is_written_into_a_page_unescaped():
    names = {module: {part for name in outside(tree) for part in name.split(".")} for module, tree in trees().items()}
    assert {module for module, parts in names.items() if parts & {"mark_safe", "SafeString", "safestring"}} == set()


def test_only_the_engine_of_papers_imports_weasyprint():
    importers = {module for module, tree in trees().items() if any(n.startswith("weasyprint") for n in outside(tree))}
    assert importers == {"foundation.documents.weasyprint_engine"}


def test_every_paper_is_given_the_note_of_a_database_of_fictional_data():
    writers = ("pdf.render", "pdf.render_parts", "xlsx.workbook", "WordPaper")
    calls = [
        (module, node)
        for module, tree in trees().items()
        for node in walked(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) in writers and package(module) != "foundation"
    ]
    assert {module for module, call in calls if all(keyword.arg != "note" for keyword in call.keywords)} == set()
    assert len(calls) > 7


@pytest.mark.parametrize(
    ("code", "chain"),
    [
        ("Unit.objects.visible_to(u).get(pk=1)", ["visible_to", "get"]),
        ("Unit.objects.filter(pk=1)", ["filter"]),
        ("get_object_or_404(Unit.objects.visible_to(u), pk=1)", ["visible_to"]),
        ("Post.objects.filter(unit__in=Unit.objects.visible_to(u))", ["filter"]),
        ("len(Unit.objects.all())", ["all"]),
    ],
)
def test_a_scope_counts_only_for_the_rows_it_narrows(code, chain):
    tree = ast.parse(code)
    manager = next(node for node in walked(tree) if isinstance(node, ast.Attribute) and node.attr == "objects")
    assert calls_around(manager, parents_in(tree)) == chain


def test_what_views_draw_is_the_turn_of_whoever_asks():
    """Papers, workbooks and Word files are drawn inside `in_turn`, or are kept files, or the file of an act."""
    of_acts = {"letters_pdf"}  # holds codes, and is kept nowhere
    writers = {"foundation.documents.pdf", "foundation.documents.xlsx", "foundation.documents.word"}
    drawing = {module for module, named in imports().items() if writers & named} | {"foundation.drawing.client"}
    drawn, unasked = set(), set()
    for module, tree in trees().items():
        if rung(module) != "views":
            continue
        parents = parents_in(tree)
        names = {
            alias.asname or alias.name: node.module
            for node in walked(tree)
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
            if node.module in drawing and (alias.asname or alias.name).endswith(("_pdf", "workbook_of"))
        }
        for node in walked(tree):
            if isinstance(node, ast.Call) and (
                (isinstance(node.func, ast.Name) and node.func.id in names) or ast.unparse(node.func) == "drawing.draw"
            ):
                (drawn if "in_turn(request)" in contexts_around(node, parents) else unasked).add(ast.unparse(node.func))
    assert (len(drawn), unasked) == (9, of_acts)


def test_only_these_modules_reach_out_of_the_process():
    """To mail server and provider of the settings, and to services of this machine; nobody names another address."""
    doors = {
        "socket",
        "ssl",
        "smtplib",
        "http.client",
        "urllib.request",
        "requests",
        "httpx",
        "ftplib",
        "xmlrpc",
        "jwt",
    }
    reaching = {name for name, tree in trees().items() if outside(tree) & doors}
    assert reaching == {
        "emulation.management.commands.metrics",
        "foundation.drawing.client",
        "foundation.drawing.frames",
        "foundation.mail",
        "foundation.metrics",
        "units.provider",  # by mozilla-django-oidc
    }


def test_no_command_is_run_but_processes_of_ours_and_no_text_becomes_code():
    """No shell, and neither eval, exec nor pickle of anything that comes in: what papers are drawn of is our own."""
    calls = [node for tree in trees().values() for node in walked(tree) if isinstance(node, ast.Call)]
    names = {node.func.id for node in calls if isinstance(node.func, ast.Name)}
    assert not names & {"eval", "exec", "compile", "__import__"}
    loading = {name for name, tree in trees().items() if outside(tree) & {"pickle", "marshal", "shelve", "yaml"}}
    assert loading == {"foundation.drawing.client", "foundation.drawing.process"}
    shells = [node for node in calls if any(given.arg == "shell" for given in node.keywords)]
    assert shells == []
