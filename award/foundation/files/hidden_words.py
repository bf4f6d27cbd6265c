"""Words in a PDF that nobody can read on its pages: too small, beside the page, under a picture, or
in the colour of what is behind or above them.

The page is drawn, and each run of words is looked at where it stands: a place of one colour shows
none. That misses what is too small to see and what stands beside the page, which the size and place
of the words tell, in drawings inside the page too; and what lies under a picture, so a page that
has some is drawn a second time without its words: where nothing changed, none were to be seen.
A scan with a layer of words to search and copy is such a page by its nature, and is called that.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from threading import Lock
from typing import Any, BinaryIO, Final, TypeAlias

TINY: Final = 2.5
"""Points: no print is as small."""
SCALE: Final = 2.0
"""Of the drawn page: 144 dots an inch."""
CONTRAST: Final = 20
"""Of 255, between the lightest and the darkest dot: less is of one colour to the eye."""
MOST_PAGES, MOST_RUNS, LARGEST, DEEPEST = 100, 20_000, 3000, 15
"""What is looked through; a page of more points is drawn smaller."""
MOSTLY: Final = 0.8
Place: TypeAlias = tuple[float, float, float, float]
"""Left, bottom, right, top, in points from the corner of the page."""
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
        return f"{what} on {where} {', '.join(shown)}{more}: “{quoted}”"


def hidden_words(source: BinaryIO) -> list[str]:
    """In sentences, each with the first of the words."""
    import pypdfium2

    found = {sort: Found() for sort in _SORTS}
    source.seek(0)
    with _ONE_AT_A_TIME, pypdfium2.PdfDocument(source.read()) as pdf:
        for number in range(min(len(pdf), MOST_PAGES)):
            page = pdf[number]
            try:
                for sort, words in _on(page):
                    found[sort].add(number + 1, words)
            finally:
                page.close()
    return [found[sort].said(what) for sort, what in _SORTS.items() if found[sort].pages]


_SORTS: Final = {
    "unseen": "It has words in the colour of what is behind or above them",
    "under": "It has words under a picture",
    "tiny": "It has words too small to read",
    "beside": "It has words beside the page, where nobody sees them,",
    "scan": "It has scanned pages with a layer of text, to search and to copy,",
}


def _on(page: Any) -> Iterator[tuple[str, str]]:
    page.set_rotation(0)  # places are told for a page that was not turned
    text = page.get_textpage()
    runs, pictures = _laid(page, text)
    for run in runs:
        if _apart(run.place, page.get_bbox()):
            yield "beside", run.words
        elif 0 < run.size < TINY:
            yield "tiny", run.words
    if not text.count_rects():
        return
    drawn = _Drawn.of(page)
    bare = _without_words(page, runs) if pictures else None
    if bare and _a_scan(page, runs, pictures, drawn, bare):
        yield "scan", runs[0].words
        return
    for words, place in _lines(text):
        if drawn.of_one_colour(place):
            yield "unseen", words
    for run in runs:
        if bare and drawn.same(bare, run.place) and _covered(run, pictures):
            yield "under", run.words


def _lines(text: Any) -> Iterator[tuple[str, Place]]:
    """Words as they are read, and where; none that are too small to be seen in any case."""
    for number in range(min(text.count_rects(), MOST_RUNS)):
        place = text.get_rect(number)
        words = text.get_text_bounded(*place).strip()
        if place[3] - place[1] >= TINY and any(letter.isalnum() for letter in words):
            yield words, place


def _covered(run: Run, pictures: Sequence[Run]) -> bool:
    """Does a picture that is laid later hide most of it?"""
    return any(
        later.number > run.number and _shared(run.place, later.place) > MOSTLY for later in pictures
    )


def _a_scan(
    page: Any, runs: Sequence[Run], pictures: Sequence[Run], drawn: _Drawn, bare: _Drawn
) -> bool:
    """Is it one picture, of which no word is to be seen?"""
    whole = page.get_bbox()
    return any(_shared(whole, one.place) > MOSTLY for one in pictures) and all(
        drawn.same(bare, run.place) for run in runs
    )


@dataclass(frozen=True)
class Run:
    """Words that are set together, or a picture: where, how large they are in points, and the how
    manieth thing on the page. What is laid later covers what was before."""

    number: int
    words: str
    place: Place
    size: float
    laid: Any


def _laid(page: Any, text: Any) -> tuple[list[Run], list[Run]]:
    """Words and pictures of a page, also in the drawings inside it, whose places are told from
    their own corners."""
    from pypdfium2 import raw

    runs: list[Run] = []
    pictures: list[Run] = []
    found = page.get_objects(max_depth=DEEPEST, textpage=text)
    inside: list[Any] = []  # how the drawings around this thing are moved and turned
    for number, one in enumerate(islice(found, MOST_RUNS)):
        del inside[one.level :]
        if one.type == raw.FPDF_PAGEOBJ_FORM:
            matrix = one.get_matrix()
            inside.append(matrix.multiply(inside[-1]) if inside else matrix)
        elif one.type == raw.FPDF_PAGEOBJ_IMAGE:
            pictures.append(Run(number, "", _moved(one.get_bounds(), inside), 0, one))
        elif one.type == raw.FPDF_PAGEOBJ_TEXT:
            words = _extracted(one, text).strip()
            if any(letter.isalnum() for letter in words):
                matrix = one.get_matrix()
                matrix = matrix.multiply(inside[-1]) if inside else matrix
                size = one.get_font_size() * (matrix.c**2 + matrix.d**2) ** 0.5
                runs.append(Run(number, words, _moved(one.get_bounds(), inside), size, one))
    return runs, pictures


def _extracted(run: Any, text: Any) -> str:
    """Its words. PDFium halves a character beyond the first 65,536 at times (a face), for which
    the library's own way gives the whole file up."""
    from ctypes import POINTER, c_ushort, cast, create_string_buffer

    from pypdfium2 import raw

    size = raw.FPDFTextObj_GetText(run, text, None, 0)
    buffer = create_string_buffer(max(size, 2))
    raw.FPDFTextObj_GetText(run, text, cast(buffer, POINTER(c_ushort)), size)
    return buffer.raw[: max(size - 2, 0)].decode("utf-16-le", "replace")


