"""How a challenge gets from one state to the next."""

from __future__ import annotations

from award.challenges.rules.states import ChallengeState as S
from award.foundation.workflow import Machine, State, Transition

DECIDE = "challenge.decide"


def _moves(start: S, *moves: tuple[str, S, str]) -> tuple[Transition[S], ...]:
    return tuple(Transition(start, action, end, DECIDE, words) for action, end, words in moves)


_PUBLISH = ("publish", S.PUBLISHED, "Publish its words")
_COUNT = ("count", S.COUNTED, "Count it without its words")

CHALLENGE = Machine(
    kind="challenge",
    start=S.RECEIVED,
    states={
        S.RECEIVED: State("To read", "Waits to be read", "yellow"),
        S.ASKED: State("Asked back", "Waits for your answer", "blue"),
        S.PUBLISHED: State("Published", "Published", "green"),
        S.COUNTED: State("Counted", "Counted", "green"),
        S.DECLINED: State("Declined", "Not used", "grey"),
    },
    transitions=(
        Transition(S.RECEIVED, "ask", S.ASKED, DECIDE, "Ask back", notices=("challenge.asked",)),
        Transition(
            S.ASKED,
            "answer",
            S.RECEIVED,
            "challenge.answer",
            "Answer",
            notices=("challenge.answered",),
        ),
        Transition(
            S.ASKED,
            "lapse",
            S.RECEIVED,
            "challenge.remind",
            "Nobody answers",
            notices=("challenge.unanswered",),
        ),
        *_moves(S.RECEIVED, _PUBLISH, _COUNT),
        *_moves(S.ASKED, _PUBLISH, _COUNT),
        *_moves(S.COUNTED, _PUBLISH),
        *(
            Transition(start, "decline", S.DECLINED, DECIDE, "Decline", reason_required=True)
            for start in (S.RECEIVED, S.ASKED, S.COUNTED)
        ),
        Transition(
            S.PUBLISHED,
            "take_down",
            S.COUNTED,
            DECIDE,
            "Take its words down",
            reason_required=True,
        ),
    ),
)
