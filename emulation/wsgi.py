"""The application that a WSGI server calls. It does not start without what pages need, nor on fictional data in use."""

import os
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application
from django.db import connections

from foundation.documents.pdf_libraries import refuse_without_libraries
from foundation.frame_chunks import with_own_chunk
from foundation.static_files import refuse_without_static_files

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "emulation.settings")
portal = get_wsgi_application()

from units.installation import refuse_fictional  # noqa: E402 - it needs the models

refuse_without_libraries()
refuse_without_static_files()
refuse_fictional()
connections.close_all()  # a server may fork now


@with_own_chunk
def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    return portal(environ, start_response)
