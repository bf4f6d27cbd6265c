"""How declarations stand, and what somebody declared."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from award.design.lists import listing
from award.foundation.web import not_found, requires
from award.interests.queries.declarations import DECLARATIONS, declarations_of, who_assesses
from award.interests.rules.declared import KINDS

blueprint = Blueprint("interests_staff", __name__, url_prefix="/manage/interests")


@blueprint.get("")
@requires("interests.list")
def index() -> ResponseReturnValue:
    return render_template("interests/declarations.html", listing=listing(DECLARATIONS))


@blueprint.get("/<person>")
@requires("interests.list")
def show(person: str) -> ResponseReturnValue:
    about = who_assesses(person) or not_found()
    return render_template(
        "interests/person.html", person=about, past=declarations_of(about), kinds=KINDS
    )
