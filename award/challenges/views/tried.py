"""What has been tried, and how many asked for it, for anyone."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from award.case_studies.queries import tried
from award.case_studies.queries.finding import speaking_of
from award.case_studies.rules.tried import GRADE_SIGNS, GRADE_WORDS, NO_RESULTS, Field, as_rows
from award.challenges.queries.picture import asked
from award.design.addresses import site_url
from award.foundation import csv_files
from award.foundation.public_pages import kept
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
    """The same numbers, a row a field."""
    rows = as_rows(tried.grid(), tried.measured_by_field(), asked(), _address)
    return csv_files.handed_out(rows, "what-has-been-tried")


def _address(field: Field) -> str:
    return site_url(".show", problem=field.problem, setting=field.setting)


@blueprint.get("/what-has-been-tried/<problem>/<setting>")
@public
@kept()
def show(problem: str, setting: str) -> ResponseReturnValue:
    found = tried.tried(problem, setting) or not_found()
    return render_template(
        "case_studies/tried_one.html",
        tried=found,
        field=found.field,
        asked=asked(),
        speaking=0 if found.field.count else speaking_of(found.field.in_a_search),
    )
