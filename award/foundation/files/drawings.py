"""Drawings inside documents (EMF, WMF, SVG) without what programs write about their maker."""

from __future__ import annotations

import base64
import struct
from collections.abc import Callable, Iterator
from typing import Any, Final

EMF, WMF, PLACED = b" EMF", b"\x01\x00\x09\x00", b"\xd7\xcd\xc6\x9a"
_BEFORE: Final = b"\xef\xbb\xbf \t\r\n"
_SIGNED_AT: Final = 40
_COMMENT: Final = 70
_DRAWN_BY: Final = (b"EMF+", b"GDIC")
"""Comments of an EMF; those of these two are what it draws."""
_ESCAPE: Final = 0x0626
_REMARK: Final = 0x000F
_SVG: Final = "http://www.w3.org/2000/svg"
_SHOWN: Final = frozenset({_SVG, "http://www.w3.org/1999/xlink", "http://www.w3.org/1999/xhtml",
                           "http://www.w3.org/XML/1998/namespace"})  # fmt: skip
_ABOUT: Final = frozenset({f"{{{_SVG}}}{name}" for name in ("metadata", "title", "desc")})


class Unreadable(ValueError):
    """It is not what it says, so that nobody knows what is in it."""


def is_emf(content: bytes) -> bool:
    return content[_SIGNED_AT : _SIGNED_AT + 4] == EMF


def is_wmf(content: bytes) -> bool:
    return content.startswith((PLACED, WMF))


def is_svg(content: bytes) -> bool:
    return content.lstrip(_BEFORE).startswith(b"<") and b"<svg" in content[:4_000]


def emf(content: bytes) -> bytes:
    """Without its description (program and title) and what programs keep in it for themselves."""
    found = bytearray(content)
    length, start = struct.unpack_from("<II", content, 60)
    _blank(found, start, start + 2 * length if start else 0)
    for kind, at, size in _records(content, 0, _emf_record):
        if kind == _COMMENT and content[at + 12 : at + 16] not in _DRAWN_BY:
            _blank(found, at + 12, at + size)
    return bytes(found)


def wmf(content: bytes) -> bytes:
    """Without remarks: programs keep another picture and its properties there."""
    found = bytearray(content)
    start = (22 if content.startswith(PLACED) else 0) + 18
    for kind, at, size in _records(content, start, _wmf_record):
        if kind == _ESCAPE and struct.unpack_from("<H", content, at + 6)[0] == _REMARK:
            _blank(found, at + 10, at + size)
    return bytes(found)


def _records(
    content: bytes, at: int, read: Callable[[bytes, int], tuple[int, int]]
) -> Iterator[tuple[int, int, int]]:
    """Kind, place and length of each; Unreadable where one is longer than what is left."""
    while at < len(content):
        try:
            kind, size = read(content, at)
        except struct.error:
            raise Unreadable("a drawing is cut short") from None
        if size < 6 or at + size > len(content):
            raise Unreadable("a drawing is cut short")
        yield kind, at, size
        at += size


def _emf_record(content: bytes, at: int) -> tuple[int, int]:
    kind, size = struct.unpack_from("<II", content, at)
    return kind, size


def _wmf_record(content: bytes, at: int) -> tuple[int, int]:
    words, kind = struct.unpack_from("<IH", content, at)
    return kind, 2 * words


def _blank(found: bytearray, start: int, end: int) -> None:
    if start < end:
        found[start:end] = bytes(min(end, len(found)) - start)


def svg(content: bytes, redraw: Callable[[bytes], bytes]) -> bytes:
    """What is drawn, without titles, metadata, remarks and what editors add in their own names;
    pictures in it go through `redraw`."""
    from lxml import etree

    parser: Any = etree.XMLParser(resolve_entities=False, no_network=True, remove_pis=True,
                                  remove_comments=True)  # fmt: skip
    root = etree.fromstring(content, parser)
    for one in [*root.iter()]:
        if not isinstance(one.tag, str):
            raise Unreadable("a drawing has entities")
        if one.tag in _ABOUT or etree.QName(one).namespace not in _SHOWN:
            if (parent := one.getparent()) is None:
                raise Unreadable("a drawing is of another kind")
            parent.remove(one)
            continue
        for name, value in [*one.attrib.items()]:
            if (etree.QName(name).namespace or _SVG) not in _SHOWN:
                del one.attrib[name]
            elif value.strip().lower().startswith("data:"):
                one.attrib[name] = _within(value.strip(), redraw)
    etree.cleanup_namespaces(root)
    found: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return found


def _within(address: str, redraw: Callable[[bytes], bytes]) -> str:
    head, _, packed = address.partition(",")
    if not head.endswith(";base64"):
        raise Unreadable("a drawing holds something else")
    return f"{head},{base64.b64encode(redraw(base64.b64decode(packed))).decode()}"
