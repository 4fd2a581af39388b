"""How long the body of a request may be: what is longer is refused by its length, before any of it is read."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from foundation.archives import MEGABYTE

View = Callable[..., HttpResponse]


def takes_file(megabytes: int) -> Callable[[View], View]:
    """Say of a view that its form may bring a file of so many MB beside its boxes."""

    def said(view: View) -> View:
        vars(view)["largest_file"] = megabytes * MEGABYTE
        return view

    return said


def largest_body(view: Callable[..., object]) -> int:
    """Return the bytes that a request to a view may bring: its boxes, and its file if it takes one."""
    boxes = int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0)
    return boxes + int(getattr(view, "largest_file", 0))


def status_of_body(request: HttpRequest, view: Callable[..., object]) -> int | None:
    """Return 413 for a body that says to be too long, 411 for one that does not say how long it is, else None.

    nginx reads a body whole before it passes it on and says its length; it comes in pieces only from a visitor who
    reaches gunicorn without nginx.
    """
    length = request.META.get("CONTENT_LENGTH") or ""
    if request.META.get("HTTP_TRANSFER_ENCODING"):
        return 411
    return 413 if length.isdigit() and int(length) > largest_body(view) else None
