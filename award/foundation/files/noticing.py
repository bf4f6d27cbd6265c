"""What is in a file that its readers may not expect: comments, changes, hidden words, who made it.

It is told to applicants before they send it, to staff, and what is in their copy to assessors; it
is never a reason to refuse.
"""

from __future__ import annotations

import logging
import re
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO, Final

from award.foundation.files.hidden_words import hidden_words
from award.foundation.files.types import OFFICE, OPEN, RECORDINGS, FileType
from award.foundation.files.unseen_in_office import told

log = logging.getLogger(__name__)
_MOST: Final = 50_000_000
"""Bytes of one part that are looked through."""
_SHOWN: Final = 60
_ENDS: Final = 1_000_000
_PLACES: Final = (b"\xa9xyz", b"loci\x00", b"location.ISO6709")
_UNSEEN: Final = re.compile(
    "[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad\U000e0000-\U000e007f]"
)


def notice(type_: FileType, source: BinaryIO) -> list[str]:
    """In sentences, the most telling first. What can't be read has nothing to tell."""
    source.seek(0)
    try:
        if type_.key == "pdf":
            return [*_pdf(source), *_hidden_words(source)]
        if type_.key in OFFICE:
            return list(_office(source))
        if type_.key in OPEN:
            return list(_open_document(source))
        if type_.key in ("png", "jpeg"):
            return list(_picture(source))
        if type_.key in RECORDINGS:
            return list(_recording(source))
        return list(_text(source))
    except Exception:
        return []


_OF_ITS_MAKER: Final = re.compile(r"Its properties name the |It says where it was taken")
_NOT_IN_A_PDF: Final = re.compile(
    r"It has [\d,]+ (?:comments? or marks?|files? inside it)$|It runs a script"
)


def of_copy(type_key: str, noticed: Sequence[str]) -> list[str]:
    """What of that is there still in the copy that says nothing of its maker (`stripping`)."""
    return [
        one
        for one in noticed
        if not _OF_ITS_MAKER.match(one) and not (type_key == "pdf" and _NOT_IN_A_PDF.match(one))
    ]


def _hidden_words(source: BinaryIO) -> list[str]:
    """What can't be drawn has nothing to tell; what is in its parts is told all the same."""
    try:
        return hidden_words(source)
    except Exception as error:
        log.info("a PDF could not be drawn: %s", error)
        return []


def inner_files(type_: FileType, source: BinaryIO) -> Iterator[bytes]:
    """Files attached to a PDF, unpacked: packed ones get past a scanner."""
    if type_.key != "pdf":
        return
    import pikepdf

    source.seek(0)
    try:
        with pikepdf.open(source) as pdf:
            for attached in pdf.attachments.values():
                yield attached.get_file().read_bytes()
    except pikepdf.PdfError:
        return


def _said(what: str, value: Any) -> Iterator[str]:
    words = " ".join(str(value or "").split())
    if words:
        short = words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"
        yield f"Its properties name the {what}: {short}"


def _count(found: int, one: str, many: str) -> Iterator[str]:
    if found:
        yield f"It has {found:,} {one if found == 1 else many}"


def _pdf(source: BinaryIO) -> Iterator[str]:
    import pikepdf
    from pikepdf import Name

    with pikepdf.open(source) as pdf:
        notes = hidden = 0
        for page in pdf.pages:
            for one in page.obj.get(Name.Annots, ()):
                if one.get(Name.Subtype) not in (Name.Link, Name.Widget, Name.Popup):
                    notes += 1
            content = b"".join(
                part.read_bytes()[:_MOST] for part in _contents(page.obj.get(Name.Contents))
            )
            hidden += bool(re.search(rb"(?<![\d.])3\s+Tr\b", content))
        yield from _count(notes, "comment or mark", "comments or marks")
        if hidden:
            pages = "page" if hidden == 1 else "pages"
            yield f"It has words that nobody sees on {hidden:,} {pages}, as scanned pages do"
        yield from _count(len(pdf.attachments), "file inside it", "files inside it")
        if Name.OpenAction in pdf.Root and "/JavaScript" in str(pdf.Root.OpenAction):
            yield "It runs a script when it is opened"
        yield from _said("author", pdf.docinfo.get("/Author"))
        yield from _said("company", pdf.docinfo.get("/Company"))


