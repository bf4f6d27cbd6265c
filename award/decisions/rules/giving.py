"""What a person has looked through before releasing a round's feedback."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, Protocol

from award.decisions.rules.questions import NONE_KEPT
from award.decisions.rules.shows import Became, Shows
from award.decisions.rules.states import OUTCOMES, Outcome
from award.foundation.edits import Marks

MOST_COMMENTS: Final = 20


@dataclass(frozen=True)
class FeedbackArguments:
    """What is asked for when it is a job. `shown` holds marks, as the page did."""

    round_reference: str
    shown: str
    accepted: str = NONE_KEPT
    """Why words that raise a question are right: `Accepted.kept`."""


def giving(round_id: int) -> str:
    """What a job that releases the round's feedback has to itself."""
    return f"feedback {round_id}"


class Waits(Protocol):
    @property
    def decision(self) -> Any: ...
    @property
    def comments(self) -> int: ...
    @property
    def text(self) -> str: ...


def said_by(outcome: Outcome, text: str | int) -> list[Any]:
    """What the page says of one: its text, or how many comments there are instead."""
    return [str(outcome), text]


def shown_of(waiting: Iterable[Waits]) -> dict[str, Any]:
    """What the page shows, by reference."""
    return {
        one.decision.application.reference: said_by(one.decision.outcome, one.text or one.comments)
        for one in waiting
    }


def in_words(_key: str, value: Any) -> str:
    if value is None:
        return "Its feedback doesn’t wait to be released"
    outcome, text = value
    said = text if isinstance(text, str) else f"comments of assessors: {text}"
    return f"{OUTCOMES[Outcome(outcome)]}, {said}"


def possible(marks: Marks) -> dict[str, list[Any]]:
    """What the page can have shown of those without a draft, by reference."""
    every = [[str(outcome), number] for outcome in Outcome for number in range(MOST_COMMENTS)]
    return dict.fromkeys(marks, every)


def became_of(one: Became) -> str:
    return "" if one.feedback_out else in_words(one.reference, None)


SHOWS: Final = Shows("feedback", {"": "{}"}, in_words, possible, became_of)
