"""Reads from a page what it would send: the fields of its forms with their values, and the queries of its links."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

IGNORED = ("csrfmiddlewaretoken", "mark")
TYPED = ("text", "search", "email", "tel", "number", "date")
SILENT = ("submit", "button", "image", "reset", "file")  # inputs whose value is not sent with the others


@dataclass
class PageForm:
    method: str
    action: str
    held: dict[str, list[str]] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)


class PageReader(HTMLParser):
    def __init__(self, path: str, html: str):
        super().__init__()
        self.path, self.forms, self.links = path, [PageForm("GET", path)], list[str]()
        self.by_id: dict[str, PageForm] = {}
        self.select: str | None = None
        self.chosen: list[str] | None = None
        self.area: str | None = None
        self.texts: set[str] = set()  # names of fields in which one types
        self.feed(html)

    def held(self, path: str) -> dict[str, list[str]]:
        """Return what the forms of this page that post to `path` would send if nothing were typed."""
        fields: dict[str, list[str]] = {}
        for form in self.forms:
            if form.method == "POST" and form.action == path:
                fields |= form.held
        return fields

    def sendings(self) -> Iterator[tuple[str, str, set[str]]]:
        """Yield (method, address, names) of every form and every link."""
        for form in self.forms:
            yield form.method, form.action, form.names
        for link in self.links:
            yield "GET", link, set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(self.form(at))
        elif tag == "a" and at.get("href"):
            self.links.append(urljoin(self.path, at["href"]))
        elif tag == "option":
            self.option(at)
        elif tag in ("input", "select", "textarea", "button") and at.get("name") and at["name"] not in IGNORED:
            self.control(tag, at)

    def form(self, at: dict[str, str]) -> PageForm:
        action = urljoin(self.path, at.get("action", ""))
        made = PageForm(at.get("method", "get").upper(), action if urlsplit(action).path else self.path)
        if "id" in at:
            made = self.by_id.setdefault(at["id"], made)
        return made

    def control(self, tag: str, at: dict[str, str]) -> None:
        form = self.by_id.get(at.get("form", ""), self.forms[-1])
        name, kind = at["name"], at.get("type", "text")
        form.names.add(name)
        if tag == "textarea" or (tag == "input" and kind in TYPED):
            self.texts.add(name)
        if tag == "select":
            self.select, self.chosen = name, form.held.setdefault(name, [])
        elif tag == "textarea":
            self.area = name
            form.held[name] = [""]
        elif tag == "input" and kind not in SILENT and (kind not in ("checkbox", "radio") or "checked" in at):
            form.held.setdefault(name, []).append(at.get("value", "on" if kind == "checkbox" else ""))

    def option(self, at: dict[str, str]) -> None:
        if self.chosen is not None and "selected" in at:
            self.chosen.append(at.get("value", ""))

    def handle_data(self, text: str) -> None:
        if self.area:
            held = self.forms[-1].held.get(self.area)
            if held:
                held[0] = (held[0] + text).removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.area = None
        elif tag == "select":
            self.select = self.chosen = None
        elif tag == "form":
            self.forms.append(PageForm("GET", self.path))
