"""Whatever is typed, by two windows in any order: it is kept, submitted, and in every document.

From the list of kinds: one that has no `Way` here makes a test fail."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from award.accounts.models import User
from award.applications.models import AnswerConflict, Application
from award.applications.queries import applications as list_of
from award.applications.queries.applications import latest_submission
from award.applications.rules.answers import in_force
from award.applications.services import answering
from award.foundation.db import db, transaction
from award.foundation.errors import there
from award.foundation.files.names import shown_name
from award.foundation.policy import SYSTEM
from award.foundation.unseen import as_typed, unseen_in
from award.rounds.kinds import KINDS
from award.rounds.models import Round
from award.rounds.queries.question_sets import question_set
from award.rounds.rules.questions import Question, QuestionSet
from award.rounds.services import reference_data
from tests.applications.told_everywhere import in_every_document, in_every_export, marks
from tests.applications.typing_at_once import (
    SECTION,
    Kept,
    Window,
    found,
    standing,
    window_of,
)  # fmt: skip
from tests.applications.walking import actor, stored, url
from tests.build import applications, documents, rounds
from tests.client import CheckedClient
from tests.documents.test_pdf import LETTERS
from tests.page_rules import OF_A_PROGRAM

TEXT = st.text(LETTERS, min_size=1, max_size=40).filter(lambda text: not OF_A_PROGRAM.search(text))
"""Each page that is met here is searched for what a slip of the program would print."""
LINE = TEXT.map(lambda text: " ".join(text.split())[:20])
SEEN_LINE = LINE.map(as_typed).filter(lambda text: unseen_in(text) is None)
"""An answer of one line is refused with what nobody sees in it; a cell keeps it, and says so."""
AMOUNT = st.sampled_from(["0", "12", "1,500", "£ 3 000", "250000", " 7 "])
DATES = st.tuples(st.integers(1, 28), st.integers(1, 12), st.integers(2026, 2031))
PARTS = ("-day", "-month", "-year")
OPTIONS = [{"value": key, "label": f"The choice {key}"} for key in ("one", "two", "other")]
COLUMNS: dict[str, dict[str, Any]] = {
    "what": {"kind": "short_text", "max_words": 300},
    "said": {"kind": "long_text", "max_words": 300},
    "month": {"kind": "number"}, "cost": {"kind": "money"}, "by": {"kind": "date"},
    "size": {"kind": "choice", "options": OPTIONS}, "stop": {"kind": "yes_no"},
}  # fmt: skip


@dataclass(frozen=True)
class Way:
    """How a kind is asked here, and what people do to its boxes: end of a box's name -> words."""

    asked: Mapping[str, Any]
    typed: st.SearchStrategy[Mapping[str, Any]]


def in_box(words: st.SearchStrategy[Any]) -> st.SearchStrategy[Mapping[str, Any]]:
    return words.map(lambda text: {"": text})


def _cells() -> st.SearchStrategy[Mapping[str, Any]]:
    """Some cells of one of three rows; two windows add two of them."""
    cells: dict[str, st.SearchStrategy[Any]] = {
        "what": LINE, "said": TEXT, "month": st.sampled_from(["1", "24", "3"]), "cost": AMOUNT,
        "by": DATES.map(lambda day: " ".join(map(str, day))),
        "size": st.sampled_from(["one", "two", "other"]), "stop": st.sampled_from(["yes", "no"]),
    }  # fmt: skip
    rows = st.sampled_from(["r1", "r2", "r3"])
    return st.tuples(rows, st.fixed_dictionaries({}, optional=cells)).map(
        lambda one: {"row": one[0], **one[1]}
    )


