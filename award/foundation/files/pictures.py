"""Pictures without what they say of their maker: points are drawn anew, drawings cleaned."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Sequence
from contextlib import suppress
from io import BytesIO
from typing import Any, BinaryIO, Final, NamedTuple

from award.foundation.files import drawings
from award.foundation.files.types import MOST_PIXELS

FORMATS: Final = ("JPEG", "PNG", "GIF", "TIFF", "BMP", "WEBP")
SHOWN: Final = ("JPEG", "PNG")
"""What people may put on a page."""
_ORIENTATION: Final = 0x0112
_ON_ITS_SIDE: Final = (5, 6, 7, 8)
_SAVED: Final[dict[str, dict[str, Any]]] = {
    "JPEG": {"quality": 92},
    "WEBP": {"quality": 92},
    "TIFF": {"compression": "tiff_adobe_deflate"},
}
_GZIP: Final = b"\x1f\x8b"
_MOST_UNPACKED: Final = 100_000_000


class NotDrawn(ValueError):
    """No copy of a picture could be made."""


class Size(NamedTuple):
    """A picture drawn for a page, as a JPEG without anything but its points."""

    width: int
    height: int
    content: bytes


def redraw(source: BinaryIO, target: BinaryIO) -> None:
    """Drawn anew, the right way up, each of its frames; its colours stay true."""
    from PIL import Image, ImageOps, ImageSequence

    with Image.open(source, formats=FORMATS) as opened:
        frames = getattr(opened, "n_frames", 1)
        if opened.width * opened.height * frames > MOST_PIXELS:
            raise NotDrawn("a picture has too many points")
        form = "JPEG" if opened.format == "MPO" else str(opened.format)
        colours, lasts = opened.info.get("icc_profile"), opened.info.get("duration")
        several = frames > 1 and form in ("GIF", "WEBP", "TIFF")
        every: Any = ImageSequence.Iterator(opened) if several else [opened]
        fresh = [_fresh(ImageOps.exif_transpose(frame)) for frame in every]
    options = _SAVED.get(form, {}) | ({"icc_profile": colours} if colours else {})
    if several:
        options |= {"save_all": True, "append_images": fresh[1:]}
        options |= {"duration": lasts, "loop": 0} if lasts else {}
    fresh[0].save(target, form, **options)


def size_of(source: BinaryIO) -> tuple[int, int]:
    """How wide and how high it is, the right way up."""
    from PIL import Image

    with Image.open(source, formats=SHOWN) as opened:
        width, height = opened.size
        lies = opened.getexif().get(_ORIENTATION, 1) in _ON_ITS_SIDE
        return (height, width) if lies else (width, height)


def sizes_of(source: BinaryIO, widths: Sequence[int]) -> list[Size]:
    """The right way up, in these widths and none larger than it is, narrowest first. Nothing of
    the file goes along: no place, no maker, no words, no colour profile."""
    from PIL import Image, ImageOps

    with Image.open(source, formats=SHOWN) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            raise NotDrawn("a picture has too many points")
        upright = _plain_colours(ImageOps.exif_transpose(opened), opened.info.get("icc_profile"))
    found = []
    for width in dict.fromkeys(min(width, upright.width) for width in sorted(widths)):
        height = max(1, round(upright.height * width / upright.width))
        fresh = Image.new("RGB", (width, height))
        fresh.paste(upright.resize((width, height), Image.Resampling.LANCZOS))
        into = BytesIO()
        fresh.save(into, "JPEG", quality=82, optimize=True, progressive=True)
        found.append(Size(width, height, into.getvalue()))
    return found


def _plain_colours(picture: Any, profile: bytes | None) -> Any:
    """As screens show colours that say nothing of themselves; on white where it is clear."""
    from PIL import Image, ImageCms

    clear = picture.convert("RGBA") if "A" in picture.getbands() or picture.mode == "P" else None
    plain = picture.convert("RGB")
    if clear is not None:
        plain = Image.new("RGB", clear.size, "white")
        plain.paste(clear, mask=clear.getchannel("A"))
    elif profile and picture.mode == "RGB":
        own = ImageCms.ImageCmsProfile(BytesIO(profile))
        with suppress(ImageCms.PyCMSError):
            plain = ImageCms.profileToProfile(plain, own, ImageCms.createProfile("sRGB")) or plain
    return plain


def _fresh(upright: Any) -> Any:
    from PIL import Image

    fresh = Image.new(upright.mode, upright.size)
    if upright.mode == "P" and (palette := upright.getpalette()) is not None:
        fresh.putpalette(palette)
    fresh.paste(upright)
    if (clear := upright.info.get("transparency")) is not None and upright.mode == "P":
        fresh.info["transparency"] = clear
    return fresh


def cleaned(content: bytes) -> bytes:
    """A picture that stands in a document, by what it is whatever its name says. NotDrawn for what
    nobody here can clean: a film, a sound, a picture of another kind."""
    if content.startswith(_GZIP):
        return gzip.compress(cleaned(_unpacked(content)), mtime=0)
    if drawings.is_emf(content):
        return drawings.emf(content)
    if drawings.is_wmf(content):
        return drawings.wmf(content)
    if drawings.is_svg(content):
        return drawings.svg(content, cleaned)
    into = BytesIO()
    redraw(BytesIO(content), into)
    return into.getvalue()


def _unpacked(content: bytes) -> bytes:
    unpacking = zlib.decompressobj(wbits=31)
    found = unpacking.decompress(content, _MOST_UNPACKED)
    if not unpacking.eof:
        raise NotDrawn("a drawing is too large")
    return found
