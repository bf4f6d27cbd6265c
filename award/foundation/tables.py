"""One list: what it shows, how it is searched, filtered, sorted and paged, is said once.

    PEOPLE = ListView("people", "People", COLUMNS, rows=people_found, search="Name or address")

`rows(actor, view)` is its query. The page, CSV, XLSX and JSON draw from the same columns and the
same rows, so that a column hidden from somebody can't leak through a download. `ListView.read` is
the one way to read `?q= sort= columns= page=` and the filters of any list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import groupby
from typing import Any, Generic, TypeVar

from award.foundation.columns import Column, Kind, open_columns
from award.foundation.marking import OFFICIAL
from award.foundation.policy import Actor
from award.foundation.text import asked_for, day, number

R = TypeVar("R")

MOST_PAGES = 1_000_000
"""An offset beyond what a database can count to would be an error."""


@dataclass(frozen=True)
class Filter:
    """What a list can be narrowed by: one of its choices (value -> words), several of them where
    `many`, or else what is typed; `a_day` takes a date. `words` follows its label in a pill.
    `none` says what it means that one of its choices, asked for alone, finds nothing: often that
    the work is done. `hint` stands by its label, and `heading` names what a choice stands under."""

    key: str
    label: str
    choices: Callable[[], Mapping[str, str]] | None = None
    many: bool = False
    a_day: bool = False
    none: Callable[[str], str] | None = None
    hint: str = ""
    heading: Callable[[str], str] | None = None

    def read(self, values: Iterable[str]) -> tuple[tuple[str, ...], bool]:
        """What of the values makes sense, and whether anything had to be left out."""
        typed = tuple(dict.fromkeys(asked_for(v) for v in values if asked_for(v)))
        if self.choices is not None:
            known = self.choices()
            given = tuple(value for value in known if value in typed)
        else:
            given = tuple(value for value in typed if not self.a_day or day(value))
        found = given if self.many else given[:1]
        return found, len(found) < len(typed)

    def says(self, value: str) -> str:
        return f"{self.label}: {value}" if self.choices is None else self.choices()[value]

    def groups(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Its choices as (value, words), those next to each other with one heading together."""
        offered = (self.choices or dict)().items()
        found = groupby(offered, lambda one: self.heading(one[0]) if self.heading else "")
        return [(heading, list(choices)) for heading, choices in found]


@dataclass(frozen=True)
class Page(Generic[R]):
    """Rows of one page, or of all when there is one only; `total` counts all pages' rows. `newer`
    and `older` say what the pages beside one of a list that `grows` follow. `stream` has all rows
    one by one, each read as it is taken, where the view `streams`: then `rows` is empty."""

    rows: Sequence[R]
    total: int
    number: int = 1
    size: int = 0
    newer: int | None = None
    older: int | None = None
    stream: Iterable[R] | None = None

    @property
    def every(self) -> Iterable[R]:
        """Its rows, however they come; once, where they come as a stream."""
        return self.rows if self.stream is None else self.stream

    @property
    def last(self) -> int:
        return last_page(self.total, self.size)


def page_number(typed: str) -> int:
    """The page asked for: 1 for none and for nonsense, the most there can be for more."""
    plain = typed.strip()
    if len(plain) > len(str(MOST_PAGES)) and plain.isascii() and plain.isdigit():
        return MOST_PAGES
    return min(number(plain, least=1) or 1, MOST_PAGES)


