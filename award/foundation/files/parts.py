"""Parts of a file that is still coming in. Each lies under where it begins."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, Final

from award.foundation.files import storage

FOLDER: Final = "parts"


def key_of(token: str, offset: int) -> str:
    return f"{FOLDER}/{token}/{offset}"


def token_of(key: str) -> str | None:
    """Of which upload an object is a part; None for one that is none."""
    first, _, rest = key.partition("/")
    return rest.partition("/")[0] if first == FOLDER else None


def store(token: str, offset: int, body: bytes) -> None:
    """StorageDown when it can't be kept."""
    storage.put(key_of(token, offset), [body])


def join(token: str, size: int, whole: BinaryIO) -> None:
    """All of them behind each other; StorageDown when one is missing."""
    for piece in _pieces(token, size):
        whole.write(piece)


def _pieces(token: str, size: int) -> Iterator[bytes]:
    offset = 0
    while offset < size:
        before = offset
        for piece in storage.read(key_of(token, before)):
            offset += len(piece)
            yield piece
        if offset == before:
            raise storage.StorageDown(key_of(token, before))