def _contents(found: Any) -> list[Any]:
    import pikepdf

    if found is None:
        return []
    return list(found) if isinstance(found, pikepdf.Array) else [found]


def _part(archive: zipfile.ZipFile, name: str) -> str:
    try:
        with archive.open(name) as part:
            return part.read(_MOST).decode("utf-8", "replace")
    except KeyError:
        return ""


def _between(text: str, tag: str) -> str:
    found = re.search(rf"<{tag}[^>]*>([^<]*)<", text)
    return found.group(1) if found else ""


def _office(source: BinaryIO) -> Iterator[str]:
    with zipfile.ZipFile(source) as archive:
        names = archive.namelist()
        comments = sum(
            len(
                re.findall(
                    r"<(?:w:comment|comment|p:cm|p188:cm|threadedComment)\b", _part(archive, name)
                )
            )
            for name in names
            if re.search(r"comments?\w*(/\w+)?\.xml$", name, re.I)
        )
        yield from _count(comments, "comment", "comments")
        body = _part(archive, "word/document.xml")
        changes = len(re.findall(r"<w:(?:ins|del|moveFrom|moveTo)\b", body))
        yield from _count(changes, "tracked change", "tracked changes")
        yield from told(archive)
        sheets = len(
            re.findall(
                r"<sheet\b[^>]*state=\"(?:veryH|h)idden\"", _part(archive, "xl/workbook.xml")
            )
        )
        yield from _count(sheets, "hidden sheet", "hidden sheets")
        slides = sum(
            bool(re.search(r"<p:sld\b[^>]*show=\"0\"", _part(archive, name)))
            for name in names
            if re.fullmatch(r"ppt/slides/slide\d+\.xml", name)
        )
        yield from _count(slides, "hidden slide", "hidden slides")
        notes = sum(bool(re.fullmatch(r"ppt/notesSlides/\w+\.xml", name)) for name in names)
        yield from _count(notes, "slide with speaker notes", "slides with speaker notes")
        core, app = _part(archive, "docProps/core.xml"), _part(archive, "docProps/app.xml")
        yield from _said("author", _between(core, "dc:creator"))
        yield from _said("person who saved it last", _between(core, "cp:lastModifiedBy"))
        yield from _said("company", _between(app, "Company"))


def _open_document(source: BinaryIO) -> Iterator[str]:
    with zipfile.ZipFile(source) as archive:
        body, meta = _part(archive, "content.xml"), _part(archive, "meta.xml")
        yield from _count(len(re.findall(r"<office:annotation\b", body)), "comment", "comments")
        changes = len(re.findall(r"<text:changed-region\b", body))
        yield from _count(changes, "tracked change", "tracked changes")
        if re.search(
            r"text:display=\"none\"|table:display=\"false\"|table:visibility=\"(?:collapse|filter)\"",
            body,
        ):
            yield "It has hidden text, sheets, rows or columns"
        yield from _said("author", _between(meta, "meta:initial-creator"))
        yield from _said("person who saved it last", _between(meta, "dc:creator"))


def _picture(source: BinaryIO) -> Iterator[str]:
    from PIL import ExifTags, Image

    with Image.open(source) as picture:
        exif = picture.getexif()
        if exif.get_ifd(ExifTags.IFD.GPSInfo):
            yield "It says where it was taken"
        yield from _said("maker", exif.get(ExifTags.Base.Artist))
        device = (exif.get(ExifTags.Base.Make), exif.get(ExifTags.Base.Model))
        yield from _said("camera or phone", " ".join(str(part) for part in device if part))


def _recording(source: BinaryIO) -> Iterator[str]:
    """Telephones note the place beside the sound, at the start or the end."""
    start = source.read(_ENDS)
    source.seek(max(0, source.seek(0, 2) - _ENDS))
    ends = start + source.read()
    if any(mark in ends for mark in _PLACES):
        yield "It says where it was recorded"


def _text(source: BinaryIO) -> Iterator[str]:
    words = source.read(_MOST).decode("utf-8", "replace").removeprefix("\ufeff")
    found = len(_UNSEEN.findall(words))
    yield from _count(found, "character that nobody sees", "characters that nobody sees")
