"""Do two trees say the same words? Every measured page, as a person reads it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from typing import Any

from tests.bench.browser import parsed
from tests.bench.measure import browsers
from tests.bench.pages import pages
from tests.bench.trees import Tree

MORE = ("?standing=within", "?standing=below", "?standing=no_majority", "?standing=incomplete",
        "?sort=-rank", "?sort=mean", "?sort=organisation", "?sort=-title", "?sort=spread",
        "?q=ORGANISATION&sort=ask",
        "?columns=flags&columns=settings&columns=tie&columns=sd_pct")  # fmt: skip
"""Views of the shortlist beyond those that are measured."""


def differences(one: Tree, other: Tree, facts: dict[str, Any], only: str) -> Iterator[str]:
    """Lines of a unified diff for each page whose words differ."""
    left, right = browsers(one, facts), browsers(other, facts)
    wanted = [(page.name, page.who, page.path) for page in pages(facts)]
    shortlist = f"/manage/rounds/{facts['round']}/shortlist"
    wanted += [(f"shortlist {more}", "staff", shortlist + more) for more in MORE]
    for name, who, path in wanted:
        if not re.search(only, name):
            continue
        before, after = (words(side[who].get(path).body) for side in (left, right))
        yield from difflib.unified_diff(
            before, after, f"{one.name}: {name}", f"{other.name}: {name}", n=1, lineterm=""
        )


def words(body: bytes) -> list[str]:
    """The text of a page, a line for each piece of it."""
    pieces = (" ".join(piece.split()) for piece in _texts(parsed(body)))
    return [piece for piece in pieces if piece]


def _texts(element: Any) -> Iterator[str]:
    if element.tag not in ("script", "style"):
        yield element.text or ""
        for child in element:
            yield from _texts(child)
            yield child.tail or ""
