"""The collection, for anyone."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from award.case_studies import queries
from award.case_studies.rules.finding import filters
from award.design.pagination import pages
from award.foundation.public_pages import kept
from award.foundation.web import not_found, public

blueprint = Blueprint("case_studies", __name__)


@blueprint.get("/case-studies")
@public
@kept(lambda: (asked := filters(request.args)).arguments(asked.page))
def index() -> ResponseReturnValue:
    asked = filters(request.args)
    found = queries.public_list(asked)
    numbered = pages(
        asked.page, found.last, lambda page: url_for(".index", **asked.arguments(page))
    )
    return render_template("case_studies/index.html", asked=asked, found=found, pages=numbered)


@blueprint.get("/case-studies/")
@public
def index_with_slash() -> ResponseReturnValue:
    """A common way to type the address; what was asked for goes along."""
    asked = filters(request.args)
    return redirect(url_for(".index", **asked.arguments(asked.page)), code=308)


@blueprint.get("/case-studies/<slug>")
@public
@kept()
def show(slug: str) -> ResponseReturnValue:
    """What is public; of what was, only that it is not any more."""
    study = queries.public_study(slug)
    if study is None and queries.was_public(slug):
        return render_template("case_studies/gone.html"), 410
    study = study or not_found()
    return render_template(
        "case_studies/show.html", study=study, story=study.story, related=queries.related(study)
    )
