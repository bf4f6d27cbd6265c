"""Working a scenario out from what is so now, and what of one could be staged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from award.decisions.rules.ranking import Place
from award.decisions.rules.states import STILL_OPEN, open_to_decide
from award.foundation import arrival
from award.foundation.errors import Refused
from award.rounds.models import Round
from award.scenarios.models import Scenario
from award.scenarios.queries.ground import Ground
from award.scenarios.rules.asked import Asked
from award.scenarios.rules.solving import OutOfTime
from award.scenarios.rules.working import SECONDS, Found, worked_out

NO_TIME = f"No set was found within {SECONDS:g} seconds. Leave a rule out, or choose by rank"


def work_out(ground: Ground, asked: Asked, round_: Round) -> Found:
    """Before the transaction that keeps it: nobody waits for this."""
    if not open_to_decide(round_, arrival.moment()):
        raise Refused(STILL_OPEN, rule="round open")
    try:
        return worked_out(ground.items, asked, threshold_pct=round_.threshold_pct)
    except OutOfTime:
        raise Refused(NO_TIME, field="method", rule="scenario.time") from None


@dataclass(frozen=True)
class ToStage:
    """`rows` would be funded. `beyond` of them the line doesn't reach or their scores don't carry,
    `passed` are above the line and not funded: both depart from the ranking."""

    rows: Sequence[Place]
    beyond: Sequence[Place]
    passed: Sequence[Place]
    same: bool
    """Is everything as it was when the scenario was worked out?"""

    @property
    def can_be_staged(self) -> bool:
        return self.same and bool(self.rows)

    @property
    def departs(self) -> bool:
        return bool(self.beyond or self.passed)

    @property
    def money_gbp(self) -> int:
        return sum(one.candidate.ask_gbp for one in self.rows)


def to_stage(scenario: Scenario, ground: Ground) -> ToStage:
    """What of it is undecided, and how that differs from the line as it is."""
    keys = scenario.finds.keys
    open_ = [
        place
        for place in ground.line.places
        if place.candidate.outcome is None and place.candidate.key in ground.by_key
    ]
    rows = [place for place in open_ if place.candidate.key in keys]
    return ToStage(
        rows,
        [place for place in rows if place.within_budget is not True],
        [place for place in open_
         if place.within_budget is True and place.candidate.ask_gbp > 0
         and place.candidate.key not in keys],
        ground.ranking_sha256 == scenario.ranking_sha256
        and ground.decided_sha256 == scenario.decided_sha256,
    )  # fmt: skip
