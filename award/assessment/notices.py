"""Emails about assignments. None says more of an application than its reference and title."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from award.assessment.models import Assignment
from award.assessment.queries import Letter, assignment_facts, colleagues
from award.assessment.rules.machine import conflict_name
from award.foundation.outbox import Notice, Recipient
from award.foundation.policy import Role


def _assessor(assignment: Assignment) -> list[Recipient]:
    facts = assignment_facts(assignment.id)
    return [Recipient(facts.assessor_email, facts.assessor_name)]


def _addressee(letter: Letter) -> list[Recipient]:
    """Nobody, when the account is suspended."""
    return [Recipient(letter.email, letter.name)] if letter.active else []


def _listed(letter: Letter) -> Mapping[str, Any]:
    return {"assignments": letter.assignments}


def _team(assignment: Assignment) -> list[Recipient]:
    """Staff who may meet the application, but never the person who steps back."""
    return [
        Recipient(person.email, person.name)
        for person in colleagues(Role.STAFF, assignment.application_id)
        if person.id != assignment.assessor_id
    ]


def _facts(assignment: Assignment) -> Mapping[str, Any]:
    facts = assignment_facts(assignment.id)
    kind = conflict_name(facts.conflict_kind) if facts.conflict_kind else ""
    return {"assignment": facts, "conflict": kind}


NOTICES = (
    Notice(
        "assignment.assigned",
        recipients=_addressee,
        context=_listed,
        says="Tells an assessor which applications they have just been asked to assess",
    ),
    Notice(
        "assignment.removed",
        recipients=_addressee,
        context=_listed,
        says="Tells an assessor that they need not assess an application, after all",
    ),
    Notice(
        "assignment.closed",
        recipients=_addressee,
        context=_listed,
        says="Tells an assessor that applications were decided or withdrawn before they scored "
        "them",
    ),
    Notice(
        "assignment.returned",
        recipients=_assessor,
        context=_facts,
        says="Tells an assessor that their sheet has come back, and why",
    ),
    Notice(
        "assignment.conflict_declared",
        recipients=_team,
        context=_facts,
        says="Tells the programme team that an assessor has declared a conflict of interest",
    ),
    Notice(
        "assignment.declined",
        recipients=_team,
        context=_facts,
        says="Tells the programme team that an assessor can’t take on or finish an assessment, "
        "and why",
    ),
    Notice(
        "assignment.submitted",
        recipients=_assessor,
        context=_facts,
        says="Confirms to an assessor that their scores are submitted",
    ),
)
