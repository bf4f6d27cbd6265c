"""A list on a page: what `macros/list.html` draws of a `ListView`, and the addresses that change
one thing of what is asked of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, NamedTuple, TypeVar

from flask import abort, flash, redirect, request, url_for

from award.design import formatters
from award.design.pagination import pages
from award.foundation.columns import Column, Kind, Link, Note, Part, Tag
from award.foundation.policy import can
from award.foundation.tables import ListView, Page, View
from award.foundation.web import current_actor

R = TypeVar("R")
OUT_OF_DATE = "What that address asked for is not on this {} any more. This is what is."


class Heading(NamedTuple):
    """`sorted` is a value of aria-sort, and `href` None where the column sorts nothing."""

    column: Column[Any]
    href: str | None
    sorted: str


class Cell(NamedTuple):
    """`parts` stand one after the other; None for the caller of the macro to draw."""

    column: Column[Any]
    parts: tuple[Part, ...] | None


@dataclass(frozen=True)
class Listing(Generic[R]):
    """One page of a list as somebody asked for it, at this address."""

    view: View[R]
    page: Page[R]
    endpoint: str
    parts: dict[str, Any]

    @property
    def table(self) -> ListView[R]:
        return self.view.table

    @property
    def rows(self) -> Any:
        return self.page.rows

    @property
    def here(self) -> str:
        """The list with nothing asked of it."""
        return url_for(self.endpoint, **self.parts)

    def href(self, **changes: Any) -> str:
        return url_for(self.endpoint, **self.parts, **self.view.arguments(**changes))

    @property
    def count(self) -> str:
        return formatters.plural(self.page.total, self.table.one, self.table.many or None)

    @property
    def no_match(self) -> str:
        if meant := self.view.nothing_found_means:
            return meant
        words_alone = self.view.q and not any(self.view.chosen.values())
        return (words_alone and self.table.no_match) or f"No {self.table.one} matches."

    @property
    def pills(self) -> list[tuple[str, str]]:
        """Every filter in use: in words, and the address without it."""
        return [
            (words, url_for(self.endpoint, **self.parts, **left))
            for words, left in self.view.pills()
        ]

    @property
    def headings(self) -> list[Heading]:
        return [self._heading(column) for column in self.view.shown]

    def _heading(self, column: Column[R]) -> Heading:
        if not column.sortable:
            return Heading(column, None, "")
        by = self.view.sorted_by is column
        ordered = "descending" if self.view.downwards else "ascending"
        return Heading(column, self.href(sort=self.view.turned(column)), ordered if by else "none")

    @property
    def pages(self) -> dict[str, Any]:
        return pages(self.page.number, self.page.last, self.on_page)

    def on_page(self, number: int) -> str:
        return self.href(page=number if number > 1 else None, _anchor=self.table.anchor or None)

    @property
    def choices(self) -> list[Column[R]]:
        """The columns that can be taken away or brought in."""
        return [column for column in self.view.columns if not column.stays]

    @property
    def can_download(self) -> bool:
        table = self.table
        return bool(table.download) and can(current_actor(), table.download, table.thing)

    def file(self, format_: str) -> str:
        """Where a download is asked for, with `carried`."""
        thing = self.table.thing
        if thing is None:
            return url_for("reporting.download", key=self.table.key, format=format_)
        return url_for(
            "reporting.download_of", reference=thing.reference, key=self.table.key, format=format_
        )

    @property
    def carried(self) -> list[tuple[str, str]]:
        """All that is asked, as hidden inputs."""
        return [
            (name, str(value))
            for name, values in self.view.arguments().items()
            for value in (values if isinstance(values, list) else [values])
        ]

    def kept(self, *names: str) -> list[tuple[str, str]]:
        """As `carried`, of these arguments alone."""
        return [(name, value) for name, value in self.carried if name in names]

    def cells(self, row: R) -> Iterator[Cell]:
        for column in self.view.shown:
            yield Cell(column, _parts(column, row))


def _parts(column: Column[R], row: R) -> tuple[Part, ...] | None:
    """What the page shows of a cell; values in words, by the column's kind."""
    if column.drawn:
        return None
    shown = column.shows(row) if column.shows else column.cell(row)
    parts = shown if isinstance(shown, tuple) else (shown,)
    return tuple(
        part if isinstance(part, (Link, Tag, Note)) else written(part, column.kind)
        for part in parts
        if part is not None and part != ""
    )


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


def listing(
    table: ListView[R], endpoint: str = "", *, asked: Any = None, **parts: Any
) -> Listing[R]:
    """The page of the list that the address asks for; one beyond the last leads to the last, and
    what the list doesn't have to what it has. Where it is not at this request's own address (a form
    was refused), `endpoint` and `parts` name it."""
    actor = current_actor()
    view = table.read((asked or request.args).to_dict(flat=False), actor)
    if not endpoint:
        endpoint, parts = str(request.endpoint), dict(request.view_args or {})
    found = Listing(view, table.rows(actor, view), endpoint, parts)
    if request.method == "GET" and (view.unknown or view.page != found.page.number):
        if not actor.is_anonymous:
            flash(OUT_OF_DATE.format(table.noun), "info")
        page = found.page.number
        abort(redirect(found.href(page=page if page > 1 else None)))
    return found
