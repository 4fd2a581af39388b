"""The application that a WSGI server calls. It does not start without the libraries and files that pages need."""

import os
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

from foundation.documents.pdf_libraries import refuse_without_libraries
from foundation.frame_chunks import with_own_chunk
from foundation.static_files import refuse_without_static_files

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "emulation.settings")
portal = get_wsgi_application()
refuse_without_libraries()
refuse_without_static_files()


@with_own_chunk
def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    return portal(environ, start_response)
