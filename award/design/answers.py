"""An answer as it is read, the same for every reader: applicant, assessor, staff, and the lead
before a copy is published. In Python, since an application has a hundred of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, Protocol

from markupsafe import Markup, escape

from award.design.formatters import paragraphs
from award.design.tables import data_table
from award.foundation.text import count_words

FOLDED_FROM, FOLDED_TO = 60, 35
"""Words from which a text is folded, and how many of them are left in sight."""
FITTING = 5
"""Columns of a table that a page of answers has room for."""
_SECONDARY = Markup('<p class="app-secondary">{}</p>')
_RENEWING = Markup('<p><strong class="nhsuk-tag nhsuk-tag--orange">Needs renewing</strong> {}</p>')
_HIDDEN = Markup('<p class="app-secondary">Hidden: this round does not show assessors who is '
                 "applying.</p>")  # fmt: skip


class Read(Protocol):
    """A question with its answer, as somebody is shown it."""

    @property
    def label(self) -> str: ...
    @property
    def shown(self) -> Any: ...
    @property
    def nothing(self) -> str: ...
    @property
    def hidden(self) -> bool: ...
    @property
    def renewing(self) -> str: ...
    @property
    def noticed(self) -> str: ...


def draw_answer(shown: Any, nothing: str = "") -> Markup:
    """`shown` is what `Question.read` gives, or None, for which a question may have its own words;
    text out of it is escaped here and nowhere else."""
    if shown is None:
        return _SECONDARY.format(nothing or "Not answered")
    if shown.shape == "table":
        return _table(shown)
    if shown.shape == "files":
        return _files(shown.items)
    lines = shown.lines
    if len(lines) == 1:
        notes = getattr(shown, "notes", ())
        return paragraphs(lines[0]) + Markup("").join(_SECONDARY.format(note) for note in notes)
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return Markup(f'<ul class="nhsuk-list nhsuk-list--bullet">{items}</ul>')


def draw_folded(shown: Any, nothing: str, called: str, *, opened: bool = False) -> Markup:
    """The same where many stand below each other: the start of a long text or table, and all of it
    behind a disclosure. `called` says of what, to who can't see where it stands."""
    whole = draw_answer(shown, nothing)
    start, how_much = _start_of(shown)
    if not start:
        return whole
    return _FOLD.format(
        start=start,
        opened=Markup(" open") if opened else "",
        how_much=how_much,
        called=called,
        whole=whole,
    )


_FOLD = Markup(
    '<div class="app-fold"><p class="app-fold__start">{start}…</p>'
    '<details class="nhsuk-details"{opened} data-fold><summary class="nhsuk-details__summary">'
    '<span class="nhsuk-details__summary-text">{how_much}<span class="nhsuk-u-visually-hidden">'
    ' of “{called}”</span></span></summary><div class="app-fold__whole">{whole}</div></details>'
    "</div>"
)


def _start_of(shown: Any) -> tuple[str, str]:
    """The first words of what is long, and how much there is of it; nothing of what is short."""
    if shown is None or shown.shape not in ("text", "table"):
        return "", ""
    if shown.shape == "table":
        many = len(shown.rows) > (1 if len(shown.columns) > FITTING else 4)
        return (shown.lines[0], f"All {len(shown.rows)} rows") if many else ("", "")
    words = shown.words.split()
    if len(words) <= FOLDED_FROM:
        return "", ""
    return " ".join(words[:FOLDED_TO]), f"All {count_words(shown.words)} words"


def _table(shown: Any) -> Markup:
    """One of many columns is drawn as cards, which any column of a page has room for."""
    table = data_table(
        shown.caption,
        shown.columns,
        shown.rows,
        hide_caption=True,
        compact=True,
        stacked=len(shown.columns) > FITTING,
        foot=shown.foot,
    )
    return table + Markup("").join(_SECONDARY.format(note) for note in shown.notes)


def _files(items: Sequence[Any]) -> Markup:
    """Each with its way to it, if this reader has one. A name may turn the direction of what
    stands after it: it stands alone."""
    return Markup('<ul class="nhsuk-list app-files">{}</ul>').format(
        Markup("").join(_file(one) for one in items)
    )


def _file(one: Any) -> Markup:
    name = Markup("<bdi>{}</bdi>").format(one.name)
    if one.href:
        name = Markup('<a href="{}">{}</a>').format(one.href, name)
    said = Markup("").join(
        Markup('<br><span class="app-secondary">{}</span>').format(words) for words in one.said
    )
    return Markup('<li>{} <span class="app-secondary">({})</span>{}</li>').format(
        name, one.kind_and_size, said
    )


def draw_read(read: Read) -> Markup:
    """As `draw_answer`, with what of it has lapsed and what was noticed in it, or that the round
    hides it."""
    if read.hidden:
        return _HIDDEN
    answer = draw_answer(read.shown, read.nothing)
    if read.noticed:
        answer += _SECONDARY.format(read.noticed)
    return answer + draw_renewing(read.renewing) if read.renewing else answer


def draw_renewing(words: str) -> Markup:
    """Below an answer: that what it says has lapsed, where it has."""
    return _RENEWING.format(words) if words else Markup("")


def draw_reads(reads: Sequence[Read], size: Literal["", "xs"] = "") -> Markup:
    """Questions as headings, each with its answer below it."""
    start = f'<h3 class="nhsuk-heading-{size}">' if size else "<h3>"
    return Markup(
        "\n".join([f"{start}{escape(read.label)}</h3>\n{draw_read(read)}" for read in reads])
    )
