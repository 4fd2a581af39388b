"""A form that was posted and not acted on: what was typed in it, and all it takes to send it again."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, QueryDict
from django.http.multipartparser import MultiPartParserError

from foundation.forms.mark import FIELD, posted_mark
from foundation.request_parsing import from_here

# Fields of the page that shows an unsent form, which are no part of it.
OWN = "unsent-"
TOKEN = "csrfmiddlewaretoken"  # noqa: S105  # the name of a field
SECRET = re.compile("password")
# Hidden fields, buttons and ticked rows, which nobody typed: token, mark, buttons, fingerprints, answers about texts,
# numbers and ids of rows, the id of an act.
BUTTONS = "next|back|take|save|add|query|act|do|verdict|confirm|unchanged"
ROWS = "seen.*|part|sheet|spot|oddity|was|nominations"
CARRIED = re.compile(rf"^({TOKEN}|{FIELD}|{OWN}.*|{BUTTONS}|{ROWS})$|-(uuid|reading|[A-Z]+_FORMS)$")
CHOSEN = ("on", "yes", "no")  # what ticks and answers by choice send


@dataclass(frozen=True)
class UnsentForm:
    """`fields` and `files` are pairs (name of the field, value or name of the file), in the order of the form."""

    action: str
    mark: str
    fields: list[tuple[str, str]]
    files: list[tuple[str, str]] = field(default_factory=list)
    has_secret: bool = False
    token: str = ""

    @classmethod
    def of(cls, request: HttpRequest) -> UnsentForm:
        """Return what a request posted, without token, mark and passwords; of files their names alone can be kept."""
        pairs = [(name, value) for name, values in request.POST.lists() for value in values]
        kept = [(name, value) for name, value in pairs if not _is_own(name)]
        return cls(
            action=request.get_full_path(),
            mark=request.POST.get(FIELD, ""),
            fields=[(name, value) for name, value in kept if not SECRET.search(name)],
            files=[(name, str(file.name)) for name, files in request.FILES.lists() for file in files],
            token=request.POST.get(TOKEN, ""),
            has_secret=any(SECRET.search(name) for name, _value in kept),
        )

    @property
    def texts(self) -> list[str]:
        """What somebody typed, to be read and copied; without ticks, choices and what the page carried hidden."""
        return [value for name, value in self.fields if is_typed(name) and value.strip() and value not in CHOSEN]

    @property
    def text(self) -> str:
        """The texts as one, to be copied."""
        return "\n".join(self.texts)

    @property
    def rows(self) -> int:
        """The height of the box that shows it."""
        return min(self.text.count("\n") + 2, 20)


def refused_form(request: HttpRequest) -> UnsentForm | None:
    """Return the form that was posted, to be shown with its refusal; None without a mark of who is signed in."""
    mark, user = posted_mark(request), getattr(request, "user", None)
    return UnsentForm.of(request) if mark and user and mark.person == user.pk else None


def interrupted_form(request: HttpRequest) -> UnsentForm | None:
    """Return the form that was posted when the portal failed, to be sent again; None where nothing proves whose it is.

    Asks no database: the mark is signed, and the form was sent from a page of this host. Its token goes out again.
    """
    try:
        marked = posted_mark(request) and from_here(request)
    except (MultiPartParserError, OSError, SuspiciousOperation):  # the body could not be read
        return None
    return UnsentForm.of(request) if marked else None


def is_typed(name: str) -> bool:
    """True for the name of a field in which somebody types, unlike tokens, buttons and fingerprints."""
    return not CARRIED.search(name)


def without_own(post: QueryDict) -> Any:
    """Return the posted fields, a QueryDict, without those that only the page of an unsent form adds."""
    left = post.copy()
    for name in post:
        if name.startswith(OWN):
            del left[name]
    return left


def _is_own(name: str) -> bool:
    return name in (TOKEN, FIELD) or name.startswith(OWN)
