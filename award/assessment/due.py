"""Emails about conflicts of interest that were found."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from award.assessment.notices import ASSESSOR, NAMED, facts_of, team
from award.assessment.queries.found_later import Possible
from award.assessment.queries.reach import colleagues
from award.foundation.naming import named
from award.foundation.outbox import Notice, Recipient
from award.foundation.policy import Role


def _deciders(one: Possible) -> list[Recipient]:
    return [
        Recipient(person.email, person.name)
        for person in colleagues(Role.STAFF, one.application_id)
        if person.id != one.person_id
    ]


def _possible(one: Possible) -> Mapping[str, Any]:
    return {
        "reference": one.reference,
        "title": one.title,
        "person": named(one.person, one.person_id),
        "person_reference": one.person_reference,
    }


FOUND = (
    Notice(
        "assignment.kept_apart",
        recipients=team,
        context=facts_of,
        says="Tells the programme team that an assessor was found to have a conflict of interest, "
        "and has the application no more",
        roles=frozenset({Role.STAFF}),
        sample={**NAMED, **ASSESSOR, "round_title": "Round 1"},
    ),
    Notice(
        "conflict.to_decide",
        recipients=_deciders,
        context=_possible,
        says="Asks the programme team to decide about a possible conflict of interest",
        roles=frozenset({Role.STAFF}),
        sample={**NAMED, "person": "Noor Example", "person_reference": "PER-7K3F9Q"},
    ),
)
