"""From an email to whoever shared a project, straight to what it asks them to read or answer."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from award.accounts.views.limits import slow_guesses
from award.foundation.security import by_link
from award.foundation.web import current_actor, not_found, public
from award.sharing.queries import OWNER, share_by
from award.sharing.rules.asked import GUESSES_PER_ADDRESS
from award.sharing.rules.states import ShareState
from award.sharing.views.public import hold

blueprint = Blueprint("by_share", __name__, url_prefix="/share/<reference>/<token>")
_LIMIT = slow_guesses("share links", GUESSES_PER_ADDRESS)


@blueprint.get("/case-study")
@public
@by_link
@_LIMIT
def study(reference: str, token: str) -> ResponseReturnValue:
    """The text, and the form to agree it; what was shared, while no case study is made of it."""
    return _on_to("case_studies.review", reference, token)


@blueprint.get("/case-study/updates/<int:number>")
@public
@by_link
@_LIMIT
def update(reference: str, token: str, number: int) -> ResponseReturnValue:
    return _on_to("study_updates.mine_one", reference, token, number=number)


@blueprint.get("/case-study/questions/<int:number>")
# Where emails of before led.
@blueprint.get("/question/<int:number>", alias=True)
@public
@by_link
@_LIMIT
def question(reference: str, token: str, number: int) -> ResponseReturnValue:
    return _on_to("team_answers.one", reference, token, number=number)


def _on_to(page: str, reference: str, token: str, **which: Any) -> ResponseReturnValue:
    """That page judges for itself who may read it, by what this browser now holds."""
    share, whose = share_by(current_actor(), reference, token) or not_found()
    if whose != OWNER:
        not_found()
    if share.state != ShareState.TAKEN_ON:
        return redirect(url_for("sharing.show", reference=reference, token=token))
    hold(share, whose)
    return redirect(url_for(page, slug=reference.lower(), **which))
