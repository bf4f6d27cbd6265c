"""Who may be asked to work on an application, how often, and for how long a link is good."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Protocol

from award.applications.rules.states import CoApplicantState, CollaboratorRole
from award.foundation.clock import london, long_date
from award.rounds.rules.questions import Question

GOOD_FOR: Final = timedelta(days=14)
"""Of a link in an invitation."""
MOST_PEOPLE: Final = 25
"""On one application, beside the lead, with those who are invited."""
MOST_A_DAY: Final = 20
"""Invitations that one person may send: they are letters to strangers."""
MOST_TIMES: Final = 5
"""That one invitation is sent."""
AGAIN_AFTER: Final = timedelta(minutes=5)

MOST_CO_APPLICANTS: Final = 15

PARTS: Final[dict[CollaboratorRole | None, str]] = {
    None: "Lead",
    CollaboratorRole.EDITOR: "Editor",
    CollaboratorRole.VIEWER: "Viewer",
}
MEANS: Final[dict[CollaboratorRole, str]] = {
    CollaboratorRole.EDITOR: "Reads and writes the answers. Can’t submit, withdraw or invite",
    CollaboratorRole.VIEWER: "Reads the answers and can’t change them",
}
DOES: Final[dict[CollaboratorRole, str]] = {
    CollaboratorRole.EDITOR: "read the answers and write in them",
    CollaboratorRole.VIEWER: "read the answers",
}


ROWS_OF_ORGANISATIONS: Final = frozenset({"organisation", "site", "partner"})
"""What a row of a table is called, in a question set, whose rows may be organisations."""


_ENDINGS: Final = frozenset({"ltd", "limited", "plc", "llp", "cic", "cio", "the"})


def _plain(name: str) -> str:
    """A name as people tell organisations apart: "Marigold Care Ltd." is Marigold Care."""
    words = re.sub(r"[^\w\s]", "", name.casefold()).split()
    return " ".join(word for word in words if word not in _ENDINGS) or name.casefold()


def named_in_tables(
    questions: Iterable[Question], answers: Mapping[str, Any], known: Collection[str]
) -> dict[str, str]:
    """Names that tables of organisations and sites begin their rows with, by "question.row": each
    once, and none that is `known`. Which of them apply too, nobody can tell but the lead."""
    found: dict[str, str] = {}
    seen = {_plain(name) for name in known}
    for question in questions:
        if question.row not in ROWS_OF_ORGANISATIONS or not question.columns:
            continue
        for row in answers.get(question.key) or ():
            name = " ".join(str(row.get(question.columns[0].key) or "").split())
            if name and _plain(name) not in seen:
                seen.add(_plain(name))
                found[f"{question.key}.{row['id']}"] = name
    return found


def applying_with(content: Mapping[str, Any], name: Callable[[str], str] = str) -> tuple[str, ...]:
    """The organisations that confirmed that they apply too, as a submission has them; each `name`
    as it is written in a line."""
    return tuple(
        f"{name(one['organisation'])}: confirmed by {name(one['name'])}, "
        f"{name(one['job_title'])}, on "
        f"{long_date(datetime.fromisoformat(one['confirmed_at']))}"
        for one in content.get("co_applicants", ())
    )


def others_of(named: Iterable[Any]) -> dict[str, list[dict[str, str]]]:
    """What a submission keeps of those that have confirmed; nothing without any."""
    found = [
        {
            "organisation": one.organisation,
            "name": one.name,
            "job_title": one.job_title,
            "confirmed_at": one.answered_at.astimezone(UTC).isoformat(),
        }
        for one in named
        if one.state == CoApplicantState.CONFIRMED
    ]
    return {"co_applicants": found} if found else {}


class Asked(Protocol):
    """An organisation that was asked to confirm."""

    @property
    def organisation(self) -> Any: ...
    @property
    def email(self) -> Any: ...
    @property
    def state(self) -> Any: ...
    @property
    def sent_at(self) -> Any: ...


def said_of(one: Asked, name: Callable[[str], str] = str) -> str:
    """An organisation in a copy of what is not submitted yet."""
    state = "confirmed" if one.state == CoApplicantState.CONFIRMED else "not confirmed"
    return f"{name(one.organisation)} ({state})"


def unconfirmed(one: Asked) -> str:
    """What stands in the way of submitting, with who was asked and when."""
    if one.state == CoApplicantState.DECLINED:
        return f"{one.organisation} has said that it does not take part"
    at = london(one.sent_at)
    when = f"{at.day} {at:%B}"
    return f"{one.organisation} has not confirmed yet: {one.email} was asked on {when}"
