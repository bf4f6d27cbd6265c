"""Two windows at the form of one application, and what becomes of every word typed in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from flask import Flask
from werkzeug.datastructures import MultiDict

from award.accounts.models import User
from award.applications.forms.section import section_form
from award.applications.models import AnswerConflict, Application
from award.foundation.db import db
from award.foundation.edits import mark
from award.foundation.unseen import unseen_in
from award.rounds.kinds.merging import CLASH, ID
from award.rounds.rules.questions import Question
from tests.applications.walking import stored, url
from tests.client import CheckedClient

SECTION = "every"
Atom = tuple[str, ...]
"""What somebody can write without touching anything else: an answer, or one cell of a table."""


def atoms(question: Question, value: Any) -> dict[Atom, str]:
    """Each that has something in it, with a mark of that."""
    if not question.of_kind.merges:
        return {} if value is None else {(question.key,): mark(value)}
    return {
        (question.key, row[ID], cell): mark(words)
        for row in value or []
        for cell, words in row.items()
        if cell not in (ID, CLASH)
    }


@dataclass
class Window:
    """What stands in it, and what it was last told."""

    browser: CheckedClient
    application: Application
    questions: list[Question]
    boxes: dict[str, Any] = field(default_factory=dict)
    seen: dict[Atom, str] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    unheard: dict[Atom, str] = field(default_factory=dict)
    """What it sent last, if no answer came: it is stored, and others may take it away since."""
    settled: set[str] = field(default_factory=set)
    """Boxes with two versions, which the script leaves alone until somebody has chosen."""
    alone: bool = True
    """Nobody else has saved since it was drawn: then it never has to choose."""

    @property
    def path(self) -> str:
        return url(self.application, f"/{SECTION}")

    def load(self) -> None:
        self.boxes = dict(self.browser.get(self.path).form_values())
        self.settled.clear()
        self.unheard = {}
        self.alone = True
        self.seen = self.typed()

    def typed(self) -> dict[Atom, str]:
        """What the form reads in its boxes."""
        sent = MultiDict(self.boxes)
        with self.browser.app.test_request_context():
            form = section_form(self.questions, {}, sent)
            form.read()
        self.values = form.typed()
        return {k: v for q in self.questions for k, v in atoms(q, self.values.get(q.key)).items()}

    def write(self, name: str, words: Any) -> None:
        self.boxes[name] = words

    def autosave(self) -> dict[str, Any]:
        """The answer that its script gets."""
        boxes = {name: words for name, words in self.boxes.items() if name not in self.settled}
        sent = self.browser.post(
            self.path, boxes, status=200, headers={"Accept": "application/json"}
        )
        told: dict[str, Any] = sent.json
        return told

    def press(self) -> None:
        """The button, and the page again."""
        after = self.browser.post(self.path, {**self.boxes, "then": "later"})
        self.browser.follow(after)
        self.load()

    def heard_of_cells(self, told: Mapping[str, Any]) -> None:
        """Nobody reads "Saved" without a word at each cell of theirs that can't be sent."""
        for question, unsent in self._unsent().items():
            named = {(one["row"], one["column"]) for one in told["cells"][f"answer_{question}"]}
            assert named >= unsent, f"{unsent - named} would be refused, and nothing said so"

    def mend(self) -> None:
        """What can't be sent is told at its cell once the page is loaded; it is typed again."""
        page = self.browser.get(self.path)
        self.load()
        for question, unsent in self._unsent().items():
            for row, column in unsent:
                name = f"answer_{question}-{row}-{column}"
                assert "nobody sees" in page.described(name), f"{name} would be refused"
                self.write(name, "typed again")
        self.press()

    def _unsent(self) -> dict[str, set[tuple[str, str]]]:
        """Row and column of cells with a line in which something stands that nobody sees."""
        return {
            question.key: {
                (row[ID], column.key)
                for row in self.values.get(question.key) or []
                for column in question.columns
                if column.kind == "short_text" and unseen_in(row.get(column.key) or "")
            }
            for question in self.questions
            if question.columns
        }


@dataclass
class Kept:
    """What was acknowledged and not replaced since by somebody who had it before their eyes."""

    live: defaultdict[Atom, set[str]] = field(default_factory=lambda: defaultdict(set))
    ever: defaultdict[Atom, set[str]] = field(default_factory=lambda: defaultdict(set))
    gone: defaultdict[Atom, set[str]] = field(default_factory=lambda: defaultdict(set))
    """What somebody had before their eyes and took back."""

    def saved(self, window: Window, now: dict[Atom, str], *, acknowledged: bool = True) -> None:
        """What it sent without hearing of it, it had before its eyes as well: to replace that is
        no loss, also where the other window had saved the very same."""
        for atom in {*window.seen, *window.unheard, *now}:
            before, sent, after = window.seen.get(atom), window.unheard.get(atom), now.get(atom)
            if f"base_{atom[0]}" in window.settled:
                self.ever[atom] |= {after} if after else set()
                continue
            if sent is not None and sent != after:
                self.live[atom].discard(sent)
                self.gone[atom].add(sent)
            if before == after:
                continue
            self.live[atom].discard(before or "")
            if after is not None:
                self.ever[atom].add(after)
                if acknowledged and not (sent == after and after in self.gone[atom]):
                    self.live[atom].add(after)
        window.unheard = {} if acknowledged else now


def standing(application: Application, questions: list[Question]) -> dict[Atom, str]:
    """What stands in the answers."""
    answers = stored(application)
    return {k: v for q in questions for k, v in atoms(q, answers.get(q.key)).items()}


def found(application: Application, questions: list[Question]) -> dict[Atom, set[str]]:
    """All that stands in the answers and beside them."""
    there: defaultdict[Atom, set[str]] = defaultdict(set)
    by_key = {question.key: question for question in questions}
    for key, value in stored(application).items():
        if key in by_key:
            for atom, words in atoms(by_key[key], value).items():
                there[atom].add(words)
    beside = sa.select(AnswerConflict).where(
        AnswerConflict.application_id == application.id, AnswerConflict.resolved_at.is_(None)
    )
    for one in db.session.scalars(beside.execution_options(populate_existing=True)):
        for atom, words in atoms(by_key[one.question_key], one.value).items():
            there[atom].add(words)
    return there


def window_of(
    app: Flask, lead: User, application: Application, questions: list[Question]
) -> Window:
    window = Window(CheckedClient(app).sign_in(lead), application, questions)
    window.load()
    return window
