"""Does a round's set of questions fit its criteria, and is what it rests on up to date?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from award.foundation.clock import long_date
from award.rounds.rules.questions import Question, QuestionSet
from award.rounds.rules.regimes import Regimes

MOST_NAMED = 5


def warnings(
    questions: QuestionSet, titles: Mapping[str, str], regimes: Regimes, day: date
) -> list[str]:
    """What staff should look at before a round opens, as sentences; `titles` has those of its
    criteria by key. None of it stops anything."""
    return [
        *_unfed(questions, titles),
        *_lost(questions, titles),
        *_undeliberate(questions),
        *_stale(questions, regimes, day),
    ]


def _unfed(questions: QuestionSet, titles: Mapping[str, str]) -> Iterator[str]:
    for key, title in titles.items():
        if not questions.feeding(key):
            yield f"No question is read for “{title}”: assessors have nothing to score it by."


def _lost(questions: QuestionSet, titles: Mapping[str, str]) -> Iterator[str]:
    """Meant for criteria that this round doesn't have."""
    lost = [one for one in questions if one.feeds and not titles.keys() & set(one.feeds)]
    if lost:
        told = _count(lost, "is", "are")
        yield f"{told} meant for criteria that this round doesn’t have: {_named(lost)}."


def _undeliberate(questions: QuestionSet) -> Iterator[str]:
    found = [one for one in questions if not deliberate(one)]
    if found:
        told = _count(found, "feeds", "feed")
        yield f"{told} no criterion, and nothing says why: {_named(found)}."


def deliberate(question: Question) -> bool:
    """Is it known what its answer is for? A declaration's goes without saying."""
    return bool(question.feeds or question.unscored or question.of_kind.promise)


def _stale(questions: QuestionSet, regimes: Regimes, day: date) -> Iterator[str]:
    for one in regimes.stale(questions.regimes, day):
        last = long_date(one.reviewed_on)
        yield f"{one.title} was last reviewed on {last}, more than six months ago."


def _count(found: list[Question], one: str, many: str) -> str:
    return f"1 question {one}" if len(found) == 1 else f"{len(found)} questions {many}"


def _named(found: list[Question]) -> str:
    named = [one.short for one in found[:MOST_NAMED]]
    more = len(found) - len(named)
    return ", ".join(named) + (f" and {more} more" if more else "")
