"""Following by email: the forms, and what their links lead to."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from award.accounts.views.limits import slow_guesses, slowed_forms
from award.accounts.views.waiting import may_send, slowed_email
from award.design.forms import Form
from award.foundation import arrival, clock
from award.foundation.db import transaction
from award.foundation.security import by_link
from award.foundation.web import attempt, current_actor, not_found, public, requires
from award.rounds.queries.lists import open_and_next_rounds
from award.rounds.rules.stages import Stage
from award.watching.forms import FollowForm
from award.watching.models import Watch
from award.watching.queries import watches
from award.watching.queries.watches import (
    ALL,
    ONE,
    called,
    can_be_confirmed,
    followed_by,
    followed_from,
    words_of,
)
from award.watching.rules.kinds import SAYS, Kind
from award.watching.rules.limits import CONFIRMED_WITHIN, FORMS_PER_ADDRESS, GUESSES_PER_ADDRESS
from award.watching.services import following

blueprint = Blueprint("watching", __name__)
_SENT = "watch_sent_to"
_LIMIT = slow_guesses("watch links", GUESSES_PER_ADDRESS)


@blueprint.route("/follow-case-studies", methods=["GET", "POST"])
@public
@slowed_forms("watches", FORMS_PER_ADDRESS)
@slowed_email("watch")
def begin() -> ResponseReturnValue:
    """The address says which search, as that of the list does."""
    asked = request.args.to_dict(flat=False)
    search = watches.stored(asked)
    if watches.of_nothing(asked):
        not_found()
    return _begin(Kind.SEARCH, asked, "watching/begin.html", called=called(search), search=search)


@blueprint.route("/remind-me", methods=["GET", "POST"])
@public
@slowed_forms("watches", FORMS_PER_ADDRESS)
@slowed_email("watch")
def rounds() -> ResponseReturnValue:
    """To be told when a round opens. Whoever asks is told here of those that are open."""
    known = [one for one in open_and_next_rounds(clock.now()) if not one.by_invitation]
    by_stage = {
        stage: [one for one in known if one.stage is stage]
        for stage in (Stage.OPEN, Stage.ANNOUNCED)
    }
    return _begin(
        Kind.ROUNDS,
        {},
        "watching/rounds.html",
        open_now=by_stage[Stage.OPEN],
        next_rounds=by_stage[Stage.ANNOUNCED],
    )


def _begin(
    kind: Kind, asked: dict[str, list[str]], template: str, **shown: Any
) -> ResponseReturnValue:
    actor = current_actor()
    form = FollowForm(data=None if actor.is_anonymous else vars(actor))
    if form.validate_on_submit():
        with attempt(form), transaction():
            made = following.begin(
                asked, form.email.data or "", actor=actor, kind=kind, may_send=may_send()
            )
            searched = words_of(made) if kind is Kind.SEARCH else ""
            if made.watcher.email == actor.email and made.confirmed_at is not None:
                flash(": ".join(filter(None, (SAYS[kind].follows, searched))), "success")
                return redirect(url_for(".mine"))
            session[_SENT] = [made.watcher.email, kind.value, searched]
            return redirect(url_for(".sent"))
    theirs = actor.email if actor.user_id is not None else ""
    days = CONFIRMED_WITHIN.days
    return render_template(template, form=form, says=SAYS[kind], days=days, theirs=theirs, **shown)


@blueprint.get("/following/sent")
@public
def sent() -> ResponseReturnValue:
    """The same for whatever address was given, in the browser that gave it."""
    if _SENT not in session:
        return redirect(url_for(".begin"))
    email, kind, what = session[_SENT]
    return render_template(
        "watching/sent.html",
        email=email,
        says=SAYS[Kind(kind)],
        called=what,
        days=CONFIRMED_WITHIN.days,
    )


def _loaded(reference: str, token: str) -> Watch | None:
    ours, found = watches.watch_by(current_actor(), reference, token)
    return found if ours else not_found()


def _over() -> ResponseReturnValue:
    return render_template("watching/over.html"), 410


@blueprint.route("/following/<reference>/<token>", methods=["GET", "POST"])
@public
@by_link
@_LIMIT
def show(reference: str, token: str) -> ResponseReturnValue:
    """Opening it does nothing, since scanners of mail do; a person presses a button."""
    found, form = _loaded(reference, token), Form()
    if found is None:
        return _over()
    if found.confirmed_at is None and not can_be_confirmed(found, arrival.moment()):
        return _over()
    if form.validate_on_submit():
        with attempt(form), transaction():
            following.confirm(found, actor=current_actor())
            return redirect(url_for(".show", reference=reference, token=token))
    again = _loaded(reference, token)
    return _shown("watching/show.html", again, form) if again else _over()


def _shown(template: str, watch: Watch, form: Form) -> ResponseReturnValue:
    return render_template(
        template,
        form=form,
        watch=watch,
        says=SAYS[watch.kind],
        called=words_of(watch),
        every=watches.link(ALL, watch.watcher.reference),
        here=watches.link(ONE, watch.reference),
    )


@blueprint.route("/following/<reference>/<token>/end", methods=["GET", "POST"])
@public
@by_link
@_LIMIT
def end(reference: str, token: str) -> ResponseReturnValue:
    found, form = _loaded(reference, token), Form()
    if found is None:
        return _over()
    if form.validate_on_submit():
        with attempt(form), transaction():
            following.end(found, actor=current_actor())
            says = SAYS[found.kind]
            flash(says.ended, "success")
            return redirect(url_for(says.page, **found.asked))
    return _shown("watching/end.html", found, form)


@blueprint.route("/following/<reference>/<token>/renew", methods=["GET", "POST"])
@public
@by_link
@_LIMIT
def renew(reference: str, token: str) -> ResponseReturnValue:
    found, form = _loaded(reference, token), Form()
    if found is None or found.confirmed_at is None:
        return _over()
    if form.validate_on_submit():
        with attempt(form), transaction():
            following.renew(found, actor=current_actor())
            flash(SAYS[found.kind].renewed, "success")
            return redirect(url_for(".show", reference=reference, token=token))
    return _shown("watching/renew.html", found, form)


@blueprint.route("/all-i-follow/<reference>/<token>", methods=["GET", "POST"])
@public
@by_link
@_LIMIT
def everything(reference: str, token: str) -> ResponseReturnValue:
    """All that an address follows, and the button that ends it."""
    ours, watcher = watches.watcher_by(current_actor(), reference, token)
    if not ours:
        not_found()
    form: Any = Form()
    if watcher is None:
        return _over()
    if form.validate_on_submit():
        with attempt(form), transaction():
            following.end_all(watcher, actor=current_actor())
            flash("You follow nothing any more. We have deleted it all.", "success")
            return redirect(url_for("home.index"))
    return render_template(
        "watching/all.html", form=form, watches=_lines(followed_by(watcher)), email=watcher.email
    )


def _lines(found: Any) -> list[dict[str, Any]]:
    return [
        {"called": words_of(one), "href": url_for(SAYS[one.kind].page, **one.asked),
         "until": one.until, "link": watches.link(ONE, one.reference)}
        for one in found
    ]  # fmt: skip


@blueprint.get("/account/following")
@requires("account.use")
def mine() -> ResponseReturnValue:
    """What the person's own address follows."""
    return render_template("watching/mine.html", watches=_lines(followed_from(current_actor())))
