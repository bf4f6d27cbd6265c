"""A section's page: show, save, save as people type."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from award.applications.forms import cells
from award.applications.forms.kinds import PREFIX
from award.applications.forms.page import Item, brings_up, form_of, items_of, newly_asked, to_change
from award.applications.forms.section import SectionForm, anchor_of
from award.applications.models import Application
from award.applications.queries import applications, drafts, reviewing
from award.applications.queries.drafts import Draft
from award.applications.rules import changing
from award.applications.services import answering
from award.applications.services.answering import SaveResult
from award.applications.views import slots, typing
from award.applications.views.autosaved import told, waiting_in
from award.applications.views.blueprint import blueprint
from award.applications.views.requests import asked_of_me, say_done
from award.design.fields import RowsField
from award.design.formatters import listed, long_datetime, plural
from award.foundation import arrival
from award.foundation.bodies import takes_files
from award.foundation.db import transaction
from award.foundation.pointers import Pointer, pointers
from award.foundation.policy import can
from award.foundation.web import attempt, by_script, current_actor, not_found, requires
from award.rounds.rules import wording
from award.rounds.rules.questions import Question, Section


def _section_of(draft: Draft, key: str) -> Section:
    """The section, if this application is asked anything in it."""
    section = draft.question_set.section(key)
    if section is None or not section.asked(draft.given, draft.application.phase):
        not_found()
    return section


def _open_in(draft: Draft, section: Section) -> Section | None:
    """What of it may be changed, if anything."""
    if draft.asked is None:
        return section
    open_here = tuple(one for one in section.questions if draft.may_change(one))
    found = replace(section, questions=open_here)
    return found if found.asked(draft.given, draft.application.phase) else None


def _draw(draft: Draft, section: Section, form: SectionForm) -> str:
    rows = draft.progress.sections
    place = [row.section.key for row in rows].index(section.key)
    counted = [row.section.key for row in draft.progress.writing]
    items = items_of(draft, section, form)
    form.about = ": ".join(filter(None, [draft.application.reference, draft.application.title]))
    form.called = {item.field.name: item.question.short for item in items}
    saved = [draft.stored[q.key] for q in section.questions if q.key in draft.stored]
    last = max(saved, key=lambda answer: answer.saved_at, default=None)
    return render_template(
        "applications/section.html",
        application=draft.application,
        section=section,
        intro=wording.in_phase(section.intro, draft.application.phase),
        form=form,
        items=items,
        brings=brings_up(items),
        twice=waiting_in(draft, section),
        draft=draft,
        row=rows[place],
        minutes=rows[place].minutes,
        position=(counted.index(section.key) + 1, len(counted)) if section.key in counted else (),
        previous=draft.progress.section_before(section.key),
        following=draft.progress.section_after(section.key),
        open_now=changing.open_now(draft.application, arrival.moment()),
        saved_at=last and last.saved_at,
        saved_by=last.author if last and last.author_id != current_actor().user_id else "",
        most_bytes=slots.most_bytes,
        most_named=cells.MOST_NAMED,
        more_cells=cells.more_cells,
        new=request.args.get("new", "").split(","),
        asked=asked_of_me(draft.application, section.key),
        comments=reviewing.waiting_in(draft.application.id),
        ai_rules=_ai_rules(draft, section),
        by_helper=typing.said(draft.application),
        others=_others(draft, items),
    )


def _others(draft: Draft, items: Sequence[Item]) -> Mapping[str, Sequence[Pointer]]:
    """What others tried, by the key of the first question that asks for the problem or where it
    is."""
    keys = [
        item.question.key
        for item in items
        if item.question.publish_as == "problem" or item.question.means == "care_settings"
    ]
    number = draft.application.id
    return {keys[0]: pointers("draft", [number])[number]} if keys else {}


def _ai_rules(draft: Draft, section: Section) -> str:
    """The round's, where people say what they used AI for, and where they declare."""
    told = any(question.kept_apart for question in section.questions) or section.declares
    return draft.application.round.ai_rules if told else ""


def _not_yet(draft: Draft, section: Section) -> ResponseReturnValue | None:
    """Declarations are made about what is written: not before."""
    if draft.progress.row(section.key).can_start:
        return None
    flash(f"“{section.title}” comes last: you can start it once everything else is done.")
    return redirect(url_for(".task_list", reference=draft.application.reference))


def _to_read(application: Application, section: Section) -> ResponseReturnValue:
    """What somebody may not change is read where all answers are."""
    anchor = f"section-{section.key}"
    return redirect(url_for(".check", reference=application.reference, _anchor=anchor))


def _too_late(draft: Draft, form: SectionForm) -> str:
    """Nothing can be saved any more, by this person at least: what was typed is shown to copy, in
    no box that looks as if it could be."""
    return render_template(
        "applications/too_late.html",
        application=draft.application,
        typed=form.unsaved(),
        closed=arrival.moment() >= draft.application.closes_at,
    )


@blueprint.get("/applications/<reference>/<section>")
@requires("application.view", load=applications.own_application)
def section(application: Application, section: str) -> ResponseReturnValue:
    """The questions of one section, as they stand."""
    if not changing.open_now(application, arrival.moment()):
        return redirect(url_for(".task_list", reference=application.reference))
    draft = drafts.draft_of(application)
    whole = _section_of(draft, section)
    found = _open_in(draft, whole)
    if found is None or not can(current_actor(), "application.edit", application):
        return _to_read(application, whole)
    form = form_of(draft, found)
    form.add_rows(request.args.getlist("rows"))
    return _not_yet(draft, found) or _draw(draft, found, form)


