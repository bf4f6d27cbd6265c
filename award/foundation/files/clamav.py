"""Asking a ClamAV daemon whether a file carries something: its INSTREAM command.

Our own, since it is 60 lines and the living library is under the GPL. Only the answer "stream: OK"
is clean; whatever else comes is not.
"""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterable
from contextlib import suppress
from typing import Final
from urllib.parse import urlsplit

CONNECTS, ANSWERS = 5.0, 120.0
"""Seconds. A large archive takes clamd a while."""
_MOST_SAID: Final = 4096


class ScannerDown(Exception):
    """No daemon there, or it does not answer."""


class ScannerUnsure(Exception):
    """It answered, and not whether the file is clean: too large for it, for instance."""


def ping(address: str) -> None:
    """Does one answer? ScannerDown when not."""
    said = _ask(address, b"zPING\0", ())
    if said != "PONG":
        raise ScannerDown(f"answered {said[:100]!r}")


def scan(address: str, pieces: Iterable[bytes]) -> str | None:
    """The name of what was found; None for a clean file."""
    said = _ask(address, b"zINSTREAM\0", pieces)
    if said == "stream: OK":
        return None
    if said.startswith("stream: ") and said.endswith(" FOUND"):
        return said.removeprefix("stream: ").removesuffix(" FOUND").strip()[:200]
    if not said:
        raise ScannerDown("hung up without an answer")
    raise ScannerUnsure(f"answered {said[:200]!r}")


def _ask(address: str, command: bytes, pieces: Iterable[bytes]) -> str:
    try:
        with _connected(address) as line:
            line.sendall(command)
            if command.startswith(b"zINSTREAM"):
                # Beyond its limit the daemon answers and hangs up: the answer says why.
                with suppress(BrokenPipeError, ConnectionResetError):
                    for piece in pieces:
                        if piece:
                            line.sendall(struct.pack(">I", len(piece)) + piece)
                    line.sendall(struct.pack(">I", 0))
            return _said(line)
    except OSError as error:
        raise ScannerDown(str(error)) from error


def _connected(address: str) -> socket.socket:
    if address.startswith("unix:"):
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(CONNECTS)
        try:
            line.connect(address.removeprefix("unix:"))
        except OSError:
            line.close()
            raise
    else:
        parts = urlsplit(address)
        line = socket.create_connection((parts.hostname, parts.port), timeout=CONNECTS)
    line.settimeout(ANSWERS)
    return line


def _said(line: socket.socket) -> str:
    found = b""
    while len(found) < _MOST_SAID and not found.endswith(b"\0"):
        piece = line.recv(_MOST_SAID)
        if not piece:
            break
        found += piece
    return found.rstrip(b"\0").decode("utf-8", "replace").strip()
