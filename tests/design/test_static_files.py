"""Static files under names that change with their content, through the real application."""

from __future__ import annotations

import gzip
import http.client
import os
import posixpath
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import brotli
import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from award import create_app
from award.design import fingerprints, static_files
from tests.architecture import asking
from tests.client import CheckedClient
from tests.conftest import make_settings, rolled_back
from tests.foundation.test_commands import SECRETS, flask
from tests.foundation.test_running import wait_until_it_answers
from tests.net import free_port

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "award" / "static"
BUILT_NAME = re.compile(r"/static/[\w./-]+\.[0-9a-f]{12}\.[a-z]+")
REFERENCE = re.compile(r"""["'(](/static/[^"')\s]*)""")
ALWAYS = (
    "Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "Permissions-Policy",
    "Cross-Origin-Opener-Policy",
)  # fmt: skip


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy that a test may change."""
    return Path(shutil.copytree(STATIC, tmp_path_factory.mktemp("sources") / "static"))


@pytest.fixture(scope="module")
def target(sources: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    fingerprints.build(sources, folder)
    return folder


@pytest.fixture
def built(
    app: Flask, sources: Path, target: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Flask]:
    """The application on the database of the tests, with a build of the files as they are."""
    monkeypatch.setattr(static_files, "BUILT", target)
    settings = app.config["SETTINGS"]
    made = create_app(make_settings(tmp_path, settings.database_url))
    with rolled_back(made):
        made.test_client_class = Buffered
        yield made


def addresses_of(app: Flask) -> set[str]:
    return {url_of(app, name) for name in fingerprints.sources(STATIC)}


class Buffered(FlaskClient):
    """Files are read and closed at once."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        return super().open(*args, **{"buffered": True, **kwargs})


def url_of(app: Flask, name: str) -> str:
    with app.test_request_context():
        return url_for("static", filename=name)


def test_every_file_is_served_for_ever_with_our_headers(built: Flask) -> None:
    client = built.test_client()
    page = client.get("/privacy")
    found = addresses_of(built)
    assert len(found) == len(fingerprints.sources(STATIC)) > 20
    ids = set()
    for address in found:
        assert BUILT_NAME.fullmatch(address), address
        answer = client.get(address)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["Cache-Control"]
        assert {answer.headers[name] for name in ALWAYS} == {page.headers[name] for name in ALWAYS}
        assert "Access-Control-Allow-Origin" not in answer.headers
        assert "Set-Cookie" not in answer.headers
        ids.add(answer.headers["X-Request-Id"])
        again = {"If-Modified-Since": answer.headers["Last-Modified"]}
        for other, status in (
            (client.post(address), 405),
            (client.get(address, headers=again), 304),
        ):
            assert other.status_code == status
            assert [other.headers[name] for name in ALWAYS] == [
                page.headers[name] for name in ALWAYS
            ]
            ids.add(other.headers["X-Request-Id"])
    assert len(ids) == 3 * len(found)


