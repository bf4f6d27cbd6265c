"""What silent assessors have still to do goes to others, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from award.accounts.models import User
from award.applications.models import Application
from award.applications.queries.applications import applications_for_update
from award.assessment.queries import notices, pairs
from award.assessment.rules.proposals import Handing
from award.assessment.rules.sharing import Pair
from award.assessment.rules.states import UNFINISHED
from award.assessment.services import asking
from award.assessment.services.asking_many import Done, refuse_unread
from award.foundation import outbox
from award.foundation.acts import act
from award.foundation.edits import Marks, still_as_shown
from award.foundation.errors import Refused
from award.foundation.locks import hold
from award.foundation.moving import make_many
from award.foundation.policy import Actor
from award.foundation.workflow import judge


@act("assessment.assign")
def hand_on(
    applications: Sequence[Application],
    silent: Collection[int],
    heirs: Collection[int],
    propose: Callable[[], Handing],
    reason: str,
    *,
    actor: Actor,
    shown: Marks,
    go_on: bool = False,
) -> Done:
    """Take from those who are `silent` what others can take over, as the page showed, and ask them
    for it. What nobody can take over stays; what was submitted stays too. One email to each who
    loses something, and one to each who gets it, in a fixed number of statements."""
    hold(User, {*silent, *heirs})
    fresh = {one.id: one for one in applications_for_update([one.id for one in applications])}
    proposal, takes = (handing := propose()).proposal, handing.takes
    still_as_shown(shown, proposal.shown, proposal.called)
    refuse_unread(proposal, go_on=go_on)
    had = [Pair(one.application_id, takes[one]) for one in proposal.plan.pairs]
    going = [one for one in pairs.assignments_of(had) if one.state in UNFINISHED]
    if not going:
        raise Refused("Nothing of it can be handed on")
    make_many([judge(one, "remove", actor=actor, reason=reason) for one in going])
    gone = {Pair(one.application_id, one.assessor_id) for one in going}
    still = [one for one, was in zip(proposal.plan.pairs, had, strict=True) if was in gone]
    made = asking.ask_pairs(still, actor=actor, held=asking.Held(fresh, proposal.basis)).made
    letters = notices.letters_to([one.id for one in going])
    outbox.send_many("assignment.removed", ((letter, {}) for letter in letters), actor)
    return Done(len(made), len({pair.assessor_id for pair in made}))
