"""What a rule would stage in a round, and how that differs from what is staged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from award.assessment.queries.scores import beside_to_come, summaries_of
from award.decisions.queries.shortlist import line_now
from award.decisions.queries.staged import reserve_places
from award.decisions.rules.by_rule import Planned, Rule, departing, planned, possible
from award.decisions.rules.funding import FundingLine
from award.decisions.rules.grounds import Ground
from award.decisions.rules.passed_over import passed_over
from award.decisions.rules.ranking import Place
from award.decisions.rules.states import DECIDABLE, Outcome
from award.foundation import earlier
from award.foundation.edits import Marks
from award.foundation.policy import Actor
from award.rounds.models import Round


@dataclass(frozen=True)
class Plan:
    """`rows` would be staged, `exceptions` are staged and differ, `left` stay undecided. `named`
    has reference and title by application; `over` says who is passed over, and why."""

    rows: Sequence[Planned]
    exceptions: Sequence[tuple[Place, Planned | None]]
    left: int
    line: FundingLine
    named: Mapping[int, Any]
    over: Sequence[str] = ()

    def of(self, outcome: Outcome) -> list[Planned]:
        return [one for one in self.rows if one.outcome == outcome]

    @cached_property
    def grounds(self) -> Mapping[Ground | None, int]:
        return Counter(one.ground for one in self.of(Outcome.REJECT))

    @cached_property
    def waiting(self) -> Mapping[int, str]:
        """References of those whom the rule reserves, by application."""
        keys = (one.place.candidate.key for one in self.of(Outcome.RESERVE))
        return {key: self.named[key].reference for key in keys}

    @cached_property
    def funds_gbp(self) -> int:
        return sum(one.amount_gbp or 0 for one in self.rows)

    @cached_property
    def shown(self) -> dict[str, Any]:
        """What the page shows of each."""
        return {self.named[one.place.candidate.key].reference: one.said for one in self.rows}

    @property
    def called(self) -> dict[str, str]:
        """Everything that could be on the page, or was."""
        return {one.reference: one.reference for one in self.named.values()}

    def before(self, marks: Marks) -> dict[str, Any]:
        """What a page with these marks said."""
        reserve = len(self.line.places)
        return earlier.among(
            marks,
            {
                name: possible(place, reserve)
                for place in self.line.places
                if (name := self.named[place.candidate.key].reference) in marks
            },
        )


def plan_of(round_: Round, rule: Rule, actor: Actor) -> Plan:
    """Two statements, whatever the round has; `round_` has its criteria."""
    line, named = line_now(round_, actor)
    taken = reserve_places(round_.id, actor)
    first_stage = round_.followed
    rows = [
        one
        for one in planned(line, rule, first_stage=first_stage, taken=taken)
        if named[one.place.candidate.key].state in DECIDABLE
    ]
    undecided = sum(
        place.candidate.outcome is None and named[place.candidate.key].state in DECIDABLE
        for place in line.places
    )
    exceptions = departing(line, rule, first_stage=first_stage)
    return Plan(rows, exceptions, undecided - len(rows), line, named, passed_over(line, rule, rows))


def to_come(round_: Round, plan: Plan) -> dict[int, tuple[int, int]]:
    """Of what would be staged: how many sheets that rank it are still to come, of how many; by
    application, where there are any."""
    ids = [one.place.candidate.key for one in plan.rows]
    beside = beside_to_come(round_, ids)
    found = {key: one.to_come(beside.get(key, 0)) for key, one in summaries_of(ids).items()}
    return {key: (left, asked) for key, (left, asked) in found.items() if left}