def test_encrypted_answers_say_so_on_files_too(
    tmp_path: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(static_files, "BUILT", target)
    made = create_app(
        make_settings(tmp_path, "sqlite://", base_url="https://localhost", testing=True)
    )
    answer = made.test_client().get(url_of(made, "app.css"), buffered=True)
    assert answer.headers["Strict-Transport-Security"]


def test_what_is_compressed_unpacks_to_the_same(built: Flask) -> None:
    client = built.test_client()
    for name in ("nhsuk/nhsuk-frontend.min.css", "app.js", "favicon.svg"):
        plain = client.get(url_of(built, name))
        zipped = client.get(url_of(built, name), headers={"Accept-Encoding": "gzip"})
        packed = client.get(url_of(built, name), headers={"Accept-Encoding": "gzip, br"})
        assert (zipped.headers["Content-Encoding"], packed.headers["Content-Encoding"]) == (
            "gzip",
            "br",
        )
        assert gzip.decompress(zipped.data) == brotli.decompress(packed.data) == plain.data
        assert len(packed.data) < len(zipped.data) < len(plain.data)
        assert {a.headers["Vary"] for a in (plain, zipped, packed)} == {"Accept-Encoding"}
        assert {a.mimetype for a in (plain, zipped, packed)} == {plain.mimetype}


def test_a_packing_that_is_refused_is_not_sent_and_no_part_of_one(built: Flask) -> None:
    browser, where = built.test_client(), url_of(built, "app.css")
    for accept, packing in (
        ("br;q=0, gzip", "gzip"),
        ("gzip;q=0", None),
        ("br;q=0, gzip;q=0", None),
        ("identity", None),
        ("gzip;q=0.5, br", "br"),
    ):
        answer = browser.get(where, headers={"Accept-Encoding": accept})
        assert answer.headers.get("Content-Encoding") == packing, accept
        part = browser.get(where, headers={"Accept-Encoding": accept, "Range": "bytes=5-9"})
        assert (part.status_code, part.data) == (200, answer.data), accept


def test_what_was_never_built_is_not_there(built: Flask) -> None:
    client = built.test_client()
    for path in (
        "/static/app.000000000000.css",
        "/static/manifest.json",
        f"{url_of(built, 'app.css')}.gz",
        "/static/../__init__.py",
        "/static/",
    ):
        answer = client.get(path)
        assert answer.status_code == 404, path
        assert answer.headers["X-Request-Id"]
        assert "immutable" not in answer.headers.get("Cache-Control", "")


def test_scripts_and_sheets_name_only_built_files(built: Flask) -> None:
    """Followed as a browser does, from every file."""
    client = built.test_client()
    named = 0
    for address in addresses_of(built):
        if not address.endswith((".js", ".css")):
            continue
        for match, meant in fingerprints.named_by(address, client.get(address).get_data(True)):
            assert BUILT_NAME.fullmatch(meant), f"{address} names {match[3]}"
            assert client.get(meant).status_code == 200, f"{address} names {match[3]}"
            named += 1
    assert named > 15


def test_pages_name_only_built_files(built: Flask) -> None:
    client = CheckedClient(built)
    seen = 0
    for method, rule in asking.routes(built):
        if method == "GET" and not rule.arguments:
            html = client.browser.get(rule.rule).get_data(as_text=True)
            for reference in REFERENCE.findall(html):
                assert BUILT_NAME.fullmatch(reference), f"{rule.rule} names {reference}"
                seen += 1
    missing = client.browser.get("/no-such-page").get_data(as_text=True)
    assert missing.count("/static/") == len(BUILT_NAME.findall(missing)) >= 3
    assert seen > 50


def test_templates_ask_for_files_that_are_there() -> None:
    """Also those of pages that a visitor doesn't see; and no address is written by hand."""
    names = fingerprints.sources(STATIC)
    asked = set()
    for path in (ROOT / "templates").rglob("*.html"):
        text = path.read_text("utf-8")
        assert "/static/" not in text, f"{path.name} writes an address out"
        asked |= set(re.findall(r"""url_for\(["']static["'], filename=["']([^"']+)["']\)""", text))
        assert text.count('url_for("static"') + text.count("url_for('static'") == len(
            re.findall(r"""url_for\(["']static["'], filename=["'][^"']+["']\)""", text)
        )
    assert asked <= set(names)
    assert len(asked) > 8


def test_a_file_that_changed_is_served_as_it_is(
    built: Flask, sources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While somebody works on it, without a build: the plain names, of every file, since others
    may name the one that changed."""
    monkeypatch.setattr(built, "static_folder", str(sources))
    edited = sources / "app.css"
    before = edited.read_bytes()
    names = static_files._Names(sources, static_files.BUILT, watched=True)
    assert BUILT_NAME.fullmatch(f"/static/{names.of('app.js')}")
    try:
        edited.write_bytes(before + b"/* more */\n")
        with built.test_request_context():
            assert (names.of("app.css"), names.of("app.js")) == ("app.css", "app.js")
        answer = built.test_client().get("/static/app.css")
        assert answer.data.endswith(b"/* more */\n")
        assert answer.headers["Cache-Control"] == "no-cache"
        later = static_files._Names(sources, static_files.BUILT, watched=False)
        assert later.of("app.css") == "app.css"
    finally:
        edited.write_bytes(before)
    assert static_files._Names(sources, tmp_path, watched=True).of("app.css") == "app.css"
    (tmp_path / fingerprints.MANIFEST).write_text("[broken")
    assert static_files._Names(sources, tmp_path, watched=True).of("app.css") == "app.css"


@pytest.mark.any_database
def test_through_the_web_server(tmp_path: Path) -> None:
    fingerprints.build(STATIC, static_files.BUILT)
    assert flask(tmp_path, "prepare").returncode == 0
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "award:create_app()", "--bind", f"127.0.0.1:{port}",
         "--threads", "2", "--log-level", "error"],
        cwd=ROOT, env={
            **{name: value for name, value in os.environ.items() if not name.startswith("AWARD_")},
            **SECRETS, "AWARD_DATABASE_URL": f"sqlite:///{tmp_path}/award.sqlite3",
            "AWARD_JOBS_URL": f"sqlite:{tmp_path}/jobs.sqlite3",
        },
    )  # fmt: skip
    try:
        wait_until_it_answers(port)
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
            connection.request("GET", "/privacy")
            page = connection.getresponse().read().decode()
            references = set(REFERENCE.findall(page))
            assert len(references) > 3
            for reference in references:
                assert BUILT_NAME.fullmatch(reference)
                connection.request("GET", reference, headers={"Accept-Encoding": "br, gzip"})
                answer = connection.getresponse()
                body = brotli.decompress(answer.read())
                assert (answer.status, answer.headers["Content-Encoding"]) == (200, "br")
                assert "immutable" in answer.headers["Cache-Control"]
                assert all(answer.headers[name] for name in (*ALWAYS, "X-Request-Id"))
                name = posixpath.relpath(reference, "/static")
                assert body == (static_files.BUILT / name).read_bytes()
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)
