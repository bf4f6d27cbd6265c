"""Requests that come slowly take no thread of the server's.

A thread that waits for the rest of a form waits for somebody's connection, or for somebody who
wants it to wait: a few dozen of those, and nobody is answered. So a request is looked at, without
being taken, until all of a form is there; the system wakes us then (`SO_RCVLOWAT`). What is larger
than a form, files that is, is read in a thread, as long as it keeps coming.

A proxy in front that takes in whole requests does the same and more: see docs/operations.md.
"""

from __future__ import annotations

import array
import fcntl
import re
import socket
import termios
import time
from typing import Any, Final

LARGEST_FORM: Final = 2_000_000
LARGEST_HEAD: Final = 65_536
WHOLE_WITHIN: Final = 60.0
"""Seconds in which all of a form has come."""
GRACE: Final = 20.0
SLOWEST: Final = 2_000
"""Bytes a second after that; the poorest mobile connection has more."""
_LENGTH: Final = re.compile(rb"\r\ncontent-length:[ \t]*(\d{1,15})[ \t]*(?=\r\n)", re.I)
_ASKS: Final = re.compile(rb"\r\nexpect:", re.I)


def missing(sock: socket.socket) -> int:
    """How many bytes there are when all of the request is there; 0 if it is, or is to be read
    as it comes."""
    head = sock.recv(LARGEST_HEAD, socket.MSG_PEEK | socket.MSG_DONTWAIT)
    end = head.find(b"\r\n\r\n")
    if not head or (end < 0 and len(head) >= LARGEST_HEAD):
        return 0
    if end < 0:
        return len(head) + 1
    head = head[: end + 2]
    found = _LENGTH.search(head)
    length = int(found[1]) if found else 0
    whole = end + 4 + length
    if length > LARGEST_FORM or _ASKS.search(head) or lying(sock) >= whole:
        return 0
    return whole


def lying(sock: socket.socket) -> int:
    """Bytes that came and were not taken."""
    held = array.array("i", [0])
    fcntl.ioctl(sock.fileno(), termios.FIONREAD, held)
    return held[0]


def wake_at(sock: socket.socket, size: int) -> None:
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVLOWAT, size)


class Patient:
    """A connection to read from, that counts as broken when it comes too slowly."""

    def __init__(self, sock: Any) -> None:
        self._sock = sock
        self._most: float | None = None
        self.begin()

    def begin(self) -> None:
        """For each request on it."""
        self._began, self._came, self.waited = time.monotonic(), 0, 0.0

    def gettimeout(self) -> float | None:
        return self._most

    def settimeout(self, seconds: float | None) -> None:
        """For one reading, besides."""
        self._most = seconds

    def recv(self, size: int) -> bytes:
        now = time.monotonic()
        left = self._began + GRACE + self._came / SLOWEST - now
        if left <= 0:
            return b""
        self._sock.settimeout(left if self._most is None else min(left, self._most))
        try:
            found: bytes = self._sock.recv(size)
        except TimeoutError:
            if self._most is not None and self._most < left:
                raise
            return b""
        finally:
            self.waited += time.monotonic() - now
            self._sock.settimeout(None)
        self._came += len(found)
        return found
