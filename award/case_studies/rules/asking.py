"""“Ask the team”: a question that is relayed to those whose project it was, and its answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from award.foundation.policy import Actor
from award.foundation.workflow import Machine, State, Transition


class QuestionState(StrEnum):
    UNCONFIRMED = "unconfirmed"
    WAITING = "waiting"
    ANSWERED = "answered"
    PUBLISHED = "published"
    DECLINED = "declined"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"
    REMOVED = "removed"


S = QuestionState
BEGUN: Final = frozenset({S.UNCONFIRMED, S.WAITING})
"""Nothing has come of it yet."""
OF_THE_TEAM: Final = frozenset({S.WAITING, S.ANSWERED, S.PUBLISHED, S.DECLINED, S.LAPSED})
"""What the team reads: never what nobody has confirmed, nor what was taken back or away."""


class Stands(StrEnum):
    """Whether whoever asked lets question and answer stand on the public page."""

    NAMED = "named"
    UNNAMED = "unnamed"
    NOT = "no"


STANDS: Final[Mapping[Stands, str]] = {
    Stands.UNNAMED: "Yes, without my name",
    Stands.NAMED: "Yes, with my name",
    Stands.NOT: "No, answer only me",
}


class Declined(StrEnum):
    NOT_OURS = "not_ours"
    SAID = "said"
    NOT_OPEN = "not_open"
    NO_TIME = "no_time"
    UNFIT = "unfit"


DECLINED: Final[Mapping[Declined, tuple[str, str]]] = {
    Declined.NOT_OURS: (
        "It is not for us to answer",
        "They say that it is not for them to answer: others may know.",
    ),
    Declined.SAID: (
        "The case study says it already",
        "They say that the case study answers it.",
    ),
    Declined.NOT_OPEN: (
        "We may not tell others",
        "They say that they may not tell others about it.",
    ),
    Declined.NO_TIME: (
        "We can’t find the time",
        "They say that they can’t find the time.",
    ),
    Declined.UNFIT: (
        "It is abusive, or wants to sell us something",
        "They do not answer this question.",
    ),
}
"""How the form offers each reason, and what whoever asked is told."""

CONFIRMED_WITHIN: Final = timedelta(days=7)
"""By whoever’s address was given, where nobody knows that it is theirs; then it is deleted."""
REMINDED_AFTER: Final = timedelta(days=14)
LAPSES_AFTER: Final = timedelta(days=42)
"""Since it came to the team; whoever asked is told."""
KEPT_FOR: Final = timedelta(days=365)
"""After it was over; what is published stays for as long as it is."""
MOST_WAITING: Final = 20
"""For one team at a time."""
MOST_OF_ONE: Final = 2
"""That wait for one team, from one email address."""
MOST_IN_A_DAY: Final = 5
"""From one email address, to all teams."""
FORMS_PER_ADDRESS: Final = "20 per hour"
"""From one internet address, which whole organisations share."""
GUESSES_PER_ADDRESS: Final = "30 per hour"
"""Of links, from one internet address."""
QUESTION_WORDS: Final = 150
ANSWER_WORDS: Final = 300
REASON_WORDS: Final = 100

ANSWER, OWN, HANDLE = "team_question.answer", "team_question.own", "team_question.handle"
LET_GO, LEAVE = "team_question.let_go", "team_question.leave"


def public(question: Any, _actor: Actor, _context: object) -> str | None:
    """It is about a page that there is."""
    return None if question.study.public else "Its case study is not public any more."


def both_agree(question: Any, _actor: Actor, _context: object) -> str | None:
    agreed = question.stands != Stands.NOT and question.team_agrees
    return None if agreed else "Not both sides have agreed."


def _removals() -> Iterator[Transition[S]]:
    for source, notices in ((S.WAITING, ()), (S.PUBLISHED, ("team_question.removed",))):
        yield Transition(source, "remove", S.REMOVED, HANDLE, "Take it away",
                         notices=notices, reason_required=True)  # fmt: skip


TEAM_QUESTION = Machine(
    kind="team_question",
    start=S.UNCONFIRMED,
    states={
        S.UNCONFIRMED: State("Not confirmed", "Waits for you to confirm it", "grey"),
        S.WAITING: State("Waits for the team", "To answer", "yellow"),
        S.ANSWERED: State("Answered", "Answered, not public", "green"),
        S.PUBLISHED: State("On the page", "Answered, on the page", "blue"),
        S.DECLINED: State("Not answered", "Not answered", "grey"),
        S.LAPSED: State("No answer came", "No answer in time", "grey"),
        S.WITHDRAWN: State("Taken back", "Taken back", "white"),
        S.REMOVED: State("Taken away", "Taken away", "red"),
    },
    transitions=(
        Transition(S.UNCONFIRMED, "confirm", S.WAITING, OWN, "Confirm and send", guards=(public,),
                   notices=("team_question.received", "team_question.relayed")),
        Transition(S.WAITING, "answer", S.ANSWERED, ANSWER, "Answer", guards=(public,),
                   notices=("team_question.answered",)),
        Transition(S.WAITING, "decline", S.DECLINED, ANSWER, "Don’t answer",
                   notices=("team_question.declined",)),
        Transition(S.WAITING, "lapse", S.LAPSED, LET_GO, "Let it go",
                   notices=("team_question.lapsed",)),
        Transition(S.WAITING, "withdraw", S.WITHDRAWN, OWN, "Take it back"),
        Transition(S.ANSWERED, "publish", S.PUBLISHED, ANSWER, "Publish",
                   guards=(public, both_agree), notices=("team_question.published",)),
        Transition(S.PUBLISHED, "keep_private", S.ANSWERED, OWN, "Take it off the page"),
        Transition(S.PUBLISHED, "hide", S.ANSWERED, ANSWER, "Take it off the page"),
        Transition(S.PUBLISHED, "leave", S.ANSWERED, LEAVE, "Go with the case study"),
        *_removals(),
    ),
)  # fmt: skip


def can_be_confirmed(question: Any, moment: datetime) -> bool:
    until: datetime = question.asked_at + CONFIRMED_WITHIN
    return question.state == S.UNCONFIRMED and moment < until
