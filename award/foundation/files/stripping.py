"""A copy of a file without what tells who made it, for readers who may not know.

Author, company, device, place, history and thumbnails go; words and pictures stay, and what was
hidden of them in a document, workbook or slides is there to see. `strip` gives None where the
format holds nothing of that kind, and raises Unstripped where no such copy can be made: then it is
said, and the file is not handed out where the applicant is hidden.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO
from typing import BinaryIO, Final

from award.foundation.files.archives import judge_archive
from award.foundation.files.pictures import cleaned, redraw
from award.foundation.files.types import OFFICE, OPEN, FileType
from award.foundation.files.unseen_in_office import displayed, shown


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
    """Without attachments and scripts as well. The title stays: it is on the page."""
    import pikepdf
    from pikepdf import Name

    with pikepdf.open(source) as pdf:
        for key in (Name.Metadata, Name.Names, Name.AF, Name.OpenAction, Name.AA, Name.PieceInfo):
            if key in pdf.Root:
                del pdf.Root[key]
        if Name.Info in pdf.trailer:
            del pdf.trailer[Name.Info]
        for page in pdf.pages:
            for key in (Name.Metadata, Name.PieceInfo, Name.AA, Name.AF, Name.Thumb):
                if key in page.obj:
                    del page.obj[key]
            if Name.Annots in page.obj:
                page.obj[Name.Annots] = pikepdf.Array(
                    [one for one in page.obj[Name.Annots] if one.get(Name.Subtype) == Name.Link]
                )
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream) and Name.Metadata in thing:
                del thing[Name.Metadata]
        pdf.remove_unreferenced_resources()
        pdf.save(target, deterministic_id=True)


_CORE: Final = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties xmlns:cp='
    b'"http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
)
_APP: Final = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns='
    b'"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
)
_CUSTOM: Final = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns='
    b'"http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>'
)
_START: Final = 1_000
"""Bytes in which the outermost element of a part stands."""
_META: Final = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-meta xmlns:office='
    b'"urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.2"><office:meta/>'
    b"</office:document-meta>"
)
_REPLACED: Final[Mapping[str, bytes]] = {
    "docProps/core.xml": _CORE,
    "docProps/app.xml": _APP,
    "docProps/custom.xml": _CUSTOM,
    "meta.xml": _META,
}
_DROPPED: Final = re.compile(
    r"docProps/thumbnail\.|Thumbnails/|(word|ppt|xl)/(people|authors)", re.I
)
# An attribute's value in either kind of quotes: programs write both.
_VALUE: Final = rb"""\s*=\s*(?:"[^"]*"|'[^']*')"""
_BY: Final = re.compile(rb"\b(w:author|w:initials|w15:author|userName)" + _VALUE)
_NAMED: Final = re.compile(
    rb"\b(author|name|initials|lastModifiedBy|userId|w15:userId|displayName)" + _VALUE
)
_PATHS: Final = re.compile(rb"<x15ac:absPath\b[^>]*?(?:/>|>[^<]*</x15ac:absPath>)")
_HERE: Final = re.compile(
    rb"""\b(Target)\s*=\s*(?:"(?:file:|\\\\|[A-Za-z]:[\\/])[^"]*"|'(?:file:|\\\\|[A-Za-z]:[\\/])[^']*')"""
)
"""A place on somebody's own disk or network, which has their name in it as often as not."""
_PROPERTIES: Final = re.compile(rb"<(?:\w+:)?coreProperties\b")
"""In whichever part a program keeps them."""
_BESIDE: Final = re.compile(r"customXml/item\d*\.xml", re.I)
"""Data that controls in a document show; without it they go on showing what they did."""
_NOTHING: Final = b'<?xml version="1.0" encoding="UTF-8"?>\n<gone/>'
_SAVES: Final = re.compile(rb"\sw:rsid\w*" + _VALUE)
_AUTHORS: Final = re.compile(rb"(<author>)[^<]*(</author>)")
_CREATORS: Final = re.compile(
    rb"(<(?:dc:creator|meta:creator-initials|loext:sender-initials|dc:date)>)[^<]*(</)"
)
_GONE: Final = re.compile(
    r"(^|/)printerSettings/|^_xmlsignatures/|^META-INF/(document|macro)signatures\.xml$", re.I
)
"""Parts that are left out: names of printers and their servers, certificates of who signed."""
_TO_GONE: Final = re.compile(
    rb"""<(?:\w+:)?Relationship\b[^>]*?\bType\s*=\s*["'][^"']*"""
    rb"""(?:/printerSettings|/digital-signature/[^"']*)["'][^>]*?(?:/>|></(?:\w+:)?Relationship>)"""
)
_SET_UP: Final = re.compile(rb"(<(?:\w+:)?pageSetup\b[^>]*?)\s\w+:id" + _VALUE)
_PRINTER: Final = re.compile(rb"<w:printerSettings\b[^>]*?/>")
_MERGED: Final = re.compile(rb"<w:mailMerge\b.*?</w:mailMerge>", re.S)
"""Letters in series: where the list of addresses lies, on whose disk."""
_CONNECTED: Final = re.compile(rb"\b(odcFile|sourceFile|connection|command)" + _VALUE)
_CONNECTIONS: Final = re.compile(r"xl/connections\w*\.xml$", re.I)
_OPEN_PRINTER: Final = re.compile(
    rb"""(<config:config-item[^>]*?config:name\s*=\s*["']Printer(?:Name|Setup)["'][^>]*>)[^<]*(</)"""
)
_MEDIA: Final = re.compile(
    r"(^|/)(media|pictures)/|\.(jpe?g|png|gif|tiff?|bmp|dib|webp|[ew]m[fz]|svgz?)$", re.I
)
_INSIDE: Final = re.compile(r"(^|/)embeddings/", re.I)
_DRAWN_AGAIN: Final = re.compile(r"^ObjectReplacements/")
"""What programs make again out of the object itself."""
_COMMENTS: Final = re.compile(r"(comment|author|person|people|changesInfo|userName)\w*\.xml$", re.I)


