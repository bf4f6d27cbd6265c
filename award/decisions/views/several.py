"""Deciding about several applications that were ticked on the shortlist, all the same way."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from award.decisions.forms.deciding import RANKING, SeveralForm
from award.decisions.queries import decisions
from award.decisions.queries.several import several_of
from award.decisions.queries.shortlist_list import shortlist_list
from award.decisions.rules.exceptions import exceptions
from award.decisions.rules.grounds import GROUNDS, Ground
from award.decisions.rules.several import MOST, Choice
from award.decisions.rules.states import OUTCOME_COLOURS, Outcome, outcomes_of
from award.decisions.services.several import stage_several
from award.decisions.views.deciding import say_if_over
from award.decisions.views.pages import blueprint, round_again
from award.design.formatters import plural
from award.design.lists import led_on
from award.foundation import arrival
from award.foundation.db import transaction
from award.foundation.web import attempt, current_actor, requires
from award.rounds.models import Round

__all__ = ["blueprint"]
TICKED = "application"
TICK_ONE = "Tick at least one application that can still be decided."


@blueprint.get("/manage/rounds/<reference>/shortlist/several")
@requires("decision.stage", load=decisions.round_to_decide)
def choose_several(round_: Round) -> ResponseReturnValue:
    """What was ticked, and what to decide about it; or another page of the list with the ticks."""
    asked, ticked = _asked(round_), ticked_now()
    _say_if_more(len(ticked))
    ticked = ticked[:MOST]
    if go := request.args.get("go"):
        there = {**led_on(shortlist_list(round_), go), TICKED: ticked}
        return redirect(url_for("decisions.shortlist", reference=round_.reference, **there))
    return _page(SeveralForm(formdata=None), round_, asked, ticked)


@blueprint.post("/manage/rounds/<reference>/shortlist/several")
@requires("decision.stage", load=decisions.round_to_decide)
def decide_several(round_: Round) -> ResponseReturnValue:
    """Stage it about all that is still ticked."""
    form, asked, reference = SeveralForm(), _asked(round_), round_.reference
    ticked = [*dict.fromkeys(request.form.getlist(TICKED))][:MOST]
    form.prepare(first_stage=round_.followed)
    if form.validate_on_submit():
        with attempt(form), transaction():
            actor = current_actor()
            count = stage_several(
                round_,
                ticked,
                _choice(form),
                shown=form.marks,
                answered=form.ticked_beside,
                actor=actor,
            )
            flash(
                f"{plural(count, 'decision')} staged. Nobody outside the programme sees "
                f"{'it' if count == 1 else 'them'}."
                if count
                else "They were staged so already, and nothing was changed.",
                "success",
            )
            say_if_over(round_)
            return redirect(url_for("decisions.shortlist", reference=reference, **asked))
        round_ = round_again(reference)
    return _page(form, round_, asked, ticked)


def ticked_now() -> list[str]:
    """References that an address carries, each once."""
    return [*dict.fromkeys(request.args.getlist(TICKED))]


def _say_if_more(count: int) -> None:
    if count > MOST:
        flash(
            f"{count - MOST} of the {count} that you ticked are left out: at most {MOST} can be "
            "decided at once. Tick them again after these.",
            "info",
        )


def _asked(round_: Round) -> dict[str, Any]:
    """What was asked of the list, with the page, to go back to it so."""
    view = shortlist_list(round_).read(request.args.to_dict(flat=False), current_actor())
    return view.back


def _choice(form: SeveralForm) -> Choice:
    ground = form.ground.data
    return Choice(
        Outcome(form.outcome.data),
        Ground(ground) if ground and ground != RANKING else None,
        form.exception_reason.data or "",
        form.note.data or "",
    )


def _page(
    form: SeveralForm, round_: Round, asked: dict[str, Any], ticked: list[str]
) -> ResponseReturnValue:
    sent = form.is_submitted()  # then what was unticked is still on the page
    rows = [*form.marks] if sent else ticked
    found = several_of(round_, rows[:MOST], current_actor())
    back = url_for("decisions.shortlist", reference=round_.reference, **asked)
    if not found.applications and not sent:
        flash(TICK_ONE, "info")
        return redirect(back)
    form.prepare(first_stage=round_.followed)
    now = arrival.moment()
    form.show(found.shown, found.telling() if sent else None)
    chosen = sent and not form.outcome.errors and not form.ground.errors
    return render_template(
        "decisions/several.html",
        form=form,
        errors=form.error_list(),
        round=round_,
        found=found,
        ticked=ticked,
        faults=found.faults(_choice(form), now) if chosen else {},
        departs={
            one.id: exceptions(None, found.summaries.get(one.id), round_, now)
            for one in found.applications
        },
        outcomes=outcomes_of(first_stage=round_.followed),
        colours=OUTCOME_COLOURS,
        grounds=GROUNDS,
        asked=asked,
        back=url_for(
            "decisions.shortlist", reference=round_.reference, **asked, application=ticked
        ),
    )
