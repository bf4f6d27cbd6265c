"""What a person has looked through before releasing it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, Protocol

from award.decisions.rules.drafting import PROMISES
from award.decisions.rules.grounds import GROUNDS, Ground
from award.decisions.rules.questions import NONE_KEPT
from award.decisions.rules.shows import Became, Shows
from award.decisions.rules.states import OUTCOMES, Outcome
from award.foundation.edits import Marks

LETTER = "letter "
FEEDBACK = "feedback "


@dataclass(frozen=True)
class ReleaseArguments:
    """What a release is asked for with, when it is a job. `shown` holds marks, as the page did."""

    round_reference: str
    override_reason: str
    shown: str
    accepted: str = NONE_KEPT
    """Why words that raise a question are right: `Accepted.kept`."""


def is_confirmed(typed: str, reference: str) -> bool:
    """Is that the round's reference, in either case?"""
    return typed.strip().casefold() == reference.casefold()


def releasing(round_id: int) -> str:
    """What a job that releases the round's decisions has to itself."""
    return f"release {round_id}"


class Decided(Protocol):
    @property
    def version(self) -> int: ...
    @property
    def note(self) -> str: ...
    @property
    def outcome(self) -> Outcome: ...
    @property
    def amount_gbp(self) -> int | None: ...
    @property
    def reserve_position(self) -> int | None: ...
    @property
    def conditions(self) -> str: ...
    @property
    def exception_reason(self) -> str: ...
    @property
    def ground(self) -> Ground | None: ...
    @property
    def words_for_applicant(self) -> str: ...


class Shown(Protocol):
    @property
    def decision(self) -> Any: ...
    @property
    def comments(self) -> int | None: ...
    @property
    def feedback(self) -> str: ...
    @property
    def promise(self) -> str: ...


def said_by(decision: Decided) -> list[Any]:
    """What the page says of one decision, and its note, which is released with it."""
    return [
        decision.version,
        str(decision.outcome),
        decision.amount_gbp,
        decision.reserve_position,
        decision.conditions,
        decision.exception_reason,
        decision.note,
        str(decision.ground or ""),
        decision.words_for_applicant,
    ]


def shown_of(staged: Iterable[Shown]) -> dict[str, Any]:
    """What the page shows, by reference; beside its decision what its letter says there is to
    read, and the feedback that goes with it where it was drafted."""
    found: dict[str, Any] = {}
    for one in staged:
        reference = one.decision.application.reference
        found[reference] = said_by(one.decision)
        if one.promise:
            found[f"{LETTER}{reference}"] = one.promise
        if one.feedback:
            found[f"{FEEDBACK}{reference}"] = one.feedback
    return found


def in_words(key: str, value: Any) -> str:
    """What is said of one decision, or what there is to read beside it."""
    if key.startswith(FEEDBACK):
        return value or "What each assessor said, as written"
    if key.startswith(LETTER):
        return said_of_letter(value)
    if value is None:
        return "Nothing is staged"
    _version, outcome, amount, place, conditions, reason, note, *more = value
    ground, words = more or (None, "")  # none in what an earlier version of this page showed
    first = OUTCOMES[Outcome(outcome)] + (f", £{amount:,}" if amount else "")
    first += f": {GROUNDS[Ground(ground)]}" if ground else ""
    lines = [first + (f", place {place}" if place else ""), conditions, words]
    because = [f"Reason for the exception: {reason}"] if reason else []
    return "\n".join([*filter(None, lines), *because, *([f"Note: {note}"] if note else [])])


def became_of(one: Became) -> str:
    if one.released:
        return ""
    if one.outcome is None:
        return in_words(one.reference, None)
    if one.withdrawn:
        return "It was withdrawn, so what is staged stays behind"
    if one.held:
        return "Held back: releases leave it out"
    return "Staged, and confirmed" if one.confirmed else "Staged, and waits for somebody else"


def said_of_letter(promise: str | None) -> str:
    return f"It leads to the decision and {promise}" if promise else "It leads to the decision"


def possible_letters(marks: Marks) -> dict[str, tuple[str | None, ...]]:
    return {key: (*PROMISES, None) for key in marks if key.startswith(LETTER)}


SHOWS: Final = Shows(
    "decision",
    {"": "{}", LETTER: "Letter about {}", FEEDBACK: "Feedback on {}"},
    in_words,
    possible_letters,
    became_of,
)
