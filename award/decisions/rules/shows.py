"""A page that acts on many applications at once, and how it says what has changed since."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from award.foundation.edits import Marks


@dataclass(frozen=True)
class Shows:
    """`kind` of what is kept of earlier values; `called`, by how a key begins that ends in a
    reference, what stands under it; a value in `words`; and what can have had given marks, where
    nothing of it is kept."""

    kind: str
    called: Mapping[str, str]
    words: Callable[[str, Any], str]
    possible: Callable[[Marks], Mapping[str, Iterable[Any]]]

    def name(self, key: str) -> str:
        """In words: "Letter about AIA-7K3F9Q"."""
        prefix = self._prefix(key)
        return self.called[prefix].format(key.removeprefix(prefix))

    def names(self, keys: Iterable[str]) -> dict[str, str]:
        return {key: self.name(key) for key in keys}

    def about(self, key: str) -> str:
        """The reference of what it is about."""
        return key.removeprefix(self._prefix(key))

    def of(self, references: Iterable[str]) -> dict[str, str]:
        """All that such a page can have shown of them, in words."""
        return self.names(prefix + one for one in references for prefix in self.called)

    def _prefix(self, key: str) -> str:
        return next((one for one in self.called if one and key.startswith(one)), "")
