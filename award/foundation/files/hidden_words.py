"""Words in a PDF that nobody can read on its pages: too small, beside the page, or in the colour of
what is behind or above them.

The page is drawn, and each run of words is looked at where it stands: a place of one colour shows
none. That misses what is too small to see and what stands beside the page, which the size and place
of the words tell; and words under a photograph, which nothing tells.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from threading import Lock
from typing import Any, BinaryIO, Final

TINY: Final = 2.5
"""Points: no print is as small."""
SCALE: Final = 2.0
"""Of the drawn page: 144 dots an inch."""
CONTRAST: Final = 20
"""Of 255, between the lightest and the darkest dot: less is of one colour to the eye."""
MOST_PAGES, MOST_RUNS, LARGEST = 100, 20_000, 3000
"""What is looked through; a page of more points is drawn smaller."""
_SHOWN: Final = 60
_ONE_AT_A_TIME: Final = Lock()  # PDFium is not made for two threads


@dataclass
class Found:
    """Words of one sort, by page."""

    pages: set[int] = field(default_factory=set)
    words: list[str] = field(default_factory=list)

    def add(self, page: int, words: str) -> None:
        self.pages.add(page)
        if sum(map(len, self.words)) < _SHOWN:
            self.words.append(words)

    def said(self, what: str) -> str:
        where = "page" if len(self.pages) == 1 else "pages"
        shown = [str(number) for number in sorted(self.pages)[:5]]
        more = " and others" if len(self.pages) > len(shown) else ""
        quoted = " ".join(" ".join(self.words).split())[:_SHOWN]
        return f"It has words {what} on {where} {', '.join(shown)}{more}: “{quoted}”"


def hidden_words(source: BinaryIO) -> list[str]:
    """In sentences, each with the first of the words."""
    import pypdfium2

    tiny, beside, unseen = Found(), Found(), Found()
    source.seek(0)
    with _ONE_AT_A_TIME, pypdfium2.PdfDocument(source.read()) as pdf:
        for number in range(min(len(pdf), MOST_PAGES)):
            page = pdf[number]
            try:
                for sort, words in _on(page):
                    {"tiny": tiny, "beside": beside, "unseen": unseen}[sort].add(number + 1, words)
            finally:
                page.close()
    sorts = (
        (unseen, "in the colour of what is behind or above them"),
        (tiny, "too small to read"),
        (beside, "beside the page, where nobody sees them,"),
    )
    return [found.said(what) for found, what in sorts if found.pages]


def _on(page: Any) -> Iterator[tuple[str, str]]:
    page.set_rotation(0)  # places are told for a page that was not turned
    text = page.get_textpage()
    left, bottom, right, top = page.get_bbox()
    for words, size, (x1, y1, x2, y2) in _runs(page, text):
        if x2 <= left or x1 >= right or y2 <= bottom or y1 >= top:
            yield "beside", words
        elif 0 < size < TINY:
            yield "tiny", words
    places = min(text.count_rects(), MOST_RUNS)
    if not places:
        return
    drawn, scale = _drawn(page)
    for number in range(places):
        x1, y1, x2, y2 = text.get_rect(number)
        words = text.get_text_bounded(x1, y1, x2, y2).strip()
        box = (
            max(0, int((x1 - left) * scale)), max(0, int((top - y2) * scale)),
            min(drawn.width, int((x2 - left) * scale) + 1),
            min(drawn.height, int((top - y1) * scale) + 1),
        )  # fmt: skip
        large = y2 - y1 >= TINY and any(letter.isalnum() for letter in words)
        if large and box[0] < box[2] and box[1] < box[3] and _of_one_colour(drawn.crop(box)):
            yield "unseen", words


def _of_one_colour(part: Any) -> bool:
    return all(high - low < CONTRAST for low, high in part.getextrema())


def _drawn(page: Any) -> tuple[Any, float]:
    """The page as a picture, with how many dots a point has."""
    scale = min(SCALE, LARGEST / max(page.get_width(), page.get_height(), 1))
    bitmap = page.render(scale=scale, may_draw_forms=False, draw_annots=False)
    try:
        return bitmap.to_pil().convert("RGB"), scale
    finally:
        bitmap.close()


def _runs(page: Any, text: Any) -> Iterator[tuple[str, float, tuple[float, float, float, float]]]:
    """Words that are set together, how large they are in points, and where; not those of a drawing
    inside the page, whose places are told from its own corner."""
    from pypdfium2 import raw

    found = page.get_objects([raw.FPDF_PAGEOBJ_TEXT], max_depth=1, textpage=text)
    for run in islice(found, MOST_RUNS):
        words = run.extract().strip()
        if any(letter.isalnum() for letter in words):
            matrix = run.get_matrix()
            size = run.get_font_size() * (matrix.c**2 + matrix.d**2) ** 0.5
            yield words, size, run.get_bounds()
