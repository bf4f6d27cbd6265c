"""What the worker does by itself: scans uploaded files, makes the copies that assessors get, sweeps
what belongs to nobody, and tells those who are invited that the second stage is open.

Nothing of the files happens in a transaction; each result is noted in one of its own. A worker that
is killed in between leaves a file that is taken up again, and at most bytes that are swept.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import partial
from tempfile import TemporaryFile
from typing import BinaryIO, cast

from flask import current_app

from award.applications.models import StoredFile
from award.applications.queries import reviewing as reviewing_queries
from award.applications.queries.continuing import to_be_told
from award.applications.queries.files import known_objects
from award.applications.queries.reopenings import overdue
from award.applications.rules.changing import GRACE
from award.applications.rules.states import TO_SCAN, USABLE, FileState
from award.applications.services import (
    checking,
    continuing,
    reopening,
    reviewing,
    sweeping,
    troubles,
    word_readings,
)
from award.foundation import clock
from award.foundation.db import transaction
from award.foundation.files import clamav, storage
from award.foundation.files.noticing import inner_files, notice
from award.foundation.files.stripping import Unstripped, strip
from award.foundation.files.types import TYPES
from award.foundation.one_by_one import each
from award.foundation.policy import SYSTEM

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Work:
    """What of a row is needed while no transaction is open."""

    id: int
    key: str
    type: str
    lies_at: str
    state: FileState
    to_look: bool
    tries: int

    @classmethod
    def of(cls, row: StoredFile) -> _Work:
        to_look = row.looked_at is None
        return cls(row.id, row.key, row.type, row.lies_at, row.state, to_look, row.tries)


def look_at_files() -> None:
    """Scan and look through every file that waits for it."""
    address: str = current_app.config["SETTINGS"].clamav
    unscanned = 0
    while True:
        with transaction():
            row = checking.take_up(actor=SYSTEM, scanner=bool(address))
            work = _Work.of(row) if row is not None else None
        if work is None:
            break
        unscanned += not address and work.to_look
        try:
            _deal_with(work, address)
        except storage.StorageDown:
            log.exception("file %s can't be read now", work.key)
            with transaction():
                checking.put_off(work.id, actor=SYSTEM)
        except Exception:  # it is taken up again later; those behind it don't wait for that
            log.exception("file %s can't be looked at", work.key)
    if unscanned:
        log.warning("%s files are not scanned for viruses: AWARD_CLAMAV is not set", unscanned)


def _deal_with(work: _Work, address: str) -> None:
    with closing(TemporaryFile()) as opened:
        whole = cast(BinaryIO, opened)
        for piece in storage.read(work.lies_at):
            whole.write(piece)
        usable = _scan(work, whole, address) if address else work.state in USABLE
        if usable and work.to_look:
            _look(work, whole)


def _scan(work: _Work, whole: BinaryIO, address: str) -> bool:
    """Is the file clean, now or before?"""
    if work.state not in TO_SCAN:
        return work.state in USABLE
    try:
        found = clamav.scan(address, _pieces(whole))
        for inner in () if found else inner_files(TYPES[work.type], whole):
            found = found or clamav.scan(address, [inner])
    except clamav.ScannerUnsure as unsure:
        log.warning("file %s: the scanner %s", work.key, unsure)
        with transaction():
            checking.note_unscannable(work.id, actor=SYSTEM)
        return False
    except clamav.ScannerDown as down:
        log.warning("file %s waits: the scanner is down: %s", work.key, down)
        with transaction():
            checking.put_off(work.id, actor=SYSTEM)
        return False
    with transaction():
        if found:
            log.warning("file %s has %s in it", work.key, found)
            checking.note_infected(work.id, found, actor=SYSTEM)
        else:
            checking.note_clean(work.id, actor=SYSTEM)
    return not found


def _pieces(whole: BinaryIO) -> Iterator[bytes]:
    whole.seek(0)
    while piece := whole.read(storage.PIECE):
        yield piece


def _look(work: _Work, whole: BinaryIO) -> None:
    """One that a worker died of again and again is not tried for ever: it has no copy then."""
    copy_at, failed, noticed = "", work.tries > checking.MOST_TRIES, list[str]()
    if not failed:
        noticed = notice(TYPES[work.type], whole)
        copy_at, failed = _copy(work, whole)
    with transaction():
        kept = checking.note_look(work.id, noticed, copy_at, failed=failed, actor=SYSTEM)
    if copy_at and not kept:
        storage.remove([copy_at])


def _copy(work: _Work, whole: BinaryIO) -> tuple[str, bool]:
    """Where the copy without its maker lies ("" for none), and whether none could be made."""
    with closing(TemporaryFile()) as opened:
        target = cast(BinaryIO, opened)
        try:
            if not strip(TYPES[work.type], whole, target):
                return "", False
        except Unstripped as wrong:
            log.warning("file %s: no copy without its maker: %s", work.key, wrong)
            return "", True
        key = storage.new_key()
        storage.put(key, _pieces(target))
    return key, False


def sweep_files() -> None:
    """Remove what nobody can want back: uploads that were given up, files that were removed and
    that no submission names, and bytes of which no row knows."""
    with transaction():
        sweeping.forget_uploads(actor=SYSTEM)
        sweeping.forget_removed(actor=SYSTEM)
    with transaction():
        known = known_objects()
    before = clock.now() - sweeping.KEPT
    orphans = [one.key for one in storage.lying() if one.since < before and not known.has(one.key)]
    with suppress(storage.StorageDown):
        storage.remove(orphans)
    halves = storage.sweep_halves(sweeping.KEPT)
    if orphans or halves:
        log.info("swept %s stored objects that nobody has, %s half-written", len(orphans), halves)


def tell_of_openings() -> None:
    """Each in a transaction of its own: nobody waits for hundreds of letters."""
    with transaction():
        found = to_be_told(clock.now())
    each(found, partial(continuing.tell_of_opening, actor=SYSTEM), "telling of an opening")


def tell_of_comments() -> None:
    """One letter for what one reader, or several, have said meanwhile; each in a transaction of its
    own."""
    with transaction():
        found = reviewing_queries.to_be_told(clock.now())
    each(found, partial(reviewing.tell_of_comments, actor=SYSTEM), "telling of comments")


def forget_review_links() -> None:
    """Links to read a draft that stopped working long ago, with what was said by them."""
    with transaction():
        reviewing.forget_links(actor=SYSTEM)


def forget_word_readings() -> None:
    """What was read out of Word forms a day ago."""
    with transaction():
        word_readings.forget_readings(actor=SYSTEM)


def lapse_reopenings() -> None:
    """Close what was opened again and not sent in its time."""
    with transaction():
        found = overdue(clock.now() - GRACE)
    each(found, partial(reopening.lapse, actor=SYSTEM), "closing what was opened again")


def forget_troubles() -> None:
    """Requests that went wrong long ago."""
    with transaction():
        troubles.forget(actor=SYSTEM)
