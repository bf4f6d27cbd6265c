"""Rounds of two stages, through the services."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from award.accounts.models import User
from award.applications.models import Application
from award.applications.queries import applications as reads
from award.applications.services import answering, continuing, submitting
from award.decisions.rules.states import Outcome
from award.decisions.services import releasing, staging
from award.foundation import clock
from award.foundation.db import transaction
from award.foundation.policy import Role
from award.rounds.models import Round
from award.rounds.queries.question_sets import question_set
from tests.build import accounts, applications, decisions, rounds

SHARED = ("project_title", "amount_requested", "project")


def short_set() -> int:
    """A first stage of the small set: title, project and ask."""
    data: dict[str, Any] = tomllib.loads(rounds.SMALL_SET.read_text("utf-8"))
    full = rounds.question_set()
    asked = [
        {key: value for key, value in question.items() if key != "show_if"}
        for section in data["sections"]
        for question in section["questions"]
        if question["key"] in SHARED
    ]
    for question in asked:
        if question["key"] == "project":
            question["max_words"] = 10
    source = {"key": "small-first", "version": 1, "title": "Short", "first_of": full.key,
              "sections": [{"key": "all", "title": "In short", "questions": asked}]}  # fmt: skip
    return rounds.question_set(source).id  # type: ignore[arg-type]


OVER = {"key": "old_plan", "kind": "file", "label": "Upload your old plan", "short": "Old plan",
        "types": ["pdf"], "max_mb": 1, "required": False}  # fmt: skip
"""A slot of the first stage that the full set has not."""


def whole_set() -> int:
    """A first stage that asks all that the small set asks, every kind of answer, and for a file
    more."""
    data: dict[str, Any] = tomllib.loads(rounds.SMALL_SET.read_text("utf-8"))
    full = rounds.question_set()
    sections = [*data["sections"], {"key": "more", "title": "More", "questions": [OVER]}]
    source = {"key": "whole-first", "version": 1, "title": "Whole", "first_of": full.key,
              "sections": sections}  # fmt: skip
    return rounds.question_set(source).id  # type: ignore[arg-type]


def pair(first_set: int | None = None, **second: Any) -> tuple[Round, Round]:
    """A first stage that has closed, and an open round that follows it."""
    first = rounds.closed_round(question_set_id=first_set or short_set(), title="The first stage")
    values = {"title": "The second stage", "follows_id": first.id,
              "opens_at": clock.shifted(days=-1),
              "closes_at": clock.shifted(days=20), **second}  # fmt: skip
    opens = values["opens_at"]
    following = rounds.make_round(
        rounds.round_values(
            announced_at=opens - timedelta(days=1),
            assessment_due_at=values["closes_at"] + timedelta(days=20),
            **values,
        )
    )
    return rounds.whole(first.id), rounds.whole(following.id)


def decided(application: Application, outcome: Outcome, staff: User | None = None) -> User:
    """Staged and released, whatever its scores are."""
    staff = staff or accounts.user("Stef Staff", roles=(Role.STAFF,))
    actor = accounts.actor_of(staff)
    with transaction():
        staging.stage_decision(
            application,
            outcome,
            exception_reason="No time to read it",
            ground=decisions.ground_for(application) if outcome == Outcome.REJECT else None,
            actor=actor,
        )
    with transaction():
        round_ = rounds.whole(application.round_id)
        releasing.release(round_, actor=actor, confirmation=round_.reference)
    return staff


def invited(
    round_: Round,
    lead: User,
    files: Mapping[str, tuple[str, bytes]] | None = None,
    phase: int | None = None,
    **answers: Any,
) -> Application:
    """An application of the first stage whose invitation is released."""
    application = applications.submitted(
        round_, lead, answers=answers or None, files=files, phase=phase
    )
    decided(application, Outcome.INVITE)
    found = reads.own_application(accounts.actor_of(lead), application.reference)
    assert found is not None
    return found


def continued(application: Application, lead: User) -> Application:
    """The draft of the second stage."""
    with transaction():
        return continuing.start_next_stage(application, actor=accounts.actor_of(lead))


def sent_again(application: Application, lead: User, **answers: Any) -> Application:
    """Of the second stage, submitted with what it asks."""
    draft, actor = continued(application, lead), accounts.actor_of(lead)
    asked = question_set(rounds.whole(draft.round_id).question_set_id)
    limits = reads.terms_of(draft).limits
    values = applications.complete_answers(asked, draft.phase, limits, **answers)
    versions = {key: one.version for key, one in reads.stored_answers(draft.id).items()}
    with transaction():
        answering.save_answers(draft, values, actor=actor, base_versions=versions)
    with transaction():
        submitting.submit(draft, actor=actor, received_at=clock.now())
    return draft
