"""Filling in a draft from another application that one wrote."""

from __future__ import annotations

from typing import Final

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from award.applications.forms.from_earlier import compare
from award.applications.forms.offered import Compared
from award.applications.forms.steps import EarlierForm, TakeForm
from award.applications.models import Application
from award.applications.queries import applications, drafts
from award.applications.queries.mine import MyApplication, my_applications, told_state
from award.applications.views.blueprint import blueprint
from award.applications.views.taking import Source, review, take, taken_no_more
from award.foundation.errors import Refused
from award.foundation.web import current_actor, not_found, requires

SOURCE: Final = Source(
    "from_earlier", "Answers in your other application", "In the other application",
    "Choose another application", "from your other application",
)  # fmt: skip
GONE: Final = "You can’t take answers from that application any more. Choose another"
NOTHING: Final = "No answer in it is to a question that is asked here too"


@blueprint.get("/applications/<reference>/from-earlier")
@requires("application.edit", load=applications.own_application)
def from_earlier(application: Application) -> ResponseReturnValue:
    """Which of one's other applications to take answers from."""
    return _draw(application, EarlierForm())


@blueprint.post("/applications/<reference>/from-earlier")
@requires("application.edit", load=applications.own_application)
def choose_earlier(application: Application) -> ResponseReturnValue:
    """On to its answers, if any is to a question that is asked here too."""
    form, reference = EarlierForm().offer(_choices(application)), application.reference
    if form.validate_on_submit():
        other = form.application.data
        if not (_compared(application, other) or not_found()).nothing:
            return redirect(url_for(".earlier_answers", reference=reference, other=other))
        form.application.errors = [NOTHING]
    return _draw(_own(reference), form)


@blueprint.get("/applications/<reference>/from-earlier/take")
@requires("application.edit", load=applications.own_application)
def earlier_answers(application: Application) -> ResponseReturnValue:
    """Its answers as they are now, beside what stands in the draft."""
    return _review(application)


@blueprint.post("/applications/<reference>/from-earlier/take")
@requires("application.edit", load=applications.own_application)
def take_from_earlier(application: Application) -> ResponseReturnValue:
    """Save what is ticked, as if it had been typed on the page that showed it."""
    form = TakeForm()
    return take(application, SOURCE, form) or _review(_own(application.reference), form)


def _review(application: Application, form: TakeForm | None = None) -> ResponseReturnValue:
    if (refused := taken_no_more(application)) is not None:
        return refused
    found = _compared(application, request.args.get("other", ""))
    if found is None:
        if request.form.getlist("take"):  # refused, and there is no page to say so on any more
            raise Refused(GONE)
        return redirect(url_for(".from_earlier", reference=application.reference))
    return review(application, found, SOURCE, form)


def _compared(application: Application, other: str) -> Compared | None:
    """None when there is no other of this reference that one may read."""
    earlier = applications.own_application(current_actor(), other)
    if earlier is None or earlier.id == application.id:
        return None
    return compare(drafts.draft_of(earlier, to_read=True), drafts.draft_of(application))


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
