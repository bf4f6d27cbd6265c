"""A copy of a file without what tells who made it, for readers who may not know.

Author, company, device, place, history and thumbnails go; words and pictures stay, and what was
hidden of them in a document, workbook or slides is there to see. Of each format what makes its
content is known and kept, and all else is left out. `strip` gives False where the format holds
nothing of that kind, and raises Unstripped where no such copy can be made: then it is said, and the
file is not handed out where the applicant is hidden.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import BinaryIO, Final

from award.foundation.files.office_copy import copy_office
from award.foundation.files.open_copy import copy_open
from award.foundation.files.pictures import redraw
from award.foundation.files.types import OFFICE, OPEN, RECORDINGS, FileType


class Unstripped(Exception):
    """No copy could be made."""


def strip(type_: FileType, source: BinaryIO, target: BinaryIO) -> bool:
    """Write the copy to `target`. False, and nothing written, for a format that says nothing of
    its maker."""
    if not type_.carries:
        return False
    source.seek(0)
    try:
        _STRIPPERS[type_.key](source, target)
    except Exception as error:  # broken in a way that its library has no name for
        raise Unstripped(f"{type(error).__name__}: {error}"[:200]) from error
    return True


def _pdf(source: BinaryIO, target: BinaryIO) -> None:
    from award.foundation.files.pdf_copy import copy_pdf  # a library that only workers need

    copy_pdf(source, target)


def _recording(_source: BinaryIO, _target: BinaryIO) -> None:
    raise Unstripped("a voice can tell whose it is")


_STRIPPERS: Final[Mapping[str, Callable[[BinaryIO, BinaryIO], None]]] = {
    "pdf": _pdf,
    "png": redraw,
    "jpeg": redraw,
    **dict.fromkeys(sorted(OFFICE), copy_office),
    **dict.fromkeys(sorted(OPEN), copy_open),
    **dict.fromkeys(RECORDINGS, _recording),
}
