"""The types of file that anybody may upload: an allow-list. What is not here is refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

WORDS, SHEETS, SLIDES, PICTURES = "documents", "spreadsheets", "slides", "pictures"
MOST_PIXELS: Final = 60_000_000
"""Of a picture, or of one in a document: each point that is drawn anew takes up to four bytes."""


@dataclass(frozen=True)
class FileType:
    """`endings` are those that names have, the usual one first; `media` goes with a download.
    `carries` says whether files of it can tell who made them."""

    key: str
    label: str
    endings: tuple[str, ...]
    media: str
    carries: bool = True

    @property
    def ending(self) -> str:
        return self.endings[0]

    @property
    def noun(self) -> str:
        """In a sentence: "a PDF", "an Excel file", "plain text"."""
        if self.key in ("txt", "pdf"):
            return "plain text" if self.key == "txt" else "a PDF"
        tail = "" if self.label.endswith(("picture", "text", "spreadsheet")) else " file"
        article = "an" if self.label.startswith(("A", "E", "I", "O", "U", "MP")) else "a"
        return f"{article} {self.label}{tail}"


_OOXML = "application/vnd.openxmlformats-officedocument"
_ODF = "application/vnd.oasis.opendocument"

TYPES: Final = {
    one.key: one
    for one in (
        FileType("pdf", "PDF", (".pdf",), "application/pdf"),
        FileType("docx", "Word", (".docx",), f"{_OOXML}.wordprocessingml.document"),
        FileType("xlsx", "Excel", (".xlsx",), f"{_OOXML}.spreadsheetml.sheet"),
        FileType("pptx", "PowerPoint", (".pptx",), f"{_OOXML}.presentationml.presentation"),
        FileType("odt", "OpenDocument text", (".odt",), f"{_ODF}.text"),
        FileType("ods", "OpenDocument spreadsheet", (".ods",), f"{_ODF}.spreadsheet"),
        FileType("png", "PNG picture", (".png",), "image/png"),
        FileType("jpeg", "JPEG picture", (".jpg", ".jpeg"), "image/jpeg"),
        FileType("csv", "CSV", (".csv",), "text/csv; charset=utf-8", carries=False),
        FileType("mp3", "MP3", (".mp3",), "audio/mpeg"),
        FileType("mp4", "MPEG-4", (".mp4", ".m4a", ".m4v", ".mov", ".3gp"), "video/mp4"),
        FileType("wav", "WAV", (".wav",), "audio/wav"),
        FileType("ogg", "Ogg", (".ogg", ".oga", ".opus"), "audio/ogg"),
        FileType("webm", "WebM", (".webm",), "video/webm"),
        FileType("txt", "Plain text", (".txt",), "text/plain; charset=utf-8", carries=False),
    )
}
OFFICE: Final = frozenset({"docx", "xlsx", "pptx"})
OPEN: Final = frozenset({"odt", "ods"})
RECORDINGS: Final = ("mp3", "mp4", "wav", "ogg", "webm")
"""What telephones, computers and browsers record as: audio, or video with it."""
BY_ENDING: Final = {ending: one for one in TYPES.values() for ending in one.endings}


def listed(keys: tuple[str, ...]) -> str:
    """The types in words: "PDF, Word (.docx) or JPEG picture (.jpg, .jpeg)"."""
    named = [
        TYPES[key].label
        if key == "pdf"
        else f"{TYPES[key].label} ({', '.join(TYPES[key].endings)})"
        for key in keys
    ]
    return named[0] if len(named) == 1 else f"{', '.join(named[:-1])} or {named[-1]}"


def size_in_words(size: int) -> str:
    """As people say it: "812 bytes", "40 KB", "2.5 MB"."""
    if size < 1_000:
        return f"{size} byte{'' if size == 1 else 's'}"
    if size < 999_500:
        return f"{round(size / 1_000)} KB"
    return f"{size / 1_000_000:.1f} MB".replace(".0 MB", " MB")


def told_apart(size: int, most: int) -> tuple[str, str]:
    """Two sizes in words that differ where the sizes do: "10.004 MB" beside "10 MB"."""
    first, second = size_in_words(size), size_in_words(most)
    if first != second or size == most:
        return first, second
    unit, name = (1_000_000, "MB") if most >= 999_500 else (1_000, "KB")
    for places in range(2, 7):
        first, second = (f"{one / unit:.{places}f}".rstrip("0").rstrip(".") for one in (size, most))
        if first != second:
            break
    return f"{first} {name}", f"{second} {name}"
