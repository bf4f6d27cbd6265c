"""What a visitor asked the list for, as an address that can be shared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from award.case_studies.rules.vocabulary import FACETS
from award.foundation.text import number

MAX_QUERY_CHARS = 200
MAX_PAGE = 10_000


class Arguments(Protocol):
    """The arguments of an address, such as Werkzeug's MultiDict."""

    def getlist(self, key: str) -> Sequence[str]: ...


@dataclass(frozen=True)
class Filters:
    """Words and facet values. Values that don't exist are dropped, so an old link still works."""

    q: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    page: int = 1

    @property
    def active(self) -> bool:
        return bool(self.q or any(self.chosen.values()))

    def arguments(self, page: int = 1) -> dict[str, Any]:
        """For `url_for`: the same question, another page."""
        given: dict[str, Any] = {"q": self.q} if self.q else {}
        given |= {facet: list(values) for facet, values in self.chosen.items() if values}
        return given | ({"page": str(page)} if page > 1 else {})

    def without(self, facet: str, value: str) -> dict[str, Any]:
        """For `url_for`: the same question with one value taken out, from the first page."""
        left = tuple(item for item in self.chosen.get(facet, ()) if item != value)
        return Filters(self.q, {**self.chosen, facet: left}).arguments()

    def without_words(self) -> dict[str, Any]:
        """For `url_for`: the same filters without the words, from the first page."""
        return Filters("", self.chosen).arguments()

    def without_filters(self) -> dict[str, Any]:
        """For `url_for`: the same words, nothing else."""
        return Filters(self.q).arguments()


def filters(arguments: Arguments) -> Filters:
    """Read the arguments of the address; whatever makes no sense is left out."""
    typed = "".join(c if c.isprintable() else " " for c in _first(arguments, "q"))
    chosen = {
        facet: tuple(value for value in labels if value in set(arguments.getlist(facet)))
        for facet, (_, labels) in FACETS.items()
    }
    return Filters(
        q=" ".join(typed.split())[:MAX_QUERY_CHARS].strip(),
        chosen=chosen,
        page=page_number(arguments),
    )


def page_number(arguments: Arguments) -> int:
    """The page asked for: 1 when there is none, or none that makes sense."""
    return number(_first(arguments, "page"), least=1, most=MAX_PAGE) or 1


def _first(arguments: Arguments, key: str) -> str:
    given = arguments.getlist(key)
    return given[0] if given else ""
