"""Filling in a draft from another application that one wrote."""

from __future__ import annotations

from typing import Final

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from award.applications.forms.from_earlier import compare
from award.applications.forms.steps import EarlierForm
from award.applications.models import Application
from award.applications.queries import applications, drafts
from award.applications.queries.mine import MyApplication, my_applications, told_state
from award.applications.views.blueprint import blueprint
from award.applications.views.taking import Source, review, take, taken_no_more
from award.foundation.web import current_actor, not_found, requires

SOURCE: Final = Source(
    "from_earlier", "take_from_earlier", "Answers in your other application",
    "In the other application", "Choose another application", "from your other application",
)  # fmt: skip
NOTHING: Final = "No answer in it is to a question that is asked here too"


@blueprint.get("/applications/<reference>/from-earlier")
@requires("application.edit", load=applications.own_application)
def from_earlier(application: Application) -> ResponseReturnValue:
    """Which of one's other applications to take answers from."""
    return _draw(application, EarlierForm())


@blueprint.post("/applications/<reference>/from-earlier")
@requires("application.edit", load=applications.own_application)
def read_earlier(application: Application) -> ResponseReturnValue:
    """Its answers, beside what stands in the draft."""
    form, reference = EarlierForm().offer(_choices(application)), application.reference
    if form.validate_on_submit():
        actor = current_actor()
        other = applications.own_application(actor, form.application.data) or not_found()
        found = compare(drafts.draft_of(other, to_read=True), drafts.draft_of(application))
        if not found.nothing:
            return review(_own(reference), found, SOURCE)
        form.application.errors = [NOTHING]
    return _draw(_own(reference), form)


@blueprint.get("/applications/<reference>/from-earlier/take")
@requires("application.edit", load=applications.own_application)
def after_taking_earlier(application: Application) -> ResponseReturnValue:
    """Where the page of a refused choice lands when its address is opened again."""
    return redirect(url_for(".from_earlier", reference=application.reference))


@blueprint.post("/applications/<reference>/from-earlier/take")
@requires("application.edit", load=applications.own_application)
def take_from_earlier(application: Application) -> ResponseReturnValue:
    """Save what is ticked, as if it had been typed on the page that showed it."""
    again = EarlierForm(formdata=None)
    return take(application, SOURCE, again) or _draw(_own(application.reference), again)


def _draw(application: Application, form: EarlierForm) -> ResponseReturnValue:
    if (refused := taken_no_more(application)) is not None:
        return refused
    form.offer(_choices(application))
    return render_template("applications/from_earlier.html", application=application, form=form)


def _choices(application: Application) -> list[tuple[str, str, str]]:
    others = my_applications(current_actor()).rows
    return [
        (one.reference, one.title or "No title yet", _said_of(one))
        for one in others
        if one.reference != application.reference
    ]


def _said_of(one: MyApplication) -> str:
    state = told_state(one).text
    return f"{one.reference}, {one.round_title}, Phase {one.phase}. {state}"


def _own(reference: str) -> Application:
    return applications.own_application(current_actor(), reference) or not_found()
