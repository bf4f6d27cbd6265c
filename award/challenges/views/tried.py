"""What has been tried, and how many asked for it, for anyone."""

from __future__ import annotations

import csv
import io

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from award.case_studies.queries import tried
from award.case_studies.rules.tried import GRADE_SIGNS, GRADE_WORDS, NO_RESULTS, Field, as_rows
from award.challenges.queries.picture import asked
from award.design.addresses import site_url
from award.foundation.public_pages import kept
from award.foundation.spreadsheet_cells import safe
from award.foundation.web import not_found, public

blueprint = Blueprint("tried", __name__)


@blueprint.get("/what-has-been-tried")
@public
@kept(lambda: {"better": _better()})
def index() -> ResponseReturnValue:
    """How many tried anything in each field, or what got better there."""
    better = _better()
    return render_template(
        "case_studies/tried.html",
        grid=tried.grid(),
        measured=tried.measured_by_field() if better else None,
        no_results=NO_RESULTS,
        asked=asked(),
        signs=list(zip(GRADE_SIGNS, GRADE_WORDS, strict=True)),
    )


def _better() -> bool:
    return request.args.get("show") == "better"


@blueprint.get("/what-has-been-tried.csv")
@public
@kept()
def as_csv() -> ResponseReturnValue:
    """Text that a spreadsheet would run has an apostrophe in front."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    for row in as_rows(tried.grid(), tried.measured_by_field(), asked(), _address):
        writer.writerow([safe(cell) if isinstance(cell, str) else cell for cell in row])
    response = Response("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = "attachment; filename=what-has-been-tried.csv"
    return response


def _address(field: Field) -> str:
    return site_url(".show", problem=field.problem, setting=field.setting)


@blueprint.get("/what-has-been-tried/<problem>/<setting>")
@public
@kept()
def show(problem: str, setting: str) -> ResponseReturnValue:
    found = tried.tried(problem, setting) or not_found()
    return render_template(
        "case_studies/tried_one.html", tried=found, field=found.field, asked=asked()
    )
