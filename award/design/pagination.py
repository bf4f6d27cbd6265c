"""Page numbers for a long list: first, last, the neighbours of this page, and dots between."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def page_numbers(current: int, last: int) -> list[int | None]:
    """Which numbers to show; None is dots. They never hide a single page."""
    shown = sorted(n for n in {1, last, current - 1, current, current + 1} if 1 <= n <= last)
    numbers: list[int | None] = []
    for n in shown:
        previous = numbers[-1] if numbers else n - 1
        if previous is not None and n - previous == 2:
            numbers.append(n - 1)
        elif previous is not None and n - previous > 2:
            numbers.append(None)
        numbers.append(n)
    return numbers


def pages(current: int, last: int, href: Callable[[int], str]) -> dict[str, Any]:
    """What `macros/pagination.html` draws; `href` gives the address of a page number."""
    params: dict[str, Any] = {
        "items": [
            {"ellipsis": True} if n is None
            else {"number": n, "href": href(n), "current": n == current}
            for n in page_numbers(current, last)
        ],
        "last": last,
    }  # fmt: skip
    if current > 1:
        params["previous"] = {"href": href(current - 1)}
    if current < last:
        params["next"] = {"href": href(current + 1)}
    return params
