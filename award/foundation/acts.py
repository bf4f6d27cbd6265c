"""Services guard themselves: each write says which permission it asks, of the actor and the thing.

    @act("round.manage")
    def update_round(round_: Round, values: RoundValues, *, actor: Actor) -> None: ...

So a view, a command or a later service that forgets to ask changes nothing. What the service
itself then refuses (a state, a date, a stale version) is its own affair.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from inspect import signature
from typing import Any, Final, ParamSpec, TypeVar

from sqlalchemy import SelectBase

from award.foundation.errors import Refused
from award.foundation.policy import PERMISSIONS, Actor
from award.foundation.registers import Register
from award.foundation.workflow import MACHINES, state_of

P = ParamSpec("P")
R = TypeVar("R")

ACT: Final = "__act__"
PART: Final = "__part_of__"
NOT_YOURS = "You can’t do this"
TOO_CLOSE = (
    "This application is yours, or you have a conflict of interest with it, so somebody else has "
    "to do this"
)

Beyond = Callable[[Actor, Any], bool]
"""(actor, thing) -> is the thing out of this actor's reach, whatever their roles?"""
Concealed = SelectBase
"""SQL: ids of the things of a kind."""
BEYOND: Register[Beyond] = Register("reach")
"""By the chapter that knows."""
CONCEALED: Register[Callable[[Actor], Mapping[str, Concealed]]] = Register("concealment")
"""By chapter: (actor) -> by kind, or by verb where only those are meant, the things whose events in
the trail are out of reach too."""


def act(
    permission: str,
    *,
    new: str | None = None,
    about: Callable[[Actor, Any], Any] | None = None,
    words: str = "",
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Mark a service as a write that `permission` guards.

    It is asked of the argument `actor` about the first argument, if that comes by position, or
    about what `about` finds for it (None: nothing that this actor may know of). When the thing is
    None, `new` is asked instead. A permission that is `apart` also refuses things out of the
    actor's reach, also those that came out of it while the service waited for them. Raises Refused,
    with `words` where the permission is missing.
    """

    def decorate(service: Callable[P, R]) -> Callable[P, R]:
        by_default = signature(service).parameters["actor"].default

        @wraps(service)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            actor = kwargs.get("actor", by_default)
            if not isinstance(actor, Actor):
                raise TypeError(f"{service.__name__} needs an actor, by name")
            thing = args[0] if args else None
            if actor.is_system:
                return service(*args, **kwargs)
            name = new if new and thing is None else permission
            _ask(name, actor, thing, about(actor, thing) if about else thing, words)
            done = service(*args, **kwargs)
            _keep_apart(name, actor, thing)
            return done

        setattr(guarded, ACT, tuple(filter(None, (permission, new))))
        return guarded

    return decorate


def part_of(*acts: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Mark a write that only other services call, as part of what they were asked for: `acts`
    names their permissions. No view may call it."""

    def decorate(service: Callable[P, R]) -> Callable[P, R]:
        setattr(service, PART, acts)
        return service

    return decorate


def _ask(name: str, actor: Actor, thing: Any, asked: Any, words: str) -> None:
    permission = PERMISSIONS.all()[name]
    unknown = asked is None and thing is not None
    if unknown or not permission.rule(actor, asked):
        raise Refused(words or _words(thing), rule=name)
    _keep_apart(name, actor, thing)


def _keep_apart(name: str, actor: Actor, thing: Any) -> None:
    """Asked again once the service holds what it changes: what came between the two while it waited
    was committed before, and takes everything back."""
    apart = PERMISSIONS.all()[name].apart
    if apart and any(beyond(actor, thing) for beyond in BEYOND.all().values()):
        raise Refused(TOO_CLOSE, rule=name)


def _words(thing: Any) -> str:
    """A thing that has states may have moved on since the person saw a button for this."""
    if getattr(thing, "__tablename__", None) not in MACHINES.all():
        return NOT_YOURS
    return f"This can’t be done now: it is {state_of(thing).staff_label.lower()}"
