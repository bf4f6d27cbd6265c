"""How a shared project gets from one state to the next."""

from __future__ import annotations

from typing import Any

from award.foundation.policy import Actor
from award.foundation.workflow import Machine, State, Transition
from award.sharing.rules.asked import BOXES
from award.sharing.rules.states import ShareState as S

WRITE, HANDLE = "share.write", "share.handle"


def missing(share: Any) -> list[tuple[str, str]]:
    """Of each box that is needed and empty, or has more than a case study holds: its key, and what
    to do."""
    found = []
    for box in BOXES:
        said = getattr(share, box.key)
        empty = [box.missing] if box.missing and not said else []
        found += [(box.key, words) for words in (empty or box.wrong(said))[:1]]
    return found


def complete(share: Any, _actor: Actor, _context: object) -> str | None:
    left = missing(share)
    return f"Something is missing: {left[0][1]}" if left else None


def _send(source: S, notices: tuple[str, ...]) -> Transition[S]:
    return Transition(
        source, "send", S.RECEIVED, WRITE, "Send", guards=(complete,), notices=notices
    )


SHARE = Machine(
    kind="share",
    start=S.DRAFT,
    states={
        S.DRAFT: State("Being written", "Being written", "grey"),
        S.UNCONFIRMED: State("Not confirmed", "Waits for you to confirm it", "yellow"),
        S.RECEIVED: State("To read", "With the programme team", "yellow"),
        S.CHANGES: State("Changes asked for", "For you to change", "orange"),
        S.TAKEN_ON: State("Taken on", "Becoming a case study", "green"),
        S.DECLINED: State("Declined", "Not taken on", "grey"),
        S.WITHDRAWN: State("Taken back", "Taken back", "white"),
        S.LAPSED: State("Not changed in time", "Not changed in time", "white"),
    },
    transitions=(
        Transition(
            S.DRAFT,
            "wait",
            S.UNCONFIRMED,
            WRITE,
            "Send",
            guards=(complete,),
            notices=("share.confirm",),
        ),
        _send(S.DRAFT, ("share.received", "share.came_in")),
        _send(S.UNCONFIRMED, ("share.received", "share.came_in")),
        _send(S.CHANGES, ("share.received", "share.came_in")),
        Transition(
            S.RECEIVED,
            "ask",
            S.CHANGES,
            HANDLE,
            "Ask for changes",
            notices=("share.changes_asked",),
            reason_required=True,
        ),
        *(
            Transition(
                source,
                "decline",
                S.DECLINED,
                HANDLE,
                "Decline",
                notices=("share.declined",),
                reason_required=True,
            )
            for source in (S.RECEIVED, S.CHANGES)
        ),
        Transition(
            S.RECEIVED, "take_on", S.TAKEN_ON, HANDLE, "Take on", notices=("share.taken_on",)
        ),
        *(
            Transition(source, "withdraw", S.WITHDRAWN, WRITE, "Take it back")
            for source in (S.UNCONFIRMED, S.RECEIVED, S.CHANGES)
        ),
        Transition(
            S.CHANGES,
            "lapse",
            S.LAPSED,
            "share.remind",
            "Nobody changes it",
            notices=("share.lapsed", "share.not_changed"),
        ),
    ),
)
