"""Automatic assignment of a round: its drafts, one of them, and what is changed in it."""

from __future__ import annotations

from collections.abc import Collection

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from award.accounts.models import User
from award.assessment.queries import people, silence
from award.assessment.queries.lists import staff_round
from award.assessment.queries.pairs import works_of
from award.assessment.queries.profiles import assessor_called, limits_in
from award.assessment.rules.day_over import DayOver
from award.assessment.rules.panels import ANYBODY, POOLS
from award.assessment.rules.profiles import PANELS
from award.assessment.services.profiles import agree_limit
from award.design.forms import Form
from award.design.lists import listing
from award.foundation import clock, work
from award.foundation.db import transaction
from award.foundation.edits import mark
from award.foundation.errors import Refused
from award.foundation.folding import name_key
from award.foundation.policy import can
from award.foundation.web import attempt, current_actor, not_found, requires
from award.interests.rules.declared import UNDECLARED
from award.matching.forms import ChangeForm, DraftForm, LimitForm, MixForm, ReleaseForm
from award.matching.models import Draft
from award.matching.queries import drafts, entries
from award.matching.queries.asked import mix_of
from award.matching.queries.entries import EntryRow
from award.matching.queries.loads import LoadRow, by_room, shared_out
from award.matching.queries.telling import shortages_of
from award.matching.queries.whom import whom_to_put_in
from award.matching.rules.beyond import against
from award.matching.rules.drafting import USUAL, alone, in_words
from award.matching.services import drafting, releasing
from award.rounds.models import Round
from award.rounds.rules.criteria import LIVED

blueprint = Blueprint("matching", __name__, url_prefix="/manage/rounds/<reference>/assignment")


@blueprint.get("")
@requires("matching.read", load=staff_round)
def index(round_: Round) -> ResponseReturnValue:
    return _index(round_, DraftForm())


def _index(round_: Round, form: DraftForm) -> str:
    quiet = silence.silent_in(current_actor(), round_.id)
    return render_template(
        "matching/index.html",
        round=round_,
        form=form.offer(quiet),
        silent=silence.named(quiet),
        mix=in_words(mix_of(round_)),
        drafts=drafts.drafts_in(current_actor(), round_),
        busy=work.unfinished(alone(round_.id)) is not None,
        over=_day_over(round_),
    )


def _day_over(round_: Round) -> DayOver:
    """For whom of those who can be asked it is; nobody is looked for before the round's day."""
    if round_.assessment_due_at > clock.now():
        return DayOver((), 0)
    each = [one.id for one in people.assessors_in(round_, current_actor())]
    return DayOver(list(silence.late_for(round_, each).values()), len(each))


@blueprint.post("")
@requires("matching.draft", load=staff_round)
def make(round_: Round) -> ResponseReturnValue:
    """Another draft, with these numbers."""
    reference, form = round_.reference, DraftForm()
    if form.validate_on_submit():
        with attempt(form), transaction():
            job = drafting.ask_for_draft(
                round_,
                cap=form.cap.data,
                otherwise=form.otherwise.data or USUAL,
                with_silent=form.with_silent.data,
                actor=current_actor(),
            )
            return redirect(url_for("work.show", reference=job.reference))
    again = staff_round(current_actor(), reference) or not_found()
    return _index(again, form)


@blueprint.route("/panels", methods=["GET", "POST"])
@requires("matching.draft", load=staff_round)
def panels(round_: Round) -> ResponseReturnValue:
    """How many of the sheets each panel writes."""
    reference = round_.reference
    form = MixForm.of(mix_of(round_))
    if form.validate_on_submit():
        with attempt(form), transaction():
            drafting.set_mix(round_, form.number, actor=current_actor())
            flash("Saved. Drafts made from now on keep to it.", "success")
            return redirect(url_for(".index", reference=reference))
    again = staff_round(current_actor(), reference) or not_found()
    return render_template("matching/panels.html", round=again, form=form)


@blueprint.get("/<int:number>")
@requires("matching.read", load=drafts.draft_of)
def show(draft: Draft) -> ResponseReturnValue:
    """One draft: figures, what is short, who reads what and why, loads, what if. What was found out
    of the whole round is left out where some of it is out of reach, and once it is released."""
    actor, round_ = current_actor(), draft.round
    where = {"reference": round_.reference, "number": draft.number}
    shared = shared_out(actor, draft)
    figures = drafts.figures(actor, draft, {one.id: one.silent for one in shared if one.silent})
    drafted = entries.entries_of(draft, figures.outlook, decides=can(actor, "conflict.decide"))
    told = figures.whole and draft.released_at is None  # asking made it another matter
    return render_template(
        "matching/draft.html",
        draft=draft,
        round=round_,
        figures=figures,
        silent=[
            (one.name, one.silent)
            for one in sorted(shared, key=lambda one: name_key(one.name))
            if one.silent and draft.released_at is None
        ],
        whole=figures.whole,
        facts=draft.facts if told else {},
        shortages=shortages_of(draft, {one.id: one.name for one in shared}) if told else [],
        busy=work.unfinished(alone(round_.id)) is not None,
        listing=listing(drafted, ".show", **where),
        loads=by_room(shared),
        bare=UNDECLARED,
        most=max((one.load for one in shared), default=0),
        panels=PANELS,
        pools=POOLS,
    )


