"""The fonts of documents: where they lie, and which characters they have.

They come as packages of npm and are copied by `flask assets`: Latin, Greek and Cyrillic, Arabic,
Hebrew, pictures of one colour, one more for arrows, mathematics and ticks; and Chinese, Japanese
and Korean, in some two hundred pieces of which only a few are opened for a name.
"""

from __future__ import annotations

import io
import json
from bisect import bisect_right
from functools import cache
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent / "fonts"
COVERED: Final = "covered.json"
FACES: Final = {
    "@expo-google-fonts/noto-sans": ("400Regular/NotoSans_400Regular", "700Bold/NotoSans_700Bold"),
    "@expo-google-fonts/noto-sans-arabic": (
        "400Regular/NotoSansArabic_400Regular",
        "700Bold/NotoSansArabic_700Bold",
    ),
    "@expo-google-fonts/noto-sans-hebrew": (
        "400Regular/NotoSansHebrew_400Regular",
        "700Bold/NotoSansHebrew_700Bold",
    ),
    "@expo-google-fonts/noto-emoji": ("400Regular/NotoEmoji_400Regular",),
    "dejavu-fonts-ttf": ("ttf/DejaVuSans", "ttf/DejaVuSans-Bold"),
}
"""Package -> files in it, without their ending."""
PIECES: Final = ("@fontsource-variable/noto-sans-sc", "@fontsource-variable/noto-sans-kr")
"""Packages of fonts in pieces, squeezed for browsers: all of them are unpacked."""


class NoFonts(Exception):
    """The fonts were not copied."""

    def __init__(self) -> None:
        super().__init__("the fonts of documents are missing: run flask assets")


@cache
def _starts() -> tuple[list[int], list[int]]:
    """First and last character of each run that some font has."""
    try:
        runs = json.loads((FOLDER / COVERED).read_text("utf-8"))
    except FileNotFoundError:
        raise NoFonts from None
    return [first for first, _last in runs], [last for _first, last in runs]


def has(character: str) -> bool:
    """Does some font have it?"""
    starts, ends = _starts()
    place = bisect_right(starts, ord(character)) - 1
    return place >= 0 and ord(character) <= ends[place]


def unpacked(squeezed: Path) -> bytes:
    """A piece as what sets documents can read it, the same bytes each time."""
    from fontTools.ttLib import TTFont

    with TTFont(squeezed, recalcTimestamp=False, recalcBBoxes=False) as font:
        font.flavor = None
        written = io.BytesIO()
        font.save(written)
    return written.getvalue()


def covered(files: list[Path]) -> list[tuple[int, int]]:
    """Runs of the characters that any of these fonts has."""
    from fontTools.ttLib import TTFont

    points: set[int] = set()
    for file in files:
        with TTFont(file, lazy=True) as font:
            points |= font.getBestCmap().keys()
    runs: list[tuple[int, int]] = []
    for point in sorted(points):
        if runs and runs[-1][1] == point - 1:
            runs[-1] = (runs[-1][0], point)
        else:
            runs.append((point, point))
    return runs
