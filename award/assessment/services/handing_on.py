"""What a silent assessor has still to do goes to others, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from award.accounts.models import User
from award.applications.models import Application
from award.applications.queries.applications import applications_for_update
from award.assessment.queries import notices, pairs
from award.assessment.rules.proposals import Proposal
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
    silent_id: int,
    heirs: Collection[int],
    propose: Callable[[], Proposal],
    reason: str,
    *,
    actor: Actor,
    shown: Marks,
    go_on: bool = False,
) -> Done:
    """Take from `silent_id` what somebody else can take over, as the page showed, and ask them for
    it. What nobody can take over stays; what was submitted stays too. One email to whoever loses
    it, and one to each who gets it, in a fixed number of statements."""
    hold(User, {silent_id, *heirs})
    fresh = {one.id: one for one in applications_for_update([one.id for one in applications])}
    proposal = propose()
    still_as_shown(shown, proposal.marked, proposal.called)
    refuse_unread(proposal, go_on=go_on)
    wanted = proposal.plan.pairs
    theirs = pairs.assignments_of([Pair(one.application_id, silent_id) for one in wanted])
    going = [one for one in theirs if one.state in UNFINISHED]
    if not going:
        raise Refused("Nothing of it can be handed on")
    make_many([judge(one, "remove", actor=actor, reason=reason) for one in going])
    keys = {one.application_id for one in going}
    still = [pair for pair in wanted if pair.application_id in keys]
    made = asking.ask_pairs(still, actor=actor, held=asking.Held(fresh, proposal.basis)).made
    letters = notices.letters_to([one.id for one in going])
    outbox.send_many("assignment.removed", ((letter, {}) for letter in letters), actor)
    return Done(len(made), len({pair.assessor_id for pair in made}))
