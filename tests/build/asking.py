"""Questions to the teams of case studies, through the services. Everything is committed."""

from __future__ import annotations

from typing import Any

from award.accounts.queries.people import user_by_email
from award.case_studies.later import TeamQuestion
from award.case_studies.models import CaseStudy
from award.case_studies.queries import asked_due
from award.case_studies.queries import asking as queries
from award.case_studies.rules.asking import Stands
from award.case_studies.services import answering, asking
from award.case_studies.services.asking import QuestionValues
from award.foundation.db import transaction
from award.foundation.policy import ANONYMOUS, Actor
from tests.build import case_studies
from tests.build.accounts import actor_of

QUESTION = "How long did it take until night staff trusted it?"
ANSWER = "About six weeks, and two of nine never did."


def lead_of(study: CaseStudy) -> Actor:
    """With their roles."""
    found = user_by_email(case_studies.lead_of(study).email)
    assert found is not None
    return actor_of(found)


def asked_in_one(slug: str, **values: Any) -> TeamQuestion:
    """In a transaction of whoever calls."""
    said = {
        "question": QUESTION,
        "name": "Ada Okafor",
        "email": "ada@asker.example",
        "stands": Stands.UNNAMED,
        **values,
    }
    found = queries.study_asked(slug)
    assert found is not None
    return asking.ask(found, QuestionValues(**said), actor=ANONYMOUS)


def asked(study: CaseStudy, *, confirmed: bool = True, **values: Any) -> TeamQuestion:
    """By a stranger, whose address is confirmed."""
    with transaction():
        made = asked_in_one(study.slug, **values)
        if confirmed:
            asking.confirm(made, actor=ANONYMOUS)
    return made


def answered(
    study: CaseStudy, words: str = ANSWER, *, publish: bool = True, **values: Any
) -> TeamQuestion:
    """By the lead."""
    made, lead = asked(study, **values), lead_of(study)
    with transaction():
        found = queries.question_for_team(lead, study.slug, made.number)
        assert found is not None
        answering.answer(found, words=words, publish=publish, actor=lead)
    return made


def again(question: TeamQuestion) -> TeamQuestion:
    """As it is now."""
    found = asked_due.question_to_act_on(question.id)
    assert found is not None
    return found


def link(question: TeamQuestion) -> str:
    """Of whoever asked."""
    return f"/asked/{question.reference}/{queries.token_of(question)}"
