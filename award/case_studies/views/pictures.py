"""Pictures: added and described by those who edit, and given out in the sizes there are."""

from __future__ import annotations

import logging
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import ServiceUnavailable

from award.case_studies.forms.steps import PictureForm, PictureWordsForm
from award.case_studies.models import CaseStudy
from award.case_studies.queries import history, sendings
from award.case_studies.queries import pictures as queries
from award.case_studies.queries.manage import managed_study, own_study
from award.case_studies.rules.states import StudyState
from award.case_studies.rules.story import content_of, story
from award.case_studies.services import pictures
from award.case_studies.views.public import blueprint as public_blueprint
from award.case_studies.views.staff import blueprint
from award.foundation.db import transaction
from award.foundation.errors import Refused
from award.foundation.files import storage
from award.foundation.files.drawn import take_picture
from award.foundation.files.unfit import Unfit
from award.foundation.security import same_for_all
from award.foundation.web import attempt, current_actor, not_found, public, requires

__all__ = ["blueprint", "public_blueprint"]

log = logging.getLogger(__name__)


@blueprint.route("/<slug>/pictures", methods=["GET", "POST"])
@requires("case_study.edit", load=managed_study)
def add(study: CaseStudy) -> ResponseReturnValue:
    slug, form = study.slug, PictureForm()
    if form.validate_on_submit():
        actor = current_actor()
        try:
            chosen = form.document.data
            sizes = take_picture(chosen.filename or "", chosen.stream)
        except Unfit as unfit:
            form.add_refusal(f"The picture {unfit}", "document")
        else:
            with attempt(form), transaction():
                words = {"alt": form.alt.data, "caption": form.caption.data}
                pictures.add_picture(study, sizes, **words, actor=actor)
                flash("The picture is added.", "success")
                return redirect(url_for(".add", slug=slug))
    latest = managed_study(current_actor(), slug) or not_found()
    editable = latest.state == StudyState.DRAFT
    if form.is_submitted() and not editable:
        raise Refused(pictures.NO_DRAFT, rule="case_study.edit_draft")  # keeps what was typed
    asked = history.open_answer(history.history(latest))
    return render_template(
        "case_studies/pictures.html",
        form=form,
        study=latest,
        pictures=story(content_of(latest)).images,
        editable=editable,
        remarks=[one for one in sendings.remarks_on(latest) if asked and one.section == "pictures"],
    )


@blueprint.route("/<slug>/pictures/<name>", methods=["GET", "POST"])
@requires("case_study.edit", load=managed_study)
def describe(study: CaseStudy, name: str) -> ResponseReturnValue:
    slug, picture = study.slug, _picture(study, name)
    form = PictureWordsForm(data=picture)
    form.over(picture)
    if form.validate_on_submit():
        with attempt(form), transaction():
            actor = current_actor()
            words = {"alt": form.alt.data, "caption": form.caption.data}
            pictures.change_picture(study, name, **words, actor=actor)
            return redirect(url_for(".add", slug=slug))
    latest = managed_study(current_actor(), slug) or not_found()
    form.catch_up(_picture(latest, name))
    return render_template(
        "case_studies/picture.html",
        form=form,
        study=latest,
        picture=next(one for one in story(content_of(latest)).images if one.name == name),
    )


@blueprint.post("/<slug>/pictures/<name>/remove")
@requires("case_study.edit", load=managed_study)
def remove(study: CaseStudy, name: str) -> ResponseReturnValue:
    slug = study.slug
    with transaction():
        pictures.remove_picture(study, name, actor=current_actor())
    flash("The picture is removed.", "success")
    return redirect(url_for(".add", slug=slug))


@public_blueprint.get("/case-studies/pictures/<name>-<int:width>.jpg")
@public
@same_for_all
def public_picture(name: str, width: int) -> ResponseReturnValue:
    """What lies at an address never changes, so that its name is its tag, and nothing is read from
    the storage for a browser that has it. It may be taken down, though, which has to hold at once
    and everywhere: whoever keeps it, a browser or a network of caches, asks before it is shown
    again. A lifetime, or “immutable”, would save that one question, and go on showing somebody who
    has withdrawn their consent."""
    lies_at = queries.public_picture(name, width)
    if lies_at is None and queries.was_public_picture(name):
        return Response("This picture was taken down.\n", 410, mimetype="text/plain")
    lies_at = lies_at or not_found()
    known = Response(mimetype="image/jpeg")
    known.set_etag(f"{name}-{width}")
    known.make_conditional(request)
    if known.status_code == 304:
        return known
    whole = _given(lies_at)
    whole.set_etag(f"{name}-{width}")
    return whole


@blueprint.get("/<slug>/pictures/<name>-<int:width>.jpg")
@requires("case_study.list", load=managed_study)
def picture(study: CaseStudy, name: str, width: int) -> ResponseReturnValue:
    return _given(queries.picture_of(study, name, width))


@public_blueprint.get("/my-case-studies/<slug>/pictures/<name>-<int:width>.jpg")
@requires("case_study.agree", load=own_study)
def own_picture(study: CaseStudy, name: str, width: int) -> ResponseReturnValue:
    return _given(queries.picture_for_lead(study, name, width))


def _picture(study: CaseStudy, name: str) -> dict[str, Any]:
    found: dict[str, Any] | None = next((one for one in study.images if one["id"] == name), None)
    return found or not_found()


def _given(lies_at: str | None) -> Response:
    try:
        whole = b"".join(storage.read(lies_at or not_found()))
    except storage.StorageDown:
        log.exception("could not read a picture")
        raise ServiceUnavailable from None
    return Response(whole, mimetype="image/jpeg")
