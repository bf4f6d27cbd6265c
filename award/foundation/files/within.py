"""What stands in a document: pictures, and other documents with authors of their own."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import BinaryIO, Final

from award.foundation.files.archives import judge_archive
from award.foundation.files.pictures import cleaned

_MEDIA: Final = re.compile(
    r"(^|/)(media|pictures)/|\.(jpe?g|png|gif|tiff?|bmp|dib|webp|[ew]m[fz]|svgz?)$", re.I
)
_INSIDE: Final = re.compile(r"(^|/)embeddings/", re.I)


def within(name: str, content: bytes, copy: Callable[[BinaryIO, BinaryIO], None]) -> bytes:
    """A picture is drawn anew, a document copied in the same way. Of any other object only its
    picture stays, since nobody here can look into it."""
    if not content:
        return content
    if _INSIDE.search(name):
        if not zipfile.is_zipfile(BytesIO(content)) or judge_archive(BytesIO(content)) is None:
            return b""
        into = BytesIO()
        copy(BytesIO(content), into)
        return into.getvalue()
    return cleaned(content) if _MEDIA.search(name) else content


def fresh_part(new: zipfile.ZipFile, part: zipfile.ZipInfo, content: bytes) -> None:
    """Without the date, the remark and the system that the archive has beside it."""
    fresh = zipfile.ZipInfo(part.filename, (1980, 1, 1, 0, 0, 0))
    fresh.compress_type = part.compress_type
    new.writestr(fresh, content)
