"""How a later chapter has its say when an earlier one changes something.

Imports run one way, so `rounds` can't ask `decisions` whether money has been promised. It asks
here, and whoever has reason to object says so in its `CHAPTER`:

    objections=(("round.update", objections.promised),)
    def promised(round_: Round, *, after: RoundValues, actor: Actor) -> str | None: ...

The service that changes the thing calls `hear("round.update", round_, after=values, actor=actor)`.

What is no reason against it, but worth knowing to whoever is about to do it or has just done it,
is one of the chapter's `remarks`, read with the function of that name.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from award.foundation.errors import Refused
from award.foundation.registers import Register

Objection = Callable[..., Refused | str | None]
"""Called with the thing and the facts of the change: the reason against it, or None.

A Refused says which field it belongs to; a plain sentence belongs to the form as a whole.
"""

Remark = Callable[[Any], str | None]
"""Called with the thing: a sentence or two for the person, or None."""

OBJECTIONS: Register[tuple[Objection, ...]] = Register("objection")
REMARKS: Register[tuple[Remark, ...]] = Register("remark")
"""Both by the change, named like its permission."""


def hear(change: str, thing: Any, **facts: Any) -> None:
    """Ask everyone registered for `change`, in the order of registration; raises the first no."""
    for objection in OBJECTIONS.all().get(change, ()):
        answer = objection(thing, **facts)
        if isinstance(answer, Refused):
            raise answer
        if answer:
            raise Refused(answer, rule=change)


def remarks(change: str, thing: Any) -> list[str]:
    """What everyone registered for `change` says about it, in the order of registration."""
    return [words for remark in REMARKS.all().get(change, ()) if (words := remark(thing))]
