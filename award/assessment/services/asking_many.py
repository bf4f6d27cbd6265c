"""Asking several people for several applications, as a page said it would be done."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from award.accounts.models import User
from award.applications.models import Application
from award.applications.queries.applications import applications_for_update
from award.assessment.queries import notices, pairs
from award.assessment.rules.asking import AskManyArguments
from award.assessment.rules.proposals import Proposal
from award.assessment.rules.sharing import Pair
from award.assessment.services import asking, gathering
from award.assessment.services.doubts import decide_those_asked
from award.foundation import outbox, work
from award.foundation.acts import act, part_of
from award.foundation.edits import Marks, still_as_shown
from award.foundation.errors import Refused
from award.foundation.locks import hold
from award.foundation.policy import Actor
from award.rounds.models import Round

MOST: Final = 20_000
"""Pairs of one act: more is no plan that anybody has read."""
UNREAD: Final = "Tick that you go on all the same, or ask fewer"


@dataclass(frozen=True)
class Done:
    """How many assessments were asked for, of how many people."""

    assessments: int
    people: int


@act("assessment.assign")
def ask_many(
    applications: Sequence[Application],
    round_: Round,
    people: Collection[int],
    propose: Callable[[], Proposal],
    *,
    actor: Actor,
    shown: Marks | None,
    go_on: bool = False,
    because: Mapping[Pair, str] | None = None,
    despite: Mapping[Pair, str] | None = None,
) -> Done | work.Job:
    """Do what `propose` comes to with everything held that it rests on, if that is what the page
    showed; more than a request does by itself is a job. What was asked for leaves the basket.

    `go_on`: whoever asks knows what speaks against it. `despite`: why some are asked although
    there may be a conflict, which is recorded as the decision about that.
    """
    if len(applications) * len(people) > work.AT_ONCE:  # perhaps a job, one at a time in a round
        hold(Round, [round_.id])
    hold(User, people)
    fresh = {one.id: one for one in applications_for_update([one.id for one in applications])}
    proposal = propose()
    still_as_shown(shown, proposal.shown, proposal.called)
    wanted = proposal.plan.pairs
    if not wanted:
        raise Refused("Nobody can be asked for any of these")
    if len(wanted) > MOST:
        raise Refused(
            f"That is {len(wanted):,} assessments, and the most at once is {MOST:,}. Take fewer "
            "applications or fewer people"
        )
    if shown is not None:
        refuse_unread(proposal, go_on=go_on)
    doubtful = [pair for pair in wanted if proposal.basis.verdicts[pair].doubt]
    decide_those_asked(despite or {}, doubtful, fresh, actor=actor)
    gathering.let_go(round_, {pair.application_id for pair in wanted}, actor=actor)
    if len(wanted) > work.AT_ONCE:
        return _ask_for_job(proposal, round_, because or {}, actor)
    held = asking.Held(fresh, proposal.basis)
    made = asking.ask_pairs(wanted, actor=actor, held=held, because=because).made
    return Done(len(made), len({pair.assessor_id for pair in made}))


@part_of("assessment.assign")
def refuse_unread(proposal: Proposal, *, go_on: bool) -> None:
    """Who asks beyond what was agreed or needed says so."""
    if proposal.warns and not go_on:
        raise Refused(UNREAD, field="go_on")


def _ask_for_job(
    proposal: Proposal, round_: Round, because: Mapping[Pair, str], actor: Actor
) -> work.Job:
    reference = {one.id: one.reference for one in proposal.works}
    references = {
        str(person.id): [one.reference for one in works] for person, works in proposal.by_person
    }
    words = {
        f"{pair.assessor_id} {reference[pair.application_id]}": why
        for pair, why in because.items()
        if why
    }
    return work.ask(
        "assessment.ask_many",
        AskManyArguments(round_.reference, references, words),
        title=f"Assign {proposal.number:,} assessments of {round_.reference} to "
        f"{len(references):,} people",
        total=proposal.number,
        actor=actor,
        round_id=round_.id,
        alone=f"ask many {round_.id}",
    )


@act("assessment.assign")
def ask_some(
    applications: Sequence[Application],
    wanted: Collection[Pair],
    *,
    actor: Actor,
    because: Mapping[Pair, str],
) -> asking.Asked:
    """A step of a job: nobody is told yet. See `tell_many`."""
    known = {one.id for one in applications}
    possible = [pair for pair in wanted if pair.application_id in known]
    return asking.ask_pairs(possible, actor=actor, because=because, tells=False)


@part_of("assessment.assign")
def tell_many(made: Mapping[int, Collection[str]], *, actor: Actor) -> int:
    """One email to each about all that a job asked them for, by number and reference, and that
    still is; how many emails."""
    letters = notices.letters_to(pairs.waiting_among(made))
    return outbox.send_many("assignment.assigned", ((letter, {}) for letter in letters), actor)
