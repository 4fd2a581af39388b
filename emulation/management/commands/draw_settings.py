"""`manage.py draw_settings` writes docs/settings.md from the calls of `env` in settings.py and the comments at them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import TypeGuard

from django.conf import settings

from emulation.drawn_page import DrawnPageCommand

HEAD = """# Settings

Drawn by `make settings` from [settings.py](../emulation/settings.py), where the comment at a setting is its meaning:
change that, then draw again. On a server they are the lines of `/etc/cong-thi-dua/env`, `NAME=value`, without spaces
around the sign and without quotes; the portal reads them when it starts ([how](operations.md)). A list is separated by
commas; yes is `1`, no is `0`.

| setting | kind | where it is not set | meaning |
|---|---|---|---|
"""
KINDS = {"bool": "yes or no", "list": "list", "float": "number", "int": "number", "db": "address", "email": "address"}


class Command(DrawnPageCommand):
    help = "Vẽ docs/settings.md từ settings.py; --check: chỉ so sánh, khác thì báo lỗi."
    page = "settings.md"

    def drawn(self) -> str:
        return HEAD + "\n".join(rows(settings.BASE_DIR / "emulation" / "settings.py")) + "\n"


def rows(file: Path) -> Iterator[str]:
    """Yield a line of the table for each setting that the file reads."""
    text = file.read_text("utf-8")
    lines, tree = text.splitlines(), ast.parse(text)
    required = next(ast.literal_eval(node.value) for node in ast.walk(tree) if _assigns_required(node))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and _kind(node)]
    for call in sorted(calls, key=lambda call: call.lineno):
        if isinstance(call.args[0], ast.Constant):
            name = str(call.args[0].value)
            default = "it does not start" if name in required else _default(call)
            yield f"| `{name}` | {_kind(call)} | {default} | {meaning(lines, call.lineno)} |"


def meaning(lines: list[str], number: int) -> str:
    """Return the comment that ends the line with this number, or the lines of comment right above it."""
    _code, _sign, after = lines[number - 1].partition("  # ")
    if after:
        return after
    above: list[str] = []
    for line in reversed(lines[: number - 1]):
        if not line.lstrip().startswith("# "):
            break
        above.insert(0, line.strip().removeprefix("# "))
    return " ".join(above)


def _assigns_required(node: ast.AST) -> TypeGuard[ast.Assign]:
    if not isinstance(node, ast.Assign):
        return False
    return any(isinstance(to, ast.Name) and to.id == "REQUIRED" for to in node.targets)


def _kind(call: ast.Call) -> str:
    """Return what a call of `env` reads; "" for any other call."""
    if isinstance(call.func, ast.Name) and call.func.id == "env":
        return "text"
    if isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name) and call.func.value.id == "env":
        return KINDS.get(call.func.attr, "text")
    return ""


def _default(call: ast.Call) -> str:
    default = next((keyword.value for keyword in call.keywords if keyword.arg == "default"), ast.Constant(""))
    if isinstance(default, ast.IfExp):  # of DEBUG: a server has it not
        default = default.orelse
    value = ast.literal_eval(default)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"`{value}`" if value else "empty"
