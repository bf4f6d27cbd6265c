"""Emails about assignments. None says more of an application than its reference and title."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from award.applications.changing import Reopening
from award.applications.rules.moments import to_the_minute
from award.applications.rules.states import ApplicationState
from award.assessment.models.assignments import Assignment
from award.assessment.queries.chase_letters import ChaseLetter
from award.assessment.queries.notices import AssignmentFacts, Letter, assignment_facts
from award.assessment.queries.reach import colleagues
from award.assessment.rules.chasing import Chase
from award.assessment.rules.machine import conflict_name
from award.assessment.rules.states import AssignmentState
from award.foundation import clock
from award.foundation.naming import named
from award.foundation.outbox import Case, Notice, Recipient, Words
from award.foundation.policy import Role


def _assessor(assignment: Assignment) -> list[Recipient]:
    facts = assignment_facts(assignment.id)
    return [Recipient(facts.assessor_email, facts.assessor_name)]


def _addressee(letter: Letter) -> list[Recipient]:
    """Nobody, when the account is suspended."""
    return [Recipient(letter.email, letter.name)] if letter.active else []


def _chased(letter: ChaseLetter) -> list[Recipient]:
    return [Recipient(letter.email, letter.name)]


def _to_do(letter: ChaseLetter) -> Mapping[str, Any]:
    """All that they have to do in the round, and nothing of anybody else."""
    said = {AssignmentState.TO_DECLARE: " (first say whether you have a conflict of interest)"}
    return {
        "number": len(letter.work),
        "many": "1 application" if len(letter.work) == 1 else f"{len(letter.work)} applications",
        "listed": "\n".join(
            f"{one.reference}: {one.title}{said.get(one.state, '')}" for one in letter.work
        ),
        "round_title": letter.round_title,
        "due_at": letter.due_at,
        "when": "are due by" if clock.now() < letter.due_at else "were due by",
    }


def _because(reason: Chase) -> Callable[[Words], bool]:
    return lambda words: bool(words["reason"] == reason)


def _listed(letter: Letter) -> Mapping[str, Any]:
    """All are of one round."""
    first, opening = letter.assignments[0], [one.opens_at for one in letter.assignments]
    return {
        "number": len(letter.assignments),
        "listed": "\n".join(_named(one) for one in letter.assignments),
        "references": "\n".join(one.reference for one in letter.assignments),
        "reference": first.reference,
        "round_title": first.round_title,
        "due_at": first.due_at,
        "opens_at": None if None in opening else min(filter(None, opening)),
        "withdrawn": first.application_state == ApplicationState.WITHDRAWN,
    }


def _named(one: AssignmentFacts) -> str:
    """Without its title while that can still change."""
    if one.opens_at is None:
        return f"{one.reference}: {one.title}"
    return f"{one.reference}, from {to_the_minute(one.opens_at)}"


def _later(words: Words) -> bool:
    return words["opens_at"] is not None


def _many_later(words: Words) -> bool:
    return _many(words) and _later(words)


def _many(words: Words) -> bool:
    return bool(words["number"] > 1)


def _withdrawn_unread(words: Words) -> bool:
    """Nobody could have read it or written anything about it."""
    return bool(words["withdrawn"] and _later(words))


def team(assignment: Assignment) -> list[Recipient]:
    """Staff who may meet the application, but never the person who steps back."""
    return [
        Recipient(person.email, person.name)
        for person in colleagues(Role.STAFF, assignment.application_id)
        if person.id != assignment.assessor_id
    ]


def _staff(reopening: Reopening) -> list[Recipient]:
    people = colleagues(Role.STAFF, reopening.application_id)
    return [Recipient(person.email, person.name) for person in people]


def _what_stands(reopening: Reopening) -> Mapping[str, Any]:
    application = reopening.application
    return {
        "reference": application.reference, "title": application.title,
        "stands": reopening.replaces,
    }  # fmt: skip


def facts_of(assignment: Assignment) -> Mapping[str, Any]:
    facts = assignment_facts(assignment.id)
    return {
        "reference": facts.reference,
        "title": facts.title,
        "round_title": facts.round_title,
        "due_at": facts.due_at,
        "assessor_name": named(facts.assessor_name, facts.assessor_id),
        "alias": facts.alias,
        "conflict": conflict_name(facts.conflict_kind) if facts.conflict_kind else "",
    }


_ONE = {
    "reference": "AIA-7K3F9Q",
    "listed": "AIA-7K3F9Q: Calls that answer themselves",
    "round_title": "Round 1",
}
_SEVERAL = {
    "number": 2,
    "listed": "AIA-7K3F9Q: Calls that answer themselves\nAIA-M4XW2P: A quieter night",
    "round_title": "Round 1",
}
_UNREAD = {"reference": "AIA-7K3F9Q", "references": "AIA-7K3F9Q", "round_title": "Round 1"}
_OPENS = {"opens_at": datetime(2026, 12, 4, 13, tzinfo=UTC)}
_DUE = {"due_at": datetime(2027, 2, 1, 12, tzinfo=UTC)}
_TO_DO = {
    "many": "2 applications",
    "listed": _SEVERAL["listed"],
    "round_title": "Round 1",
    **_DUE,
}
_CHASED = {**_TO_DO, "when": "are due by"}
NAMED = {"reference": "AIA-7K3F9Q", "title": "Calls that answer themselves"}
ASSESSOR = {"assessor_name": "Noor Example", "alias": "Assessor B"}

NOTICES = (
    Notice(
        "assignment.assigned",
        recipients=_addressee,
        context=_listed,
        says="Tells an assessor which applications they have just been asked to assess",
        roles=frozenset({Role.ASSESSOR}),
        sample={**_ONE, **_DUE},
        cases=(
            Case("many_later", _many_later, {**_SEVERAL, **_DUE, **_OPENS}),
            Case("later", _later, {**_ONE, **_DUE, **_OPENS}),
            Case("many", _many, {**_SEVERAL, **_DUE}),
        ),
    ),
    Notice(
        "assignment.removed",
        recipients=_addressee,
        context=_listed,
        says="Tells an assessor that they need not assess an application, after all",
        roles=frozenset({Role.ASSESSOR}),
        sample=_ONE,
        cases=(Case("many", _many, _SEVERAL),),
    ),
    Notice(
        "assessor.chased",
        recipients=_chased,
        context=_to_do,
        says="Reminds an assessor of everything that they have still to assess in a round",
        roles=frozenset({Role.ASSESSOR}),
        sample=_CHASED,
        cases=tuple(
            Case(str(reason), _because(reason), sample)
            for reason, sample in (
                (Chase.SOON, _TO_DO),
                (Chase.DUE, _TO_DO),
                (Chase.OVERDUE, _TO_DO),
                (Chase.LAST, _CHASED),
            )
        ),
    ),
    Notice(
        "assignment.closed",
        recipients=_addressee,
        context=_listed,
        says="Tells an assessor that applications were decided or withdrawn before they scored "
        "them",
        roles=frozenset({Role.ASSESSOR}),
        sample=_ONE,
        cases=(
            Case("withdrawn_unread", _withdrawn_unread, _UNREAD),
            Case("withdrawn", lambda words: words["withdrawn"], _ONE),
            Case("many", _many, _SEVERAL),
        ),
    ),
    Notice(
        "assignment.answers_changed",
        recipients=_addressee,
        context=_listed,
        says="Tells an assessor that answers have changed in an application that they have read",
        roles=frozenset({Role.ASSESSOR}),
        sample=_ONE,
    ),
    Notice(
        "assignment.returned",
        recipients=_assessor,
        context=facts_of,
        says="Tells an assessor that their sheet has come back, and why",
        roles=frozenset({Role.ASSESSOR}),
        sample={
            **NAMED,
            **_DUE,
            "round_title": "Round 1",
            "reason": "One score has no words.",
        },
    ),
    Notice(
        "assignment.conflict_declared",
        recipients=team,
        context=facts_of,
        says="Tells the programme team that an assessor has declared a conflict of interest",
        roles=frozenset({Role.STAFF}),
        sample={
            **NAMED,
            **_DUE,
            **ASSESSOR,
            "conflict": "Family: My sister",
        },
    ),
    Notice(
        "assignment.declined",
        recipients=team,
        context=facts_of,
        says="Tells the programme team that an assessor can’t take on or finish an assessment, "
        "and why",
        roles=frozenset({Role.STAFF}),
        sample={**NAMED, **_DUE, **ASSESSOR, "reason": "I am away in January."},
    ),
    Notice(
        "assignment.submitted",
        recipients=_assessor,
        context=facts_of,
        says="Confirms to an assessor that their scores are submitted",
        roles=frozenset({Role.ASSESSOR}),
        optional="Scores that I submitted have arrived",
        sample={**NAMED, "round_title": "Round 1"},
    ),
    Notice(
        "reopening.answered",
        recipients=_staff,
        context=_what_stands,
        says="Tells the programme team that the changes it asked for have come back",
        roles=frozenset({Role.STAFF}),
        sample=NAMED,
    ),
    Notice(
        "reopening.unanswered",
        recipients=_staff,
        context=_what_stands,
        says="Tells the programme team that a change request was not answered in time",
        roles=frozenset({Role.STAFF}),
        sample={**NAMED, "stands": 1},
    ),
)
