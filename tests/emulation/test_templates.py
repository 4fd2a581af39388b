"""Tests the templates' source: used, compiling, with their signatures, allowed by a strict CSP."""

import ast
import re
from functools import cache
from pathlib import Path

import crispy_bootstrap5
import pytest
from django.contrib import admin as django_admin
from django.contrib.auth.views import LoginView
from django.contrib.staticfiles import finders
from django.template.base import Lexer, TokenType
from django.template.loader import get_template

from emulation.component_page import samples
from tests.support.source import ROOT, trees, walked

pytestmark = pytest.mark.sqlite  # asks no database
TEMPLATES = ROOT / "templates"
NAMES = sorted(file.relative_to(TEMPLATES).as_posix() for file in TEMPLATES.rglob("*.html"))
COMPONENTS = [name for name in NAMES if name.startswith("components/")]

NAMED = re.compile(r"""["']([\w./-]+\.html)["']""")
STATIC = re.compile(r"""^static\s+["']([^"']+)["']""")
INCLUDED = re.compile(r"""include\s+["'](components/[\w-]+\.html)["']\s*(.*)""", re.DOTALL)
GIVEN = re.compile(r"(?:^|\s)(\w+)=")
COMMENT = re.compile(r"{% comment %}.*?{% endcomment %}", re.DOTALL)
SIGNATURE = re.compile(r"\A(?:{% load [\w ]+ %}\s*)?{% comment %}\n(.+?){% endcomment %}", re.DOTALL)
PARAMETERS = re.compile(r"^ {2,}([a-z_]\w*(?:, ?[a-z_]\w*)*)(?=  |$)", re.MULTILINE)


def source(name):
    return (TEMPLATES / name).read_text("utf-8")


def code(name):
    return COMMENT.sub("", source(name))


@cache
def tags(name):
    """Return the contents of a template's tags, in order: `include "x.html" with a=b only`."""
    tokens = Lexer(code(name)).tokenize()
    return [token.contents for token in tokens if token.token_type == TokenType.BLOCK]


def plain(name):
    """Return the text between the tags, with dots for them: "<p {% if a %}id={{ b }}{% endif %}>" → "<p …id=……>"."""
    tokens = Lexer(code(name)).tokenize()
    return "".join(token.contents if token.token_type == TokenType.TEXT else "…" for token in tokens)


@cache
def named_in_python():
    """Return names of templates in the code, and patterns of composed ones: "papers/{filing.kind}.html"."""
    names, patterns = {LoginView.template_name}, []
    for tree in trees().values():
        for node in walked(tree):
            if isinstance(node, ast.Constant) and re.fullmatch(r"\w[\w/-]*\.html", str(node.value)):
                names.add(node.value)
            elif isinstance(node, ast.JoinedStr):
                parts = [re.escape(p.value) if isinstance(p, ast.Constant) else r"\w+" for p in node.values]
                patterns.append("".join(parts))
    patterns = {pattern for pattern in patterns if pattern.endswith("html")}
    return names | {name for name in NAMES for pattern in patterns if re.fullmatch(pattern, name)}


def overriding():
    """Return the templates that Django's own admin and crispy-bootstrap5 ask for by name."""
    theirs = [Path(app.__file__).parent / "templates" for app in (django_admin, crispy_bootstrap5)]
    return {name for name in NAMES for folder in theirs if (folder / name).exists()}


def test_every_template_is_used():
    used, waiting = set(), {name for name in named_in_python() | overriding() if name in NAMES}
    while waiting:
        name = waiting.pop()
        used.add(name)
        named = {other for tag in tags(name) if tag.startswith(("include", "extends")) for other in NAMED.findall(tag)}
        waiting |= {other for other in named if other in NAMES} - used
    assert sorted(set(NAMES) - used) == []


def test_every_template_named_in_the_code_is_there():
    for name in sorted(named_in_python()):
        get_template(name)


def test_every_static_file_named_in_a_template_is_there():
    named = {(name, path) for name in NAMES for tag in tags(name) for path in STATIC.findall(tag)}
    assert len(named) > 5
    assert [each for each in named if finders.find(each[1]) is None] == []