@blueprint.post("/applications/<reference>/<section>")
@takes_files
@requires("application.view", load=applications.own_application)
def save_section(application: Application, section: str) -> ResponseReturnValue:
    """Save every answer that can be read; show the page again with what can't."""
    reference, before = application.reference, drafts.draft_of(application)
    found = _open_in(before, _section_of(before, section)) or not_found()
    if early := _not_yet(before, found):
        return early
    form = form_of(before, found, request.form)
    form.read()
    typing.note(before.application)
    result = _try_to_save(application, form)
    open_slots = [question for question in found.questions if question.types]
    slot = slots.act(reference, open_slots, form) if result and open_slots else None
    after = drafts.draft_of(applications.own_application(current_actor(), reference) or not_found())
    if by_script():
        return told(after, found, form, result)
    if result is None and not _may_save(after.application):
        return _too_late(after, form)
    if result is not None:
        form.show(after.answers)
    pressed = form.pressed_row
    unread = form.errors_by_question() or form.form_errors or (form.unread_cells and not pressed)
    if result is None or (unread and not result.conflicts):
        return _draw(after, found, form)
    if result.back:
        flash(_come_back(result))
    if pressed and not result.conflicts:
        return redirect(_at_row(after, found, form, pressed))
    if slot is not None and not result.conflicts:
        return redirect(
            url_for(".section", reference=reference, section=section, _anchor=anchor_of(slot))
        )
    if request.form.get("then") == "done" and not result.conflicts:
        return say_done(after.application, section)
    return redirect(_next_place(before, after, found, result))


def _may_save(application: Application) -> bool:
    """Could it be tried again?"""
    in_time = arrival.moment() < application.closes_at
    return in_time and can(current_actor(), "application.edit", application)


def _come_back(result: SaveResult) -> str:
    """Said to whoever removed a row, or changed one, that somebody else did the other thing to."""
    return (
        f"{listed(result.back)}: removed by one of you and changed by another in the meantime. "
        "Nothing is lost: it is still in the table. Remove it again if nobody needs it."
    )


def _at_row(after: Draft, section: Section, form: SectionForm, pressed: RowsField) -> str:
    """The same page, at the row that was added or moved; blank rows are in the address, since they
    are not saved."""
    key = pressed.name.removeprefix(PREFIX)
    place = pressed.place_of(pressed.new or "")
    anchor = pressed.cell_id(pressed.new or "", pressed.columns[0].key, place or 1)
    return url_for(
        ".section",
        reference=after.application.reference,
        section=section.key,
        rows=[f"{key}.{'.'.join(pressed.more)}"] if pressed.more else None,
        _anchor=anchor if place else pressed.id,
    )


def _try_to_save(application: Application, form: SectionForm) -> SaveResult | None:
    """None when it was refused; the form has the reason."""
    with attempt(form), transaction():
        return _save(application, form)
    return None


def _save(application: Application, form: SectionForm) -> SaveResult:
    result = answering.save_answers(
        application,
        form.values(),
        actor=current_actor(),
        base_versions=form.base_versions,
        base_parts=form.base_parts,
        by_helper=typing.helped(application),
    )
    form.answer(form.goes_on_from(result.versions, result.apart))
    return result


def _next_place(before: Draft, after: Draft, section: Section, result: SaveResult) -> str:
    """A choice between two texts first; then what was just asked for; then questions that the
    answers have brought up. What is saved and can't be submitted so stops nobody: it is said on
    the page that follows."""
    reference = after.application.reference
    if result.conflicts:
        return url_for(".conflict", reference=reference, number=result.conflicts[0].id)
    if request.form.get("then") == "later":
        until = long_datetime(after.application.closes_at)
        flash(f"Your answers are saved. You can come back at any time until {until}.")
        return url_for(".task_list", reference=reference)
    more = [] if request.form.get("scripted") else newly_asked(before, after, section)
    if more:
        flash(f"Your answers are saved, and bring up {plural(len(more), 'more question')}.")
    if more:
        new = ",".join(question.key for question in more)
        anchor = anchor_of(more[0])
        return url_for(
            ".section", reference=reference, section=section.key, new=new, _anchor=anchor
        )
    if wrong := to_change(after, section):
        flash(_to_change(reference, section, after, wrong))
    following = after.progress.section_after(section.key)
    if following:
        return url_for(".section", reference=reference, section=following.section.key)
    return url_for(".check", reference=reference)


def _to_change(reference: str, section: Section, after: Draft, wrong: list[Question]) -> Markup:
    """With a way to the first of them."""
    anchor = anchor_of(wrong[0], after.given.get(wrong[0].key))
    where = url_for(".section", reference=reference, section=section.key, _anchor=anchor)
    needs = "needs" if len(wrong) == 1 else "need"
    words = f"{plural(len(wrong), 'answer')} in “{section.title}” {needs} changing"
    return Markup('Saved. <a href="{}">{}</a> before you can submit.').format(where, words)
