"""The door for a WSGI server."""

import os
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

from foundation.documents.pdf_libraries import refuse_without_libraries
from foundation.static_files import refuse_without_static_files

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "emulation.settings")
portal = get_wsgi_application()
refuse_without_libraries()
refuse_without_static_files()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """The portal, called with room for its frames.

    CPython keeps frames in chunks of 16 kB and gives a chunk back as soon as its last frame returns: a loop that calls
    across the edge of one has the system map and unmap memory at every turn. Where the edges lie is a matter of how
    deep a server calls; behind gunicorn one fell into the drawing of boxes, and a part of a sheet took half as long
    again. This frame claims a chunk that holds those of any page.
    """
    return portal(environ, start_response)


application.__code__ = application.__code__.replace(co_stacksize=16_000)
