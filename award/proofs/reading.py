"""All that somebody gets with an answer: what its page says, and what a file says of itself."""

from __future__ import annotations

import codecs
import html
import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

WORD: Final = re.compile(r"[^\W_]+")
_OWN: Final = re.compile(
    r'name="(?:csrf_token|page_heard)"[^>]*>|quote <strong[^>]*>[0-9a-f]{16}<'
    r'|(?<="page_heard": ")[^"]*'
)
"""What differs from one time to the next by itself: tokens, the number of a request."""
_ROWS: Final = re.compile(r'name="rows_[^"]*" value="([^"]*)"')
_read: Final = dict[bytes, tuple["Part", ...]]()
"""Parts of the last PDFs, by digest."""
MOST_KEPT: Final = 300
MOST_LETTERS: Final = 20_000_000
UNREADABLE: Final = (
    zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, ValueError, OSError
)  # fmt: skip
"""What reading a ZIP file that is broken, locked or packed in an unknown way comes to."""
_NEW_ROW: Final = re.compile(r"[0-9a-f]{10}")
"""A row that is not there yet has another name each time."""


@dataclass(frozen=True)
class Part:
    """Some of what an answer holds: where in it that is, as a proof tells it, and its words."""

    where: str
    text: str


def parts_of(body: bytes) -> tuple[Part, ...]:
    """Words of a page; of an Office document part by part; of a PDF what is written about it, then
    its pages; of any other file its bytes, since a camera or a program signs in plain letters."""
    if body.startswith(b"%PDF"):
        return _pdf(body)
    if body.startswith(b"PK"):
        return _zipped(body)
    try:
        return (Part("", _unnamed(_OWN.sub("", body.decode("utf-8")))),)
    except UnicodeDecodeError:
        return (_bytes(body),)


def _bytes(body: bytes, of: str = "") -> Part:
    return Part(f"metadata: the bytes of {of or 'the file'}", body.decode("latin-1"))


def _unnamed(page: str) -> str:
    for names in _ROWS.findall(page):
        for place, name in enumerate(names.split()):
            if _NEW_ROW.fullmatch(name):
                page = page.replace(name, f"row{place}")
    return page


def _pdf(body: bytes) -> tuple[Part, ...]:
    """The same document comes many times: in both worlds, and to one assessor after another."""
    digest = sha256(body).digest()
    parts = _read.pop(digest, None)
    if parts is None:
        parts = _pdf_read(body)
    _read[digest] = parts  # the last
    while len(_read) > MOST_KEPT or sum(map(_letters, _read.values())) > MOST_LETTERS:
        _read.pop(next(iter(_read)))
    return parts


def _letters(parts: Sequence[Part]) -> int:
    return sum(len(one.text) for one in parts)


def _pdf_read(body: bytes) -> tuple[Part, ...]:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        found = PdfReader(io.BytesIO(body))
        about = "\n".join(f"{key} {value}" for key, value in (found.metadata or {}).items())
        parts = [Part("metadata: what the PDF says of itself", about)]
        packet = found.xmp_metadata
        if packet is not None:
            words = packet.stream.get_data().decode("utf-8", "replace")
            parts.append(Part("metadata: the XMP packet of the PDF", words))
        parts += [
            Part(f"text: page {number} of the PDF", page.extract_text())
            for number, page in enumerate(found.pages, 1)
        ]
        return tuple(parts)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError):
        return (_bytes(body),)


def _zipped(body: bytes) -> tuple[Part, ...]:
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            return tuple(
                part for one in book.infolist() for part in _member(one.filename, book.read(one))
            )
    except UNREADABLE:
        return (_bytes(body),)


def _member(name: str, content: bytes) -> Iterator[Part]:
    """What Office keeps about a document lies in a folder of its own, what is shown in others. A
    document in a folder is read like any other."""
    if content.startswith((b"%PDF", b"PK")):
        for one in parts_of(content):
            kind, _, where = one.where.partition(": ")
            yield Part(f"{kind}: {where} of {name}", one.text)
        yield Part("metadata: the name of a file in it", name)
    elif not name.endswith((".xml", ".rels", ".txt", ".json")):
        yield Part(f"metadata: the bytes of {name}", f"{name} {_decoded(content)}")
    else:
        kind = "metadata" if name.startswith(("docProps/", "_rels/")) else "text"
        yield Part(f"{kind}: {name}", f"{name} {_decoded(content)}")


def _decoded(content: bytes) -> str:
    """Whatever program wrote it: a letter that is read wrongly would hide a name."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def words_in(text: str) -> list[str]:
    """Its words, however they are spelt in HTML and in capitals or not."""
    return WORD.findall(html.unescape(text).casefold())


class Text:
    """A text in which many values are looked for."""

    def __init__(self, text: str) -> None:
        found = words_in(text)
        self._set, self._whole = frozenset(found), f" {' '.join(found)} "

    def has(self, words: tuple[str, ...]) -> bool:
        return self._set.issuperset(words) and f" {' '.join(words)} " in self._whole


@dataclass(frozen=True)
class Got:
    """Of an answer, all that is the same each time."""

    status: int
    kind: str
    way: str
    name: str
    parts: tuple[Part, ...]

    @property
    def text(self) -> str:
        return "\n".join(one.text for one in self.parts)

    def where(self, words: tuple[str, ...]) -> str:
        """In which part of it they stand: in text or in metadata; "" for a page, or for words that
        two parts have together."""
        way = Part("the address that it leads to", self.way)
        name = Part("metadata: the name of the file", self.name)
        every = (*self.parts, way, name)
        return next((one.where for one in every if Text(one.text).has(words)), "")
