"""Recordings of sound, or of sound and picture: which they are, by their structure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, Final

from award.foundation.files.recognised import STILL
from award.foundation.files.unfit import Unfit

_CUT: Final = "is cut short: its end is missing. Save or send it again, then upload it"
_SILENT: Final = "has no sound in it. Record it again, then upload it"
_PROTECTED: Final = "is protected against copying, so nobody could play it. Save it without that"
_MOST_PARTS: Final = 50_000
_MOST_DESCRIBING: Final = 20_000_000
_BIT_RATES: Final = {
    True: (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    False: (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
"""Of MP3, in thousands a second: of its first version, and of the later ones."""
_RATES: Final = {
    3: (44_100, 48_000, 32_000),
    2: (22_050, 24_000, 16_000),
    0: (11_025, 12_000, 8_000),
}


def recorded_as(stream: BinaryIO, head: bytes) -> str | None:
    """Key of the type; None when it is no recording, Unfit when it is one that nobody can play."""
    size = stream.seek(0, 2)
    if head[4:8] == b"ftyp" and head[8:12] not in STILL:
        _judge_mpeg4(stream, size)
        return "mp4"
    if head.startswith(b"RIFF") and head[8:12] == b"WAVE":
        _judge_wav(stream, size)
        return "wav"
    if head.startswith(b"OggS\x00"):
        return _judge_ogg(stream, head, size)
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return _judge_webm(stream, head)
    return "mp3" if _is_mp3(stream, head) else None


def _boxes(stream: BinaryIO, size: int) -> Iterator[tuple[bytes, int, int]]:
    """Name, start and length of each outermost part of an MPEG-4 file; Unfit when they don't come
    to the whole."""
    at = 0
    for _ in range(_MOST_PARTS):
        if at == size:
            return
        stream.seek(at)
        header = stream.read(16)
        length, name, skip = int.from_bytes(header[:4]), header[4:8], 8
        if length == 1:
            length, skip = int.from_bytes(header[8:16]), 16
        elif length == 0:
            length = size - at
        if len(name) < 4 or length < skip or at + length > size:
            break
        yield name, at + skip, length - skip
        at += length
    raise Unfit(_CUT)


def _judge_mpeg4(stream: BinaryIO, size: int) -> None:
    described, data = b"", False
    for name, start, length in _boxes(stream, size):
        if name == b"moov":
            stream.seek(start)
            described = stream.read(min(length, _MOST_DESCRIBING))
        data = data or name == b"mdat"
    if not (described and data):
        raise Unfit(_CUT)
    if any(mark in described for mark in (b"enca", b"encv", b"drms", b"drmi")):
        raise Unfit(_PROTECTED)
    if b"soun" not in described:
        raise Unfit(_SILENT)


def _judge_wav(stream: BinaryIO, size: int) -> None:
    at, described = 12, False
    for _ in range(_MOST_PARTS):
        stream.seek(at)
        header = stream.read(8)
        length = int.from_bytes(header[4:], "little")
        if len(header) < 8 or at + 8 + length > size:
            break
        if header[:4] == b"data" and described and length:
            return
        described = described or header[:4] == b"fmt "
        at += 8 + length + length % 2
    raise Unfit(_CUT)


def _judge_ogg(stream: BinaryIO, head: bytes, size: int) -> str | None:
    if not any(mark in head for mark in (b"OpusHead", b"\x01vorbis", b"Speex   ", b"\x7fFLAC")):
        return None
    stream.seek(max(0, size - 70_000))
    if b"OggS" not in stream.read()[1:]:
        raise Unfit(_CUT)
    return "ogg"


def _judge_webm(stream: BinaryIO, head: bytes) -> str | None:
    """Sound is A_OPUS or A_VORBIS in what describes it, which stands before the first piece."""
    if b"webm" not in head[:64]:
        return None
    stream.seek(0)
    start = stream.read(1_000_000)
    if b"\x1f\x43\xb6\x75" not in start:
        raise Unfit(_CUT)
    if b"A_OPUS" not in start and b"A_VORBIS" not in start:
        raise Unfit(_SILENT)
    return "webm"


def _is_mp3(stream: BinaryIO, head: bytes) -> bool:
    """After what is written before the sound, pieces of it that follow each other."""
    at = 0
    if head.startswith(b"ID3") and len(head) > 10:
        one, two, three, four = head[6:10]  # seven bits of each
        at = 10 + (one << 21 | two << 14 | three << 7 | four)
    for _ in range(3):
        stream.seek(at)
        length = _piece(stream.read(4))
        if not length:
            return False
        at += length
    return True


def _piece(header: bytes) -> int:
    """How long a piece of MP3 is by its header; 0 when that is none."""
    if len(header) < 4 or header[0] != 0xFF or header[1] & 0xE6 != 0xE2:
        return 0
    version, rate, pitch = header[1] >> 3 & 3, header[2] >> 4, header[2] >> 2 & 3
    if version not in _RATES or rate in (0, 15) or pitch == 3:
        return 0
    first = version == 3
    bits = _BIT_RATES[first][rate - 1] * 1000
    return (144 if first else 72) * bits // _RATES[version][pitch] + (header[2] >> 1 & 1)
