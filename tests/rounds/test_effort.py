"""How long questions may take: a pure rule."""

from __future__ import annotations

import tomllib

import pytest
from flask import Flask

from award.applications.rules.progress import progress
from award.rounds.kinds import KINDS, Question
from award.rounds.queries.question_sets import questions_of
from award.rounds.rules.effort import at_the_start, by_phase, in_words, minutes
from award.rounds.rules.questions import parse
from award.rounds.seeds import QUESTION_SETS, read
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


def test_a_whole_set_takes_what_its_sections_take() -> None:
    questions = parse(tomllib.loads(rounds.SMALL_SET.read_text(encoding="utf-8")))
    each = [
        minutes(one for one in section.asked({}, 1) if one.required)
        for section in questions.sections
        if not section.declares
    ]
    assert max(each) < at_the_start(questions, 1) == sum(each)


@pytest.mark.parametrize("name", ["asc-ai", "asc-ai-first"])
@pytest.mark.parametrize("phase", [1, 2, 3, 4])
def test_whoever_begins_is_told_what_the_round_told_them(name: str, phase: int) -> None:
    """The round's card and the task list of an application without answers."""
    questions = parse(read(QUESTION_SETS / f"{name}.toml"))
    begun = progress(questions, {}, phase)
    ((_, _, told),) = by_phase(questions, [phase])
    assert told == begun.minutes == sum(row.minutes for row in begun.writing)


def test_a_round_says_how_much_work_it_is(app: Flask, client: CheckedClient) -> None:
    round_ = rounds.open_round()
    text = client.get(f"/rounds/{round_.reference}").text
    questions = questions_of(round_)
    for phase in round_.phases:
        asked = list(questions.of_phase(phase.phase))
        whole = in_words(at_the_start(questions, phase.phase))
        said = f"Phase {phase.phase}: {len(asked)} questions, {whole}"
        assert said in text
