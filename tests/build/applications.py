"""Applications in their states, through the services."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from award.accounts.models import Organisation, User
from award.applications.models import Application
from award.applications.queries import applications
from award.applications.rules.answers import Limits, in_force
from award.applications.rules.eligibility import Answers
from award.applications.services import answering, drafting, submitting
from award.foundation import clock
from award.foundation.db import transaction
from award.rounds.models import Round
from award.rounds.queries.question_sets import question_set
from award.rounds.rules.questions import Question, QuestionSet
from tests.build import accounts, rounds
from tests.build import files as uploads

BEFORE_CLOSING = timedelta(hours=2)


def eligibility(phase: int = 2, **changes: Any) -> Answers:
    """Answers to the eligibility check that come to a yes, unless changed."""
    values: dict[str, Any] = {
        "phase": phase,
        "social_care": "yes",
        "org_type": "social_care_provider",
        "hq_uk": True,
        "uk_registered_office": True,
        "has_uk_co_lead": False,
        "market_authorisation": "ukca_ce" if phase >= 3 else "",
        "device_rationale": "",
    }
    return Answers(**{**values, **changes})


def complete_answers(
    questions: QuestionSet,
    phase: int,
    limits: Limits | None = None,
    **answers: Any,
) -> dict[str, Any]:
    """A valid answer to every question asked; those given in `answers` (by question key) win."""
    given: dict[str, Any] = {}
    for question in questions:
        if question.asked(given, phase) and not question.of_kind.apart:
            answer = _answer(question, limits)
            if question.adds_up_to:  # the first line is all of the total
                first = questions.sums[question.adds_up_to][0]
                answer = given[question.adds_up_to] if question is first else 0
            given[question.key] = answers.get(question.key, answer)
    return in_force(questions, given, phase)


def _answer(question: Question, limits: Limits | None) -> Any:
    if question.of_kind.adds_up:
        low = question.min if question.min is not None else 10
        if question.means == "duration_months" and limits:
            low = max(low, limits.min_months)
        if question.means in ("amount_requested", "total_cost"):
            low = min(100_000, (limits and limits.cap_gbp) or 100_000)
        return low
    if question.of_kind.in_own_words:
        return f"An example answer about {question.short.lower()}."
    if question.means == "start_on":
        return rounds.start_on()
    return question.of_kind.sample(question, FirstChoice(), 10)


class FirstChoice(random.Random):
    """No chance at all: always the first."""

    def choice(self, seq: Any) -> Any:
        return seq[0]

    def sample(self, population: Any, k: int, **_: Any) -> Any:
        return list(population)[:k]


def draft(
    round_: Round | None = None,
    lead: User | None = None,
    *,
    phase: int | None = None,
    organisation: Organisation | None = None,
    answers: Mapping[str, Any] | None = None,
) -> Application:
    """A committed draft with its eligibility answered, and an organisation if one is given."""
    round_ = round_ or rounds.open_round()
    lead = lead or accounts.user("Ada Lead", roles=())
    actor = accounts.actor_of(lead)
    phase = phase or applications.open_phases(round_.id)[0]
    with clock.at(while_open(round_)), transaction():
        application = drafting.start_application(
            round_, phase, actor=actor, eligibility=eligibility(phase)
        )
        if organisation is not None:
            drafting.choose_organisation(application, organisation, actor=actor)
        if answers:
            answering.save_answers(application, answers, actor=actor, base_versions={})
    found = applications.own_application(actor, application.reference)
    assert found is not None
    return found


def complete(
    round_: Round | None = None,
    lead: User | None = None,
    answers: Mapping[str, Any] | None = None,
    *,
    title: str = "Listening for falls at night",
    phase: int | None = None,
    organisation: Organisation | None = None,
    files: Mapping[str, tuple[str, bytes]] | None = None,
) -> Application:
    """A committed draft that has everything and waits for its lead to submit it.

    `answers` replace the example answers, by question key; `files` are name and content by slot.
    """
    round_ = round_ or rounds.open_round()
    lead = lead or accounts.user("Ada Lead", roles=())
    organisation = organisation or accounts.organisation(lead)
    application = draft(round_, lead, phase=phase, organisation=organisation)
    questions = question_set(round_.question_set_id)
    limits = applications.terms_of(application).limits
    title_question = questions.meaning("title")
    given = {title_question.key: title} if title_question else {}
    values = complete_answers(questions, application.phase, limits, **{**given, **(answers or {})})
    with clock.at(while_open(round_)), transaction():
        answering.save_answers(application, values, actor=accounts.actor_of(lead), base_versions={})
        for slot, (name, content) in (files or {}).items():
            uploads.put(application, lead, slot, name, content)
    return application


def submitted(
    round_: Round | None = None,
    lead: User | None = None,
    answers: Mapping[str, Any] | None = None,
    *,
    title: str = "Listening for falls at night",
    phase: int | None = None,
    organisation: Organisation | None = None,
    files: Mapping[str, tuple[str, bytes]] | None = None,
) -> Application:
    """A committed, submitted application. The round may have closed: the clock is held at a
    moment while it was open."""
    application = complete(
        round_, lead, answers, title=title, phase=phase, organisation=organisation, files=files
    )
    actor = accounts.actor_of(lead) if lead else accounts.actor_of(_lead_of(application))
    with clock.at(while_open(application.round)), transaction():
        submitting.submit(application, actor=actor, received_at=clock.now())
    found = applications.own_application(actor, application.reference)
    assert found is not None
    return found


def _lead_of(application: Application) -> User:
    from award.accounts.queries.people import user_by_email

    found = user_by_email(application.lead.email)
    assert found is not None
    return found


def while_open(round_: Round) -> Any:
    """Now if the round is open, otherwise shortly before it closed."""
    now = clock.now()
    if round_.opens_at <= now < round_.closes_at:
        return now
    return max(round_.opens_at, round_.closes_at - BEFORE_CLOSING)
