"""Staging many decisions at once: awards, from the top of the shortlist to the funding line."""

from __future__ import annotations

from collections.abc import Sequence

from award.decisions import queries
from award.decisions.queries import Shortlist
from award.decisions.rules.panel_sheet import ShortlistRow
from award.decisions.rules.states import DECIDABLE
from award.decisions.services import checks
from award.decisions.services.staging import NEW, stage_decision
from award.foundation.errors import Refused
from award.foundation.policy import Actor
from award.rounds.models import Round

AT_ONCE = 100
"""How many awards are named on one page and staged together: as many as a person looks through."""


def to_stage_down_to_the_line(shortlist: Shortlist) -> list[ShortlistRow]:
    """Rows of a whole shortlist that can be staged to fund: above the funding line, over the
    threshold, with an ask, and with nothing decided about them yet."""
    return [
        row
        for row in shortlist.rows
        if row.place.within_budget
        and row.place.meets_threshold
        and row.outcome is None
        and row.ask_gbp
        and row.state in DECIDABLE
    ]


def stage_funding_down_to_the_line(
    round_: Round, *, references: Sequence[str], actor: Actor
) -> int:
    """Stage "fund" at the full ask for the first `AT_ONCE` that `to_stage_down_to_the_line` names.

    `references` are those that the person was shown; Refused when the list has changed since.
    Answers how many were staged.
    """
    queries.lock_round(round_)
    checks.has_closed(round_)
    rows = to_stage_down_to_the_line(queries.shortlist(round_, actor))[:AT_ONCE]
    if not rows:
        raise Refused("Nothing is left to stage, so nothing was changed.", rule="stale")
    if [row.reference for row in rows] != list(references):
        raise Refused(
            "The shortlist has changed since you opened this page, so nothing was staged. Look at "
            "the list below again, then confirm.",
            rule="stale",
        )
    for row in rows:
        application = queries.application_to_decide(actor, row.reference)
        if application is None:
            raise Refused(f"{row.reference} can't be decided now.")
        stage_decision(
            application, "fund", amount_gbp=row.ask_gbp, expected_version=NEW, actor=actor
        )
    return len(rows)
