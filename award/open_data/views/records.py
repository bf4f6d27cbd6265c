"""A case study as a record in the terms of the national standard."""

from __future__ import annotations

from flask import Blueprint, Response, json, url_for
from flask.typing import ResponseReturnValue

from award.case_studies.queries.public import public_study
from award.case_studies.views.feeds import data_gone
from award.foundation.public_pages import kept
from award.foundation.web import not_found, public
from award.open_data.rules.records import record_of
from award.open_data.views.public import publisher

blueprint = Blueprint("case_study_records", __name__)


@blueprint.get("/case-studies/<slug>/atrs.json")
@public
@kept()
def show(slug: str) -> ResponseReturnValue:
    """Where a public body tells it."""
    study = public_study(slug)
    if study is None:
        return data_gone(slug)
    if not study.story.public_body:
        not_found()
    page = publisher().site + url_for("case_studies.show", slug=slug)
    reviewed = study.last_reviewed_at.date().isoformat()
    record = record_of(study.story, page=page, reviewed=reviewed)
    text = json.dumps(record, ensure_ascii=False, indent=1)
    return Response(f"{text}\n", content_type="application/json")
