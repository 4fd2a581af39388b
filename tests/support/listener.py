"""Runs a web server that remembers every request, and writes markup that requests from it in every way."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

SECRET = '<svg xmlns="http://www.w3.org/2000/svg" width="99" height="99"><text y="9">BIMAT</text></svg>'


@pytest.fixture
def listener(tmp_path):
    """Yield the server's address and the list of requested paths; `/away…` redirects to a file of this machine."""
    requested = []
    (tmp_path / "secret.svg").write_text(SECRET, "utf-8")

    class Remember(BaseHTTPRequestHandler):
        def do_GET(self):
            requested.append(self.path)
            away = self.path.startswith("/away")
            self.send_response(302 if away else 200)
            if away:
                self.send_header("Location", f"file://{tmp_path}/secret.svg")
            self.end_headers()

        def log_message(self, *_arguments):
            """Write no log."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Remember)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", requested
    server.shutdown()
    thread.join()
    server.server_close()


def asking(address):
    """Return markup that requests `address` in every way a paper could."""
    return f"""
    <style>@import url({address}/import.css); @font-face {{ font-family: X; src: url({address}/x.ttf); }}
      p {{ background: url({address}/back.png); font-family: X; }}
      p::before {{ content: url({address}/content.svg); }}</style>
    <link rel="stylesheet" href="{address}/link.css"><link rel="attachment" href="{address}/attached.txt">
    <base href="{address}/"><p>Vẫn in được<img src="{address}/img.svg" alt=""><img src="relative.svg" alt="">
    <object data="{address}/object.svg"></object><embed src="{address}/embed.svg"><img src="{address}/away.svg"></p>
    <svg width="9" height="9"><image href="{address}/inside.svg" width="9" height="9"/>
    <use href="{address}/u.svg#a"/></svg>"""


def asking_in_few_words(address):
    """Return the same requests one by one, short enough for any column."""
    return (
        f"<img src={address}/a.svg>",
        f'"><img src={address}/b.svg>',
        f"<style>@import url({address}/c.css);</style>",
        f"</p><link rel=attachment href={address}/d>",
        f"</style><link rel=stylesheet href={address}/e.css>",
        f"<object data={address}/f.svg></object>",
        f"<svg><image href={address}/g.svg /></svg>",
        f"<p style=background:url({address}/h.svg)>",
        f"<img src={address}/away.svg>",
        f"url({address}/i.svg) {address}/j",
    )
