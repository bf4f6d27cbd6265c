"""People as a form's ticks hold them."""

from __future__ import annotations

from collections.abc import Collection


def as_ticks(people: Collection[int]) -> list[str]:
    """In one order, so that marks of the same people are the same."""
    return [str(number) for number in sorted(people)]
