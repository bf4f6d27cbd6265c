"""Taking a file in: judged, then stored, before any database is asked.

A connection may be slow, and storage too; on SQLite one request that writes keeps all others
waiting. So nothing of this happens in a transaction. What was stored for an act that then failed
is taken away again (`or_nothing`), or swept.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import BinaryIO

from award.foundation.files import storage
from award.foundation.files.judging import judge
from award.foundation.files.names import shown_name
from award.foundation.files.types import told_apart
from award.foundation.files.unfit import Unfit

log = logging.getLogger(__name__)

DOWN = (
    "could not be stored: something is wrong on our side. Everything else is saved. Try again in a "
    "few minutes"
)


@dataclass(frozen=True)
class Taken:
    """A stored file that no row knows of yet. `size` and `sha256` are of the bytes stored."""

    name: str
    type: str
    size: int
    sha256: str
    lies_at: str


def check_size(size: int, most: int) -> None:
    """Unfit when a file may not be so large, or has nothing in it."""
    if size > most:
        has, may = told_apart(size, most)
        raise Unfit(
            f"is too large: it has {has}, and {may} is the most. Make it smaller, then upload it"
        )
    if size < 1:
        raise Unfit("is empty: nothing is in it")


def take(raw_name: str | None, stream: BinaryIO, types: tuple[str, ...], most: int) -> Taken:
    """Judge and store the file, which can be sought in; Unfit says why not."""
    name = shown_name(raw_name)
    check_size(stream.seek(0, 2), most)
    type_ = judge(stream, name, types)
    key, digest, size = storage.new_key(), hashlib.sha256(), 0

    def pieces() -> Iterator[bytes]:
        nonlocal size
        while piece := stream.read(storage.PIECE):
            digest.update(piece)
            size += len(piece)
            yield piece

    stream.seek(0)
    try:
        storage.put(key, pieces())
    except storage.StorageDown:
        log.exception("could not store a file")
        raise Unfit(DOWN) from None
    return Taken(name, type_.key, size, digest.hexdigest(), key)


@contextmanager
def or_nothing(taken: Taken) -> Iterator[None]:
    """What fails inside leaves no bytes behind."""
    try:
        yield
    except BaseException:
        with suppress(storage.StorageDown):
            storage.remove([taken.lies_at])
        raise
