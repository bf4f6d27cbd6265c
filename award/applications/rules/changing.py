"""Until when an application may be changed, and what of it: the one place that says so.

Drafts, reopened applications, those of a change request and those with an extension differ in
nothing else.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from award.applications.rules.states import ASSESSABLE, ApplicationState, ReopeningKind
from award.rounds.rules.questions import QuestionSet
from award.rounds.rules.recordings import recorded_with

GRACE: Final = timedelta(minutes=5)
"""Longer than any request that arrived in time waits for its turn."""
EXTENDABLE: Final = frozenset({ApplicationState.DRAFT, ApplicationState.SUBMITTED})
"""Nobody assesses it yet, so it may stay open for longer."""


def until(application: Any) -> datetime:
    """When it closes: nothing of it that arrives then or later is taken."""
    asked = asking(application)
    if asked is not None:
        moment: datetime = asked.until
        return moment
    return closes(application.round.closes_at, application.extended_until)


def closes(round_closes_at: datetime, extended_until: datetime | None) -> datetime:
    """When an application closes that nobody asks anything about."""
    return max(round_closes_at, extended_until or round_closes_at)


def still_longer(
    extended_until: datetime | None, round_closes_at: datetime, now: datetime
) -> datetime | None:
    """Until when it is open by an extension of its own; None for one that closes, or has closed,
    with its round or before `now`."""
    longer = extended_until is not None and extended_until > max(round_closes_at, now)
    return extended_until if longer else None


def writable(application: Any) -> bool:
    """Is it a draft, or open again, whatever the hour?"""
    if application.state == ApplicationState.DRAFT:
        return True
    return application.state in ASSESSABLE and application.reopening is not None


def open_now(application: Any, moment: datetime) -> bool:
    """May it be changed and sent at this moment?"""
    return writable(application) and moment < until(application)


def reopened(application: Any) -> Any:
    """Its open reopening, if there is one that counts."""
    if application.state not in ASSESSABLE:
        return None
    return application.reopening


def asking(application: Any) -> Any:
    """The change request that is open on it."""
    found = reopened(application)
    return found if found is not None and found.kind == ReopeningKind.CHANGE_REQUEST else None


def people_join(application: Any) -> bool:
    """May people be asked to work on it: all of it can be written, by whoever leads it?"""
    found = reopened(application)
    own = found is not None and found.kind == ReopeningKind.OWN
    return bool(application.state == ApplicationState.DRAFT or own)


def why_nobody_joins(application: Any, moment: datetime) -> str:
    """In words for its lead; nothing where people can be asked to."""
    if asking(application) is not None:
        return "Nobody new can be invited while the programme team asks for changes to some answers"
    if not people_join(application):
        return "People can be invited while the application is a draft, or open again"
    if moment >= until(application):
        return "It has closed, so nobody can be invited any more"
    return ""


def open_questions(application: Any) -> frozenset[str] | None:
    """Keys of the questions whose answers may change, with their recordings; None: every one."""
    asked = asking(application)
    return None if asked is None else frozenset(recorded_with(asked.questions or ()))


def with_followers(
    questions: QuestionSet, named: Collection[str], answered: Mapping[str, Any]
) -> list[str]:
    """The questions named, and those without an answer that theirs may bring up, in order."""
    found = set(named)
    for question in questions:
        rests_on = question.show_if.questions() if question.show_if else set()
        if rests_on & found and question.key not in answered:
            found.add(question.key)
    return [question.key for question in questions if question.key in found]
