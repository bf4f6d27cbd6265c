"""Office and OpenDocument files are zip archives: which they are, and what must not be in them."""

from __future__ import annotations

import re
import zipfile
from typing import BinaryIO, Final

from award.foundation.files.points import check_pictures_within
from award.foundation.files.types import TYPES, FileType
from award.foundation.files.unfit import Unfit

MOST_PARTS: Final = 5_000
MOST_UNPACKED: Final = 500_000_000
MOST_OF_A_PART: Final = 200_000_000
MOST_RATIO: Final = 200
"""Times that a part may be larger unpacked: real ones stay below 100."""
SMALL: Final = 1_000_000
"""What unpacks to less is no bomb, however well it packs."""
_MOST_DESCRIBING: Final = 2_000_000

_MAIN: Final = {
    "docx": ("word/document.xml", "wordprocessingml.document.main+xml"),
    "xlsx": ("xl/workbook.xml", "spreadsheetml.sheet.main+xml"),
    "pptx": ("ppt/presentation.xml", "presentationml.presentation.main+xml"),
}
_OPEN: Final = {
    f"application/vnd.oasis.opendocument.{name}": key
    for name, key in (("text", "odt"), ("spreadsheet", "ods"))
}
_ACTIVE: Final = re.compile(r"vbaproject|vbadata|activex|macrosheets|(^|/)(basic|scripts)/", re.I)
_MACROS: Final = (
    "has macros in it, which we can’t take. Save it without macros (.docx, .xlsx or .pptx) or as "
    "PDF, then upload it"
)
_BROKEN: Final = "can’t be opened: it is damaged or cut short. Save it again, then upload it"


def judge_archive(stream: BinaryIO) -> FileType | None:
    """Which type the archive is; None for one that is none of ours, a plain .zip for instance."""
    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as archive:
            return _judge(archive)
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError, RuntimeError):
        raise Unfit(_BROKEN) from None


def _judge(archive: zipfile.ZipFile) -> FileType | None:
    parts = archive.infolist()
    _weigh(parts)
    names = {part.filename for part in parts}
    if any(part.flag_bits & 0x1 for part in parts):
        raise Unfit("is locked with a password. Save it without one, then upload it")
    key = _office(archive, names) if "[Content_Types].xml" in names else _open(archive, names)
    if key is None:
        return None
    if any(_ACTIVE.search(name) for name in names):
        raise Unfit(_MACROS)
    check_pictures_within(archive)
    return TYPES[key]


def _weigh(parts: list[zipfile.ZipInfo]) -> None:
    """A bomb is told from what it says of itself; one that lies is found when it is read."""
    bomb = "unpacks to far more than a file like this should, so we can’t take it"
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Unfit(bomb)
    for part in parts:
        packed = max(part.compress_size, 1)
        if part.file_size > MOST_OF_A_PART:
            raise Unfit(bomb)
        if part.file_size > SMALL and part.file_size / packed > MOST_RATIO:
            raise Unfit(bomb)
        pieces = part.filename.replace("\\", "/").split("/")
        if ".." in pieces or part.filename.startswith(("/", "\\")) or ":" in pieces[0]:
            raise Unfit("has parts that would be put outside it, so we can’t take it")


def _described(archive: zipfile.ZipFile, name: str) -> str:
    with archive.open(name) as part:
        return part.read(_MOST_DESCRIBING).decode("utf-8", "replace")


def _office(archive: zipfile.ZipFile, names: set[str]) -> str | None:
    types = _described(archive, "[Content_Types].xml")
    if "macroenabled" in types.lower() or "vbaproject" in types.lower():
        raise Unfit(_MACROS)
    for key, (main, kind) in _MAIN.items():
        if kind in types:
            if main not in names and not any(name.startswith(main.split("/")[0]) for name in names):
                raise Unfit(_BROKEN)
            return key
    return None


def _open(archive: zipfile.ZipFile, names: set[str]) -> str | None:
    if "mimetype" not in names or "content.xml" not in names:
        return None
    key = _OPEN.get(_described(archive, "mimetype").strip())
    manifest = "META-INF/manifest.xml"
    if key and manifest in names and "encryption-data" in _described(archive, manifest):
        raise Unfit("is locked with a password. Save it without one, then upload it")
    return key
