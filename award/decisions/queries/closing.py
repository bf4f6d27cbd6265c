"""A reserve list as a whole: who waits on it, and on which ground each would be refused now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from award.assessment.models.kept import ScoreSummary
from award.assessment.queries.scores import summaries_of
from award.decisions.models import Decision
from award.decisions.queries.decisions import conflicts_in
from award.decisions.queries.from_reserve import read_about_each, waiting_on_reserve
from award.decisions.queries.grounds import given_in
from award.decisions.queries.staged import Staged
from award.decisions.queries.words import as_words
from award.decisions.rules.closing import EXCEPTION, GROUND, said_of
from award.decisions.rules.exceptions import exceptions
from award.decisions.rules.feedback import once_decided
from award.decisions.rules.grounds import Ground
from award.decisions.rules.questions import Raised, raised
from award.decisions.rules.refusing import fault_of
from award.decisions.rules.releasing import LETTER
from award.decisions.rules.states import DecisionState, Outcome
from award.foundation import arrival
from award.foundation.policy import Actor
from award.rounds.models import Round


@dataclass(frozen=True)
class ReserveList:
    """Who waits, in the order of the list, each with its application, lead and round; `given` says
    on which ground the ranking would refuse each. `hidden`: how many of the round's applications
    the actor may not meet, in which case nobody waits here. `own` are references of those that the
    actor put there, where the round asks for two people behind a decision."""

    round: Round
    waiting: Sequence[Decision]
    given: Mapping[int, Ground | None]
    hidden: int
    own: tuple[str, ...]
    departs: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    """By application, what refusing it departs from."""
    read: Mapping[int, tuple[int | None, str]] = field(default_factory=dict)
    """By decision, what its letter leads to: see `read_about_each`."""
    summaries: Mapping[int, ScoreSummary] = field(default_factory=dict)
    """By application, what its scores come to."""

    @cached_property
    def as_refused(self) -> list[Staged]:
        """What their letters would be written from; never kept."""
        return [
            Staged(
                Decision(
                    application=one.application,
                    state=DecisionState.STAGED,
                    outcome=Outcome.REJECT,
                    ground=self.ground_of(one),
                    conditions="",
                    words_for_applicant="",
                ),
                comments=self.read[one.id][0],
                unfinished=0,
                exceptions=self.departs.get(one.application_id, ()),
                was_reserved=True,
                list_closed=True,
                feedback=self.read[one.id][1],
            )
            for one in self.waiting
        ]

    @cached_property
    def raised(self) -> list[Raised]:
        """What the feedback that they have asks now that it stands beside a refusal."""
        criteria = self.round.criteria
        return raised(
            {},
            {
                one.application.reference: once_decided(
                    as_words(self.read[one.id][1], self.ground_of(one), summary), criteria
                )
                for one in self.waiting
                for summary in (self.summaries.get(one.application_id),)
            },
        )

    @property
    def departing(self) -> int:
        """How many it would be an exception to refuse."""
        return len([one for one in self.waiting if self.departs.get(one.application_id)])

    def reason_for(self, decision: Decision) -> str:
        """For refusing it all the same: that with which it was put on the list."""
        return decision.exception_reason if self.departs.get(decision.application_id) else ""

    def ground_of(self, decision: Decision) -> Ground | None:
        return self.given.get(decision.application_id)

    @property
    def faults(self) -> dict[str, str]:
        """What keeps the list from being closed, by reference."""
        found = {
            one.application.reference: "The money reaches it: decide about it by itself first."
            for one in self.waiting
            if fault_of(self.ground_of(one), self.ground_of(one))
        }
        unsaid = {
            one.application.reference: "Refusing it is an exception, and no reason was given with "
            "its place: decide about it by itself."
            for one in self.waiting
            if self.departs.get(one.application_id) and not self.reason_for(one)
        }
        mine = "You put it on the list, and this round asks for two people: somebody else decides."
        return {**dict.fromkeys(self.own, mine), **unsaid, **found}

    @property
    def shown(self) -> dict[str, Any]:
        """What the page shows of each, by reference; its ground, what refusing it departs from and
        what its letter leads to beside it."""
        found: dict[str, Any] = {}
        for one, staged in zip(self.waiting, self.as_refused, strict=True):
            reference = one.application.reference
            found[reference] = said_of(one.version, one.reserve_position)
            found[GROUND + reference] = str(self.ground_of(one) or "")
            if staged.exceptions:
                found[EXCEPTION + reference] = ", and ".join(staged.exceptions)
            if staged.promise:
                found[LETTER + reference] = staged.promise
        return found


def reserve_list(round_: Round, actor: Actor) -> ReserveList:
    """`round_` comes with its criteria. At most six statements."""
    hidden = conflicts_in(actor, round_)
    waiting = [] if hidden else waiting_on_reserve(round_, actor, letters=True)
    given = given_in(round_, actor) if waiting else {}
    own = tuple(
        one.application.reference
        for one in waiting
        if round_.four_eyes and one.decided_by_id == actor.user_id
    )
    now = arrival.moment()
    summaries = summaries_of([one.application_id for one in waiting]) if waiting else {}
    departs = {
        key: exceptions(Outcome.REJECT, summaries.get(key), round_, now, given.get(key))
        for key in (one.application_id for one in waiting)
    }
    read = read_about_each(waiting, round_) if waiting else {}
    return ReserveList(round_, waiting, given, hidden, own, departs, read, summaries)
