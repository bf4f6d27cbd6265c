"""State changes: one typed table for each kind of thing, one door, `fire()`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from sqlalchemy import ForeignKey, Index, String, Text, update
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

Guard = Callable[[Any, Actor, Any], str | None]
"""(thing, actor, context) -> the reason it can't be done now, or None. The context is the dataclass
that the action's service gives; a guard says of which class."""


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
    called: Callable[[Any], State] | None = None
    """What the state of a thing is called, where that hangs on more than the state."""

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
    frozen: ClassVar[Frozen | None] = Frozen(erasable={"actor_name": f"'{audit.ERASED}'"})

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
    machine = machine_of(thing)
    return machine.called(thing) if machine.called else machine.states[thing.state]


def available(thing: Any, actor: Actor) -> list[Transition[Any]]:
    """Transitions from the present state that `actor` may fire. Guards aren't asked."""
    return [
        row
        for row in machine_of(thing).transitions
        if row.source == thing.state and can(actor, row.permission, thing)
    ]


def obstacle(
    thing: Any, action: str, actor: Actor, *, reason: str | None = None, context: Any = None
) -> str | None:
    """Why `judge()` would refuse now, as a sentence, or None when it would not."""
    machine = machine_of(thing)
    row = machine.find(thing.state, action)
    return _against(thing, machine, row, actor, reason, context)


def _against(
    thing: Any,
    machine: Machine[Any],
    row: Transition[Any] | None,
    actor: Actor,
    reason: str | None,
    context: Any,
) -> str | None:
    if row is None or not can(actor, row.permission, thing):
        label = state_of(thing).staff_label.lower()
        return f"This can't be done now: it is {label}."
    if row.reason_required and not (reason or "").strip():
        return "Give a reason."
    return next((no for guard in row.guards if (no := guard(thing, actor, context))), None)


@dataclass(frozen=True)
class Move:
    """A move that was judged and may be made, in the same transaction."""

    thing: Any
    kind: str
    row: Transition[Any]
    actor: Actor
    reason: str | None

    @property
    def verb(self) -> str:
        return f"{self.kind}.{self.row.action}"

    @property
    def history(self) -> dict[str, Any]:
        """Its row of StateChange, but for the moment."""
        return {
            "kind": self.kind,
            "subject_id": self.thing.id,
            "source": self.row.source,
            "action": self.row.action,
            "target": self.row.target,
            "actor_id": self.actor.user_id,
            "actor_name": self.actor.name,
            "reason": self.reason,
        }

    def event(self, changes: Mapping[str, Any], codes: Collection[str]) -> audit.Entry:
        details = {"state": [self.row.source, self.row.target], **changes}
        if self.reason:
            details["reason"] = self.reason
        return audit.Entry(self.actor, self.verb, self.thing, details, codes)


def judge(
    thing: Any, action: str, *, actor: Actor, reason: str | None = None, context: Any = None
) -> Move:
    """May `actor` move `thing` by `action` now? Raises Refused when not.

    `context` is a dataclass: what guards ask about beside the thing. For a service that writes
    before it moves: it judges, writes, and then makes the move that was judged.
    """
    machine = machine_of(thing)
    row = machine.find(thing.state, action)
    refusal = _against(thing, machine, row, actor, reason, context)
    if row is None or refusal:
        raise Refused(refusal or "", rule=f"{machine.kind}.{action}")
    return Move(thing, machine.kind, row, actor, reason)


def make(
    move: Move,
    *,
    changes: Mapping[str, Any] | None = None,
    codes: Collection[str] = (),
    says: Any = None,
) -> StateChange:
    """Set the state, write a StateChange, record the audit event (`changes` and `codes` go into
    it: see `audit.record`), queue the row's notices and call those who follow it. Flushes; the
    caller's transaction commits.

    Notices may say the reason, and what stands in `says`, a dataclass.
    """
    change = StateChange(**move.history)
    move.thing.state = move.row.target
    db.session.add(change)
    audit.record_many([move.event(changes or {}, codes)])
    db.session.flush()
    tell(move, says)
    return change


def tell(move: Move, says: Any = None) -> None:
    """What follows a move that was made: its notices, then those who follow it."""
    said = {"reason": move.reason or "", **(vars(says) if says else {})}
    for notice in move.row.notices:
        outbox.send_notice(notice, move.thing, move.actor, said)
    for follower in FOLLOWERS.all().get(move.verb, ()):
        follower(move.thing)


def fire(
    thing: Any,
    action: str,
    *,
    actor: Actor,
    reason: str | None = None,
    changes: Mapping[str, Any] | None = None,
    codes: Collection[str] = (),
    context: Any = None,
    says: Any = None,
) -> StateChange:
    """Judge and make a move at once, where nothing has to be written in between."""
    move = judge(thing, action, actor=actor, reason=reason, context=context)
    return make(move, changes=changes, codes=codes, says=says)


def erase_person(user_id: int) -> None:
    """Leave nothing of the name of whoever has this account in the record of moves."""
    db.session.execute(
        update(StateChange)
        .where(StateChange.actor_id == user_id, StateChange.actor_name != audit.ERASED)
        .values(actor_name=audit.ERASED)
    )
