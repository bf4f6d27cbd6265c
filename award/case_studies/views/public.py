"""The collection, for anyone."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from award.case_studies.queries import collection
from award.case_studies.queries.asking import asked_of
from award.case_studies.queries.finding import COLLECTION, PublicPage
from award.case_studies.queries.public import public_study, was_public
from award.case_studies.queries.running import still_running
from award.case_studies.queries.updates import updates_of
from award.case_studies.rules.asked_as import looked_for
from award.case_studies.rules.described import described
from award.case_studies.rules.tried import phrase
from award.case_studies.searched import counted, note_found
from award.design.lists import listing
from award.foundation.pointers import pointers
from award.foundation.public_pages import kept
from award.foundation.tables import View
from award.foundation.web import current_actor, not_found, public

blueprint = Blueprint("case_studies", __name__)


def _asked() -> dict[str, Any]:
    """All that the page depends on."""
    view = COLLECTION.read(request.args.to_dict(flat=False), current_actor())
    return view.back | ({"unknown": view.unknown} if view.unknown else {})


@blueprint.get("/case-studies")
@public
@counted(lambda: COLLECTION.read(request.args.to_dict(flat=False), current_actor()).q)
@kept(_asked)
def index() -> ResponseReturnValue:
    found = listing(COLLECTION)
    if found.view.q and isinstance(found.page, PublicPage):
        note_found(found.view.q, found=found.page.beyond > 0 and not found.page.closest)
    return render_template("case_studies/index.html", listing=found, field=_field(found.view))


def _field(view: View[Any]) -> dict[str, str] | None:
    """The page about the problem and setting that are looked for, by words or by filters."""
    problem, setting = looked_for(view.q, view.chosen)
    if not problem or not setting:
        return None
    return {
        "href": url_for("tried.show", problem=problem, setting=setting),
        "text": f"What has been tried: {phrase(problem, setting)}",
    }


@blueprint.get("/case-studies/")
@public
def index_with_slash() -> ResponseReturnValue:
    """A common way to type the address; what was asked for goes along."""
    asked = _asked() | {"unknown": None}
    return redirect(url_for(".index", **asked), code=308)


@blueprint.get("/case-studies/<slug>")
@public
@kept()
def show(slug: str) -> ResponseReturnValue:
    """What is public; of what was, only that it is not any more."""
    study = public_study(slug)
    if study is None and was_public(slug):
        return render_template("case_studies/gone.html"), 410
    study = study or not_found()
    settings = current_app.config["SETTINGS"]
    page = settings.base_url + url_for(".show", slug=study.slug)
    picture = next((_picture(one.name, one.widest[0]) for one in study.story.images), None)
    return render_template(
        "case_studies/show.html",
        study=study,
        story=study.story,
        running=still_running(study.id),
        award=pointers("published case study", [study.id])[study.id],
        updates=updates_of(study.id),
        asked=asked_of(study.id),
        related=collection.related(study),
        problems=[value for facet, value in study.facets if facet == "problem"],
        page=page,
        picture=picture,
        described=described(
            study.story,
            page=page,
            publisher=settings.service_name,
            published=study.first_published_at,
            reviewed=study.last_reviewed_at,
            image=picture,
        ),
    )


def _picture(name: str, width: int) -> str:
    site: str = current_app.config["SETTINGS"].base_url
    return site + url_for(".public_picture", name=name, width=width)