APART: dict[str, st.SearchStrategy[str]] = {
    "file": st.text(LETTERS, min_size=1, max_size=30),
    "declaration": st.just("true"),
}
"""Kinds that a page of answers doesn't save: a file's name, and what is ticked at the end."""
WAYS: dict[str, Way] = {
    "short_text": Way({"max_words": 300}, in_box(SEEN_LINE)),
    "long_text": Way({"max_words": 300}, in_box(TEXT)),
    "number": Way({"min": 0, "max": 900_000}, in_box(AMOUNT.filter(lambda text: "£" not in text))),
    "money": Way({"min": 0}, in_box(AMOUNT)),
    "date": Way({}, DATES.map(lambda day: dict(zip(PARTS, day, strict=True)))),
    "organisation_code": Way({}, in_box(st.sampled_from(["VM5K2", " raj ", "VM1K3"]))),
    "yes_no": Way({}, in_box(st.sampled_from(["yes", "no"]))),
    "choice": Way({"options": OPTIONS}, in_box(st.sampled_from(["one", "two", "other"]))),
    "choices": Way(
        {"options": OPTIONS},
        in_box(st.lists(st.sampled_from(["one", "two", "other"]), unique=True)),
    ),
    "table": Way(
        {"columns": [{"key": key, "label": f"Column {key}", "required": False, **column}
                     for key, column in COLUMNS.items()], "row": "thing", "most": 8},
        _cells(),
    ),
}  # fmt: skip
OTHER: dict[str, Any] = {
    "key": "other_words", "kind": "long_text", "max_words": 300, "label": "Which other?",
    "short": "Which other",
    "required": False, "unscored": "Made up.", "show_if": {"question": "choice", "equals": "other"},
}  # fmt: skip


def test_every_kind_is_typed_here() -> None:
    assert {*WAYS, *APART} == {*KINDS}
    assert {*APART} == {name for name, kind in KINDS.items() if kind.apart or kind.promise}
    assert {str(column["kind"]) for column in COLUMNS.values()} == {
        name for name, kind in KINDS.items() if kind.in_a_cell
    }


def every_kind() -> dict[str, Any]:
    """The small set, with a section that asks one question of each kind and what "other" is."""
    data = tomllib.loads(rounds.SMALL_SET.read_text(encoding="utf-8"))
    asked = [
        {"key": kind, "kind": kind, "label": f"What {kind} is it?", "short": f"A {kind}",
         "required": False, "unscored": "Made up.", **way.asked}
        for kind, way in WAYS.items()
    ]  # fmt: skip
    made = {"key": SECTION, "title": "Every kind", "questions": [*asked, OTHER]}
    return {**data, "key": "every-kind", "sections": [made, *data["sections"]]}


RADIOS = {"answer_choice", "answer_yes_no"}
"""Nobody can take back that one of them was chosen."""
ACTS = st.lists(
    st.tuples(
        st.booleans(),
        st.fixed_dictionaries(
            {},
            optional={
                **{kind: way.typed for kind, way in WAYS.items()},
                "other_words": in_box(TEXT),
            },
        ),
        st.sampled_from(["autosave", "autosave", "press", "later", "lost", "undone", "load"]),
    ),
    min_size=6,
    max_size=10,
)
"""In which of two windows, what is typed there, and what becomes of it: saved by the script or by
the button, left for later (and so offline), saved without an answer reaching the window, that and
then put back as it was and saved, or lost with the page that is loaded anew."""


@cache
def asked_in(set_id: int) -> tuple[QuestionSet, list[Question]]:
    questions = question_set(set_id)
    return questions, list(there(questions.section(SECTION), "it").questions)


@pytest.fixture
def round_(app: Flask) -> Round:
    with transaction():
        made = reference_data.import_question_set(every_kind(), actor=SYSTEM)
    return rounds.open_round(question_set_id=made.id)


def typed_into(window: Window, mine: str, kind: str, words: Mapping[str, Any]) -> None:
    """A table's row is one that stands there, or a new one of this window's."""
    name = f"answer_{kind}"
    if kind != "table":
        for end, text in words.items():
            window.write(f"{name}{end}", text)
        return
    row = f"{mine}{words['row']}" if words["row"] != "r1" else "r1"
    rows = window.boxes.get(f"rows_{name}", [""])
    known = (rows[0] if isinstance(rows, list) else rows).split()
    if row not in known:
        window.write(f"rows_{name}", " ".join([*known, row]))
    for column, text in words.items():
        if column != "row":
            window.write(f"{name}-{row}-{column}", text)


