"""Answers for a copy of somebody's data: as programs read them, and in words."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from sqlalchemy import select

from award.applications.changing import Reopening
from award.applications.models import (
    Answer,
    AnswerConflict,
    Application,
    Eligibility,
    Submission,
)
from award.applications.queries.scopes import led_applications, own_words
from award.applications.rules.eligibility import Answers as EligibilityAnswers
from award.applications.rules.eligibility import in_lines
from award.applications.rules.seen import own_answers
from award.applications.together import AnswerVersion
from award.foundation.db import db
from award.foundation.policy import Actor
from award.foundation.scopes import within
from award.own_data.rules.readable import READS
from award.rounds.models import Round
from award.rounds.queries.question_sets import question_set
from award.rounds.rules.questions import QuestionSet


@within("ids")
def answers_in(
    ids: Collection[int],
    about: Mapping[int, Application],
    asked: Mapping[int, QuestionSet],
) -> Iterator[dict[str, Any]]:
    eligible = select(Eligibility).where(Eligibility.application_id.in_(ids))
    for one in db.session.scalars(eligible.order_by(Eligibility.application_id)):
        yield {
            "Application": about[one.application_id].reference,
            "Question": "Can you apply?",
            READS: in_lines(EligibilityAnswers.from_data(one.answers), range(1, 5)),
            "Answer": one.answers,
            "Told": one.outcome,
        }
    aside = select(Reopening).where(Reopening.application_id.in_(ids)).order_by(Reopening.id)
    for opened in db.session.scalars(aside):
        for key, value in (opened.set_aside or {}).items():
            yield {
                "Application": about[opened.application_id].reference,
                **_reads(asked[opened.application_id], key, value),
                "Answer that was set aside": value,
            }
    for model, what in (
        (Answer, "Answer"),
        (AnswerVersion, "Answer as it was before"),
        (AnswerConflict, "Answer that waits for a choice"),
    ):
        query: Any = select(model).where(model.application_id.in_(ids))
        for row in db.session.scalars(query.order_by(model.application_id, model.id)):
            key = row.question_key
            yield {
                "Application": about[row.application_id].reference,
                **_reads(asked[row.application_id], key, row.value),
                what: row.value,
                **({"Typed by": name} if (name := getattr(row, "typed_by", "")) else {}),
            }


def _reads(asked: QuestionSet, key: str, value: Any) -> dict[str, Any]:
    """A question and its answer in words; what was kept beside another answer has no question."""
    found = next((one for one in asked if one.key == key), None)
    if found is None:
        return {"Question": key}
    read = found.parse(value) if found.columns else value  # a text kept beside is as it was typed
    return {"Question": found.label, READS: found.display(read)}


def written_for_others(actor: Actor) -> Iterator[dict[str, Any]]:
    """What they wrote there, as it stands and as it stood: also where they were taken off."""
    for model, what in ((Answer, "Answer"), (AnswerVersion, "Answer as it was before")):
        query: Any = (
            select(Application.reference, model.question_key, model.value, Round.question_set_id)
            .join(Application, Application.id == model.application_id)
            .join(Round, Round.id == Application.round_id)
            .where(~led_applications(actor), own_words(actor, model.author_id))
            .order_by(model.id)
        )
        for reference, key, value, number in db.session.execute(query):
            reads = _reads(question_set(number), key, value)
            yield {"Application": reference, **reads, what: value}


@within("ids")
def submissions_of(
    ids: Collection[int],
    about: Mapping[int, Application],
    asked: Mapping[int, QuestionSet],
) -> Iterator[dict[str, Any]]:
    query = select(Submission).where(Submission.application_id.in_(ids)).order_by(Submission.id)
    for one in db.session.scalars(query):
        yield {
            "Application": about[one.application_id].reference,
            "Number": one.number,
            "Received": one.received_at,
            "Fingerprint": one.sha256,
            "Note": one.note,
            READS: {
                question.label: question.display(answers.get(question.key))
                for answers in [own_answers(one.content)]
                for question in asked[one.application_id]
                if question.key in answers
            },
            "Submitted": one.content,
        }
