"""Public pages kept in memory, for visitors who bring no cookie.

    @blueprint.get("/case-studies")
    @public
    @kept(lambda: request.args.to_dict(flat=False))
    def index() -> ...:

What the function gives is all of the address that the page depends on, besides its path; the page
may depend on nothing else that a visitor sends. A page holds while `public_version` has the name
it had, and until the moment that the view gave to `holds_until`.

A cookie is a visitor: a session, what it was told last, a token of its own. Who brings one gets a
page made for them, and a page during which a session or a token came to be is never kept. So
nothing secret is in a kept page, which is why it alone is compressed. Whoever asks for it again
with its tag, or with the moment it was made, is told that it is the same.
"""

from __future__ import annotations

import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial, wraps
from threading import Lock
from typing import Any, Final, ParamSpec

import brotli
from flask import Flask, Response, current_app, g, make_response, request, session, url_for
from flask.typing import ResponseReturnValue

from award.foundation import arrival, clock, public_version

P = ParamSpec("P")

MOST_PAGES: Final = 500
MOST_BYTES: Final = 16_000_000
"""Of each process. A page counts with what it is packed into."""
KEPT: Final = (200, 410)
PACKINGS: Final[Mapping[str, Callable[[bytes], bytes]]] = {
    "br": partial(brotli.compress, mode=brotli.MODE_TEXT, quality=5),
    "gzip": partial(gzip.compress, compresslevel=6, mtime=0),
}
"""The better first, if the browser takes both."""
CARRIED: Final = ("Content-Type", "Content-Disposition", "Access-Control-Allow-Origin")
"""Headers that the view sets and a kept answer has as well."""
MARK: Final = "__kept__"

Key = tuple[str, ...]


@dataclass
class Page:
    """An answer as it goes out, from the moment it was made until its words would change."""

    body: bytes
    status: int
    headers: Mapping[str, str]
    since: datetime
    until: datetime | None
    made: datetime
    """After its version was asked for."""
    tag: str = ""
    packed: dict[str, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.tag = hashlib.sha256(self.body).hexdigest()[:32]

    @property
    def size(self) -> int:
        """What it may come to, once it was asked for in every packing."""
        return 2 * len(self.body)

    def answer(self, *, found_at: datetime | None = None) -> Response:
        """`found_at`: when it was found to be true still. Not before the second after it was made
        does anybody hear of that moment: another page of the same second would pass for it."""
        packing = next((name for name in PACKINGS if request.accept_encodings[name] > 0), None)
        if packing and packing not in self.packed:
            self.packed[packing] = PACKINGS[packing](self.body)
        response = Response(self.packed[packing] if packing else self.body, self.status)
        for name, value in self.headers.items():
            response.headers[name] = value
        if packing:
            response.headers["Content-Encoding"] = packing
        if self.status == 200:
            response.set_etag(self.tag, weak=True)  # the same page, however it is packed
            made = self.made.replace(microsecond=0)
            if found_at is not None and found_at.replace(microsecond=0) > made:
                response.last_modified = made
        _vary(response)
        return response


class Shelf:
    """The pages that one app keeps, those asked for last; all of one version."""

    def __init__(self) -> None:
        self.pages: OrderedDict[Key, Page] = OrderedDict()
        self.version = ""
        self.size = 0
        self._one_at_a_time = Lock()

    def find(self, key: Key, version: str, now: datetime) -> Page | None:
        with self._one_at_a_time:
            if version != self.version:
                self._clear(version)
            page = self.pages.get(key)
            if page is None or now < page.since or (page.until and now >= page.until):
                return None
            self.pages.move_to_end(key)
            return page

    def put(self, key: Key, version: str, page: Page) -> None:
        with self._one_at_a_time:
            if version != self.version:
                return  # something changed while it was made
            self._drop(key)
            self.pages[key] = page
            self.size += page.size
            while len(self.pages) > MOST_PAGES or self.size > MOST_BYTES:
                self._drop(next(iter(self.pages)))

    def _drop(self, key: Key) -> None:
        if (page := self.pages.pop(key, None)) is not None:
            self.size -= page.size

    def _clear(self, version: str) -> None:
        self.pages.clear()
        self.version, self.size = version, 0


def kept(
    question: Callable[[], Mapping[str, Any]] = dict, *, plain: bool = False
) -> Callable[[Callable[P, ResponseReturnValue]], Callable[P, ResponseReturnValue]]:
    """Keep what the view answers to visitors without a cookie. `plain`: it shows nothing of the
    database, so that not even the version is asked for."""

    def decorate(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
        @wraps(view)
        def wrapper(*args: P.args, **parts: P.kwargs) -> ResponseReturnValue:
            if request.method not in ("GET", "HEAD") or "Cookie" in request.headers:
                return _vary(make_response(view(*args, **parts)))
            # Asked before anything that the page shows is read.
            version = "" if plain else public_version.current()
            if version is None:
                return view(*args, **parts)
            files = url_for("static", filename="app.css")  # another once files were changed
            with public_version.asked(version):  # as what was asked may be put in its words
                said = repr(sorted(question().items()))
            key: Key = (request.root_url, request.path, said, files)
            now = arrival.moment()  # the earliest that anything on the page is judged by
            page, asked_at = shelf(plain=plain).find(key, version, now), clock.now()
            if page is None:
                with public_version.asked(version):
                    response = make_response(view(*args, **parts))
                if not _for_everybody(response):
                    return response
                until = g.pop("holds_until", None)
                carried = {
                    name: response.headers[name] for name in CARRIED if name in response.headers
                }
                body, status = response.get_data(), response.status_code
                page = Page(body, status, carried, now, until, asked_at)
                shelf(plain=plain).put(key, version, page)
                return page.answer()
            return page.answer(found_at=asked_at)

        setattr(wrapper, MARK, True)
        return wrapper

    return decorate


def holds_until(moment: datetime | None) -> None:
    """The words of the page that is being made change at this moment, if at any; the earliest
    that is given counts."""
    before: datetime | None = g.get("holds_until")
    g.holds_until = min(filter(None, (moment, before)), default=None)


def shelf(*, plain: bool = False) -> Shelf:
    """The app's own; plain pages have another, which no change of the database empties."""
    found: Shelf = current_app.extensions["plain_pages" if plain else "public_pages"]
    return found


def _for_everybody(response: Response) -> bool:
    return (
        response.status_code in KEPT
        and not response.is_streamed
        and "Set-Cookie" not in response.headers
        and not session.modified
        and "csrf_token" not in g
    )


def _vary(response: Response) -> Response:
    response.vary.update(("Accept-Encoding", "Cookie"))
    return response


def init_app(app: Flask) -> None:
    """Empty shelves for the app."""
    app.extensions["public_pages"], app.extensions["plain_pages"] = Shelf(), Shelf()
