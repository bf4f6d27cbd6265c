"""Case studies on the same rows, for anyone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from award.case_studies.queries import comparing
from award.case_studies.queries.public import latest
from award.case_studies.rules.comparing import LEAST, MOST, Line, as_rows, lines
from award.case_studies.rules.running import StillRunning
from award.case_studies.rules.tried import phrase
from award.design.addresses import site_url
from award.foundation import csv_files
from award.foundation.pointers import pointers
from award.foundation.public_pages import kept
from award.foundation.text import asked_for
from award.foundation.web import not_found, public

blueprint = Blueprint("comparing", __name__)


def _asked() -> list[str]:
    """Each once, in the order in which they were chosen; more than can be compared are seen."""
    slugs = (asked_for(typed) for typed in request.args.getlist("study"))
    return list(dict.fromkeys(slug for slug in slugs if slug))[: MOST + 1]


def _question() -> dict[str, Any]:
    return {"study": _asked()}


def _lines(found: Sequence[comparing.Compared], running: Sequence[StillRunning]) -> list[Line]:
    awards = pointers("published case study", [study.id for study in found])
    amounts = ["; ".join(one.text for one in awards[study.id]) for study in found]
    return lines([study.story for study in found], running, amounts)


@blueprint.get("/compare-case-studies")
@public
@kept(_question)
def index() -> ResponseReturnValue:
    asked = _asked()
    found = comparing.compared(asked[:MOST])
    chosen = [study.slug for study in found]
    running = comparing.running(found) if len(found) >= LEAST else []
    told = _lines(found, running) if running else []
    field = comparing.field_of(found)
    return render_template(
        "case_studies/compare.html",
        studies=found,
        tags={study.slug: said.tags for study, said in zip(found, running, strict=False)},
        lines=told,
        without={slug: [other for other in chosen if other != slug] for slug in chosen},
        chosen=chosen,
        too_many=len(asked) > MOST,
        gone=len(found) < len(asked[:MOST]),
        alike=comparing.alike(found),
        latest=[] if found else latest(comparing.OFFERED),
        field=field,
        field_called=phrase(*field) if field else "",
        address=site_url(".index", study=chosen),
    )


@blueprint.get("/compare")
@public
def short() -> ResponseReturnValue:
    """What people type."""
    return redirect(url_for(".index", **_question()), code=308)


@blueprint.get("/compare-case-studies.csv")
@public
@kept(_question)
def as_csv() -> ResponseReturnValue:
    """The same rows, a column a case study."""
    found = comparing.compared(_asked()[:MOST])
    if len(found) < LEAST:
        not_found()
    stories = [study.story for study in found]
    addresses = [site_url("case_studies.show", slug=study.slug) for study in found]
    told = _lines(found, comparing.running(found))
    rows = as_rows([one.title for one in stories], addresses, told)
    return csv_files.handed_out(rows, "case-studies-compared")
