"""On which ground an application of a round can be refused."""

from __future__ import annotations

from award.decisions.queries.shortlist import line_now
from award.decisions.rules.grounds import Ground
from award.decisions.rules.refusing import given_by
from award.foundation.policy import Actor
from award.rounds.models import Round


def given_in(round_: Round, actor: Actor) -> dict[int, Ground | None]:
    """By application, as far as the actor may know the ranking. One statement; `round_` has its
    criteria."""
    line, _ = line_now(round_, actor)
    return given_by(line, first_stage=round_.followed)
