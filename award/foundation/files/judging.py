"""What a file really is: judged by its content, whatever it is called.

An allow-list (`types.py`), then the structure that such a file must have. What may hide something
(macros, a password, a bomb) or is broken is refused with a sentence for who uploads it. No more is
looked at than tells that: scanning and stripping are the worker's.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Collection
from typing import BinaryIO, Final

from award.foundation.files.archives import judge_archive
from award.foundation.files.names import ending_of
from award.foundation.files.points import check_picture
from award.foundation.files.recognised import FILM, OTHER_RECORDING, Other, recognised
from award.foundation.files.recordings import recorded_as
from award.foundation.files.types import BY_ENDING, RECORDINGS, TYPES, FileType, listed
from award.foundation.files.unfit import Unfit

_HEAD: Final = 8192
_TAIL: Final = 4096
_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKUP: Final = re.compile(r"\s*(<(!doctype|html|svg|\?xml|script|head|body)|\{\\rtf)", re.I)
_CONTROLS: Final = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def judge(stream: BinaryIO, name: str, allowed: Collection[str]) -> FileType:
    """The type of the file, one of those `allowed`; Unfit says in a sentence why it can't be
    taken. The stream is left anywhere."""
    stream.seek(0)
    head = stream.read(_HEAD)
    if not head:
        raise Unfit("is empty: nothing is in it")
    found = _found(stream, head, name, allowed)
    takes = listed(tuple(key for key in TYPES if key in allowed))
    claimed = BY_ENDING.get(ending_of(name))
    if found is None:
        other = recognised(head)
        if other is FILM and takes_recordings(allowed):
            other = OTHER_RECORDING
        raise Unfit(_of_no_type(other, claimed, takes))
    lies = claimed is not None and claimed != found
    named = f"is named like {claimed.noun}, but {found.noun} is inside" if claimed and lies else ""
    if found.key not in allowed:
        raise Unfit(f"{named or f'is {found.noun}'}, and here we take {takes}")
    if named:
        raise Unfit(
            f"{named}. Change the end of its name to {found.ending}, or open it and save it as "
            f"what you meant, then upload it"
        )
    return found


def takes_recordings(allowed: Collection[str]) -> bool:
    return any(key in allowed for key in RECORDINGS)


def _of_no_type(other: Other | None, claimed: FileType | None, takes: str) -> str:
    """What is in it, as far as anybody can tell, and what to do."""
    named = f"is named like {claimed.noun}, but " if claimed else ""
    if other:
        inside = f"{named}{other.what} is inside" if named else f"is {other.what}"
        return f"{inside}. {other.instead}. Here we take {takes}"
    if named:
        return (
            f"{named}is none: it may be damaged, or something else under a wrong name. Open it, "
            f"and save it as what you meant. Here we take {takes}"
        )
    return f"is not of a type that we can take here: {takes}"


def _found(stream: BinaryIO, head: bytes, name: str, allowed: Collection[str]) -> FileType | None:
    if head.startswith(b"%PDF-"):
        _judge_pdf(stream)
        return TYPES["pdf"]
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return _judge_picture(stream, "png")
    if head.startswith(b"\xff\xd8\xff"):
        return _judge_picture(stream, "jpeg")
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return judge_archive(stream)
    if takes_recordings(allowed) and (key := recorded_as(stream, head)):
        return TYPES[key]
    if head.startswith(_OLD_OFFICE):
        raise Unfit(
            "is an old Office file or is locked with a password. Save it without a password as "
            "PDF, .docx, .xlsx or .pptx, then upload it"
        )
    return _text(stream, head, name)


def _judge_pdf(stream: BinaryIO) -> None:
    size = stream.seek(0, 2)
    stream.seek(max(0, size - _TAIL))
    if b"%%EOF" not in stream.read():
        raise Unfit("is cut short: its end is missing. Save it again, then upload it")
    if not _mentions(stream, b"/Encrypt"):
        return
    import pikepdf

    stream.seek(0)
    try:
        with pikepdf.open(stream) as opened:
            locked = opened.is_encrypted
    except pikepdf.PasswordError:
        locked = True
    except pikepdf.PdfError:
        raise Unfit("can’t be opened as a PDF. Save it again, then upload it") from None
    if locked:
        raise Unfit("is locked with a password or against copying. Save it without, then upload it")


def _mentions(stream: BinaryIO, word: bytes) -> bool:
    stream.seek(0)
    before = b""
    while piece := stream.read(1024 * 1024):
        if word in before + piece:
            return True
        before = piece[-len(word) :]
    return False


def _judge_picture(stream: BinaryIO, key: str) -> FileType:
    """Its header and its size: whether each point can be drawn is seen when it is copied."""
    stream.seek(0)
    try:
        check_picture(stream, (key.upper(),))
    except (OSError, SyntaxError, ValueError):
        raise Unfit("can’t be opened as a picture. Save it again, then upload it") from None
    return TYPES[key]


def _text(stream: BinaryIO, head: bytes, name: str) -> FileType | None:
    """Text is what decodes as text; whether as a table, the name alone can tell."""
    code = next((code for mark, code in _MARKS if head.startswith(mark)), "utf-8")
    decode = codecs.getincrementaldecoder(code)()
    stream.seek(0)
    first = True
    while True:
        piece = stream.read(1024 * 1024)
        try:
            words = decode.decode(piece, final=not piece)
        except UnicodeError:
            if code != "utf-8":
                return None
            code, decode, first = "cp1252", codecs.getincrementaldecoder("cp1252")(), True
            stream.seek(0)
            continue
        if (first and _MARKUP.match(words)) or _CONTROLS.search(words):
            return None
        first = False
        if not piece:
            return TYPES["csv" if ending_of(name) == ".csv" else "txt"]
