"""Answers that nobody but those who gave them may read: counted, for a whole round."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import func, select

from award.applications.models import Application, Submission
from award.applications.queries.submissions import stands
from award.applications.rules.seen import APART
from award.foundation import arrival
from award.foundation.db import db
from award.foundation.scopes import within
from award.rounds.models import Round
from award.rounds.rules.questions import Question, QuestionSet
from award.rounds.rules.stages import Stage, stage_of

LEAST: Final = 5
"""Among fewer applications a number would tell what one of them answered."""


@dataclass(frozen=True)
class Counted:
    """How often each answer was given, in the order in which they are offered."""

    question: Question
    numbers: list[dict[str, str | int]]


@dataclass(frozen=True)
class Counts:
    """Of all that was received, withdrawn since or not. `withheld` says why there are none yet."""

    received: int
    counted: tuple[Counted, ...] = ()
    withheld: str = ""


@within("round_")
def counts_apart(round_: Round, questions: QuestionSet) -> Counts:
    """Only after the round has closed: numbers before and after a submission would tell what it
    said. And only for questions that offer answers, not for words."""
    if stage_of(round_, arrival.moment()) is not Stage.CLOSED:
        return Counts(0, withheld="Answers are counted once the round has closed.")
    asked = [one for one in questions if one.kept_apart and one.of_kind.offered(one)]
    if not asked:
        return Counts(0, withheld="This round does not ask.")
    given: list[Any] = [Submission.content[(APART, one.key)].as_string() for one in asked]
    query = (
        select(func.count(), *given)
        .join(Application, Application.id == Submission.application_id)
        .where(Application.round_id == round_.id, stands())
        .group_by(*given)
    )
    rows = [tuple(row) for row in db.session.execute(query)]
    received = sum(row[0] for row in rows)
    if received < LEAST:
        said = (
            f"Fewer than {LEAST} applications were received, so a number could tell who said what."
        )
        return Counts(received, withheld=said)
    return Counts(
        received,
        tuple(Counted(one, _numbers(one, place, rows)) for place, one in enumerate(asked, 1)),
    )


def _numbers(
    question: Question, place: int, rows: list[tuple[Any, ...]]
) -> list[dict[str, str | int]]:
    found: Counter[str] = Counter()
    for row in rows:
        for value in _values(question, row[place]):
            found[value] += row[0]
    offered = question.of_kind.offered(question)
    return [{"answer": words, "number": found[value]} for value, words in offered.items()]


def _values(question: Question, stored: str | None) -> Iterator[str]:
    if stored is None:
        return
    yield from json.loads(stored) if question.of_kind.several else [stored]
