"""A list on a page: what `macros/list.html` draws of a `ListView`, and the addresses that change
one thing of what is asked of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Generic, TypeVar
from urllib.parse import parse_qs, urlencode

from flask import abort, flash, redirect, request
from markupsafe import Markup

from award.design import cells, formatters
from award.design.addresses import fixed_url
from award.design.cells import Caller, Heading
from award.design.pagination import pages
from award.foundation import saved_views
from award.foundation.columns import Column, is_long
from award.foundation.lists import LISTS
from award.foundation.policy import can
from award.foundation.saved_views import SavedRow
from award.foundation.tables import ListView, Page, View
from award.foundation.web import current_actor

R = TypeVar("R")
OUT_OF_DATE = "What that address asked for is not on this {} any more. This is what is."


@dataclass(frozen=True)
class Listing(Generic[R]):
    """One page of a list as somebody asked for it, at this address."""

    view: View[R]
    page: Page[R]
    endpoint: str
    parts: dict[str, Any]
    saved: Sequence[SavedRow] = ()
    """What the reader saved of such lists, and what others share of this one."""
    keeps: bool = False
    """May the reader save what is asked?"""
    along: Sequence[tuple[str, str]] = ()
    """What is ticked, where every way to read the list otherwise takes it along."""

    @property
    def table(self) -> ListView[R]:
        return self.view.table

    @property
    def rows(self) -> Any:
        return self.page.rows

    @cached_property
    def here(self) -> str:
        """The list with nothing asked of it."""
        return fixed_url(self.endpoint, **self.parts)

    def href(self, _anchor: str = "", **changes: Any) -> str:
        return self._asking(self.view.arguments(**changes)) + (_anchor and f"#{_anchor}")

    def only(self, **asked: Any) -> str:
        """The list with this asked of it and nothing else."""
        return self._asking(asked)

    def _asking(self, arguments: dict[str, Any]) -> str:
        """As `url_for` with them, which takes an address apart each time."""
        given = [*arguments.items(), *self.along] if self.along else arguments
        asked = urlencode(given, doseq=True, safe="!$'()*,/:;?@")
        return f"{self.here}?{asked}" if asked else self.here

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
    def here_again(self) -> str:
        """This very page."""
        return self._asking(self.view.back)

    @property
    def unticked(self) -> str:
        """This very page, with nothing ticked."""
        return replace(self, along=()).here_again

    @property
    def saves(self) -> str:
        """Where what is asked of it is saved under a name; "" where nothing is, or it is saved."""
        asked = self.view.arguments()
        if not self.keeps or not asked or any(one.asked == asked for one in self.saved):
            return ""
        start = fixed_url("saved_views.save", key=self.table.key)
        return f"{start}?{urlencode({**asked, **self._whose}, doseq=True)}"

    def changes(self, saved: SavedRow) -> str:
        """Where one that is saved is renamed, shared or deleted."""
        start = fixed_url("saved_views.change", reference=saved.reference)
        return f"{start}?{urlencode(self._whose)}"

    @property
    def _whose(self) -> dict[str, str]:
        of = saved_views.thing_of(self.table)
        return {**({"of": of} if of else {}), "next": self.here_again}

    def own_and_shared(self) -> list[tuple[str, list[SavedRow]]]:
        """Its saved views under who has them, those with none left out."""
        own = [one for one in self.saved if one.own]
        shared = [one for one in self.saved if not one.own]
        return [part for part in (("Yours", own), ("Shared by others", shared)) if part[1]]

    @property
    def pills(self) -> list[tuple[str, str]]:
        """Every filter in use: in words, and the address without it."""
        return [(words, self._asking(left)) for words, left in self.view.pills()]

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

    @property
    def beside(self) -> dict[str, Any]:
        """Of a list that grows: the pages beside this one, as the NHS macro takes them."""
        page, found = self.page, dict[str, Any]()
        if page.newer:
            found["previous"] = {"href": self.href(after=page.newer), "text": "Newer"}
        if page.older:
            found["next"] = {"href": self.href(before=page.older), "text": "Older"}
        return found and {
            "ariaLabel": f"Pages of {self.table.many or self.table.one + 's'}",
            **found,
        }

    def on_page(self, number: int) -> str:
        return self.href(page=number if number > 1 else None, _anchor=self.table.anchor)

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
            return fixed_url("list_files.download", key=self.table.key, format=format_)
        return fixed_url(
            "list_files.download_of", reference=thing.reference, key=self.table.key, format=format_
        )

    @property
    def is_long(self) -> bool:
        """Is a file of it made by a job, and waits among one's exports?"""
        return is_long(self.page.total, len(self.view.filed))

    @property
    def packs(self) -> str:
        """Where what it has is taken away as a pack; "" where it has no applications for that."""
        table = self.table
        if not table.packed or not can(current_actor(), "pack.ask", table):
            return ""
        start = fixed_url("pack_asking.ask", reference=table.thing.reference, key=table.key)
        asked = urlencode(self.view.arguments(columns=None), doseq=True)
        return f"{start}?{asked}" if asked else start

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

    @cached_property
    def parted(self) -> list[tuple[str, Listing[R]]]:
        """The rows of the page as parts, in their order, under what the column by which it folds
        says of them, each without that column; none where it folds by none, or is sorted."""
        by = next((one for one in self.view.columns if one.key == self.table.folds_by), None)
        if by is None or self.view.sort:
            return []
        parts: dict[str, list[R]] = {}
        for row in self.rows:
            parts.setdefault(str(by.cell(row)), []).append(row)
        columns = tuple(one for one in self.view.columns if one is not by)
        view = replace(self.view, columns=columns)
        return [
            (words, replace(self, view=view, page=replace(self.page, rows=rows)))
            for words, rows in parts.items()
        ]

    def heads(self, form: str = "") -> Markup:
        """The cells of its headings; those that sort lead through a `form`, if one is named."""
        return cells.heads(self.headings, form=form)

    def body(self, ticked: Collection[str] | None, by_caller: Caller | None) -> Markup:
        """Its rows as HTML; `by_caller` draws the columns that nothing else does."""
        return cells.body(self.view.shown, self.rows, ticked, by_caller or None)


def led_on(table: ListView[R], go: str) -> dict[str, Any]:
    """What a button of the form around a list asks of it: another page, or the list read otherwise.
    What stands in its filters goes along, however the form is sent."""
    actor = current_actor()
    if "=" in go:
        return table.read(parse_qs(go), actor).back
    typed, names = request.form.to_dict(flat=False), {"q", *(one.key for one in table.filters)}
    asked = request.args.to_dict(flat=False) | {k: v for k, v in typed.items() if k in names}
    return {**table.read(asked, actor).back, "page": go}


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
    saved, known = list[SavedRow](), table.key in LISTS.all()
    if known and saved_views.offers_views(actor, table):
        saved = saved_views.views_of(actor, table)
    keeps = known and can(actor, "view.save")
    found = Listing(view, table.rows(actor, view), endpoint, parts, saved, keeps)
    beyond = view.page != found.page.number or (view.follows and not found.rows)
    if request.method == "GET" and (view.unknown or beyond):
        if not actor.is_anonymous:
            flash(OUT_OF_DATE.format(table.noun), "info")
        page = found.page.number
        abort(redirect(found.href(page=page if page > 1 else None)))
    return found
