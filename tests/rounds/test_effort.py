"""How long questions may take: a pure rule."""

from __future__ import annotations

import tomllib

import pytest
from flask import Flask

from award.rounds.kinds import KINDS, Question
from award.rounds.queries.question_sets import questions_of
from award.rounds.rules.effort import in_words, minutes
from award.rounds.rules.questions import parse
from tests.build import rounds
from tests.client import CheckedClient


def question(kind: str, **more: object) -> Question:
    return Question(key="q", kind=kind, label="Q", short="Q", **more)  # type: ignore[arg-type]


def test_more_words_take_longer() -> None:
    short, long = question("long_text", max_words=50), question("long_text", max_words=500)
    assert 0 < minutes([short]) < minutes([long])
    assert minutes([]) == 0
    assert minutes([short, long]) <= minutes([short]) + minutes([long])


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_takes_some_time(kind: str) -> None:
    columns = (question("short_text"),) if kind == "table" else ()
    assert KINDS[kind].minutes(question(kind, columns=columns)) > 0


@pytest.mark.parametrize(
    ("count", "words"),
    [(5, "about 5 minutes"), (60, "about 1 hour"), (85, "about 85 minutes"),
     (90, "about 1 and a half hours"), (120, "about 2 hours"), (590, "about 10 hours")],
)  # fmt: skip
def test_in_words(count: int, words: str) -> None:
    assert in_words(count) == words


def test_a_whole_set_takes_longer_than_its_sections() -> None:
    questions = parse(tomllib.loads(rounds.SMALL_SET.read_text(encoding="utf-8")))
    each = [minutes(section.questions) for section in questions.sections]
    assert max(each) < minutes(questions) <= sum(each)


def test_a_round_says_how_much_work_it_is(app: Flask, client: CheckedClient) -> None:
    round_ = rounds.open_round()
    text = client.get(f"/rounds/{round_.reference}").text
    questions = questions_of(round_)
    for phase in round_.phases:
        asked = list(questions.of_phase(phase.phase))
        said = f"Phase {phase.phase}: {len(asked)} questions, {in_words(minutes(asked))}"
        assert said in text
