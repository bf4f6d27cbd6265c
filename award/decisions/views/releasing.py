"""Looking through what is staged, and releasing it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from award.applications.models import Application
from award.decisions.forms.releasing import ReleaseForm
from award.decisions.queries import decisions
from award.decisions.queries import staged as staged_queries
from award.decisions.queries.feedback import going_with, looks_of
from award.decisions.queries.from_reserve import waiting_on_reserve
from award.decisions.queries.staged import Staged
from award.decisions.queries.telling import shown_in, telling_of
from award.decisions.rules.drafting import WAYS
from award.decisions.rules.grounds import GROUNDS
from award.decisions.rules.questions import QUESTIONS
from award.decisions.rules.releasing import SHOWS
from award.decisions.rules.states import OUTCOME_COLOURS, Outcome, outcomes_of
from award.decisions.services import releasing
from award.decisions.views.letters import LetterKind, kinds_of, letters
from award.decisions.views.pages import (
    blueprint,
    by_kind,
    errors_of,
    round_again,
)
from award.design.formatters import plural
from award.design.lists import listing
from award.foundation.columns import Column
from award.foundation.db import transaction
from award.foundation.tables import ListView, page_of
from award.foundation.web import attempt, current_actor, requires
from award.foundation.work import Job
from award.rounds.models import Round


@blueprint.get("/manage/rounds/<reference>/release")
@requires("decision.view", load=decisions.round_to_decide)
def release(round_: Round) -> ResponseReturnValue:
    """Look through what is staged, read the letters, confirm."""
    return _release_page(ReleaseForm(formdata=None), round_)


@blueprint.get("/manage/applications/<reference>/decision/letter")
@requires("decision.view", load=decisions.application_to_decide)
def letter(application: Application) -> ResponseReturnValue:
    """The letter that one staged decision would send; where none is staged, to its page."""
    found = staged_queries.staged_decisions(
        application.round, current_actor(), only=application, held=True
    )
    if not found:
        return redirect(url_for("decisions.decide", reference=application.reference))
    return render_template(
        "decisions/letter.html",
        application=application,
        letters=letters(found),
        looks=looks_of(found, (), application.round).words.get(application.reference, ()),
    )


@blueprint.post("/manage/rounds/<reference>/release")
@requires("decision.release", load=decisions.round_to_decide)
def release_now(round_: Round) -> ResponseReturnValue:
    """Release everything that is staged."""
    form, reference = ReleaseForm(), round_.reference
    if form.confirms(reference):
        with attempt(form), transaction():
            result = releasing.release_or_ask(
                round_,
                actor=current_actor(),
                confirmation=form.confirmation.data,
                override_reason=form.override_reason.data,
                shown=form.marks,
                accepted=form.accepted,
            )
            if isinstance(result, Job):
                return redirect(url_for("work.show", reference=result.reference))
            flash(f"Decisions released. {plural(result.emailed, 'email')} on the way.", "success")
            return redirect(url_for("decisions.shortlist", reference=reference))
    return _release_page(form, round_again(reference))


def _release_page(form: ReleaseForm, round_: Round) -> ResponseReturnValue:
    actor = current_actor()
    tally = staged_queries.tally(round_.id, actor)
    every = [] if tally.hidden else staged_queries.staged_decisions(round_, actor, held=True)
    held = [one for one in every if one.decision.held_because]
    staged = [one for one in every if not one.decision.held_because]
    kinds = kinds_of(staged)
    found = listing(letters_to_read(kinds), "decisions.release", reference=round_.reference)
    total = sum(one.decision.amount_gbp or 0 for one in staged)
    over = tally.over(round_.budget_gbp, total)
    alone = sum(one.lacks_second for one in staged)
    lacking = [one for one in staged if one.lacks_reason]
    unfounded = [one for one in staged if one.ground_fault]
    under_way = staged_queries.being_released(round_) if staged else None
    offered = outcomes_of(first_stage=round_.followed)
    form.prepare(over=over > 0)
    shown = shown_in(staged)
    with_them = going_with(staged, round_, actor)
    looked = looks_of(staged, with_them, round_)
    form.ask(looked.raised, shown, SHOWS)
    form.show(
        shown, telling_of(SHOWS, round_, shown, form.marks, actor) if form.is_submitted() else None
    )
    errors = errors_of(
        form, shown=bool(staged) and not (alone or lacking or unfounded) and under_way is None
    )
    return render_template(
        "decisions/release.html",
        form=form,
        errors=errors,
        round=round_,
        staged=staged,
        groups=by_kind(staged, lambda one: _decided(one, offered)),
        held=held,
        alone=alone,
        exceptions=[one for one in staged if one.exceptions],
        lacking=lacking,
        unfounded=unfounded,
        grounds=GROUNDS,
        people=len({one.decision.application.lead_id for one in staged}),
        looks=looked.words,
        raised=looked.raised,
        questions=QUESTIONS,
        ways=[(words, sum(one.way == way for one in with_them)) for way, words in WAYS.items()]
        if with_them
        else (),
        asked=len(looked.feedback),
        counts={name: sum(one.decision.outcome == name for one in staged) for name in offered},
        outcomes=offered,
        colours=OUTCOME_COLOURS,
        letters=list(zip(letters(kind.first for kind in found.rows), found.rows, strict=True)),
        kinds=len(kinds),
        unfinished=sum(one.unfinished for one in staged),
        total=total,
        over=over,
        tally=tally,
        past=decisions.past_releases(actor, round_) if tally.released else (),
        accepted=decisions.accepted_in(actor, round_) if tally.released else (),
        reserved=waiting_on_reserve(round_, actor) if tally.released and not tally.hidden else (),
        conflicts=tally.hidden,
        listing=found,
        under_way=under_way,
    )


def _decided(one: Staged, called: Mapping[Outcome, str]) -> str:
    ground = one.decision.ground
    return called[one.decision.outcome] + (f": {GROUNDS[ground]}" if ground else "")


def letters_to_read(kinds: Sequence[LetterKind]) -> ListView[LetterKind]:
    """As many letters a page as one reads through with care."""
    return ListView(
        "letters",
        "Letters",
        (Column("reference", "Reference", lambda one: one.first.decision.application.reference),),
        rows=lambda _actor, view: page_of(kinds, view),
        permission="decision.view",
        one="letter",
        size=20,
    )
