"""What we don't take, told by how it begins: so that its sender knows what they sent."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Other:
    """`what` is inside, with its article; `instead` is what its sender can do."""

    what: str
    instead: str


_AS_PICTURE: Final = "Save it as a PNG or JPEG picture, or put it into a document"
_PROGRAM: Final = Other(
    "a program",
    "We take no programs. If it should be a document, check for viruses",
)
ARCHIVE: Final = Other(
    "an archive, such as a .zip file", "Take the files out of it, and upload each by itself"
)
_PICTURE: Final = Other("a picture of another type", _AS_PICTURE)
_DRAWING: Final = Other("a drawing (.svg)", _AS_PICTURE)
OTHER_RECORDING: Final = Other(
    "a film or a recording of another type, or a damaged one", "Save it as MP3 or MPEG-4"
)
"""Where those are taken that can be played."""
FILM: Final = Other("a film or a recording", "We can’t take those: put what matters into words")
_PAGE: Final = Other("a web page", "Open it in a browser, and print it as PDF")
_RICH: Final = Other("rich text (.rtf)", "Open it where you wrote it, and save it as PDF or .docx")
_MARKED_UP: Final = Other(
    "data as programs write them (XML)", "Open it where it was made, and save it as a document"
)

_STARTS: Final = (
    ((b"MZ", b"\x7fELF", b"\xfe\xed\xfa", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"#!"),
     _PROGRAM),
    ((b"PK\x03\x04", b"PK\x05\x06", b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh",
      b"\xfd7zXZ"), ARCHIVE),
    ((b"GIF8", b"BM", b"II*\0", b"MM\0*", b"8BPS"), _PICTURE),
    ((b"ID3", b"OggS", b"fLaC", b"\x1aE\xdf\xa3", b"\xff\xfb"), FILM),
)  # fmt: skip
_BOXED: Final = {b"WEBP": _PICTURE, b"AVI ": FILM, b"WAVE": FILM}
STILL: Final = (b"heic", b"heix", b"mif1", b"msf1", b"avif")
_MARKUP: Final = (
    (re.compile(rb"\s*\{\\rtf", re.I), _RICH),
    (re.compile(rb"\s*(<\?xml[^>]*>\s*)?(<!(--.*?--|doctype svg[^>]*)>\s*)*<svg", re.I | re.S),
     _DRAWING),
    (re.compile(rb"\s*<(!doctype|html|script|head|body)", re.I), _PAGE),
    (re.compile(rb"\s*<\?xml", re.I), _MARKED_UP),
)  # fmt: skip


def recognised(head: bytes) -> Other | None:
    """From the first bytes of a file that we don't take."""
    if head.startswith(b"RIFF"):
        return _BOXED.get(head[8:12])
    if head[4:8] == b"ftyp":
        return _PICTURE if head[8:12] in STILL else FILM
    if head[257:262] == b"ustar":
        return ARCHIVE
    for starts, found in _STARTS:
        if head.startswith(starts):
            return found
    text = head.removeprefix(b"\xef\xbb\xbf")
    return next((found for looks, found in _MARKUP if looks.match(text)), None)
