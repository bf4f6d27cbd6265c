"""What a person has looked through before releasing it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from award.decisions.rules.grounds import GROUNDS, Ground
from award.decisions.rules.states import OUTCOMES, Outcome
from award.foundation.digests import sha256_of

LETTER = "letter "
FEEDBACK = "feedback "


@dataclass(frozen=True)
class ReleaseArguments:
    """What a release is asked for with, when it is a job. `shown` holds marks, as the page did."""

    round_reference: str
    override_reason: str
    shown: str


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


def shown_of(staged: Iterable[Shown], most: int) -> dict[str, Any]:
    """What the page shows, by reference; beside its decision a letter with comments in it, and
    the feedback that goes with it where it was drafted. Of more than `most` it remembers one
    mark."""
    found: dict[str, Any] = {}
    for one in staged:
        reference = one.decision.application.reference
        found[reference] = said_by(one.decision)
        if one.comments:
            found[f"{LETTER}{reference}"] = True
        if one.feedback:
            found[f"{FEEDBACK}{reference}"] = one.feedback
    return found if len(found) <= 3 * most else {"all": sha256_of(found)}


def called(shown: Iterable[str]) -> dict[str, str]:
    """Words for what the page shows."""
    return {key: _called(key) for key in shown if key != "all"}


def _called(key: str) -> str:
    for prefix, what in ((LETTER, "Letter about"), (FEEDBACK, "Feedback on")):
        if key.startswith(prefix):
            return f"{what} {key.removeprefix(prefix)}"
    return key


def about(key: str) -> str:
    """The reference of what a mark is about."""
    return key.removeprefix(LETTER).removeprefix(FEEDBACK)


def in_words(key: str, value: Any) -> str:
    """What is said of one decision, or whether its letter has comments of assessors."""
    if key.startswith(FEEDBACK):
        return value or "What each assessor said, as written"
    if key.startswith(LETTER):
        return "With comments of assessors" if value else "Without comments"
    if value is None:
        return "Nothing is staged"
    _version, outcome, amount, place, conditions, reason, note, *more = value
    ground, words = more or (None, "")  # none in what an earlier version of this page showed
    first = OUTCOMES[Outcome(outcome)] + (f", £{amount:,}" if amount else "")
    first += f": {GROUNDS[Ground(ground)]}" if ground else ""
    lines = [first + (f", place {place}" if place else ""), conditions, words]
    because = [f"Reason for the exception: {reason}"] if reason else []
    return "\n".join([*filter(None, lines), *because, *([f"Note: {note}"] if note else [])])


def possible_letters(marks: Mapping[str, str]) -> dict[str, tuple[bool | None, ...]]:
    return {key: (True, None) for key in marks if key.startswith(LETTER)}
