"""What the pages share that say what asking people would come to, before it is done."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from award.assessment.forms.chasing import HandOnForm
from award.assessment.forms.doubts import DoubtsForm
from award.assessment.forms.gathering import ProposalForm
from award.assessment.queries import lists
from award.assessment.queries.planning import LEAVES
from award.assessment.rules.proposals import Proposal
from award.assessment.rules.sharing import Pair
from award.assessment.services.asking_many import Done
from award.assessment.services.doubts import decide_many
from award.design.formatters import plural
from award.foundation.db import transaction
from award.foundation.web import attempt, current_actor
from award.foundation.work import Job
from award.rounds.models import Round


def told(done: Done | Job, round_: Round, **back: Any) -> ResponseReturnValue:
    """Where one goes once people are asked. `back`: how the list stood."""
    if isinstance(done, Job):
        return redirect(url_for("work.show", reference=done.reference))
    asked, who = plural(done.assessments, "assessment"), plural(done.people, "person", "people")
    flash(f"{asked} assigned to {who}, each told in one email.", "success")
    where = "assessment_staff.applications"
    return redirect(url_for(where, reference=round_.reference, **back))


def left_out() -> list[str]:
    """Which of `LEAVES` whoever asks has ticked."""
    return [one for one in LEAVES if one in request.values.getlist("leave")]


def decide(doubts: DoubtsForm, round_: Round) -> None:
    """Record what was decided about possible conflicts on the page. It is drawn again with what
    follows from that, so that nobody is asked for something that wasn't shown."""
    if not doubts.validate_on_submit():
        return
    decided = doubts.decided
    if not decided:
        doubts.add_refusal("Decide about at least one of them, or go on without")
        return
    with attempt(doubts), transaction():
        actor = current_actor()
        chosen = lists.chosen_applications(actor, round_, sorted({key[0] for key in decided}))
        numbers = {one.reference: one.id for one in chosen}
        pairs = {  # one that is not there any more has no number, and is refused with the rest
            Pair(numbers.get(reference, 0), person): one
            for (reference, person), one in decided.items()
        }
        made = decide_many(chosen, pairs, actor=actor)
        doubts.emptied = True
        flash(f"{plural(made, 'decision')} recorded. Look at what it comes to now.", "success")


def shown(
    form: ProposalForm | HandOnForm, doubts: DoubtsForm, proposal: Proposal
) -> dict[str, Any]:
    """What the templates of all these pages need."""
    doubts.show(proposal)
    if not proposal.warns:  # nothing leads to a box that is not on the page
        del form.go_on
    form.called = {**(form.called or {}), **doubts.words()}
    return {
        "form": form,
        "doubts": doubts,
        "proposal": proposal,
        "errors": [*form.error_list(), *doubts.error_list()],
    }
