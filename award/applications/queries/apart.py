"""Answers that nobody but those who gave them may read: counted once, for a whole round."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select

from award.applications.changing import IS_OPEN, Reopening
from award.applications.models import Application, Submission
from award.applications.queries.submissions import stands
from award.applications.rules.seen import APART
from award.foundation import clock
from award.foundation.db import db
from award.foundation.scopes import within
from award.rounds.models import Round
from award.rounds.rules.questions import Question, QuestionSet


@dataclass
class Numbers:
    """Of one question: how many answered it, and how often each answer was given."""

    answered: int = 0
    given: Counter[str] = field(default_factory=Counter)


def asked_apart(questions: QuestionSet) -> list[Question]:
    """Those that can be counted: that offer answers."""
    return [one for one in questions if one.kept_apart and one.of_kind.offered(one)]


@within()
def closed_for_everyone() -> ColumnElement[bool]:
    """SQL over Round: can nobody send anything any more, by an extension or what is open again?"""
    now = clock.now()
    still = (
        select(Application.round_id)
        .outerjoin(
            Reopening,
            (Reopening.application_id == Application.id) & IS_OPEN,
        )
        .where(or_(Application.extended_until > now, Reopening.id.is_not(None)))
    )
    return (Round.closes_at <= now) & Round.id.not_in(still)


@within("round_id")
def numbers_apart(round_id: int, questions: QuestionSet) -> tuple[int, dict[str, Numbers]]:
    """How many applications came in, withdrawn since or not, and the numbers of each question."""
    asked = asked_apart(questions)
    given: list[Any] = [Submission.content[(APART, one.key)].as_string() for one in asked]
    query = (
        select(func.count(), *given)
        .select_from(Submission)
        .join(Application, Application.id == Submission.application_id)
        .where(Application.round_id == round_id, stands())
        .group_by(*given)
    )
    received, found = 0, {one.key: Numbers() for one in asked}
    for count, *stored in db.session.execute(query):
        received += count
        for question, value in zip(asked, stored, strict=True):
            found[question.key].answered += count if value is not None else 0
            for one in _values(question, value):
                found[question.key].given[one] += count
    return received, found


def _values(question: Question, stored: str | None) -> Iterator[str]:
    if stored is None:
        return
    yield from json.loads(stored) if question.of_kind.several else [stored]