def _moved(place: Place, inside: Sequence[Any]) -> Place:
    moved: Place = inside[-1].on_rect(*place) if inside else place
    return moved


def _apart(one: Place, other: Place) -> bool:
    return one[2] <= other[0] or one[0] >= other[2] or one[3] <= other[1] or one[1] >= other[3]


def _shared(one: Place, other: Place) -> float:
    """How much of it lies in the other; 0 to 1."""
    across = min(one[2], other[2]) - max(one[0], other[0])
    along = min(one[3], other[3]) - max(one[1], other[1])
    whole = (one[2] - one[0]) * (one[3] - one[1])
    return across * along / whole if across > 0 and along > 0 and whole > 0 else 0


def _without_words(page: Any, runs: Sequence[Run]) -> _Drawn:
    from pypdfium2 import raw

    for run in runs:
        raw.FPDFPageObj_SetIsActive(run.laid, 0)
    return _Drawn.of(page)


@dataclass(frozen=True)
class _Drawn:
    """A page as a picture, with its corner and how many dots a point has."""

    picture: Any
    scale: float
    left: float
    top: float

    @classmethod
    def of(cls, page: Any) -> _Drawn:
        scale = min(SCALE, LARGEST / max(page.get_width(), page.get_height(), 1))
        left, _, _, top = page.get_bbox()
        bitmap = page.render(scale=scale, may_draw_forms=False, draw_annots=False)
        try:
            return cls(bitmap.to_pil().convert("RGB"), scale, left, top)
        finally:
            bitmap.close()

    def _part(self, place: Place) -> Any:
        """What is drawn there; None where that is nothing."""
        x1, y1, x2, y2 = place
        box = (
            max(0, int((x1 - self.left) * self.scale)), max(0, int((self.top - y2) * self.scale)),
            min(self.picture.width, int((x2 - self.left) * self.scale) + 1),
            min(self.picture.height, int((self.top - y1) * self.scale) + 1),
        )  # fmt: skip
        return self.picture.crop(box) if box[0] < box[2] and box[1] < box[3] else None

    def of_one_colour(self, place: Place) -> bool:
        part = self._part(place)
        return part is not None and _alike(part)

    def same(self, other: _Drawn, place: Place) -> bool:
        """Is nothing else drawn there on the other?"""
        from PIL import ImageChops

        one, two = self._part(place), other._part(place)
        apart: Any = one and ImageChops.difference(one, two).getextrema()
        return one is None or all(high < CONTRAST for _, high in apart)


def _alike(part: Any) -> bool:
    return all(high - low < CONTRAST for low, high in part.getextrema())
