"""What decisions have against changes of their round: money and fairness that were promised."""

from __future__ import annotations

from award.decisions import queries
from award.foundation import clock
from award.foundation.errors import Refused
from award.foundation.objections import objects_to
from award.rounds.models import Round
from award.rounds.services import RoundValues


@objects_to("round.update")
def decided_by_then(round_: Round, *, before: RoundValues, after: RoundValues) -> Refused | None:
    """A closed round with decisions can't take applications again, and its budget holds what has
    been promised. Takes the round's lock, so that nothing is staged meanwhile."""
    reopened = before.closes_at <= clock.now() < after.closes_at
    if not reopened and after.budget_gbp >= before.budget_gbp:
        return None
    queries.lock_round(round_)
    found = queries.tally(round_.id)
    if reopened and found.released:
        return Refused(
            "Decisions of this round have been released, so its closing time can’t move.",
            field="closes_at",
            rule="round.decided",
        )
    if reopened and found.staged:
        staged = "1 decision is" if found.staged == 1 else f"{found.staged} decisions are"
        return Refused(
            f"{staged} staged in this round, so its closing time can’t move: clear "
            f"{'it' if found.staged == 1 else 'them'} first.",
            field="closes_at",
            rule="round.decided",
        )
    promised = found.staged_gbp + found.released_gbp
    if after.budget_gbp < min(promised, before.budget_gbp):
        return Refused(
            f"£{promised:,} of this round is awarded or staged, so the budget can’t be less.",
            field="budget_gbp",
            rule="round.decided",
        )
    return None
