"""The questions that ship: what each is read for, what it rests on, what they ask in 2026."""

from __future__ import annotations

from datetime import date

import pytest

from award.rounds import seeds
from award.rounds.queries.criteria import criteria_sets
from award.rounds.rules import questions, regimes
from award.rounds.rules.questions import QuestionSet

NEWEST = questions.parse(seeds.read(seeds.QUESTION_SETS / "asc-ai.toml"))
REGIMES = regimes.parse(seeds.read(seeds.REGIMES))
DAY = date(2026, 11, 27)


def test_every_question_feeds_a_criterion_or_says_why_none() -> None:
    (criteria,) = criteria_sets()
    assert criteria.version == 2
    known = {one.key for one in criteria.criteria}
    for question in NEWEST:
        assert set(question.feeds) <= known, question.key
        deliberate = question.feeds or question.unscored or question.of_kind.promise
        assert deliberate, question.key
    for criterion in criteria.criteria:
        assert NEWEST.feeding(criterion.key), criterion.key


def test_every_regime_that_a_question_names_is_in_force_and_has_its_versions() -> None:
    names = {one.name for one in REGIMES.all}
    for question in NEWEST:
        assert len(REGIMES.of(question, DAY)) == len(question.regimes), question.key
        assert {o.version for o in question.options if o.version} <= names, question.key
    assert {one.key for one in REGIMES.all} - NEWEST.regimes == set(), "one nobody rests on"


@pytest.mark.parametrize(
    ("key", "answer", "lapsed"),
    [
        ("dtac_version", "v1", True), ("dtac_version", "v2", False),
        ("dtac_version", "unsure", False), ("certificate_end", "2026-11-26", True),
        ("certificate_end", "2026-11-27", False), ("dtac_renewal", "2020-01-01", False),
    ],
)  # fmt: skip
def test_what_has_lapsed_needs_renewing(key: str, answer: str, lapsed: bool) -> None:
    assert bool(REGIMES.renewing(NEWEST.question(key), answer, DAY)) is lapsed


def of_phase(asked: QuestionSet, phase: int) -> set[str]:
    return {question.key for question in asked.of_phase(phase)}


def test_the_first_phase_is_asked_less_about_safety_in_use() -> None:
    later = {"live_watch", "pause_owner", "people_told", "safeguarding", "security_measures",
             "data_complaints", "cqc_ai_principles", "record_errors"}  # fmt: skip
    assert not later & of_phase(NEWEST, 1)
    assert later <= of_phase(NEWEST, 2) & of_phase(NEWEST, 4)
    assert "safety_in_use" in of_phase(NEWEST, 1) - of_phase(NEWEST, 2)


def test_the_top_band_of_safety_asks_for_watching_and_for_somebody_who_pauses_it() -> None:
    (criteria,) = criteria_sets()
    top = {one.key: one.bands[0].text for one in criteria.criteria}
    assert "watched all the time" in top["safety"] and "can pause it" in top["safety"]
    assert "reach a human being" in top["people"]
    assert "each group" in top["evidence"]
    earlier = {one.key: one.weight for one in criteria.criteria}
    assert earlier == {"problem": 20, "solution": 15, "people": 20, "safety": 15, "evidence": 15,
                       "delivery": 10, "value": 5}  # fmt: skip
