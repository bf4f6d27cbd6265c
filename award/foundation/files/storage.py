"""Where the bytes lie: a folder, or S3, Azure or Google storage, as `AWARD_FILES` says.

Every object has a random key, so that neither a name nor a guess leads to one. What was not
written to its end is not there: nothing is seen of an object before its last byte.

Two rules of obstore, each learnt from a fault: a store is never used before a process forks (the
child hangs), and never from inside a generator that is given to it (it panics). So each process
makes its own, and bytes go into a writer.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from flask import current_app

from award.foundation import clock

if TYPE_CHECKING:
    from flask import Flask
    from obstore.store import ObjectStore

PIECE: Final = 1024 * 1024
_HELD: Final = "files_store"
_BEHIND: Final = "files_behind"


class StorageDown(Exception):
    """The storage doesn't take or give anything now. What it said is the cause."""


@dataclass(frozen=True)
class Lying:
    """An object as the storage lists it."""

    key: str
    size: int
    since: datetime


def new_key() -> str:
    """Where a new object goes; nobody has had it or will."""
    random = secrets.token_hex(16)
    return f"{random[:2]}/{random}"


def _url() -> str:
    url: str = current_app.config["SETTINGS"].files
    return url


def _folder() -> Path | None:
    url = _url()
    return Path(url.removeprefix("file:")).absolute() if url.startswith("file:") else None


def _store() -> ObjectStore:
    """This process's own."""
    pid, store = current_app.extensions.get(_HELD, (None, None))
    if pid != os.getpid():
        store = _made()
        current_app.extensions[_HELD] = (os.getpid(), store)
    found: ObjectStore = store
    return found


def used_here() -> bool:
    """Has this process asked its storage for anything? Then nothing that forks from it can: the
    threads that do the work stay behind."""
    pid, _ = current_app.extensions.get(_HELD, (None, None))
    return bool(pid == os.getpid())


def _made() -> ObjectStore:
    from obstore.store import LocalStore, from_url

    folder = _folder()
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        return LocalStore(folder)
    return from_url(_url(), retry_config={"max_retries": 2, "retry_timeout": timedelta(seconds=20)})


def _faults() -> tuple[type[BaseException], ...]:
    from obstore.exceptions import BaseError

    return (BaseError, OSError)


def reads_also(app: Flask, other: Flask) -> None:
    """What the app hasn't in its own folder is read from the storage of the `other`, where it
    writes nothing: for a copy of the service."""
    app.extensions[_BEHIND] = other


def _lies_behind(key: str) -> Flask | None:
    other: Flask | None = current_app.extensions.get(_BEHIND)
    folder = _folder() if other is not None else None
    return other if folder is not None and not (folder / key).exists() else None


def put(key: str, pieces: Iterable[bytes]) -> None:
    """Write an object, a piece at a time; nothing of it stays when that fails."""
    from obstore import open_writer

    try:
        with open_writer(_store(), key) as writer:
            for piece in pieces:
                writer.write(piece)
    except _faults() as error:
        raise StorageDown(key) from error


def keep(file: IO[bytes]) -> str:
    """Put all of an open file; where it lies then."""
    file.seek(0)
    key = new_key()
    put(key, iter(lambda: file.read(PIECE), b""))
    return key


def read(key: str) -> Iterator[bytes]:
    """The object's bytes, a piece at a time. The first is there when this returns, so that what
    is missing or out of reach is known before anything is answered."""
    from obstore import get

    if (other := _lies_behind(key)) is not None:
        with other.app_context():
            return read(key)
    try:
        pieces = iter(get(_store(), key).stream(min_chunk_size=PIECE))
        first = bytes(next(pieces, b""))
    except _faults() as error:
        raise StorageDown(key) from error
    return _rest(first, pieces)


def _rest(first: bytes, pieces: Iterator[Any]) -> Iterator[bytes]:
    yield first
    for piece in pieces:
        yield bytes(piece)


def remove(keys: Iterable[str]) -> None:
    """Take objects away; those that are not there are fine."""
    from obstore import delete

    faults = _faults()
    for key in keys:
        try:
            delete(_store(), key)
        except FileNotFoundError:
            pass
        except faults as error:
            raise StorageDown(key) from error


def lying() -> Iterator[Lying]:
    """Every object there is."""
    from obstore import list as listed

    try:
        for some in listed(_store()):
            for one in some:
                yield Lying(str(one["path"]), int(one["size"]), one["last_modified"])
    except _faults() as error:
        raise StorageDown("list") from error


def sweep_halves(older_than: timedelta) -> int:
    """Remove what a killed process left half-written in a folder: lists don't show it. Object
    storage drops such parts by itself, by a rule of its bucket."""
    folder, swept = _folder(), 0
    if folder is None or not folder.is_dir():
        return 0
    before = (clock.now() - older_than).timestamp()
    for path in folder.rglob("*#*"):
        with suppress(OSError):
            if path.is_file() and path.stat().st_mtime < before:
                path.unlink()
                swept += 1
    return swept


def fault() -> str | None:
    """What is wrong with the storage, by writing, reading and removing a small object; None when
    all is well."""
    key = f"probe/{secrets.token_hex(16)}"
    try:
        put(key, [b"ok"])
        whole = b"".join(read(key)) == b"ok"
        remove([key])
    except StorageDown as error:
        return f"{error}: {error.__cause__}".splitlines()[0][:300]
    return None if whole else "what was written reads otherwise"
