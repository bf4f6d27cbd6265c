"""How large a picture is, by its header alone: also of one inside a document."""

from __future__ import annotations

import zipfile
from typing import IO, Final

from award.foundation.files.types import MOST_PIXELS
from award.foundation.files.unfit import Unfit

_FORMATS: Final = ("JPEG", "PNG", "GIF", "TIFF", "BMP", "WEBP")
_INSIDE: Final = (".png", ".jpg", ".jpeg", ".gif", ".tif", ".tiff", ".bmp", ".webp")
"""Those that are drawn anew for an assessor's copy, by their ending inside a document."""


def check_picture(stream: IO[bytes], formats: tuple[str, ...]) -> None:
    """Unfit when it has more points than can be drawn anew; OSError, SyntaxError or ValueError when
    it is no such picture."""
    from PIL import Image

    try:
        with Image.open(stream, formats=formats) as picture:
            width, height, frames = *picture.size, getattr(picture, "n_frames", 1)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Unfit(_too_many("far more points than a picture may have")) from None
    points = width * height * frames
    if points > MOST_PIXELS:
        each = f" in each of {frames} frames" if frames > 1 else ""
        raise Unfit(_too_many(f"{width:,} by {height:,} points{each}, {points:,} in all"))


def check_pictures_within(archive: zipfile.ZipFile) -> None:
    """The same of all that a document holds, when it comes and not once its copy is made. One that
    can't be read is told with the copy."""
    for part in archive.infolist():
        if not part.filename.lower().endswith(_INSIDE):
            continue
        try:
            with archive.open(part) as stream:
                check_picture(stream, _FORMATS)
        except Unfit as unfit:
            inside = part.filename.rpartition("/")[2]
            raise Unfit(f"has a picture inside, {inside}, that {unfit.why}") from None
        except (OSError, SyntaxError, ValueError):
            continue


def _too_many(what: str) -> str:
    return f"has {what}, and {MOST_PIXELS:,} is the most: make it smaller, then upload it"
