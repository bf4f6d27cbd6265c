"""Which answers are read for which criterion, where a round says otherwise than its questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from award.rounds.rules.questions import QuestionSet

_READ_FOR: dict[tuple[str, tuple[tuple[str, tuple[str, ...]], ...]], QuestionSet] = {}
"""Made once in a process, by the digest of the set and what a round says."""


def read_for(asked: QuestionSet, feeds: Mapping[str, Sequence[str]]) -> QuestionSet:
    """The same questions, with the criteria that a round has their answers read for where it says
    others than the set does, by the key of the question."""
    if not feeds:
        return asked
    said = tuple((key, tuple(feeds[key])) for key in sorted(feeds))
    found = _READ_FOR.get((asked.digest, said))
    if found is None:
        found = _READ_FOR[asked.digest, said] = _rewritten(asked, dict(said))
    return found


def _rewritten(asked: QuestionSet, wanted: Mapping[str, tuple[str, ...]]) -> QuestionSet:
    return replace(
        asked,
        sections=tuple(
            replace(
                section,
                questions=tuple(
                    replace(one, feeds=wanted.get(one.key, one.feeds)) for one in section.questions
                ),
            )
            for section in asked.sections
        ),
    )
