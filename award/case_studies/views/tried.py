"""What has been tried, for anyone."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from award.case_studies.queries import tried
from award.case_studies.rules.tried import GRADE_SIGNS, GRADE_WORDS
from award.foundation.public_pages import kept
from award.foundation.web import not_found, public

blueprint = Blueprint("tried", __name__)


@blueprint.get("/what-has-been-tried")
@public
@kept()
def index() -> ResponseReturnValue:
    signs = list(zip(GRADE_SIGNS, GRADE_WORDS, strict=True))
    return render_template("case_studies/tried.html", grid=tried.grid(), signs=signs)


@blueprint.get("/what-has-been-tried/<problem>/<setting>")
@public
@kept()
def show(problem: str, setting: str) -> ResponseReturnValue:
    found = tried.tried(problem, setting) or not_found()
    return render_template("case_studies/tried_one.html", tried=found, field=found.field)
