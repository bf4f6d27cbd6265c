"""On which ground an application of a round can be refused."""

from __future__ import annotations

from award.decisions.queries.shortlist import line_now
from award.decisions.rules.funding import FundingLine
from award.decisions.rules.grounds import Ground
from award.decisions.rules.refusing import given_by
from award.foundation.policy import Actor
from award.rounds.models import Round


def given_in(
    round_: Round, actor: Actor, line: FundingLine | None = None
) -> dict[int, Ground | None]:
    """By application, as far as the actor may know the ranking. One statement, unless
    the `line` is at hand; `round_` has its criteria."""
    known = line or line_now(round_, actor)[0]
    return given_by(known, first_stage=round_.followed)
