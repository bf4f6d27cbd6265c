"""Pages that are at hand, shown in a frame, which takes on any width at once.

A window takes five times as long to change its size, and to open the next page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from threading import Thread
from typing import Any

from flask import Flask
from playwright.sync_api import Frame
from playwright.sync_api import Page as Window
from werkzeug.serving import make_server
from werkzeug.wrappers import Response

AROUND = """<!doctype html><html lang="en"><title>Frame</title>
<style>body { margin: 0 } iframe { border: 0; width: 1280px; height: 800px }</style>
<iframe title="The page"></iframe></html>"""
SHOW = """address => new Promise((shown) => {
  const frame = document.querySelector("iframe");
  frame.onload = shown;
  frame.src = address;
})"""


@contextmanager
def served(app: Flask, pages: Mapping[str, str]) -> Iterator[str]:
    """The address of a server of them, by their names; styles and scripts are the application's."""

    def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        name = environ["PATH_INFO"].removeprefix("/")
        html = pages.get(name) if name else AROUND
        if html is None:
            found: Iterable[bytes] = app.wsgi_app(environ, start_response)
            return found
        return Response(html, mimetype="text/html")(environ, start_response)

    server = make_server("127.0.0.1", 0, answer, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def show(window: Window, name: str) -> Frame:
    """The page in the frame of the window, which is at the server's address, its scripts run."""
    window.evaluate(SHOW, f"/{name}")
    return window.frames[1]
