"""How a later chapter has its say when an earlier one changes something.

Imports run one way, so `rounds` can't ask `decisions` whether money has been promised. It asks
here, and whoever has reason to object has registered:

    @objects_to("round.update")
    def promised(round_: Round, *, after: RoundValues) -> str | None: ...

The service that changes the thing calls `hear("round.update", round_, after=values)`.

What is no reason against it, but worth knowing to whoever is about to do it or has just done it,
is registered with `remarks_on` and read with `remarks`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from award.foundation.errors import Refused

Objection = Callable[..., Refused | str | None]
"""Called with the thing and the facts of the change: the reason against it, or None.

A Refused says which field it belongs to; a plain sentence belongs to the form as a whole.
"""

Remark = Callable[[Any], str | None]
"""Called with the thing: a sentence or two for the person, or None."""

_objections: dict[str, list[Objection]] = {}
_remarks: dict[str, list[Remark]] = {}


def objects_to(change: str) -> Callable[[Objection], Objection]:
    """Register a function that may object to a change, named like its permission."""

    def keep(objection: Objection) -> Objection:
        known = _objections.setdefault(change, [])
        if objection not in known:
            known.append(objection)
        return objection

    return keep


def hear(change: str, thing: Any, **facts: Any) -> None:
    """Ask everyone registered for `change`, in the order of registration; raises the first no."""
    for objection in _objections.get(change, ()):
        answer = objection(thing, **facts)
        if isinstance(answer, Refused):
            raise answer
        if answer:
            raise Refused(answer, rule=change)


def remarks_on(change: str) -> Callable[[Remark], Remark]:
    """Register a function that may have something to say about a change."""

    def keep(remark: Remark) -> Remark:
        known = _remarks.setdefault(change, [])
        if remark not in known:
            known.append(remark)
        return remark

    return keep


def remarks(change: str, thing: Any) -> list[str]:
    """What everyone registered for `change` says about it, in the order of registration."""
    return [words for remark in _remarks.get(change, ()) if (words := remark(thing))]
