"""A reserve list as a whole: who waits on it, and on which ground each would be refused now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from award.applications.models import Application
from award.assessment.queries.reach import visible_applications
from award.assessment.queries.scores import summaries_of
from award.decisions.models import Decision
from award.decisions.queries.decisions import conflicts_in
from award.decisions.queries.from_reserve import read_about_each, waiting_on_reserve
from award.decisions.queries.grounds import given_in
from award.decisions.queries.staged import Staged
from award.decisions.rules.closing import GROUND, called, in_words, possible, said_of
from award.decisions.rules.exceptions import exceptions
from award.decisions.rules.grounds import Ground
from award.decisions.rules.refusing import fault_of
from award.decisions.rules.states import DecisionState, Outcome
from award.foundation import arrival, earlier
from award.foundation.db import db
from award.foundation.digests import sha256_of
from award.foundation.edits import Marks, Telling
from award.foundation.policy import Actor
from award.foundation.work import AT_ONCE
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
        """Of more than a request does by itself the page remembers one mark."""
        found: dict[str, Any] = {}
        for one in self.waiting:
            reference = one.application.reference
            found[reference] = said_of(one.version, one.reserve_position)
            found[GROUND + reference] = str(self.ground_of(one) or "")
        return found if len(self.waiting) <= AT_ONCE else {"all": sha256_of(found)}

    @property
    def called(self) -> dict[str, str]:
        return called(one.application.reference for one in self.waiting)

    def telling(self, shown: Marks, actor: Actor) -> Telling:
        """How the page says what changed since it was opened: of what the actor may see alone."""
        seen = Application.reference.in_(
            [key.removeprefix(GROUND) for key in list(shown)[: 2 * AT_ONCE]]
        )
        gone = db.session.scalars(
            select(Application.reference)
            .where(Application.round_id == self.round.id, seen, visible_applications(actor))
            .order_by(Application.reference)
        )

        def before(marks: Marks) -> dict[str, Any]:
            kept = earlier.find("reserve", self.round.id, marks)
            return earlier.among(marks, possible(marks)) | kept

        return Telling(self.called | called(gone), in_words, before)


def reserve_list(round_: Round, actor: Actor) -> ReserveList:
    """`round_` comes with its criteria. At most four statements."""
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
        key: exceptions(Outcome.REJECT, summaries.get(key), round_, now)
        for key in (one.application_id for one in waiting)
    }
    return ReserveList(round_, waiting, given, hidden, own, departs)


def as_refused(found: ReserveList) -> list[Staged]:
    """What their letters would be written from; never kept. Two statements."""
    read = read_about_each(found.waiting, found.round)
    return [
        Staged(
            Decision(
                application=one.application,
                state=DecisionState.STAGED,
                outcome=Outcome.REJECT,
                ground=found.ground_of(one),
                conditions="",
                words_for_applicant="",
            ),
            comments=read[one.id][0],
            unfinished=0,
            exceptions=(),
            was_reserved=True,
            list_closed=True,
            feedback=read[one.id][1],
        )
        for one in found.waiting
    ]
