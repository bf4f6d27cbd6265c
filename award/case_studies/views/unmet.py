"""Searches that find nothing, for staff."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from award.case_studies.queries.unmet import UNMET
from award.design.lists import listing
from award.foundation.web import requires

blueprint = Blueprint("unmet", __name__, url_prefix="/manage/searches")


@blueprint.get("")
@requires("case_study.list")
def index() -> ResponseReturnValue:
    """What visitors looked for in vain."""
    return render_template("case_studies/unmet.html", listing=listing(UNMET))