def test_every_template_compiles_with_all_it_includes():
    for name in NAMES:
        get_template(name)
        for tag in tags(name):
            for other in NAMED.findall(tag) if tag.startswith("include") else []:
                get_template(other)


def offending(pattern, of=code):
    """Return template → matches of a pattern, where there are any."""
    return {name: matches for name in NAMES if (matches := re.findall(pattern, of(name), re.IGNORECASE))}


def test_no_template_speaks_in_braces():
    """Django prints a tag or comment that is written over two lines."""
    assert offending(r"{%|%}|{{|}}|{#|#}", plain) == {}


def test_no_template_has_style_or_script_of_its_own():
    assert offending(r"<style\b|\sstyle\s*=|javascript:", plain) == {}
    assert offending(r"<[^>]*?\s(on[a-z]+)\s*=", plain) == {}
    assert offending(r"<script\b(?![^>]*\ssrc=)", plain) == {}
    assert offending(r"<script\b[^>]*>\s*[^\s<]", plain) == {}


def test_no_template_turns_escaping_off():
    assert offending(r"\|\s*safe(?:seq)?\b|{%\s*autoescape") == {}


def test_every_form_that_posts_begins_with_the_token():
    """The tag finds the token by itself: no include is passed one."""
    forms = [each for name in NAMES for each in re.findall(r"""method=.?post[^>]*>\s*({%.*?%})?""", code(name))]
    assert set(forms) == {"{% form_head %}"}
    assert len(forms) > 20
    assert offending("csrf_token", source) == {}


def test_a_component_begins_with_its_signature():
    """The signature is a sentence that says what it is; then a line for each parameter."""
    signatures = {name: SIGNATURE.match(source(name)) for name in COMPONENTS}
    assert [name for name, match in signatures.items() if not match] == []
    firsts = {name: match[1].splitlines()[0] for name, match in signatures.items()}
    assert {name: line for name, line in firsts.items() if not re.match(r"\S.*[.;:]", line)} == {}


def parameters(name):
    """Return the names that a component's signature explains."""
    match = SIGNATURE.match(source(name))
    lines = PARAMETERS.findall(match[1]) if match else []
    return {word.strip() for line in lines for word in line.split(",")}


def includes_of_components():
    return [
        (name, *match.groups())
        for name in NAMES
        for tag in tags(name)
        if tag.startswith("include") and (match := INCLUDED.match(tag))
    ]


def test_a_component_is_given_what_its_signature_names_and_nothing_else():
    strange = {
        (name, component, given)
        for name, component, rest in includes_of_components()
        for given in GIVEN.findall(re.sub(r'"[^"]*"', '""', rest))
        if given not in parameters(component)
    }
    assert strange == set()


def test_a_component_sees_only_what_it_is_given():
    assert [each for each in includes_of_components() if each[2].split()[-1:] != ["only"]] == []


def test_the_patterns_above_find_what_they_look_for():
    assert parameters("components/bar.html") == {"accepted", "waiting", "total", "label", "words", "tone"}
    assert parameters("components/empty.html") == {"title", "text", "url", "button"}
    assert "papers/pledge.html" in named_in_python()
    assert "admin/change_form.html" in overriding()
    assert len(includes_of_components()) > 50
    assert len(COMPONENTS) > 15


def test_every_component_has_samples():
    assert {f"components/{name}.html" for name in samples()} == set(COMPONENTS)
    assert [name for name, contexts in samples().items() if not contexts] == []


@pytest.mark.django_db
@pytest.mark.urls("tests.support.component_urls")
def test_the_page_of_the_components_draws_each(client):
    page = client.get("/components/").content.decode()
    assert [name for name in samples() if f'<h2 id="{name}">' not in page] == []
    assert "1,000" in page  # typed wrong, and kept
    assert page.count('class="panel stack"') == sum(len(contexts) for contexts in samples().values())


@pytest.mark.django_db
def test_in_use_the_components_have_no_page(client):
    assert client.get("/components/").status_code == 404
