"""Which answers are read for which criterion, where a round says otherwise than its questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from award.rounds.rules.questions import QuestionSet

Said = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class _ByDigest:
    """A set that is as good as another of the same digest, so that a cache need not walk it."""

    digest: str
    asked: QuestionSet = field(compare=False)


def read_for(asked: QuestionSet, feeds: Mapping[str, Sequence[str]]) -> QuestionSet:
    """The same questions, with the criteria that a round has their answers read for where it says
    others than the set does, by the key of the question."""
    if not feeds:
        return asked
    said = tuple((key, tuple(feeds[key])) for key in sorted(feeds))
    return _made(_ByDigest(asked.digest, asked), said)


@lru_cache(maxsize=64)
def _made(asked: _ByDigest, said: Said) -> QuestionSet:
    return _rewritten(asked.asked, dict(said))


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
