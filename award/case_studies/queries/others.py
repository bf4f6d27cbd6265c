"""What others tried who had the problem, or the setting, that an application is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from award.applications.models import Application
from award.applications.queries.applications import stored_answers, values_of
from award.applications.queries.asked_about import asked_about
from award.case_studies.models import CaseStudy
from award.case_studies.queries.collection import Collection, collection, listed
from award.case_studies.queries.public import Card, in_order
from award.case_studies.rules.named import problems_in
from award.case_studies.rules.vocabulary import SETTINGS
from award.foundation.db import db
from award.foundation.scopes import within
from award.rounds.queries.question_sets import questions_of
from award.rounds.rules.questions import QuestionSet

MOST = 3


@dataclass(frozen=True)
class Others:
    """`problem` and `setting` are those that all of `cards` have, "" where it is the other alone;
    `asked_in` is a setting of the application."""

    cards: list[Card]
    problem: str
    setting: str
    asked_in: str


@within("application_id")
def others(application_id: int) -> Others | None:
    """Of the same problem in the same setting, or else of the same problem, or else in the same
    setting: the newest of them. Five statements at most, whatever was published."""
    whole = collection()
    application = asked_about(application_id) if whole.ids else None
    if application is None:
        return None
    asked = questions_of(application.round)
    answers = values_of(stored_answers(application_id))
    problems, settings = _problems(asked, answers), _settings(asked, answers)
    if not problems and not settings:
        return None
    own = whole.at(whole.places[key] for key in _of_its_own(application) if key in whole.places)
    for problem, setting in _likeliest(whole, problems, settings):
        if found := _having(whole, problem, setting) & ~own:
            cards = in_order([whole.ids[place] for place in listed(found, 0, MOST)])
            return Others(cards, problem, setting, setting or next(iter(settings), ""))
    return None


def _problems(asked: QuestionSet, answers: dict[str, Any]) -> list[str]:
    """Those that it speaks of most: no question asks for one of the collection’s problems."""
    told = (asked.meaning("title"), asked.meaning("plain_summary"))
    questions = (*told, asked.publishable().get("problem"))
    words = [answers.get(question.key) for question in questions if question]
    return problems_in(*(one for one in words if isinstance(one, str)))


def _settings(asked: QuestionSet, answers: dict[str, Any]) -> list[str]:
    question = asked.meaning("care_settings")
    chosen = answers.get(question.key) if question else None
    return [one for one in SETTINGS if one in chosen] if isinstance(chosen, list) else []


def _having(whole: Collection, problem: str, setting: str) -> int:
    """Those that have both; "" asks for none."""
    found = whole.everything
    for facet, value in (("problem", problem), ("setting", setting)):
        found &= whole.having.get((facet, value), 0) if value else found
    return found


def _likeliest(
    whole: Collection, problems: Sequence[str], settings: Sequence[str]
) -> list[tuple[str, str]]:
    """Both together before either alone; of settings first where most was tried."""

    def most_first(problem: str) -> list[tuple[str, str]]:
        tried = {one: _having(whole, problem, one).bit_count() for one in settings}
        return [(problem, one) for one in sorted(settings, key=lambda one: -tried[one])]

    both = [pair for problem in problems for pair in most_first(problem)]
    return [*both, *((problem, "") for problem in problems), *most_first("")]


@within("application")
def _of_its_own(application: Application) -> Sequence[int]:
    """Case studies of projects that its own organisation led: no others tried those."""
    if application.organisation_id is None:
        return ()
    led = Application.organisation_id == application.organisation_id
    return db.session.scalars(select(CaseStudy.id).join(CaseStudy.application).where(led)).all()
