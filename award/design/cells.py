"""Cells of a list, as HTML: what draws a column is chosen once a page, and then called for each
row. A page has hundreds of cells; a template that asks of each what it is costs more than the rest
of the page. Whatever comes out of a row goes through `escape`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

from flask import url_for
from markupsafe import Markup, escape

from award.design import formatters
from award.design.addresses import row_urls
from award.foundation.columns import Column, Kind, Link, Note, Part, Tag

R = TypeVar("R")
Drawer = Callable[[Any], str]
Caller = Callable[[Any, Column[Any]], object]
"""A template's own drawing of a row's cell, for columns that are `drawn`."""

HIDDEN = '<span class="nhsuk-u-visually-hidden">'
LINE = "<br>"
NUMBER = "app-table__number"
NOTHING = f'<span aria-hidden="true">–</span>{HIDDEN}none</span>'


def body(
    columns: Iterable[Column[R]],
    rows: Iterable[R],
    ticked: Collection[str] | None = None,
    by_caller: Caller | None = None,
) -> Markup:
    """Rows of a table. `ticked`: references that are chosen, where rows can be."""
    drawers: list[Drawer] = [drawer(column, by_caller) for column in columns]
    if ticked is not None:
        drawers.insert(0, _ticks(ticked))
    return Markup(
        "\n".join(["<tr>" + "".join([draw(row) for draw in drawers]) + "</tr>" for row in rows])
    )


class Heading(NamedTuple):
    """`sorted` is a value of aria-sort, and `href` None where the column sorts nothing."""

    column: Column[Any]
    href: str | None
    sorted: str


def heads(
    headings: Iterable[Heading],
    *,
    text: str = "",
    number: str = NUMBER,
    form: str = "",
    inner: str = "",
) -> Markup:
    """The cells of a table's headings: links, where they sort, or buttons of a `form` that takes
    along what is ticked. `text` and `number` are the classes of columns of either, `inner` that of
    an element around the words of each."""
    around = (f'<span class="{inner}">', "</span>") if inner else ("", "")
    return Markup("\n".join([_head(heading, text, number, form, around) for heading in headings]))


def _head(
    heading: Heading, text: str, number: str, form: str, around: tuple[str, str] = ("", "")
) -> str:
    column, style = heading.column, number if heading.column.kind.numeric else text
    words = str(escape(column.heading))
    start = f'<th scope="col" class="{style}"' if style else '<th scope="col"'
    if heading.href:
        link = (
            f'<button class="app-link-button app-table__sort" type="submit" form="{form}" '
            f'name="go" value="{escape(heading.href.partition("?")[2] or "page=1")}">{words}'
            "</button>"
            if form
            else f'<a class="app-table__sort" href="{escape(heading.href)}">{words}</a>'
        )
        return f'{start} aria-sort="{heading.sorted}">{around[0]}{link}{around[1]}</th>'
    if column.kind is Kind.ACTION:
        return f"{start}>{HIDDEN}{words}</span></th>"
    return f"{start}>{around[0]}{words}{around[1]}</th>"


def drawer(column: Column[R], by_caller: Caller | None = None) -> Drawer:
    """What draws this column's cell of a row."""
    start, end, kind = *_element(column), column.kind
    if column.drawn:
        if by_caller is None:
            raise TypeError(f"nobody draws {column.key}")
        return lambda row: f"{start}{escape(by_caller(row, column))}{end}"
    shows, links = column.shows or column.cell, Links()

    def draw(row: R) -> str:
        shown = shows(row)
        if type(shown) is str and shown:
            return f"{start}<span>{escape(shown)}</span>{end}"
        parts = shown if isinstance(shown, tuple) else (shown,)
        told = [_part(one, kind, links) for one in parts if one is not None and one != ""]
        inner = " ".join(told).removeprefix(LINE)  # what comes first begins no second line
        return f"{start}<span>{inner}</span>{end}" if inner else f"{start}{NOTHING}{end}"

    return draw


def _element(column: Column[Any]) -> tuple[str, str]:
    """On a phone each row becomes a card, its cells labelled from data-label."""
    kind, element = column.kind, "th" if column.names_row else "td"
    scope = ' scope="row"' if column.names_row else ""
    if kind is Kind.ACTION:
        return f"<{element}{scope}>", f"</{element}>"
    style = "app-long-word" if kind is Kind.TEXT else "app-whole"
    style = NUMBER if kind.numeric else style
    label = f' data-label="{escape(column.heading)}"'
    return f'<{element}{scope} class="{style}"{label}>', f"</{element}>"


class Links(dict[tuple[str, str], Callable[[Any], str]]):
    """What makes the addresses of a column's links, by endpoint and the one part they have."""

    def __missing__(self, key: tuple[str, str]) -> Callable[[Any], str]:
        self[key] = row_urls(*key)
        return self[key]

    def href(self, link: Link) -> str:
        if len(link.parts) != 1:
            return url_for(link.endpoint, **link.parts)
        ((name, value),) = link.parts.items()
        return self[link.endpoint, name](value)


def _part(part: Part, kind: Kind, links: Links) -> str:
    if isinstance(part, str):
        return escape(part)
    if isinstance(part, Link):
        about = f"{HIDDEN}{escape(part.about)}</span>" if part.about else ""
        href = escape(links.href(part))
        return f'<a href="{href}">{escape(part.text)}{about}</a>'
    if isinstance(part, Tag):
        return state_tag(part.text, part.colour)
    if isinstance(part, Note):
        return f'{LINE}<span class="app-secondary">{escape(part.text)}</span>'
    return written(part, kind)  # figures and dates, in words of ours


@lru_cache(maxsize=500)
def state_tag(text: str, colour: str) -> str:
    """As `macros/tag.html` draws it."""
    return f'<strong class="nhsuk-tag nhsuk-tag--{escape(colour)}">{escape(text)}</strong>'


def _ticks(ticked: Collection[str]) -> Drawer:
    def draw(row: Any) -> str:
        name = escape(row.reference)
        called = escape(getattr(row, "called", row.reference))
        return (
            '<td><input class="app-tick" type="checkbox" name="application"'
            f' value="{name}" aria-label="Choose {called}"'
            f"{' checked' if row.reference in ticked else ''}></td>"
        )

    return draw


def written(value: Any, kind: Kind) -> str:
    """A cell's value as pages say it."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        moment = kind is Kind.MOMENT
        return formatters.short_datetime(value) if moment else formatters.long_date(value)
    if kind is Kind.MONEY:
        return formatters.money(value)
    if kind is Kind.PERCENT:
        return formatters.percent(value)
    if kind is Kind.DECIMAL:
        return formatters.number(value, 1)
    return formatters.long_date(value) if isinstance(value, date) else formatters.number(value)
