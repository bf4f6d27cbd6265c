"""Requests that come slowly take no thread, are not held against the service, and arrive when they
began to."""

from __future__ import annotations

import socket
import subprocess
import time

import pytest

from award import slow_senders
from tests.foundation.test_running import asked, server

__all__ = ["server"]
Served = tuple[subprocess.Popen[bytes], int]


def begun(port: int, path: str = "/", length: int = 5_000, more: str = "") -> socket.socket:
    sock = socket.create_connection(("127.0.0.1", port), timeout=30)
    head = f"POST {path} HTTP/1.1\r\nHost: a\r\nContent-Length: {length}\r\n{more}\r\nx="
    sock.sendall(head.encode())
    return sock


def answered(sock: socket.socket) -> bytes:
    """The four letters that it answers with: they may come after its head."""
    held = b""
    while b"\r\n\r\n" not in held or len(held.partition(b"\r\n\r\n")[2]) < 4:
        came = sock.recv(1_000)
        assert came, held
        held += came
    return held[-4:]


@pytest.mark.parametrize("server", ["2"], indirect=True)
def test_forms_that_never_end_keep_nobody_waiting(server: Served) -> None:
    _process, port = server
    slow = [begun(port) for _ in range(30)]
    slow += [socket.create_connection(("127.0.0.1", port)) for _ in range(5)]
    for one in slow[30:]:
        one.sendall(b"GET / HTTP/1.1\r\nHo")
    time.sleep(1)
    started = time.monotonic()
    connection = asked(port, "/")
    assert connection.getresponse().read() == b"done"
    assert time.monotonic() - started < 5
    connection.close()
    slow[0].sendall(b"a" * 4_998)
    assert answered(slow[0]) == b"done"
    for one in slow:
        one.close()


@pytest.mark.parametrize("server", ["2"], indirect=True)
def test_a_form_in_pieces_is_answered_and_its_time_on_the_way_is_not_ours(server: Served) -> None:
    _process, port = server
    with begun(port, "/own", 402) as sock:
        for _ in range(4):
            time.sleep(0.3)
            sock.sendall(b"a" * 100)
        assert answered(sock) == b"mine"
        sock.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")  # the connection stays
        assert answered(sock) == b"done"


@pytest.mark.parametrize("server", ["1"], indirect=True)
def test_one_that_comes_in_pieces_arrived_when_it_began(server: Served) -> None:
    _process, port = server
    slow = asked(port, "/slow")
    time.sleep(0.3)
    with begun(port, "/waited", 102) as sock:
        assert slow.getresponse().read() == b"done"
        slow.close()
        sock.sendall(b"a" * 100)
        assert answered(sock) == b"then"


def test_who_sends_too_slowly_is_as_good_as_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slow_senders, "GRACE", 0.2)
    ours, theirs = socket.socketpair()
    patient = slow_senders.Patient(ours)
    theirs.sendall(b"x")
    assert patient.recv(10) == b"x"
    assert patient.recv(10) == b"" and patient.waited >= 0.1
    patient.begin()
    theirs.sendall(b"x" * 4_000)
    assert patient.recv(4_000) == b"x" * 4_000
    time.sleep(0.3)
    theirs.sendall(b"y")
    assert patient.recv(10) == b"y"
    ours.close()
    theirs.close()


@pytest.mark.parametrize("large", [False, True])
def test_what_is_larger_than_a_form_is_read_as_it_comes(large: bool) -> None:
    listening = socket.create_server(("127.0.0.1", 0))
    length = slow_senders.LARGEST_FORM + 1 if large else 1_000
    sender = begun(listening.getsockname()[1], length=length)
    ours = listening.accept()[0]
    time.sleep(0.1)
    assert bool(slow_senders.missing(ours)) is not large
    for one in (sender, ours, listening):
        one.close()
