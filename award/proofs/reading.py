"""All that somebody gets with an answer: what its page says, and what a file says of itself."""

from __future__ import annotations

import html
import io
import re
import zipfile
from hashlib import sha256
from typing import Final

_WORD: Final = re.compile(r"[^\W_]+")
_OWN: Final = re.compile(
    r'name="(?:csrf_token|page_heard)"[^>]*>|quote <strong[^>]*>[0-9a-f]{16}<'
    r'|(?<="page_heard": ")[^"]*'
)
"""What differs from one time to the next by itself: tokens, the number of a request."""
_ROWS: Final = re.compile(r'name="rows_[^"]*" value="([^"]*)"')
_read: Final = dict[bytes, str]()
"""Texts of the last PDFs, by digest."""
MOST_KEPT: Final = 300
MOST_LETTERS: Final = 20_000_000
_NEW_ROW: Final = re.compile(r"[0-9a-f]{10}")
"""A row that is not there yet has another name each time."""


def text_of(body: bytes) -> str:
    """Words of a page, of every part of an Office document, of a PDF with what is written about
    it; of any other file its bytes, since a camera or a program signs in plain letters."""
    if body.startswith(b"%PDF"):
        return _pdf(body)
    if body.startswith(b"PK"):
        return _zipped(body)
    try:
        return _unnamed(_OWN.sub("", body.decode("utf-8")))
    except UnicodeDecodeError:
        return body.decode("latin-1")


def _unnamed(page: str) -> str:
    for names in _ROWS.findall(page):
        for place, name in enumerate(names.split()):
            if _NEW_ROW.fullmatch(name):
                page = page.replace(name, f"row{place}")
    return page


def _pdf(body: bytes) -> str:
    """The same document comes many times: in both worlds, and to one assessor after another."""
    digest = sha256(body).digest()
    text = _read.pop(digest, None)
    if text is None:
        text = _pdf_read(body)
    _read[digest] = text  # the last
    while len(_read) > MOST_KEPT or sum(map(len, _read.values())) > MOST_LETTERS:
        _read.pop(next(iter(_read)))
    return text


def _pdf_read(body: bytes) -> str:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        found = PdfReader(io.BytesIO(body))
        about = [f"{key} {value}" for key, value in (found.metadata or {}).items()]
        packet = found.xmp_metadata
        if packet is not None:
            about.append(packet.stream.get_data().decode("utf-8", "replace"))
        return "\n".join([*about, *(page.extract_text() for page in found.pages)])
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError):
        return body.decode("latin-1")


def _zipped(body: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            return "\n".join(
                f"{name} {book.read(name).decode('utf-8', 'replace')}" for name in book.namelist()
            )
    except zipfile.BadZipFile:
        return body.decode("latin-1")


def words_in(text: str) -> list[str]:
    """Its words, however they are spelt in HTML and in capitals or not."""
    return _WORD.findall(html.unescape(text).casefold())


class Text:
    """A text in which many values are looked for."""

    def __init__(self, text: str) -> None:
        found = words_in(text)
        self._set, self._whole = frozenset(found), f" {' '.join(found)} "

    def has(self, words: tuple[str, ...]) -> bool:
        return self._set.issuperset(words) and f" {' '.join(words)} " in self._whole
