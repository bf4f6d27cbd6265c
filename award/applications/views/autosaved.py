"""What the page's script is told of a section that it saved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from flask import current_app, get_template_attribute
from flask.typing import ResponseReturnValue

from award.applications.forms.cells import wrong_cells as cells
from award.applications.forms.section import BASE, Base, SectionForm
from award.applications.queries.applications import OpenConflict
from award.applications.queries.drafts import Draft
from award.applications.services.answering import SaveResult
from award.design import saving
from award.design.fields import RowsField
from award.design.formatters import clock_time, listed
from award.foundation import clock
from award.foundation.edits import mark
from award.rounds.rules.questions import Question, Section

MOST_NAMED = 3
"""How many of what can't be read are named in a line; each is at its place."""


def told(
    after: Draft, section: Section, form: SectionForm, result: SaveResult | None
) -> ResponseReturnValue:
    """What became of each answer."""
    if result is None:
        contact = current_app.config["SETTINGS"].contact_email
        why = " ".join(f"{words.rstrip('.')}." for words in form.form_errors)
        said = f"{why} If that is a problem, write to {contact}."
        return saving.not_saved("refused", f"Not saved. {said}")
    bases = form.starts_now
    more: dict[str, Any] = {
        "progress": _progress(after, section),
        "cells": wrong_cells(form),
        "conflicts": _conflicts(after, section),
    }
    if result.conflicts:
        return _two_versions(form, result, bases, more)
    unread = _cant_be_read(form)
    if form.errors_by_question():
        said = f"Saved, apart from what we can’t read: {unread}"
        return saving.partly_saved("error", said, bases=bases, **more)
    said = f"Saved at {clock_time(clock.now())}"
    tables = [*_theirs(after, form)]
    if tables:
        changed = listed([f"“{table['label']}”" for table in tables])
        said += f". Changed elsewhere meanwhile, and shown here now: {changed}"
    if unread:
        said += f". Not all of it can be read: {unread}"
    return saving.saved(said, bases=bases, tables=tables, **more)


def wrong_cells(form: SectionForm) -> dict[str, list[dict[str, str]]]:
    """What is wrong with cells of the tables of the page that was sent, by the table's name: the
    script shows it beside each, as the page does that is loaded again."""
    sent = {question.key: question for question in form.in_page}
    return {
        table.name: [*_wrong_in(sent[key], table, form)]
        for key, table in form.tables().items()
        if key in sent
    }


def _cant_be_read(form: SectionForm) -> str:
    """Questions by their names, and cells by their row and column."""
    tables = form.tables()
    named: list[str] = []
    for question in form.unreadable:
        whole = form.field(question.key).errors or question.key not in tables
        named += [question.short] if whole else tables[question.key].unread_named
    rest = len(named) - MOST_NAMED
    return listed(named if rest < 2 else [*named[:MOST_NAMED], f"{rest} more"])


def _wrong_in(question: Question, table: RowsField, form: SectionForm) -> Iterator[dict[str, str]]:
    stored = {
        (cell.row, cell.column): cell.words for cell in cells(question, form.answer_of(question))
    }
    for (row, column), words in {**stored, **table.unread()}.items():
        yield {"row": row, "column": column, "words": words}


def _two_versions(
    form: SectionForm, result: SaveResult, bases: Mapping[str, str], more: Any
) -> ResponseReturnValue:
    merging = {question.key for question in form.in_page if question.of_kind.merges}
    return saving.partly_saved(
        "conflict",
        "Saved from somewhere else as well: both versions are kept.",
        bases=bases,
        settled=[
            f"{BASE}{row.question_key}"
            for row in result.conflicts
            if row.question_key not in merging
        ],
        **more,
    )


def waiting_in(draft: Draft, section: Section) -> list[OpenConflict]:
    """What has two versions on the page of a section."""
    here = {question.key for question in section.questions}
    return [one for one in draft.conflicts if one.question_key in here]


def _conflicts(after: Draft, section: Section) -> dict[str, Any]:
    """What waits for a choice, wherever the page says so: however it came to be, and until
    somebody has chosen."""
    reference, twice = after.application.reference, waiting_in(after, section)
    banner, bar, mark_of = (
        get_template_attribute("applications/_parts.html", name)
        for name in ("conflict_banner", "to_choose", "two_versions")
    )
    names = {question.key: question.short for question in section.questions}
    marks = {one.question_key: mark_of(reference, one.id, names[one.question_key]) for one in twice}
    return {"banner": banner(after), "bar": bar(reference, twice), "answers": marks}


def _progress(after: Draft, section: Section) -> dict[str, Any]:
    """How this section and all others stand now."""
    return {
        "left": after.progress.row(section.key).left_on_page,
        "sections": {row.section.key: [row.says, row.shown_as] for row in after.progress.sections},
    }


def _theirs(after: Draft, form: SectionForm) -> Iterator[dict[str, Any]]:
    """Tables in which somebody else has added, changed, moved or removed rows: what stands in them
    now, as it would be typed, what of this page is gone, and what the page goes on from once its
    script has drawn that. Not of one with two versions: nobody has chosen yet."""
    typed = form.typed()
    for key in {conflict.question_key for conflict in after.conflicts}:
        typed.pop(key, None)
    for question in form.in_page:
        field = form.field(question.key)
        if question.key not in typed or not isinstance(field, RowsField):
            continue
        row = after.stored.get(question.key)
        stored = (row.value if row else None) or []
        if mark(question.parse(stored)) != mark(typed[question.key]):
            version = row.version if row else 0
            yield _table(question, field, stored, typed[question.key] or [], version)


def _table(
    question: Question, field: RowsField, stored: Any, typed: Any, version: int
) -> dict[str, Any]:
    there = {row["id"] for row in stored}
    return {
        "name": field.name,
        "label": question.short,
        "base": str(Base.of(question, stored or None, version)),
        "rows": [[row["id"], field.as_typed(row)] for row in stored],
        "gone": [row["id"] for row in typed if row["id"] not in there],
    }
