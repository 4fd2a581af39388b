"""What an inspector opens: each page and file is logged, once a day."""

from __future__ import annotations

import re
from email.message import Message
from html import unescape
from http import HTTPStatus
from urllib.parse import urlencode

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.text import Truncator

from units.acting import choices
from units.actions.inspections import log_page
from units.models import Role, User

NOT_LOGGED = ("home", "login", "logout", "switch", "healthz", "livez", "readyz")
"""Views that show nothing of a union."""
OPENED = (HTTPStatus.OK, HTTPStatus.NOT_MODIFIED)
"""Statuses of what was shown; the second is that of a file that the browser has kept."""
WHOSE = ("unit", "revision")
"""Parameters of an address that say which thing its page shows."""
TITLE = re.compile(rb"<title>(.*?)(?:\xc2\xb7[^\xc2]*)?</title>", re.DOTALL)
"""The title of a page without the name of the portal after the last dot."""


def log_opening(request: HttpRequest, response: HttpResponseBase) -> None:
    """Write an event about each current inspection post of who asks, unless this day has one of this address."""
    match = request.resolver_match
    read = request.method in ("GET", "HEAD") and response.status_code in OPENED
    if not read or match is None or match.url_name in NOT_LOGGED or not isinstance(request.user, User):
        return
    for acting in choices(request.user):
        for post in acting.posts:
            if post.role == Role.INSPECTOR:
                log_page(post, address_of(request), title_of(response), by=acting)


def address_of(request: HttpRequest) -> str:
    """Return the address without the parameters that only sort, filter or turn pages."""
    about = {name: request.GET[name] for name in WHOSE if name in request.GET}
    return Truncator(f"{request.path}?{urlencode(about)}" if about else request.path).chars(200)


def title_of(response: HttpResponseBase) -> str:
    """Return the title of a page, the name of a file; "" of a file that was not sent again."""
    is_page = response.headers.get("Content-Type", "").startswith("text/html")
    title = TITLE.search(getattr(response, "content", b"")) if is_page else None
    if title is None:
        file = Message()
        file["Content-Disposition"] = response.headers.get("Content-Disposition", "")
        return file.get_filename("")
    return Truncator(" ".join(unescape(title[1].decode()).split())).chars(200)
