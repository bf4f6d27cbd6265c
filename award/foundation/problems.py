"""What is wrong with something that was given, and at which field."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """`field` names a form's field, "" for the whole; `text` is one sentence without a full stop.

    `beside` names the fields that it was compared with. `too_long`: it is there, and has to be cut.
    """

    field: str
    text: str
    beside: tuple[str, ...] = ()
    too_long: bool = False
