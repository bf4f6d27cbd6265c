"""What stands in the way, for anyone: the numbers, people’s own words, and the form to tell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from award.accounts.rules.strangers import OVER
from award.accounts.views.limits import slow_guesses, slowed_forms
from award.challenges import services
from award.challenges.forms import AnswerForm, TellForm
from award.challenges.queries import picture, told
from award.challenges.queries.told import IN_WORDS
from award.challenges.rules.asked import (
    FORMS_PER_ADDRESS,
    GUESSES_PER_ADDRESS,
    KINDS,
    PLACES,
    SHORT,
    TOLD,
    WANTED,
)
from award.challenges.rules.picture import DIVIDED, Told, rows_of, whole
from award.design.lists import listing
from award.design.plots import Bar, Bars
from award.foundation import arrival, csv_files
from award.foundation.db import transaction
from award.foundation.errors import Refused
from award.foundation.public_pages import kept
from award.foundation.security import by_link
from award.foundation.web import attempt, current_actor, not_found, public

blueprint = Blueprint("challenges", __name__)
_SENT = "challenge_sent"


def _divided() -> str:
    asked = request.args.get("by", "")
    return asked if asked in DIVIDED else next(iter(DIVIDED))


@blueprint.get("/challenges")
@public
@kept(lambda: {"by": _divided()})
def index() -> ResponseReturnValue:
    """As many numbers as may be told, divided in one way."""
    shown, by = picture.shown(), _divided()
    numbers = whole(shown.counts) if shown else []
    bars = tuple(Bar(SHORT[kind], number, number) for kind, number in numbers)
    told_of = [(kind, number, rows_of(shown.counts, by, kind)) for kind, number in numbers] if (
        shown) else []  # fmt: skip
    return render_template(
        "challenges/index.html",
        shown=shown,
        plot=Bars("challenges", "How many named each", bars) if bars else None,
        told_of=told_of,
        kinds=KINDS,
        divided=DIVIDED,
        by=by,
        latest=told.latest_words(),
    )


@blueprint.get("/challenges.csv")
@public
@kept()
def as_csv() -> ResponseReturnValue:
    """The same numbers, however divided."""
    heads = ("What stands in the way", "Divided by", "Group", "How many")
    return csv_files.handed_out([heads, *_lines()], "what-stands-in-the-way")


def _lines() -> Iterator[tuple[str, str, str, int]]:
    shown = picture.shown()
    for kind, number in whole(shown.counts) if shown else []:
        yield KINDS[kind], "", "Everybody", number
        for by, words in DIVIDED.items():
            of: list[Told] = rows_of(shown.counts, by, kind) if shown else []
            for row in of:
                yield KINDS[kind], words, row.group, row.number


def _asked() -> dict[str, Any]:
    view = IN_WORDS.read(request.args.to_dict(flat=False), current_actor())
    return view.back | ({"unknown": view.unknown} if view.unknown else {})


@blueprint.get("/challenges/in-their-words")
@public
@kept(_asked)
def in_words() -> ResponseReturnValue:
    return render_template("challenges/in_words.html", listing=listing(IN_WORDS))


@blueprint.route("/challenges/tell", methods=["GET", "POST"])
@public
@slowed_forms("challenges", FORMS_PER_ADDRESS)
def tell() -> ResponseReturnValue:
    """A gap in what was tried leads here with both, a kind of challenge with itself."""
    setting, kind, problem = (request.args.get(key, "") for key in ("setting", "kind", "problem"))
    form = TellForm(
        data={
            "setting": setting if setting in PLACES else "",
            "problem": problem if problem in WANTED else "",
            "kinds": [kind] if kind in TOLD else [],
        }
    )
    if form.validate_on_submit():
        with attempt(form), transaction():
            made = services.tell(form.values, actor=current_actor())
            session[_SENT] = [made.reference, bool(made.email), made.may_publish]
            return redirect(url_for(".sent"))
    return render_template("challenges/tell.html", form=form)


@blueprint.get("/challenges/told")
@public
def sent() -> ResponseReturnValue:
    """Says the reference to the browser that told, and to nobody else."""
    if _SENT not in session:
        return redirect(url_for(".tell"))
    reference, asked, published = session[_SENT]
    return render_template(
        "challenges/sent.html", code=reference, may_ask=asked, may_publish=published
    )


@blueprint.route("/challenges/answer/<token>", methods=["GET", "POST"])
@public
@by_link
@slow_guesses("challenge links", GUESSES_PER_ADDRESS)
def answer(token: str) -> ResponseReturnValue:
    """For whoever was asked back. It shows what was asked, and nothing of what was told."""
    found, form = told.challenge_by(current_actor(), token) or not_found(), AnswerForm()
    if not told.can_be_answered(found, arrival.moment()):
        if request.method == "POST" and not found.answer:
            raise Refused(OVER, rule="challenge.answer")  # its page keeps what was typed
        done = bool(found.answer)
        return render_template("challenges/answered.html", done=done), 200 if done else 410
    if form.validate_on_submit():
        with attempt(form), transaction():
            services.answer(found, words=form.answer.data or "", actor=current_actor())
            return redirect(url_for(".answer", token=token))
    again = told.challenge_by(current_actor(), token) or not_found()
    return render_template("challenges/answer.html", challenge=again, form=form)
