"""Looking through feedback before it is released, by itself where the round says so."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from award.decisions.forms.releasing import FeedbackForm
from award.decisions.queries import feedback as queries
from award.decisions.queries.decisions import accepted_in, conflicts_in, round_to_decide
from award.decisions.queries.feedback import Waiting, shown_in
from award.decisions.queries.telling import telling_of
from award.decisions.rules.drafting import WAYS, Way
from award.decisions.rules.giving import SHOWS
from award.decisions.rules.questions import QUESTIONS, Looked
from award.decisions.rules.states import OUTCOME_COLOURS, outcomes_of
from award.decisions.services.feedback import release_feedback_or_ask
from award.decisions.views.letters import feedback_letter
from award.decisions.views.pages import blueprint, by_kind, errors_of, round_again
from award.design.formatters import plural
from award.design.lists import listing
from award.foundation.columns import Column
from award.foundation.db import transaction
from award.foundation.tables import ListView, page_of
from award.foundation.web import attempt, current_actor, requires
from award.foundation.work import Job
from award.rounds.models import Round


@blueprint.get("/manage/rounds/<reference>/feedback")
@requires("decision.view", load=round_to_decide)
def feedback(round_: Round) -> ResponseReturnValue:
    """What is drafted and to be read, and, where it is released apart, what waits and is out."""
    return _page(FeedbackForm(formdata=None), round_)


@blueprint.post("/manage/rounds/<reference>/feedback")
@requires("decision.release", load=round_to_decide)
def give_feedback(round_: Round) -> ResponseReturnValue:
    """Release all that waits."""
    form, reference = FeedbackForm(), round_.reference
    if form.confirms(reference):
        with attempt(form), transaction():
            result = release_feedback_or_ask(
                round_,
                actor=current_actor(),
                confirmation=form.confirmation.data,
                shown=form.marks,
                accepted=form.accepted,
            )
            if isinstance(result, Job):
                return redirect(url_for("work.show", reference=result.reference))
            flash(f"Feedback released. {plural(result.emailed, 'email')} on the way.", "success")
            return redirect(url_for("decisions.feedback", reference=reference))
    return _page(form, round_again(reference))


def _page(form: FeedbackForm, round_: Round) -> ResponseReturnValue:
    actor = current_actor()
    conflicts = conflicts_in(actor, round_)
    coming = [] if conflicts else queries.to_come_in(round_, actor)
    waiting = [one for one in coming if one.told]
    out = queries.out_in(round_, actor)
    looks = queries.questions_about(coming, round_)
    found = listing(
        feedback_to_read(worth_reading(coming, looks)),
        "decisions.feedback",
        reference=round_.reference,
    )
    asks = looks if len(waiting) == len(coming) else queries.questions_about(waiting, round_)
    raised = Looked(feedback=asks).raised
    under_way = queries.being_given(round_) if waiting else None
    shown = shown_in(waiting)
    form.ask(raised, shown, SHOWS)
    form.show(
        shown, telling_of(SHOWS, round_, shown, form.marks, actor) if form.is_submitted() else None
    )
    return render_template(
        "decisions/feedback.html",
        form=form,
        errors=errors_of(form, shown=bool(waiting) and under_way is None),
        round=round_,
        conflicts=conflicts,
        coming=coming,
        groups=by_kind(coming, lambda one: WAYS[one.way]),
        waiting=waiting,
        ways=[(words, sum(one.way == way for one in coming)) for way, words in WAYS.items()],
        to_draft=sum(one.to_draft for one in coming),
        looks=looks,
        raised=raised,
        accepted=accepted_in(actor, round_, of_feedback=True) if out.count else (),
        questions=QUESTIONS,
        people=len({one.decision.application.lead_id for one in waiting}),
        out=out,
        letter=feedback_letter(waiting[0].decision) if waiting else None,
        listing=found,
        words=WAYS,
        outcomes=outcomes_of(first_stage=round_.followed),
        colours=OUTCOME_COLOURS,
        under_way=under_way,
    )


def worth_reading(coming: Sequence[Waiting], looks: Collection[str]) -> list[Waiting]:
    """What deviates, each: edited, or with a question. Of the others the first of each way and
    outcome."""
    seen, found = set[tuple[str, str]](), []
    for one in coming:
        kind = (one.way, one.decision.outcome)
        deviates = one.way == Way.EDITED or one.decision.application.reference in looks
        if deviates or kind not in seen:
            found.append(one)
        seen.add(kind)
    return found


def feedback_to_read(shown: list[Waiting]) -> ListView[Waiting]:
    """As many a page as one reads through with care."""
    return ListView(
        "feedback",
        "Feedback",
        (Column("reference", "Reference", lambda one: one.decision.application.reference),),
        rows=lambda _actor, view: page_of(shown, view),
        permission="decision.view",
        one="application",
        size=20,
    )
