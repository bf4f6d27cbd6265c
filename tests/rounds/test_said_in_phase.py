"""Somebody of one phase is told nothing of the others."""

from __future__ import annotations

import re

import pytest

from award.rounds.rules import wording
from award.rounds.rules.questions import parse
from award.rounds.seeds import QUESTION_SETS, read

CAPPED = {"amount_requested", "duration_months"}


@pytest.mark.parametrize(
    ("text", "phase", "said"),
    [
        ("A sketch is enough in Phase 1. Say who.", 3, "Say who."),
        ("A sketch is enough in Phase 1. Say who.", 1, "A sketch is enough in Phase 1. Say who."),
        ("In Phase 2 the last five boxes can wait.", 3, ""),
        ("Phase 1 takes 6 months and the later phases 12.", 3,
         "Phase 1 takes 6 months and the later phases 12."),
        ("For Phase 2 and Phase 3 alone.", 3, "For Phase 2 and Phase 3 alone."),
        ("Up to 3.5 people. No more.", 4, "Up to 3.5 people. No more."),
    ],
)  # fmt: skip
def test_nothing_is_said_of_other_phases(text: str, phase: int, said: str) -> None:
    assert wording.in_phase(text, phase) == said


@pytest.mark.parametrize("phase", [1, 2, 3, 4])
@pytest.mark.parametrize("name", ["asc-ai", "asc-ai-first"])
def test_nothing_that_a_set_says_speaks_of_other_phases(name: str, phase: int) -> None:
    """To somebody of one phase: a sentence names theirs, or none."""
    found = parse(read(QUESTION_SETS / f"{name}.toml"))
    texts = [(section.key, section.intro) for section in found.sections]
    for question in found:
        if phase in question.phases:
            texts += [(question.key, t) for t in (question.hint, question.why, question.good)]
            assert not [
                one for one in (*question.options, *question.columns) if "Phase" in one.hint
            ]
    for key, text in texts:
        said = wording.in_phase(text, phase)
        assert said == text or re.search(r"Phase [1-4]", text)
        for sentence in re.split(r"(?<=[.]) ", said):
            named = set(re.findall(r"Phase ([1-4])", sentence))
            assert not named or str(phase) in named, (key, sentence)
            assert not re.search(r"(other|later|earlier) phases|Phases", sentence), (key, sentence)
            assert "£" not in sentence or key not in CAPPED, "the round says how much"
