"""Emails about conflicts of interest that were found."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from award.assessment.notices import ASSESSOR, NAMED, facts_of, team
from award.assessment.queries.found_later import PossibleLetter
from award.foundation.naming import marked, named
from award.foundation.outbox import Case, Notice, Recipient
from award.foundation.policy import Role

LISTED: Final = 30
"""Lines of one email."""


def _decider(letter: PossibleLetter) -> list[Recipient]:
    return [Recipient(letter.email, letter.name)]


def _possible(letter: PossibleLetter) -> Mapping[str, Any]:
    first, more = letter.found[0], len(letter.found) - LISTED
    lines = [
        f"{one.reference}: {one.title} ({marked(named(one.person, one.person_id))})"
        for one in letter.found[:LISTED]
    ]
    return {
        "number": len(letter.found),
        "listed": "\n".join([*lines, *([f"and {more} more"] if more > 0 else [])]),
        "reference": first.reference,
        "title": first.title,
        "person": named(first.person, first.person_id),
        "person_reference": first.person_reference,
    }


_ONE = {**NAMED, "person": "Noor Example", "person_reference": "PER-7K3F9Q"}
_SEVERAL = {
    "number": 2,
    "listed": "AIA-7K3F9Q: Calls that answer themselves (Noor Example)\n"
    "AIA-M4XW2P: A quieter night (Sol Example)",
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
        recipients=_decider,
        context=_possible,
        says="Asks the programme team to decide about possible conflicts of interest that were "
        "found, at most once an hour",
        roles=frozenset({Role.STAFF}),
        sample=_ONE,
        cases=(Case("many", lambda words: bool(words["number"] > 1), _SEVERAL),),
    ),
)
