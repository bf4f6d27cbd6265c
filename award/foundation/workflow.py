"""State changes: one typed table for each kind of thing, one door, `fire()`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from award.foundation import audit, clock, outbox
from award.foundation.db import Base, db
from award.foundation.errors import Refused
from award.foundation.frozen import Frozen
from award.foundation.policy import Actor, can
from award.foundation.registers import Register


@dataclass(frozen=True)
class State:
    """How one state is told to staff and to applicants, and the colour of its tag.

    `colour` is an NHS tag colour: white grey green aqua-green blue purple pink red orange yellow.
    """

    staff_label: str
    applicant_label: str
    colour: str


S = TypeVar("S", bound=StrEnum)

Guard = Callable[[Any, Actor, Mapping[str, Any]], str | None]
"""(thing, actor, context) -> the reason it can't be done now, or None."""


@dataclass(frozen=True)
class Transition(Generic[S]):
    """One row of a machine's table. `label` is the words on its button."""

    source: S
    action: str
    target: S
    permission: str
    label: str
    guards: tuple[Guard, ...] = ()
    notices: tuple[str, ...] = ()
    reason_required: bool = False


@dataclass(frozen=True)
class Machine(Generic[S]):
    """All states and transitions of one kind of thing, in terms of the class of its states."""

    kind: str
    states: Mapping[S, State]
    transitions: tuple[Transition[S], ...]
    start: S

    def __post_init__(self) -> None:
        if unsaid := [state for state in type(self.start) if state not in self.states]:
            raise ValueError(f"{self.kind}: no words for {', '.join(unsaid)}")
        seen = set()
        for row in self.transitions:
            if (row.source, row.action) in seen:
                raise ValueError(f"{self.kind}: two rows for {row.source}, {row.action}")
            seen.add((row.source, row.action))

    def find(self, source: str, action: str) -> Transition[S] | None:
        for row in self.transitions:
            if (row.source, row.action) == (source, action):
                return row
        return None

    def diagram(self) -> str:
        """The machine as a Mermaid state diagram; the docs and a golden file hold this text."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.start}"]
        lines += [f"    {t.source} --> {t.target}: {t.action}" for t in self.transitions]
        return "\n".join(lines) + "\n"


class Stateful(Protocol):
    """What `fire()` needs of a thing."""

    id: Mapped[int]
    state: Mapped[Any]


class StateChange(Base):
    """Who moved what from where to where, when and why. Never changed once written."""

    __tablename__ = "state_change"
    __table_args__ = (Index("ix_state_change_subject", "kind", "subject_id", "id"),)
    frozen: ClassVar[Frozen | None] = Frozen()

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    source: Mapped[str] = mapped_column(String(40))
    action: Mapped[str] = mapped_column(String(40))
    target: Mapped[str] = mapped_column(String(40))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    actor_name: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(default=clock.now)


Follower = Callable[[Any], None]
"""What a later chapter does once an action moved a thing, in the same transaction: imports run
one way, so the earlier chapter can't call it."""
MACHINES: Register[Machine[Any]] = Register("machine")
"""By the kind of thing they move (the table's name)."""
FOLLOWERS: Register[tuple[Follower, ...]] = Register("follower")
"""By `kind.action`."""


def machines() -> dict[str, Machine[Any]]:
    return dict(sorted(MACHINES.all().items()))


def machine_of(thing: Any) -> Machine[Any]:
    return MACHINES.all()[thing.__tablename__]


def state_of(thing: Any) -> State:
    """Labels and colour of the state that `thing` is in."""
    return machine_of(thing).states[thing.state]


def available(thing: Any, actor: Actor) -> list[Transition[Any]]:
    """Transitions from the present state that `actor` may fire. Guards aren't asked."""
    return [
        row
        for row in machine_of(thing).transitions
        if row.source == thing.state and can(actor, row.permission, thing)
    ]


def obstacle(thing: Any, action: str, actor: Actor, **context: Any) -> str | None:
    """Why `fire()` would refuse now, as a sentence, or None when it would not."""
    machine = machine_of(thing)
    row = machine.find(thing.state, action)
    if row is None or not can(actor, row.permission, thing):
        label = machine.states[thing.state].staff_label.lower()
        return f"This can't be done now: it is {label}."
    if row.reason_required and not str(context.get("reason") or "").strip():
        return "Give a reason."
    for guard in row.guards:
        reason = guard(thing, actor, context)
        if reason:
            return reason
    return None


def fire(
    thing: Any,
    action: str,
    *,
    actor: Actor,
    reason: str | None = None,
    changes: Mapping[str, Any] | None = None,
    **context: Any,
) -> StateChange:
    """Move `thing` by `action`, or raise Refused.

    Sets the state, writes a StateChange, records the audit event (`changes` goes into it), queues
    the row's notices and calls those who follow it. Flushes; the caller's transaction commits.
    """
    refusal = obstacle(thing, action, actor, reason=reason, **context)
    if refusal:
        raise Refused(refusal, rule=f"{thing.__tablename__}.{action}")
    machine = machine_of(thing)
    row = machine.find(thing.state, action)
    assert row is not None
    change = StateChange(
        kind=machine.kind,
        subject_id=thing.id,
        source=row.source,
        action=action,
        target=row.target,
        actor_id=actor.user_id,
        actor_name=actor.name,
        reason=reason,
    )
    thing.state = row.target
    db.session.add(change)
    details: dict[str, Any] = {"state": [row.source, row.target], **(changes or {})}
    if reason:
        details["reason"] = reason
    audit.record(actor, f"{machine.kind}.{action}", thing, details)
    db.session.flush()
    for notice in row.notices:
        outbox.send_notice(notice, thing, actor, context)
    for follower in FOLLOWERS.all().get(f"{machine.kind}.{action}", ()):
        follower(thing)
    return change
