"""Runs the portal so that it says that a sheet was sent before it is: a ledger must find what is lost by that."""

import io
import time
from threading import Thread

from emulation.wsgi import application as portal

WAITS = 0.3  # seconds


def application(environ, start_response):
    if environ["REQUEST_METHOD"] != "POST" or not environ["PATH_INFO"].endswith("/check/"):
        return portal(environ, start_response)
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    later = environ | {"wsgi.input": io.BytesIO(body)}

    def send():
        time.sleep(WAITS)
        list(portal(later, lambda status, headers, error=None: None))

    Thread(target=send, daemon=True).start()
    start_response("302 Found", [("Location", "/"), ("Content-Length", "0")])
    return []
