"""What header and footer offer: each chapter words its own entries."""

from __future__ import annotations

from dataclasses import dataclass

from award.foundation.policy import Actor, Predicate
from award.foundation.registers import Register


@dataclass(frozen=True)
class MenuEntry:
    """A link for whoever the predicate holds.

    Entries stand in the order of `place`. `start`: where somebody who has just signed in has
    their work is the entry of the lowest `start` that they are shown.
    """

    text: str
    endpoint: str
    shown_to: Predicate
    place: int = 0
    start: int | None = None


MENU: Register[MenuEntry] = Register("menu entry")
FOOTER: Register[MenuEntry] = Register("footer entry")


def entries(register: Register[MenuEntry], actor: Actor) -> list[MenuEntry]:
    """What `actor` is offered, in order."""
    shown = [entry for entry in register.all().values() if entry.shown_to(actor)]
    return sorted(shown, key=lambda entry: entry.place)


def start_endpoint(actor: Actor, otherwise: str) -> str:
    """Where somebody who has just signed in has their work."""
    starts = [entry for entry in entries(MENU, actor) if entry.start is not None]
    first = min(starts, key=lambda entry: entry.start or 0, default=None)
    return first.endpoint if first else otherwise
