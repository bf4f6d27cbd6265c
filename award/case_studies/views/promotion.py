"""Starting a case study from a funded application, for staff and for those who assessed it."""

from __future__ import annotations

from typing import NamedTuple

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from award.case_studies.forms.steps import PromoteForm
from award.case_studies.queries.promotion import (
    ASSESSED,
    TO_PROMOTE,
    Candidate,
    CandidateRow,
    candidate,
    copy_of,
)
from award.case_studies.services import promotion
from award.design.lists import listing
from award.foundation.db import transaction
from award.foundation.policy import can
from award.foundation.tables import ListView
from award.foundation.web import attempt, current_actor, requires

blueprint = Blueprint("case_studies_promotion", __name__)

TOLD = "We have emailed the lead applicant what happens next."
ALREADY = {"application_id": "Somebody has just started a case study of this project."}


@blueprint.route(
    "/assess/<reference>/promote", methods=["GET", "POST"], endpoint="promote_assessed"
)
@blueprint.route("/manage/applications/<reference>/promote", methods=["GET", "POST"])
@requires("case_study.promote", load=candidate)
def promote(found: Candidate) -> ResponseReturnValue:
    """Shows exactly what would be copied; copies it."""
    reference, actor = found.reference, current_actor()
    form = PromoteForm()
    if form.validate_on_submit():
        with attempt(form, unique=ALREADY), transaction():
            asked = form.asked_again.data
            study = promotion.promote(
                found.application,
                actor=actor,
                why=form.why.data,
                asked_again=asked,
                shown=form.marks,
            )
            flash(f"“{study.title or reference}” is now a draft case study. {TOLD}", "success")
            return redirect(_afterwards(study.slug))
    latest = candidate(actor, reference) or found
    copy = copy_of(latest)
    form.show({item.field: item.value for item in copy.items})
    if not copy.declined:
        del form.asked_again
    if latest.slug is not None:
        del form.why
    return render_template(
        "case_studies/promote.html",
        form=form,
        found=latest,
        copy=copy,
        back=url_for(".to_promote" if can(actor, "case_study.edit") else ".assessed"),
    )


class Link(NamedTuple):
    href: str
    text: str


def _afterwards(slug: str) -> str:
    """Its page for those who may edit it; back to the list for assessors."""
    if can(current_actor(), "case_study.list"):
        return url_for("case_studies_staff.show", slug=slug)
    return url_for(".assessed")


def _list(table: ListView[CandidateRow], back: Link) -> ResponseReturnValue:
    only_mine = table is ASSESSED and not can(current_actor(), "case_study.edit")
    return render_template(
        "case_studies/candidates.html", listing=listing(table), only_mine=only_mine, back=back
    )


@blueprint.get("/assess/case-studies")
@requires("case_study.nominate")
def assessed() -> ResponseReturnValue:
    """Funded projects that the assessor assessed and that have no case study yet."""
    return _list(ASSESSED, Link(url_for("assessment.dashboard"), "Applications to assess"))


@blueprint.get("/manage/case-studies/to-promote")
@requires("case_study.edit")
def to_promote() -> ResponseReturnValue:
    """Every funded project without a case study."""
    return _list(TO_PROMOTE, Link(url_for("case_studies_staff.index"), "Edit case studies"))
