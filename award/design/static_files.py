"""Static files: built ones by WhiteNoise, under names that browsers keep for ever; the sources by
Flask, under their plain names, when there is no build of them as they are now."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final

from flask import Flask, g, has_request_context
from werkzeug.http import parse_accept_header
from whitenoise import WhiteNoise

from award.design import fingerprints
from award.foundation import security

BUILT: Final = Path(__file__).parents[1] / "static_built"
"""Made by `flask assets`; in no commit."""

StartResponse = Callable[..., Any]


class _Served(WhiteNoise):
    """Answers for the built files with what every answer of ours has in its head."""

    def __init__(self, app: Flask, target: Path) -> None:
        super().__init__(
            app.wsgi_app,
            allow_all_origins=False,
            max_age=0,
            immutable_file_test=fingerprints.IMMUTABLE,
        )
        self._head = list(security.head(app).items())
        for name in fingerprints.sources(target):
            if re.search(fingerprints.IMMUTABLE, name):
                path = str(target / name)
                self.add_file_to_dictionary(f"{app.static_url_path}/{name}", path)

    def serve(
        self, static_file: Any, environ: dict[str, Any], start_response: StartResponse
    ) -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]]) -> Any:
            mark = ("X-Request-Id", security.new_request_id())
            return start_response(status, [*headers, *self._head, mark])

        answer: Iterable[bytes] = super().serve(static_file, _as_asked(environ), start)
        return answer


def _as_asked(environ: dict[str, Any]) -> dict[str, Any]:
    """Without the packings that whoever asks refuses ("gzip;q=0"), and whole: a part of one packing
    that is gone on with in another would be a broken file."""
    packings = parse_accept_header(environ.get("HTTP_ACCEPT_ENCODING", ""))
    taken = ", ".join(name for name, weight in packings if weight > 0)
    asked = {**environ, "HTTP_ACCEPT_ENCODING": taken}
    asked.pop("HTTP_RANGE", None)
    return asked


class _Names:
    """The built names, as long as the sources are those they were made of."""

    def __init__(self, folder: Path, target: Path, *, watched: bool) -> None:
        manifest = fingerprints.read(target)
        digests: dict[str, str] = manifest.get("sources", {})
        self._paths = [folder / name for name in digests]
        self._watched = watched
        self._seen = self._looks()
        names: dict[str, str] = manifest.get("names", {})
        usable = (
            self._seen is not None
            and all((target / built).is_file() for built in names.values())
            and all(
                fingerprints.digest((folder / name).read_bytes()) == was
                for name, was in digests.items()
            )
        )
        self._names = names if usable else {}

    def of(self, name: str) -> str:
        return self._names.get(name, name) if self._fresh() else name

    def _fresh(self) -> bool:
        """Where somebody may be at work on the sources they are looked at once a request."""
        if not (self._watched and self._names):
            return True
        if not has_request_context():
            return self._looks() == self._seen
        if "static_fresh" not in g:
            g.static_fresh = self._looks() == self._seen
        return bool(g.static_fresh)

    def _looks(self) -> list[tuple[int, int]] | None:
        try:
            return [(s.st_mtime_ns, s.st_size) for s in (path.stat() for path in self._paths)]
        except OSError:
            return None


def init_app(app: Flask) -> None:
    """Give pages the built names, and answer for them before Flask is asked."""
    settings = app.config["SETTINGS"]
    watched = app.debug or settings.demonstration
    names = _Names(Path(str(app.static_folder)), BUILT, watched=watched)

    def built(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static" and "filename" in values:
            values["filename"] = names.of(values["filename"])

    app.extensions["static_watched"] = watched
    app.url_defaults(built)
    app.wsgi_app = _Served(app, BUILT)  # type: ignore[method-assign]