@settings(max_examples=3, deadline=None, database=None, derandomize=True, phases=[Phase.generate])
@given(acts=ACTS, named=APART["file"])
def walked(app: Flask, round_: Round, lead: User, acts: Any, named: str) -> None:
    questions, asked = asked_in(round_.question_set_id)
    name = f"{named}.pdf"
    application = applications.complete(
        round_, lead, dict.fromkeys(WAYS), files={"gantt": (name, documents.pdf())}
    )
    windows = {one: window_of(app, lead, application, asked) for one in (True, False)}
    kept = Kept()
    for first, what, act in acts:
        window, before = windows[first], dict(windows[first].boxes)
        for kind, words in what.items():
            typed_into(window, "a" if first else "b", kind, words)
        if act == "later":
            continue
        if act == "load":
            window.load()
            continue
        now = window.typed()
        _read_as_typed(window, asked)
        kept.saved(window, now, acknowledged=act not in ("lost", "undone"))
        windows[not first].alone = False
        if act == "undone":
            window.autosave()
            chosen = {k: v for k, v in window.boxes.items() if k in RADIOS}
            window.boxes = chosen | before
            now = window.typed()
            kept.saved(window, now)
        if act == "press":
            window.press()
        else:
            told = window.autosave()
            window.heard_of_cells(told)
            assert told["outcome"] in ("saved", "conflict"), told["said"]
            if window.alone:
                assert told["outcome"] == "saved", told["said"]
                assert now == standing(application, asked), "as it stands in the window"
            if act != "lost":
                window.boxes.update(told["bases"])
                window.settled |= {*told.get("settled", ())}
                window.seen = now
        beside = found(application, asked)
        for atom, words in kept.live.items():
            assert words <= beside[atom], f"{atom} was acknowledged"
    _settle(application)
    for atom, words in found(application, asked).items():
        assert words <= kept.ever[atom], f"nobody typed {atom}"
    windows[True].mend()
    answers = _submitted(windows[True].browser, application, questions)
    assert [one["name"] for one in answers["gantt"]] == [shown_name(name)]
    read = [(q, answers[q.key]) for q in questions if q.key in answers]
    in_every_export(read)
    in_every_document(windows[True].browser, application, read)


def _read_as_typed(window: Window, asked: list[Question]) -> None:
    """No character of a text is dropped on the way in; one line has none that turn its words."""
    for question in asked:
        value = window.values.get(question.key)
        box = window.boxes.get(f"answer_{question.key}")
        pairs = [(question, value, box)]
        if question.columns:
            pairs = [
                (c, row.get(c.key), window.boxes.get(f"answer_{question.key}-{row['id']}-{c.key}"))
                for row in value or []
                for c in question.columns
            ]
        for one, stored_as, typed in pairs:
            if one.of_kind.in_own_words:
                text = typed[0] if isinstance(typed, list) else typed or ""
                lost = marks(text) - marks(stored_as or "")
                assert all(unicodedata.category(mark) == "Cf" for mark in lost), (one.key, lost)
                assert not lost or one.kind == "short_text", (one.key, lost)


def _settle(application: Application) -> None:
    """Whoever has two versions before them chooses what was typed last."""
    rows = sa.select(AnswerConflict).where(AnswerConflict.application_id == application.id)
    for one in db.session.scalars(rows.order_by(AnswerConflict.id)).all():
        row = list_of.stored_answers(application.id).get(one.question_key)
        with transaction():
            answering.resolve_conflict(
                one, "mine", actor=actor(application), base_version=row.version if row else 0
            )


def _submitted(me: CheckedClient, application: Application, questions: QuestionSet) -> Any:
    """What is kept of what was sent: all that stood in the draft and was asked."""
    page = me.get(url(application, "/check"))
    me.post(url(application, "/submit"), {**page.form_values(), "answer_agree": "true"})
    content = there(latest_submission(application.id), "it").content
    assert content["answers"] == in_force(questions, stored(application), application.phase)
    return content["answers"]


def test_nothing_typed_is_lost_from_the_box_to_the_last_document(
    app: Flask, round_: Round, lead: User
) -> None:
    walked(app, round_, lead)
