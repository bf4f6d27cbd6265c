"""A short first stage whose answers carry over into the full questions."""

from __future__ import annotations

import copy
import tomllib
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from award.foundation.db import transaction
from award.rounds.rules import carrying
from award.rounds.rules.questions import BadQuestionSet, parse
from award.rounds.seeds import QUESTION_SETS, read
from award.rounds.services import reference_data
from tests.build import rounds as build

FULL = parse(read(QUESTION_SETS / "asc-ai.toml"))
FIRST = parse(read(QUESTION_SETS / "asc-ai-first.toml"))
SMALL: dict[str, Any] = tomllib.loads(build.SMALL_SET.read_text("utf-8"))


def first_of_small(**changes: Any) -> dict[str, Any]:
    """A first stage of the small set: its title and project, the latter `changes`d."""
    keys = ("project_title", "project")
    every = [q for section in SMALL["sections"] for q in section["questions"]]
    asked = [copy.deepcopy(q) for q in every if q["key"] in keys]
    asked[-1].pop("show_if", None)
    asked[-1] |= changes
    section = {"key": "all", "title": "All", "questions": asked}
    return {"key": "small-first", "version": 1, "title": "Short", "first_of": "small",
            "sections": [section]}  # fmt: skip


def test_the_short_set_is_short_and_every_answer_carries_over() -> None:
    always = [question for question in FIRST if question.show_if is None]
    assert len(always) == 18
    assert sum(question.max_words or 0 for question in FIRST) <= 1_200
    assert {question.key for question in FIRST} <= {question.key for question in FULL}
    assert carrying.clashes(FIRST, FULL) == []
    fed = {key for question in FIRST for key in question.feeds}
    assert fed == {key for question in FULL for key in question.feeds}, "every criterion is fed"


def test_what_the_full_set_adds_is_told_by_phase() -> None:
    for phase in (1, 2, 3, 4):
        found = carrying.added(FIRST, FULL, phase)
        again = [q for q in FIRST if carrying.asked_as(FIRST, q) is carrying.Asked.AGAIN]
        assert {q.kind for q in again} >= {"declaration"} and found.shared == len(
            list(FIRST)
        ) - len(again)
        assert found.new == len(FULL.of_phase(phase)) - len(list(FIRST))
        assert ("plain_summary", "450 words instead of 150") in [
            (q.key, room) for q, room in found.longer
        ]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"kind": "short_text"}, "project: is short_text here and long_text in small version 1"),
        ({"max_words": 900}, "project: takes 900 words here and"),
    ],
)
def test_a_set_whose_answers_would_not_fit_is_refused(
    app: Flask, changes: dict[str, Any], said: str
) -> None:
    build.question_set()
    with pytest.raises(BadQuestionSet, match=said), transaction():
        reference_data.import_question_set(first_of_small(**changes))


def test_a_new_full_set_that_forgets_its_first_stage_is_refused(app: Flask) -> None:
    build.question_set()
    with transaction():
        reference_data.import_question_set(first_of_small())
    later = copy.deepcopy(SMALL)
    later["version"] = 2
    every = [q for section in later["sections"] for q in section["questions"]]
    next(q for q in every if q["key"] == "project")["max_words"] = 5
    with pytest.raises(BadQuestionSet, match="project: takes"), transaction():
        reference_data.import_question_set(later)


def test_only_what_is_an_answer_there_too_is_carried() -> None:
    given = {
        "project_title": "A title", "amount_requested": 90_000, "declare_accuracy": True,
        "ai_used": "none", "beneficiaries": ["older_people", "nobody_we_know"],
        "development_stage": "idea", "unknown": "x",
    }  # fmt: skip
    assert carrying.carried(FIRST, FULL, given) == {
        "project_title": "A title", "amount_requested": 90_000, "development_stage": "idea",
    }  # fmt: skip


def test_importing_says_what_is_asked_at_more_length(app: Flask, tmp_path: Path) -> None:
    run = app.test_cli_runner().invoke
    assert (
        run(args=["rounds", "import-questions", str(QUESTION_SETS / "asc-ai.toml")]).exit_code == 0
    )
    done = run(args=["rounds", "import-questions", str(QUESTION_SETS / "asc-ai-first.toml")])
    assert done.exit_code == 0
    assert "are carried over into asc-ai version 8" in done.output
    assert "plain_summary: 450 words instead of 150" in done.output