def last_page(total: int, size: int) -> int:
    return max(1, -(-total // size)) if size else 1


@dataclass(frozen=True)
class ListView(Generic[R]):
    """A list. `rows` is its query: it takes who asks and the `View` asked for, and pages with
    `paging.paged` or `page_of`. `search` labels the box for words, if it has one.

    `permission` is needed to read it, of `thing` where it is the list of something (a round);
    `download` to take it away, "" where nobody can. Its `empty` words stand where nothing was
    filtered out, `no_match` where words that were typed are all that was asked. `sort` is the usual
    order, the key of a column, or "" for one of its own; `about` is what the trail names when it is
    taken away, where that isn't `thing`; `anchor` where its pages begin, on a page
    that has more to say first. One that `grows` without end pages with `paging.followed`: its
    pages follow a row, and are not counted. Its `marking` is on whatever is taken away. What is
    `packed` has applications of a round, which can be taken away together; what is `chaired` is
    read by who chairs the panel of its round too. Its page `folds_by` a column where one is named.
    """

    key: str
    title: str
    columns: tuple[Column[R], ...]
    rows: Callable[[Actor, View[R]], Page[R]]
    permission: str
    one: str = "row"
    many: str = ""
    search: str = ""
    filters: tuple[Filter, ...] = ()
    sort: str = ""
    size: int = 50
    empty: str = "There are none yet."
    no_match: str = ""
    thing: Any = None
    about: Any = None
    download: str = ""
    noun: str = "list"
    anchor: str = ""
    grows: bool = False
    marking: str = OFFICIAL
    packed: bool = False
    chaired: bool = False
    folds_by: str = ""

    def read(self, asked: Mapping[str, Sequence[str]], actor: Actor) -> View[R]:
        """What an address or a form asks for. What the list doesn't have, or not for this actor,
        is left out and noted, so that an old address still leads somewhere."""
        columns, unknown = open_columns(self.columns, actor), []

        def first(name: str) -> str:
            return asked_for((asked.get(name) or [""])[0])

        chosen: dict[str, tuple[str, ...]] = {}
        for each in self.filters:
            chosen[each.key], lost = each.read(asked.get(each.key, ()))
            unknown += [each.key] if lost else []
        sort = first("sort")
        sortable = {column.sorts_as for column in columns if column.sortable}
        if sort and sort.removeprefix("-") not in sortable:
            sort, unknown = "", [*unknown, "sort"]
        wanted = [key for key in asked.get("columns", ()) if key]
        keys = tuple(c.key for c in columns if c.key in wanted and not c.stays)
        if set(wanted) - {column.key for column in columns}:
            unknown.append("columns")
        return View(
            self, columns,
            q=first("q") if self.search else "",
            chosen=chosen,
            sort="" if sort == self.sort else sort,
            keys=keys,
            page=1 if self.grows else page_number(first("page")),
            before=number(first("before")) if self.grows else None,
            after=number(first("after")) if self.grows else None,
            unknown=tuple(unknown),
        )  # fmt: skip

    def whole(self, actor: Actor) -> View[R]:
        """All of it, as usual."""
        return replace(self.read({}, actor), page=None)

    def file(self, asked: Mapping[str, Sequence[str]], actor: Actor) -> View[R]:
        """All of what is asked for, row by row."""
        return replace(self.read(asked, actor), page=None, streams=True)


@dataclass(frozen=True)
class View(Generic[R]):
    """What somebody asked of a list. `columns` are all that they may see, `keys` those they chose;
    `page` is None for everything, and `streams` asks for it row by row (`Page.stream`), as a file
    does; `before` and `after` are numbers of rows, where the list grows; `unknown` names what the
    list doesn't have."""

    table: ListView[R]
    columns: tuple[Column[R], ...]
    q: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = ""
    keys: tuple[str, ...] = ()
    page: int | None = 1
    before: int | None = None
    after: int | None = None
    unknown: tuple[str, ...] = ()
    streams: bool = False

    def one(self, key: str) -> str:
        """The value of a filter of one value, "" for none."""
        return (*self.chosen.get(key, ()), "")[0]

    @property
    def filtered(self) -> bool:
        return bool(self.q or any(self.chosen.values()))

    @property
    def follows(self) -> bool:
        """Is it a further page of a list that grows?"""
        return self.before is not None or self.after is not None

    @property
    def nothing_found_means(self) -> str:
        """In the words of the one filter in use, where it has any (`Filter.none`)."""
        used = [one for one in self.table.filters if self.chosen.get(one.key)]
        if self.q or len(used) != 1 or used[0].none is None:
            return ""
        return used[0].none(self.one(used[0].key))

    @property
    def order(self) -> str:
        return self.sort or self.table.sort

    @cached_property
    def sorted_by(self) -> Column[R] | None:
        """The column that orders the rows; None for the list's own order."""
        key = self.order.removeprefix("-")
        return next((one for one in self.columns if one.sortable and one.sorts_as == key), None)

    @property
    def downwards(self) -> bool:
        column = self.sorted_by
        return column is not None and column.downwards != self.order.startswith("-")

    @cached_property
    def shown(self) -> tuple[Column[R], ...]:
        """The columns of the page: those chosen, or the usual ones."""
        return tuple(
            column for column in self.columns
            if column.stays or (column.key in self.keys if self.keys else column.usual)
        )  # fmt: skip

    @property
    def filed(self) -> tuple[Column[R], ...]:
        """The columns of a file: those chosen, or every one."""
        columns = self.shown if self.keys else self.columns
        return tuple(column for column in columns if column.kind is not Kind.ACTION)

    def arguments(self, **changes: Any) -> dict[str, Any]:
        """For an address that shows this, with `changes` to single arguments; without page."""
        said = {
            "q": self.q,
            **{key: list(values) for key, values in self.chosen.items()},
            "sort": self.sort,
            "columns": list(self.keys),
            **changes,
        }
        return {key: value for key, value in said.items() if value}

    @property
    def back(self) -> dict[str, Any]:
        """For an address that leads to this very page."""
        return self.arguments(page=self.page if self.page != 1 else None)

    def pills(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """In words, every filter in use, with the arguments that leave it out."""
        if self.q:
            yield f"“{self.q}”", self.arguments(q="")
        for each in self.table.filters:
            values = self.chosen.get(each.key, ())
            for value in values:
                left = [other for other in values if other != value]
                yield each.says(value), self.arguments(**{each.key: left})

    def turned(self, column: Column[R]) -> str:
        """The `sort` of a link in the heading: by this column, the other way when it is so."""
        by = column.sorts_as
        if self.sorted_by is column and not self.order.startswith("-"):
            by = f"-{by}"
        return "" if by == self.table.sort else by


def page_of(rows: Iterable[R], view: View[R], *, total: int | None = None) -> Page[R]:
    """A page of rows that are at hand. They are sorted where a column is asked for whose `sort` is
    a function of a row; None stands last, equals keep their order. One beyond the last is the
    last."""
    found, column = list(rows), view.sorted_by
    if column is not None and callable(column.sort):
        known = [row for row in found if column.sort(row) is not None]
        known.sort(key=column.sort, reverse=view.downwards)
        found = known + [row for row in found if column.sort(row) is None]
    count = len(found) if total is None else total
    if view.page is None:
        return Page(found, count, stream=found if view.streams else None)
    size = view.table.size
    page = min(view.page, last_page(count, size))
    return Page(found[(page - 1) * size : page * size], count, page, size)
