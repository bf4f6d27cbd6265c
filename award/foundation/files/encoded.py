"""Pictures and profiles of colours without what is said beside them, their points untouched.

For where a picture may not be drawn anew: inside a PDF its colours are the page's business.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

_START, _END, _SCAN = 0xD8, 0xD9, 0xDA
_ALONE: Final = frozenset({0x01, *range(0xD0, 0xD8)})
_FREE: Final = frozenset({*range(0xE1, 0xEE), 0xEF, 0xFE, *range(0xF0, 0xFE)})
"""Segments that programs fill as they like; 0xE0 and 0xEE say how to read colours."""
_KEPT_BOXES: Final = frozenset({b"jP  ", b"ftyp", b"jp2h", b"jp2c"})
_TEXTS: Final = frozenset({b"desc", b"mluc", b"text", b"dict", b"utf8", b"zut8", b"ut16"})
_COLOURS: Final = frozenset(
    {
        *(b"wtpt bkpt chad lumi meas tech view gamt chrm clro clrt rXYZ gXYZ bXYZ".split()),
        *(b"rTRC gTRC bTRC kTRC".split()),
        *(one + at for one in b"A2B B2A D2B B2D pre".split() for at in b"0 1 2 3".split()),
    }
)


class Unreadable(ValueError):
    """It is not what it says, so that nobody knows what is in it."""


def jpeg(content: bytes) -> bytes:
    """Without what cameras, programs and people write into it, and what comes before and after."""
    at = content.find(b"\xff\xd8\xff")
    if at < 0:
        raise Unreadable("a picture is no JPEG")
    kept, at = [b"\xff\xd8"], at + 2
    while True:
        while content[at : at + 2] == b"\xff\xff":
            at += 1
        if at + 2 > len(content):
            break  # cut short, as some are that show all the same
        if content[at] != 0xFF:
            raise Unreadable("a picture is broken")
        kind = content[at + 1]
        if kind == _END:
            break
        if kind in _ALONE:
            kept.append(content[at : at + 2])
            at += 2
            continue
        if at + 4 > len(content):
            break
        length = struct.unpack_from(">H", content, at + 2)[0]
        segment = content[at : at + 2 + length]
        at += 2 + length
        if kind == 0xE0:
            if segment[4:9] == b"JFIF\0":
                kept.append(b"\xff\xe0\x00\x10" + segment[4:16].ljust(12, b"\0") + b"\0\0")
        elif kind == 0xEE:
            if segment[4:9] == b"Adobe":
                kept.append(b"\xff\xee\x00\x0e" + segment[4:16].ljust(12, b"\0"))
        elif kind not in _FREE:
            kept.append(segment)
        if kind == _SCAN:
            start, at = at, _after_scan(content, at)
            kept.append(content[start:at])
    return b"".join([*kept, b"\xff\xd9"])


def _after_scan(content: bytes, at: int) -> int:
    while (at := content.find(b"\xff", at)) >= 0 and at + 1 < len(content):
        if content[at + 1] and content[at + 1] not in _ALONE and content[at + 1] != 0xFF:
            return at
        at += 1 if content[at + 1] == 0xFF else 2
    return len(content)


def jpeg2000(content: bytes) -> bytes:
    """Its boxes that are the picture; remarks inside that are blank."""
    if content.startswith(b"\xff\x4f"):
        return _codestream(content)
    kept = []
    for kind, head, body in _boxes(content):
        if kind == b"jp2c":
            kept.append(head + _codestream(body))
        elif kind in _KEPT_BOXES:
            kept.append(head + body)
    if not kept:
        raise Unreadable("a picture is no JPEG 2000")
    return b"".join(kept)


def _boxes(content: bytes) -> Iterator[tuple[bytes, bytes, bytes]]:
    at = 0
    while at + 8 <= len(content):
        size, kind = struct.unpack_from(">I4s", content, at)
        start = at + 8
        if size == 1 and start + 8 <= len(content):
            size, start = struct.unpack_from(">Q", content, start)[0], start + 8
        end = at + size if size else len(content)
        if end < start or end > len(content):
            raise Unreadable("a picture is cut short")
        yield kind, content[at:start], content[start:end]
        at = end


def _codestream(content: bytes) -> bytes:
    found, at = bytearray(content), 2
    tile = end = 0
    while at + 4 <= len(content):
        kind, length = struct.unpack_from(">HH", content, at)
        if kind == 0xFFD9:
            break
        if kind == 0xFF93:  # the points of a tile: on to the next one
            if end <= at:
                break
            at, end = end, 0
            continue
        if kind < 0xFF00 or length < 2:
            raise Unreadable("a picture is broken")
        if kind == 0xFF90:
            tile = at
            long = struct.unpack_from(">I", content, at + 6)[0]
            end = tile + long if long else 0
        if kind == 0xFF64:
            stop = min(at + 2 + length, len(content))
            found[at + 6 : stop] = b" " * max(0, stop - at - 6)
        at += 2 + length
    return bytes(found)


def profile(content: bytes) -> bytes:
    """A profile of colours without its words: a screen is often called after who sits before it."""
    if content[36:40] != b"acsp":
        raise Unreadable("a profile of colours is broken")
    found = bytearray(content)
    found[80:100] = bytes(20)  # its creator and a sum over it
    try:
        for number in range(struct.unpack_from(">I", content, 128)[0]):
            tag, start, size = struct.unpack_from(">4sII", content, 132 + 12 * number)
            if start + size > len(content):
                raise Unreadable("a profile of colours is cut short")
            _blank_words(found, content, tag, start, size)
    except struct.error:
        raise Unreadable("a profile of colours is cut short") from None
    return bytes(found)


def _blank_words(found: bytearray, content: bytes, tag: bytes, start: int, size: int) -> None:
    kind = content[start : start + 4]
    if tag in _COLOURS and kind not in _TEXTS:
        return
    skip = {b"mluc": 16, b"desc": 12}.get(kind, 8)
    if kind == b"mluc" and size >= 16:
        skip += 12 * min(struct.unpack_from(">I", content, start + 8)[0], size // 12)
    found[start + skip : start + size] = bytes(max(0, size - skip))
