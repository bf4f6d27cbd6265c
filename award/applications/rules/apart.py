"""Which numbers of answers that are kept apart may be told. Plain arithmetic."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

LEAST: Final = 5
"""A group of fewer is told apart from no other: its number could tell what one person said."""


def told(numbers: Mapping[str, int], received: int) -> dict[str, int | None]:
    """How often each of several answers was given, of which everybody gives one; None for what
    can't be told. A small number is hidden, and so is the next smallest while the hidden ones
    together are few: what is left of the whole would tell them. None at all is small too."""
    hidden = {value for value, number in numbers.items() if number < LEAST}
    rest = received - sum(numbers.values())  # who gave none: everybody can work that out
    if 0 < rest < LEAST and not hidden:
        hidden = {min(numbers, key=lambda value: numbers[value])} if numbers else set()
    few = rest if 0 < rest < LEAST else 0
    while hidden and few + sum(numbers[value] for value in hidden) < LEAST:
        others = [value for value in numbers if value not in hidden]
        if not others:
            break
        hidden.add(min(others, key=lambda value: numbers[value]))
    return {value: None if value in hidden else number for value, number in numbers.items()}


def told_of_several(
    numbers: Mapping[str, int], answered: int, *, open_to_all: bool
) -> dict[str, int | None]:
    """The same where people give as many as fit: each number and its opposite, among those who
    answered, must be large. `open_to_all` is false where who answered is not told itself."""
    return {
        value: number if open_to_all and LEAST <= number <= answered - LEAST else None
        for value, number in numbers.items()
    }
