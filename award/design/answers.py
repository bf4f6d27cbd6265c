"""An answer as it is read, the same for every reader: applicant, assessor, staff, and the lead
before a copy is published. In Python, since an application has a hundred of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, Protocol

from markupsafe import Markup, escape

from award.design.formatters import paragraphs
from award.design.tables import data_table

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
    """As `draw_answer`, with what of it has lapsed, or that the round hides it."""
    if read.hidden:
        return _HIDDEN
    answer = draw_answer(read.shown, read.nothing)
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
