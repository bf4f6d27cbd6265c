"""A page that acts on many applications at once, and how it says what has changed since."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from award.decisions.rules.states import Outcome
from award.foundation.edits import Marks


class Became(NamedTuple):
    """What stands of an application and its decision now."""

    reference: str
    withdrawn: bool
    outcome: Outcome | None
    released: bool
    held: bool
    confirmed: bool
    feedback_out: bool


@dataclass(frozen=True)
class Shows:
    """`kind` of what is kept of earlier values; `called`, by how a key begins that ends in a
    reference, what stands under it; a value in `words`; and what can have had given marks, where
    nothing of it is kept."""

    kind: str
    called: Mapping[str, str]
    words: Callable[[str, Any], str]
    possible: Callable[[Marks], Mapping[str, Iterable[Any]]]
    became: Callable[[Became], str]
    """What became of one that the page has no more; "" where just that was done which the page is
    for: then it is out, and nothing is left to look at."""

    def name(self, key: str) -> str:
        """In words: "Letter about AIA-7K3F9Q"."""
        prefix = self._prefix(key)
        return self.called[prefix].format(key.removeprefix(prefix))

    def names(self, keys: Iterable[str]) -> dict[str, str]:
        return {key: self.name(key) for key in keys}

    def about(self, key: str) -> str:
        """The reference of what it is about."""
        return key.removeprefix(self._prefix(key))

    def of(self, references: Iterable[str], now: Mapping[str, Any]) -> dict[str, str]:
        """All that such a page can have shown of them, in words: of what is not there `now`, itself
        alone."""
        return self.names(
            prefix + one for one in references for prefix in self.called if not prefix or one in now
        )

    def _prefix(self, key: str) -> str:
        return next((one for one in self.called if one and key.startswith(one)), "")
