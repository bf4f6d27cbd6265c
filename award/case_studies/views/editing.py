"""The pages on which a case study is written, a section each: saved by a button, or a moment after
it was typed."""

from __future__ import annotations

from collections.abc import Sequence

from flask import (
    flash,
    get_template_attribute,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from award.case_studies.forms.writing import StudyForm
from award.case_studies.models import CaseStudy
from award.case_studies.queries import history, sendings
from award.case_studies.queries.manage import managed_study
from award.case_studies.rules.completeness import blank, missing, sections
from award.case_studies.rules.fields import (
    EDITABLE,
    PARTS,
    SECTIONS,
    Section,
    after,
    edited,
    section_of,
)
from award.case_studies.rules.states import StudyState
from award.case_studies.rules.story import anchor_of, content_of, story
from award.case_studies.services import editing
from award.case_studies.views.staff import blueprint
from award.design import saving
from award.design.formatters import clock_time, listed, plural, short_datetime
from award.design.forms import ErrorLink
from award.foundation import clock
from award.foundation.db import transaction
from award.foundation.web import attempt, by_script, current_actor, not_found, requires

__all__ = ["blueprint"]

NEW_TAB = {"target": "_blank", "rel": "noopener"}


@blueprint.get("/<slug>/edit")
@requires("case_study.edit", load=managed_study)
def edit(study: CaseStudy) -> ResponseReturnValue:
    """The sections, and what each of them lacks."""
    return render_template(
        "case_studies/sections.html",
        study=study,
        sections=sections(study),
        moved_on=_moved_on(study),
        answer=history.open_answer(history.history(study)),
    )


@blueprint.route("/<slug>/edit/<section>", methods=["GET", "POST"])
@requires("case_study.edit", load=managed_study)
def write(study: CaseStudy, section: str) -> ResponseReturnValue:
    """One section, or all of them on one page."""
    this = section_of(section) or not_found()
    slug, form, saved = study.slug, StudyForm.of(study, this), False
    if form.is_submitted() and form.acts:
        form.hold()
        return _page(study, form, this)
    if form.validate_on_submit():
        with attempt(form), transaction():
            actor = current_actor()
            editing.edit(study, form.typed(), base=form.base_marks(), actor=actor)
            form.remember()
            if by_script() or not form.unread_cells:
                return _saved(study, form, this)
            saved = True
    latest = managed_study(current_actor(), slug) or not_found()
    if form.is_submitted():
        _catch_up(latest, form)
    return _page(latest, form, this, saved=saved)


def _catch_up(study: CaseStudy, form: StudyForm) -> None:
    """Both versions, where somebody has to choose. While it is no draft only that is said: what was
    typed stays as it is, and is compared when it is saved."""
    moved = _moved_on(study)
    if moved:
        form.blocked(moved, url_for(".show", slug=study.slug))
    else:
        by = history.changed_by(study, current_actor())
        form.catch_up(edited(study), dict.fromkeys(EDITABLE, "in another window") | by)


def _moved_on(study: CaseStudy) -> str | None:
    """Why it can't be edited, when it can't."""
    if study.state == StudyState.DRAFT:
        return None
    step = next(iter(history.history(study)), None)
    told = f"{step.told} on {short_datetime(step.at)}" if step else "It was moved on"
    return f"{told}, so it can’t be changed now. Take it back to draft first"


def _saved(study: CaseStudy, form: StudyForm, section: Section) -> ResponseReturnValue:
    if by_script():
        unread = f". Not all of it can be read: {listed(form.unread_cells)}"
        return saving.saved(
            f"Saved at {clock_time(clock.now())}{unread if form.unread_cells else ''}",
            cells=form.cells_told(),
            bases=form.bases(edited(study)),
            theirs=form.theirs(),
            sections=[vars(one) for one in sections(study)],
            preview=_preview(study, section),
        )
    then = request.form.get("then")
    if then != "stay" and (words := _to_mend(study, section)):
        flash(words)
    elif then == "preview":
        flash("Saved. This is how it looks now.", "success")
    if then == "preview":
        anchor = anchor_of(story(content_of(study)), section)
        return redirect(url_for(".show", slug=study.slug, _anchor=anchor))
    if then == "continue":
        following = after(section)
        key = following.key if following else None
        return redirect(url_for(".write" if key else ".edit", slug=study.slug, section=key))
    return redirect(url_for(".write", slug=study.slug, section=section.key, _anchor="save"))


def _to_mend(study: CaseStudy, section: Section) -> Markup | None:
    """What was written in it, is saved, and can't be sent like that: with the way back. It stops
    nobody, and is said on the page that follows."""
    found = [
        one.field
        for one in missing(study)
        if one.field in section.fields and not blank(getattr(study, one.field))
    ]
    if not found:
        return None
    where = url_for(".write", slug=study.slug, section=section.key, _anchor=found[0])
    words = f"Mend {plural(len(found), 'thing')} in “{section.heading}”"
    return Markup('Saved. <a href="{}">{}</a> before you can send it.').format(where, words)


def _preview(study: CaseStudy, section: Section) -> Markup | None:
    """How the section looks as it is saved, where that is other than its boxes. It comes with each
    save, so that nothing else is asked while somebody types."""
    if not section.is_seen:
        return None
    draw = get_template_attribute("case_studies/_preview.html", "preview")
    drawn: Markup = draw(section, story(content_of(study)))
    return drawn


def _page(
    study: CaseStudy, form: StudyForm, section: Section, *, saved: bool = False
) -> ResponseReturnValue:
    """`saved`: it was, as it was typed, though not all of it can be read."""
    if form.is_submitted() and by_script():
        return _told(form, form.error_list(), choose=bool(form.clashes))
    return render_template(
        "case_studies/edit.html",
        form=form,
        study=study,
        section=section,
        saved=saved,
        following=after(section),
        position=SECTIONS.index(section) + 1 if section in SECTIONS else None,
        sections=sections(form.as_study(study)),
        parts={part.key: part for part in PARTS},
        preview=_preview(study, section),
        moved_on=_moved_on(study),
        answer=(answer := history.open_answer(history.history(study))),
        remarks=sendings.remarks_on(study) if answer else [],
    )


def _told(form: StudyForm, problems: Sequence[ErrorLink], *, choose: bool) -> ResponseReturnValue:
    said = f"Not saved. {'. '.join(problem.text for problem in problems)}."
    if choose:
        return saving.not_saved("conflict", said)
    if not form.linked:
        return saving.not_saved("error", said)
    where = {"href": form.linked[0].href, "textContent": "Open it in a new tab.", **NEW_TAB}
    return saving.not_saved("refused", said, link=where)