@blueprint.route("/<int:number>/change", methods=["GET", "POST"])
@requires("matching.draft", load=drafts.draft_of)
def change(draft: Draft) -> ResponseReturnValue:
    """Who reads one application of the draft."""
    actor, number, reference = current_actor(), draft.number, draft.round.reference
    there = url_for(".show", reference=reference, number=number)
    asked = request.values.get("application")
    if not asked:
        return redirect(there)
    entry = entries.entry_of(actor, draft, asked) or not_found()
    given = {one.id: one for one in shared_out(actor, draft, chairs=True)}
    found = whom_to_put_in(actor, draft, entry, given)
    form = ChangeForm.of(entry, found)
    if not request.form.get("look") and form.validate_on_submit():
        with attempt(form), transaction():
            add = people.assessor_by_number(form.add.data) if form.add.data else None
            away = {int(one) for one in form.away.data}

            def known() -> Collection[str]:
                if add is None:
                    return ()
                now = entries.entry_of(actor, draft, asked) or not_found()
                room = shared_out(actor, draft, chairs=True)
                mine = next((one for one in room if one.id == add.id), None)
                return _known_beyond(now, mine, away, form)

            drafting.change_readers(draft, entry, away=away, add=add, known=known, actor=actor)
            flash(f"Changed who reads {entry.reference} in this draft.", "success")
            return redirect(f"{there}#drafted")
    again = draft
    if form.is_submitted():  # what was read is undone, and somebody else may have changed it
        again = drafts.draft_of(actor, reference, number) or not_found()
        entry = entries.entry_of(actor, again, asked) or not_found()
        form.offer(entry)
    form.show(found)
    return render_template(
        "matching/change.html", draft=again, round=again.round, entry=entry, form=form
    )


def _known_beyond(
    entry: EntryRow, person: LoadRow | None, away: Collection[int], form: ChangeForm
) -> Collection[str]:
    """Who puts somebody in beyond what is taken or wanted is told, and says so: of this person and
    this."""
    if person is None or any(one.person_id == person.id for one in entry.readers):
        return ()  # can't be put in: the service says why
    pool = ANYBODY if entry.lived is None else person.panel
    lived = pool == LIVED
    stay = [one for one in entry.readers if one.person_id not in away]
    said = against(
        person.name,
        person.load,
        person.most,
        here=sum(entry.lived is None or one.lived == lived for one in stay),
        wanted=entry.wanted_of(lived),
        pool=pool,
        silent=person.silent,
    )
    about = mark([person.id, entry.reference, *said.values()])
    if said and not (form.go_on.data and form.read.data == about):
        form.go_on.data, form.read.data = False, about
        words = f"{'. '.join(said.values())}. Tick to put them in all the same"
        raise Refused(words, field="go_on")
    return said.keys()


@blueprint.route("/<int:number>/throw-away", methods=["GET", "POST"])
@requires("matching.draft", load=drafts.any_draft)
def throw_away(draft: Draft) -> ResponseReturnValue:
    reference, number, form = draft.round.reference, draft.number, Form()
    if form.validate_on_submit():
        with attempt(form), transaction():
            drafting.throw_away(draft, actor=current_actor())
            flash(f"Draft {number} is thrown away.", "success")
            return redirect(url_for(".index", reference=reference))
    again = drafts.any_draft(current_actor(), reference, number) or not_found()
    return render_template("matching/throw_away.html", draft=again, round=again.round, form=form)


@blueprint.route("/<int:number>/release", methods=["GET", "POST"])
@requires("matching.draft", load=drafts.draft_of)
def release(draft: Draft) -> ResponseReturnValue:
    """What releasing does, and do it."""
    actor, reference, number = current_actor(), draft.round.reference, draft.number
    form = ReleaseForm()
    if form.validate_on_submit():
        with attempt(form), transaction():
            job = releasing.ask_to_release(
                draft, shown=form.marks, reopens=form.reopens, go_on=form.go_on.data, actor=actor
            )
            return redirect(url_for("work.show", reference=job.reference))
    again = drafts.draft_of(actor, reference, number) or not_found()
    figures = drafts.figures(actor, again)
    form.show(releasing.shown_of(figures))
    finished = figures.outlook.finished
    if not finished:  # nothing leads to a field that is not on the page
        del form.finished
    if not figures.warns:
        del form.go_on
    return render_template(
        "matching/release.html",
        draft=again,
        round=again.round,
        form=form,
        figures=figures,
        silent=silence.named({one: figures.silent[one] for one in figures.silent_asked}),
        finished=works_of(finished) if finished else [],
    )


@blueprint.route("/most", methods=["GET", "POST"])
@requires("matching.draft", load=staff_round)
def most(round_: Round) -> ResponseReturnValue:
    """How many one assessor takes in this round."""
    actor, reference = current_actor(), round_.reference
    there = url_for(".index", reference=reference)
    asked = request.values.get("person")
    if not asked:
        return redirect(there)
    person: User = assessor_called(actor, asked) or not_found()
    name, number = person.name, person.id
    form = LimitForm(data={"most": limits_in(round_.id).get(number)})
    if form.validate_on_submit():
        with attempt(form), transaction():
            agree_limit(round_, person, form.most.data, actor=actor)
            flash(f"Saved for {name}. Drafts made from now on keep to it.", "success")
            return redirect(there)
    again = staff_round(actor, reference) or not_found()
    return render_template("matching/most.html", round=again, form=form, name=name, person=asked)
