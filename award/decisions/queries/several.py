"""Several applications of a round that somebody ticked on its shortlist, to be decided at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from award.applications.models import Application
from award.assessment.models.kept import ScoreSummary
from award.assessment.queries.lists import chosen_applications
from award.assessment.queries.scores import summaries_of
from award.decisions.models import Decision
from award.decisions.queries.decisions import conflicts_in, decisions_of
from award.decisions.queries.shortlist import line_now
from award.decisions.rules.funding import FundingLine
from award.decisions.rules.grounds import Ground
from award.decisions.rules.refusing import given_by
from award.decisions.rules.releasing import in_words, said_by
from award.decisions.rules.several import GONE, Choice, Facts, fault_for
from award.decisions.rules.states import DECIDABLE, Outcome
from award.foundation import earlier
from award.foundation.edits import Marks, Telling
from award.foundation.policy import Actor
from award.rounds.models import Round


@dataclass(frozen=True)
class Several:
    """Those that can still be decided, with what is staged and what it rests on. `gone`: those that
    can't any more, by reference."""

    round_: Round
    applications: Sequence[Application]
    gone: Sequence[str]
    decisions: Mapping[int, Decision]
    summaries: Mapping[int, ScoreSummary]
    line: FundingLine | None
    partial: bool

    @cached_property
    def given(self) -> Mapping[int, Ground | None]:
        if self.line is None:
            return {}
        return given_by(self.line, first_stage=self.round_.followed)

    def to_reserve(self) -> dict[int, str]:
        """References of those that are not staged for the reserve list yet, by application."""
        return {
            one.id: one.reference
            for one in self.applications
            if one.id not in self.decisions or self.decisions[one.id].outcome != Outcome.RESERVE
        }

    @property
    def shown(self) -> dict[str, Any]:
        """What a page shows of each, by reference."""
        return {
            one.reference: said_by(self.decisions[one.id]) if one.id in self.decisions else None
            for one in self.applications
        }

    @property
    def called(self) -> dict[str, str]:
        return {one.reference: one.reference for one in self.applications}

    def telling(self) -> Telling:
        """How their page says what has changed on it."""

        def before(marks: Marks) -> dict[str, Any]:
            return earlier.find("decision", self.round_.id, marks)

        return Telling(self.called, in_words, before)

    def faults(self, choice: Choice, now: datetime) -> dict[str, str]:
        """By reference, why it can't be decided so."""
        round_ = self.round_
        found = {
            one.reference: fault_for(
                self._with_reason(choice, one),
                self._facts(one),
                round_,
                now,
                first_stage=round_.followed,
            )
            for one in self.applications
        }
        gone = dict.fromkeys(self.gone, GONE)
        return {reference: why for reference, why in found.items() if why} | gone

    def _with_reason(self, choice: Choice, one: Application) -> Choice:
        """What is staged to the same outcome may have a reason of its own."""
        decision = self.decisions.get(one.id)
        if decision is None or choice.exception_reason or decision.outcome != choice.outcome:
            return choice
        return choice._replace(exception_reason=decision.exception_reason)

    def _facts(self, one: Application) -> Facts:
        ask, given = one.amount_requested_gbp or 0, self.given.get(one.id)
        return Facts(ask, given, given is None and self.partial, self.summaries.get(one.id))


def several_of(round_: Round, references: Sequence[str], actor: Actor) -> Several:
    """Of these, what the actor may see. Five statements."""
    chosen = chosen_applications(actor, round_, references)
    applications = [one for one in chosen if one.state in DECIDABLE]
    ids = {one.id for one in applications}
    return Several(
        round_,
        applications,
        [one.reference for one in chosen if one.state not in DECIDABLE],
        decisions_of(ids),
        summaries_of(ids),
        line_now(round_, actor)[0] if ids else None,
        conflicts_in(actor, round_) > 0,
    )
