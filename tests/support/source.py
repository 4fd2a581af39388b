"""Parses the project's own Python, without running it: syntax trees, and which module imports which."""

import ast
from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("foundation", "units", "campaigns", "awards", "summaries", "emulation")  # in the order of the arrow


def name_of(file: Path) -> str:
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def trees() -> dict[str, ast.Module]:
    """Return the syntax tree of every module of the project by dotted name, without migrations."""
    files = [file for package in PACKAGES for file in sorted((ROOT / package).rglob("*.py"))]
    return {name_of(file): ast.parse(file.read_text("utf-8")) for file in files if file.parent.name != "migrations"}


@cache
def walked(tree: ast.AST) -> tuple[ast.AST, ...]:
    """Return all nodes of a tree, in the order of `ast.walk`, which takes a second for all modules, once a test."""
    return tuple(ast.walk(tree))


@cache
def imports() -> dict[str, frozenset[str]]:
    """Return for each module the project's modules that it imports, wherever the import is written."""
    return {name: frozenset(_imported(tree)) for name, tree in trees().items()}


def _imported(tree: ast.AST) -> set[str]:
    names = set()
    for node in walked(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are written in full"
            inner = {f"{node.module}.{alias.name}" for alias in node.names}
            # `from package import module` names the module, `from module import name` the module it is in
            names |= {name if name in trees() else node.module for name in inner}
    return {name for name in names if name in trees()}


def outside(tree: ast.AST) -> set[str]:
    """Return every module named in an import, of the project or not, as written."""
    names = set()
    for node in walked(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def reached(start: str, within: str) -> set[str]:
    """Return the modules of a package that importing `start` loads, with the packages they are in."""
    seen: set[str] = set()
    waiting = {start}
    while waiting:
        name = waiting.pop()
        seen.add(name)
        named = imports()[name] | {each.rpartition(".")[0] for each in imports()[name]}
        waiting |= {each for each in named if each.startswith(f"{within}.") and each in trees()} - seen
    return seen - {start}


def circles(edges: Mapping[str, Collection[str]]) -> list[set[str]]:
    """Return the groups of names that all reach each other; none if there is no circle."""
    reach: dict[str, set[str]] = {}
    for start in edges:
        met: set[str] = set()
        waiting = set(edges[start])
        while waiting:
            name = waiting.pop()
            met.add(name)
            waiting |= set(edges.get(name, ())) - met
        reach[start] = met
    groups = {
        frozenset({name} | {other for other in reach[name] if name in reach.get(other, ())})
        for name in edges
        if name in reach[name]
    }
    return [set(group) for group in sorted(groups, key=sorted)]


def calls_around(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> list[str]:
    """Return the names called along a chain from `node`: X.objects.filter(…).first() → filter, first."""
    names = []
    while isinstance(parent := parents.get(node), ast.Attribute | ast.Call):
        if isinstance(parent, ast.Call) and parent.func is not node:
            break  # an argument: the chain ends here
        if isinstance(parent, ast.Attribute):
            names.append(parent.attr)
        node = parent
    return names


def parents_in(tree: ast.AST) -> dict[ast.AST, ast.AST]:
    return {child: node for node in walked(tree) for child in ast.iter_child_nodes(node)}


def function_around(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> str:
    """Return the name of the outermost function or class around a node; "" at the top of the module."""
    name = ""
    while node := parents.get(node):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            name = node.name
    return name


def contexts_around(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> set[str]:
    """Return the contexts, as written, of the `with` blocks around a node."""
    contexts = set()
    while parent := parents.get(node):
        if isinstance(parent, ast.With):
            contexts |= {ast.unparse(item.context_expr) for item in parent.items}
        node = parent
    return contexts
