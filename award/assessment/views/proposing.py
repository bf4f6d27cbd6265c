"""What the pages share that say what asking people would come to, before it is done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from award.applications.models import Application
from award.assessment.forms.chasing import HandOnForm
from award.assessment.forms.doubts import DoubtsForm
from award.assessment.forms.gathering import ProposalForm
from award.assessment.queries import lists
from award.assessment.queries.planning import LEAVES, shared_out
from award.assessment.queries.workload import needed_in
from award.assessment.rules.proposals import Proposal
from award.assessment.rules.sharing import Helper, Pair, Way
from award.assessment.services.asking_many import Done, ask_many
from award.assessment.services.doubts import decide_many
from award.design.formatters import plural
from award.foundation.db import transaction
from award.foundation.web import attempt, current_actor, not_found
from award.foundation.work import AT_ONCE, Job
from award.rounds.models import Round


class Choice(NamedTuple):
    """Applications that somebody is to be asked for, and how a page carries them: `chosen` goes
    with the form that asks, `carried` with the one that leaves some out; `listed` is how the list
    stood."""

    applications: list[Application]
    here: str
    back: str
    chosen: Mapping[str, Any]
    carried: Mapping[str, Any]
    listed: Mapping[str, Any]


def propose(
    round_: Round, helpers: list[Helper], way: Way, choose: Callable[[Round], Choice]
) -> ResponseReturnValue:
    """What pressing the button will do, and what it can't; and do it."""
    form, doubts, choice = ProposalForm(), DoubtsForm(), choose(round_)
    actor, reference, people = current_actor(), round_.reference, [one.id for one in helpers]

    def proposed(*, to_show: bool = False) -> Proposal:
        needed, leave = needed_in(round_), left_out()
        return shared_out(choice.applications, helpers, way, needed, leave, to_show=to_show)

    if not helpers or not (choice.applications or form.is_submitted()):
        return redirect(choice.back)
    if doubts.decides:
        decide(doubts, round_)
    elif form.validate_on_submit():
        with attempt(form), transaction():
            done = ask_many(
                choice.applications, round_, people, proposed,
                actor=actor, shown=form.marks, go_on=form.go_on.data,
            )  # fmt: skip
            return told(done, round_, **choice.listed)
    if form.is_submitted():
        round_ = lists.staff_round(actor, reference) or not_found()
        choice = choose(round_)
    proposal = proposed(to_show=not form.is_submitted())
    form.show(proposal.shown, proposal.telling)
    return render_template(
        "assessment/propose.html",
        **shown(form, doubts, proposal),
        round=round_,
        leaves=LEAVES,
        leave=left_out(),
        here=choice.here,
        back=choice.back,
        chosen=choice.chosen,
        carried=choice.carried,
        at_once=AT_ONCE,
    )


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
