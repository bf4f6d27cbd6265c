"""A picture taken in to be shown on a page: judged, drawn anew in several sizes, each stored.

Like `taking`, before any transaction; what no row knows of is swept.
"""

from __future__ import annotations

import logging
from typing import Any, BinaryIO, Final

from award.foundation.files import storage
from award.foundation.files.judging import judge
from award.foundation.files.pictures import NotDrawn, size_of, sizes_of
from award.foundation.files.taking import DOWN, check_size
from award.foundation.files.unfit import Unfit

log = logging.getLogger(__name__)

WIDTHS: Final = (480, 960, 1600)
TYPES: Final = ("png", "jpeg")
MOST_BYTES: Final = 20_000_000
LEAST_WIDE, LEAST_HIGH = 480, 240
"""In pixels: what is smaller is a blot on a page."""


def take_picture(name: str, stream: BinaryIO) -> list[dict[str, Any]]:
    """The sizes, and where each lies; Unfit says why it can't be taken."""
    check_size(stream.seek(0, 2), MOST_BYTES)
    judge(stream, name, TYPES)
    stream.seek(0)
    try:
        wide, high = size_of(stream)
        if wide < LEAST_WIDE or high < LEAST_HIGH:
            raise Unfit(
                f"is too small, {wide} by {high} pixels: choose one that is at least {LEAST_WIDE} "
                f"pixels wide and {LEAST_HIGH} high"
            )
        stream.seek(0)
        sizes = sizes_of(stream, WIDTHS)
    except (NotDrawn, OSError, ValueError, SyntaxError):
        raise Unfit("can’t be drawn: save it again as a JPEG or PNG picture") from None
    made = []
    for width, height, content in sizes:
        key = storage.new_key()
        try:
            storage.put(key, [content])
        except storage.StorageDown:
            log.exception("could not store a picture")
            raise Unfit(DOWN) from None
        made.append({"width": width, "height": height, "lies_at": key})
    return made
