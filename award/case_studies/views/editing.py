"""The page on which a case study is written: saved whole, or a moment after it was typed."""

from __future__ import annotations

from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from award.case_studies import queries, services
from award.case_studies.forms import StudyForm
from award.case_studies.models import CaseStudy
from award.case_studies.queries import managed_study
from award.case_studies.rules.completeness import missing, sections
from award.case_studies.rules.fields import PARTS
from award.case_studies.rules.merging import mark, marks_of
from award.case_studies.views.staff import blueprint
from award.design.formatters import clock_time
from award.foundation import clock
from award.foundation.db import transaction
from award.foundation.web import attempt, current_actor, not_found, requires

__all__ = ["blueprint"]


@blueprint.route("/<slug>/edit", methods=["GET", "POST"])
@requires("case_study.edit", load=managed_study)
def edit(study: CaseStudy) -> ResponseReturnValue:
    slug = study.slug
    form = StudyForm.of(study)
    if form.validate_on_submit():
        with attempt(form), transaction():
            _save(study, form)
            return _saved(study, form)
    latest = managed_study(current_actor(), slug) or not_found()
    clashes = form.catch_up(latest) if form.is_submitted() else {}
    if _by_script():
        return jsonify(
            refused=". ".join(problem.text for problem in form.error_list()), clashes=bool(clashes)
        )
    return _page(latest, form, clashes=clashes)


def _save(study: CaseStudy, form: StudyForm) -> None:
    services.edit(
        study,
        form.values(request.form.getlist("theirs")),
        base=form.base_marks(),
        actor=current_actor(),
    )


def _saved(study: CaseStudy, form: StudyForm) -> ResponseReturnValue:
    if _by_script():
        typed = form.typed()
        known = {key: now for key, now in marks_of(study).items() if now == mark(typed[key])}
        return jsonify(
            saved=f"Saved at {clock_time(clock.now())}",
            base={**form.base_marks(), **known},
            sections=[vars(section) for section in sections(study)],
        )
    if request.form.get("then") == "preview":
        flash("Saved. This is how it looks now.", "success")
        return redirect(url_for(".show", slug=study.slug))
    return redirect(url_for(".edit", slug=study.slug, _anchor="save"))


def _by_script() -> bool:
    return request.accept_mimetypes.best == "application/json"


def _page(study: CaseStudy, form: StudyForm, **more: Any) -> ResponseReturnValue:
    steps = queries.history(study)
    return render_template(
        "case_studies/edit.html",
        form=form,
        study=study,
        gaps=missing(study),
        sections=sections(study),
        parts=PARTS,
        answer=queries.open_answer(steps),
        **more,
    )
