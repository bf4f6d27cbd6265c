"""Recordings as telephones and browsers make them, as small as can be."""

from __future__ import annotations

import struct


def mp3(*, tagged: bool = True) -> bytes:
    """Three pieces of silence, 128,000 bits a second, after what a recorder says of itself."""
    tag = b"ID3\x04\x00\x00\x00\x00\x00\x0aTSSE of it" if tagged else b""
    return tag + (b"\xff\xfb\x90\x00" + bytes(413)) * 3


def _box(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", 8 + len(content)) + name + content


def mp4(*, sound: bool = True, brand: bytes = b"M4A ", more: bytes = b"") -> bytes:
    """What describes it, and its data."""
    handler = _box(b"hdlr", bytes(8) + (b"soun" if sound else b"vide") + bytes(12))
    described = _box(b"moov", _box(b"trak", _box(b"mdia", handler)) + more)
    return _box(b"ftyp", brand + bytes(4) + b"isom") + _box(b"mdat", bytes(200)) + described


def wav(*, cut: int = 0) -> bytes:
    said = b"fmt " + struct.pack("<IHHIIHH", 16, 1, 1, 8000, 8000, 1, 8)
    data = b"data" + struct.pack("<I", 400) + b"\x80" * 400
    whole = b"RIFF" + struct.pack("<I", 4 + len(said + data)) + b"WAVE" + said + data
    return whole[: len(whole) - cut]


def ogg(*, codec: bytes = b"OpusHead") -> bytes:
    page = b"OggS\x00\x02" + bytes(20) + b"\x01\x13"
    return page + codec + bytes(11) + b"OggS\x00\x04" + bytes(20) + b"\x01\x40" + bytes(64)


def webm(*, sound: bool = True, kind: bytes = b"webm") -> bytes:
    start = b"\x1a\x45\xdf\xa3\x9f\x42\x82\x84" + kind + b"\x18\x53\x80\x67\x01" + bytes(7)
    track = b"\x16\x54\xae\x6b\x86" + (b"A_OPUS" if sound else b"V_VP9 ")
    return start + track + b"\x1f\x43\xb6\x75\xa0" + bytes(32)
