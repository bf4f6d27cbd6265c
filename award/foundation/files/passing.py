"""A file that is read once and not kept: judged and scanned while its sender waits."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import BinaryIO, Final

from award.foundation.files import clamav
from award.foundation.files.judging import judge
from award.foundation.files.names import shown_name
from award.foundation.files.taking import check_size
from award.foundation.files.unfit import Unfit

log = logging.getLogger(__name__)
_PIECE: Final = 1 << 16


def check_now(
    raw_name: str | None, stream: BinaryIO, types: tuple[str, ...], most: int, scanner: str
) -> None:
    """Unfit says why it can't be read. Outside any transaction: a scanner takes its time.
    `scanner` is the address of one, "" for none: then nothing is scanned, as everywhere."""
    check_size(getattr(stream, "came", stream.seek(0, 2)), most)
    judge(stream, shown_name(raw_name), types)
    if scanner and _found(stream, scanner):
        raise Unfit("has a virus in it, so we did not open it. Check your computer for viruses")


def _found(stream: BinaryIO, scanner: str) -> str | None:
    try:
        return clamav.scan(scanner, _pieces(stream))
    except (clamav.ScannerDown, clamav.ScannerUnsure) as error:
        log.warning("a file can't be scanned now: %s", error)
        raise Unfit(
            "could not be checked for viruses just now, so we did not open it. Try again in a few "
            "minutes"
        ) from None


def _pieces(stream: BinaryIO) -> Iterator[bytes]:
    stream.seek(0)
    while piece := stream.read(_PIECE):
        yield piece
