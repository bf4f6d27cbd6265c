"""Stopping the web server: requests under way are finished, silent connections not waited for."""

from __future__ import annotations

import http.client
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def server(request: pytest.FixtureRequest) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "tests.foundation.slow_app:app",
         "--bind", f"127.0.0.1:{port}", "--worker-class", "award.web_worker.Worker",
         "--workers", "1", "--threads", getattr(request, "param", "8"),
         "--keep-alive", "60", "--graceful-timeout", "60",
         "--log-level", "error"],
        cwd=ROOT, stderr=subprocess.PIPE,
    )  # fmt: skip
    try:
        wait_until_it_answers(port)
        yield process, port
    finally:
        process.kill()
        process.communicate()


def wait_until_it_answers(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            with closing(asked(port, "/")) as connection:
                connection.getresponse().read()
            return
        except OSError:
            time.sleep(0.1)


def asked(port: int, path: str) -> http.client.HTTPConnection:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path)
    return connection


def test_stopping_finishes_what_is_under_way_and_waits_for_nothing_else(
    server: tuple[subprocess.Popen[bytes], int],
) -> None:
    process, port = server
    kept = asked(port, "/")
    kept.getresponse().read()
    silent = [socket.create_connection(("127.0.0.1", port)) for _ in range(3)]
    slow = asked(port, "/slow")
    time.sleep(0.3)
    process.send_signal(signal.SIGTERM)
    started = time.monotonic()
    assert slow.getresponse().read() == b"done"
    answered = time.monotonic()
    assert process.wait(90) == 0
    ended = time.monotonic()
    assert max(answered - started, ended - answered) < 20
    assert process.stderr is not None
    assert process.stderr.read() == b""
    for connection in (kept, slow, *silent):
        connection.close()


@pytest.mark.parametrize("server", ["1"], indirect=True)
def test_a_request_that_waits_for_a_thread_has_arrived_all_the_same(
    server: tuple[subprocess.Popen[bytes], int],
) -> None:
    _process, port = server
    slow = asked(port, "/slow")
    time.sleep(0.3)
    with closing(asked(port, "/waited")) as waited:
        assert slow.getresponse().read() == b"done"
        slow.close()
        assert waited.getresponse().read() == b"then"