def _office(source: BinaryIO, target: BinaryIO) -> None:
    _rewritten(source, target, _without_authors)


def _without_authors(name: str, content: bytes) -> bytes:
    if _BESIDE.fullmatch(name):
        return _NOTHING
    if name not in _REPLACED and _PROPERTIES.search(content[:_START]):
        return _CORE
    if name.endswith(".rels"):
        return _HERE.sub(rb'\1="file:///"', _TO_GONE.sub(b"", content))
    if _CONNECTIONS.search(name):
        content = _CONNECTED.sub(rb'\1=""', content)
    if name.endswith(".xml"):
        content = _MERGED.sub(b"", _PRINTER.sub(b"", _SET_UP.sub(rb"\1", content)))
        content = shown(content)
        content = _PATHS.sub(b"", _SAVES.sub(b"", _BY.sub(rb'\1=""', content)))
    if _COMMENTS.search(name):
        content = _AUTHORS.sub(rb"\1\2", _NAMED.sub(rb'\1=""', content))
    return content


def _open_document(source: BinaryIO, target: BinaryIO) -> None:
    _rewritten(source, target, _without_creators)


def _without_creators(name: str, content: bytes) -> bytes:
    """An object inside has the same parts, in a folder of its own."""
    part = name.rpartition("/")[2]
    if part == "meta.xml":
        return _META
    if part == "settings.xml":
        return _OPEN_PRINTER.sub(rb"\1\2", content)
    if part in ("content.xml", "styles.xml"):
        return displayed(_CREATORS.sub(rb"\1\2", content))
    return content


def _rewritten(source: BinaryIO, target: BinaryIO, change: Callable[[str, bytes], bytes]) -> None:
    """The archive part by part, in its order, all with one date; a picture inside is drawn anew."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for part in old.infolist():
            if part.is_dir() or _GONE.search(part.filename):
                continue
            content = old.read(part)
            name = part.filename
            if _DROPPED.match(name) and name.endswith((".jpeg", ".jpg", ".png", ".emf", ".wmf")):
                content = b""
            content = _REPLACED.get(name, content)
            content = _within(name, change(name, content))
            fresh = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            fresh.compress_type = part.compress_type
            new.writestr(fresh, content)


def _within(name: str, content: bytes) -> bytes:
    """What stands in a document: a picture, or another document with an author of its own. Of any
    other object only its picture stays, since nobody here can look into it."""
    if not content:
        return content
    if _INSIDE.search(name):
        if not zipfile.is_zipfile(BytesIO(content)) or judge_archive(BytesIO(content)) is None:
            return b""
        into = BytesIO()
        _office(BytesIO(content), into)
        return into.getvalue()
    if _DRAWN_AGAIN.search(name):
        return b""
    return cleaned(content) if _MEDIA.search(name) else content


_STRIPPERS: Final[Mapping[str, Callable[[BinaryIO, BinaryIO], None]]] = {
    "pdf": _pdf,
    "png": redraw,
    "jpeg": redraw,
    **dict.fromkeys(sorted(OFFICE), _office),
    **dict.fromkeys(sorted(OPEN), _open_document),
}
