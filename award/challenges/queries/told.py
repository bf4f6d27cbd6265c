"""The challenges that people told of: for staff, by a link, and what of them is public."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, String, case, cast, func, or_, select
from sqlalchemy.orm import joinedload

from award.accounts.queries.people import PersonRow, people_with_role
from award.challenges.models import Challenge
from award.challenges.rules.asked import (
    ANSWERED_WITHIN,
    ORGANISATIONS,
    PLACES,
    SEVERAL,
    TOLD,
    kinds_in_words,
)
from award.challenges.rules.machine import CHALLENGE
from award.challenges.rules.states import TO_DECIDE, ChallengeState
from award.foundation.columns import Column, Kind, Link, Tag
from award.foundation.db import db
from award.foundation.folding import fold
from award.foundation.links import digest_of
from award.foundation.marking import PERSONAL
from award.foundation.paging import paged
from award.foundation.policy import ANONYMOUS, Actor, Role, can
from award.foundation.tables import Filter, ListView, Page, View


def deciders() -> list[PersonRow]:
    return people_with_role(Role.STAFF)


def challenge_by(_actor: Actor, token: str) -> Challenge | None:
    """The one whose link this is, for whoever has it."""
    return db.session.scalar(
        select(Challenge)
        .where(Challenge.token_digest == digest_of(token))
        .execution_options(populate_existing=True)
    )


def can_be_answered(about: Challenge, moment: datetime) -> bool:
    asked = about.state == ChallengeState.ASKED and about.asked_at is not None
    return asked and moment < (about.asked_at or moment) + ANSWERED_WITHIN


def challenge(actor: Actor, reference: str) -> Challenge | None:
    """One that the actor may read."""
    found = db.session.scalar(
        select(Challenge)
        .where(Challenge.reference == reference)
        .options(joinedload(Challenge.decided_by))
        .execution_options(populate_existing=True)
    )
    return found if found is not None and can(actor, "challenge.read", found) else None


def unread() -> ScalarSelect[int]:
    """SQL: how many nobody has read."""
    query = select(func.count()).where(Challenge.state == ChallengeState.RECEIVED)
    return query.scalar_subquery()


@dataclass(frozen=True)
class ChallengeRow:
    """A line of the list for staff."""

    reference: str
    state: ChallengeState
    kinds: Sequence[str]
    organisation: str
    setting: str
    told_at: datetime
    decided_at: datetime | None


def _names(kind: str) -> ColumnElement[bool]:
    """SQL over Challenge: this is one of the kinds that it names. No kind is part of another."""
    return cast(Challenge.kinds, String).contains(f'"{kind}"', autoescape=True)


def challenges_found(_actor: Actor, view: View[ChallengeRow]) -> Page[ChallengeRow]:
    """What waits to be read first, the oldest on top; then what is decided, the latest on top."""
    query = select(
        Challenge.reference, Challenge.state, Challenge.kinds, Challenge.organisation,
        Challenge.setting, Challenge.told_at, Challenge.decided_at,
    )  # fmt: skip
    if view.q:
        typed = fold(view.q).strip()
        query = query.where(
            or_(
                func.lower(Challenge.reference).contains(typed, autoescape=True),
                func.lower(Challenge.words).contains(typed, autoescape=True),
            )
        )
    if wanted := view.one("state"):
        query = query.where(Challenge.state == ChallengeState(wanted))
    if kind := view.one("kind"):
        query = query.where(_names(kind))
    if organisation := view.one("organisation"):
        query = query.where(Challenge.organisation == organisation)
    if setting := view.one("setting"):
        query = query.where(Challenge.setting == setting)
    waits = Challenge.state.in_(sorted(TO_DECIDE))
    first = case((Challenge.state == ChallengeState.RECEIVED, 0), (waits, 1), else_=2)
    return paged(
        query, view, first, case((waits, Challenge.told_at)), Challenge.decided_at.desc(),
        Challenge.id, rows=_rows,
    )  # fmt: skip


def _rows(found: Sequence[Any]) -> list[ChallengeRow]:
    return [ChallengeRow(*row) for row in found]


def _state(row: ChallengeRow) -> Tag:
    of = CHALLENGE.states[row.state]
    return Tag(of.staff_label, of.colour)


def _states() -> dict[str, str]:
    return {state.value: of.staff_label for state, of in CHALLENGE.states.items()}


def _settings() -> dict[str, str]:
    return {key: words for key, words in PLACES.items() if key != SEVERAL}


CHALLENGES = ListView(
    "challenges",
    "Challenges",
    (
        Column("reference", "Reference", lambda r: r.reference, Kind.REFERENCE, stays=True,
               names_row=True, sort=Challenge.reference,
               shows=lambda r: Link(r.reference, "challenges_staff.show",
                                    {"reference": r.reference})),
        Column("kinds", "What stands in the way", lambda r: "; ".join(kinds_in_words(r.kinds))),
        Column("organisation", "From", lambda r: ORGANISATIONS[r.organisation]),
        Column("setting", "Where care happens", lambda r: PLACES[r.setting], usual=False),
        Column("told_at", "Told", lambda r: r.told_at, Kind.DATE, sort=Challenge.told_at,
               downwards=True),
        Column("decided_at", "Decided", lambda r: r.decided_at, Kind.DATE, usual=False),
        Column("state", "State", lambda r: _state(r).text, shows=_state),
    ),
    rows=challenges_found,
    permission="challenge.list",
    one="challenge",
    many="challenges",
    search="Reference or words",
    empty="Nobody has told of a challenge yet.",
    no_match="No challenge has that reference or those words.",
    filters=(
        Filter("state", "State", _states),
        Filter("kind", "What stands in the way", lambda: dict(TOLD)),
        Filter("organisation", "From", lambda: dict(ORGANISATIONS)),
        Filter("setting", "Where care happens", _settings),
    ),
    download="challenge.list",
    marking=PERSONAL,
)  # fmt: skip


@dataclass(frozen=True)
class PublishedRow:
    """Words that anyone can read, with the kinds alone: more would tell whose they are."""

    words: str
    kinds: Sequence[str]

    @property
    def called(self) -> list[str]:
        return kinds_in_words(self.kinds)


def published_found(_actor: Actor, view: View[PublishedRow]) -> Page[PublishedRow]:
    query = select(Challenge.published_words, Challenge.kinds).where(
        Challenge.state == ChallengeState.PUBLISHED
    )
    if kind := view.one("kind"):
        query = query.where(_names(kind))
    return paged(query, view, Challenge.decided_at.desc(), Challenge.id.desc(), rows=_published)


def _published(found: Sequence[Any]) -> list[PublishedRow]:
    return [PublishedRow(*row) for row in found]


IN_WORDS = ListView(
    "challenges-in-words",
    "In people’s own words",
    (
        Column("words", "What they told us", lambda r: r.words),
        Column("kinds", "What stands in the way", lambda r: "; ".join(r.called)),
    ),
    rows=published_found,
    permission="public",
    one="challenge",
    many="challenges",
    empty="Nothing is published yet.",
    no_match="Nothing is published about that yet.",
    filters=(Filter("kind", "What stands in the way", lambda: dict(TOLD)),),
    size=20,
)


def latest_words() -> Sequence[PublishedRow]:
    """A few, for the page with the numbers."""
    return published_found(ANONYMOUS, IN_WORDS.read({}, ANONYMOUS)).rows[:3]
