"""Funded projects as staff look at them before anything is said in public."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, select, tuple_
from sqlalchemy.orm import joinedload

from award.applications.models import Application
from award.applications.queries.applications import latest_submissions
from award.assessment.queries.reach import ties_of, visible_applications
from award.decisions.models import Decision
from award.decisions.rules.states import DecisionState, Outcome
from award.foundation import earlier
from award.foundation.acts import Concealed
from award.foundation.db import db
from award.foundation.digests import plain
from award.foundation.edits import Marks, Telling
from award.foundation.errors import there
from award.foundation.policy import Actor
from award.foundation.scopes import within
from award.open_data.models import PublicAward
from award.open_data.rules.telling import Suggested, suggested, why_not
from award.rounds.models import Round
from award.rounds.queries.question_sets import questions_in

STATES: Final = {"check": "To check", "public": "Public", "down": "Taken down"}
CALLED: Final = {"title": "Title", "description": "Description"}
KIND: Final = "public_award"
"""In `foundation.earlier`."""
AT_ONCE: Final = 20
AT_MOST: Final = 100
"""How many are read before they are published together; and looked through to find them."""
COLOURS: Final = {"check": "yellow", "public": "green", "down": "grey"}

SAID: Final = (
    "reference", "title", "description", "amount_gbp", "awarded_on", "phase", "settings",
    "organisation_name", "organisation_id", "organisation_key", "org_type", "region",
    "company_number", "charity_number",
)  # fmt: skip


def state_of(award: PublicAward | None) -> str:
    """One of `STATES`."""
    return "check" if award is None else state_among(award.id, award.published_at)


def state_among(award_id: int | None, published_at: datetime | None) -> str:
    """The same from the columns of a list."""
    if award_id is None:
        return "check"
    return "down" if published_at is None else "public"


@dataclass(frozen=True)
class Funded:
    """A funded application whose lead knows of it, and what is said of it in public, if any."""

    application: Application
    amount_gbp: int
    released_at: datetime
    content: Mapping[str, Any]
    suggested: Suggested
    award: PublicAward | None

    @property
    def application_id(self) -> int:
        return self.application.id

    @property
    def reference(self) -> str:
        return self.application.reference

    @property
    def organisation(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.content["organisation"]
        return found

    @property
    def stored(self) -> dict[str, str]:
        """What the boxes start from."""
        if self.award is not None:
            return {"title": self.award.title, "description": self.award.description}
        return {"title": self.suggested.title, "description": self.suggested.description}

    @property
    def public(self) -> bool:
        return self.state == "public"

    @property
    def state(self) -> str:
        """One of `STATES`."""
        return state_of(self.award)

    @property
    def as_suggested(self) -> str:
        """Why what is suggested can't go out just as it is; "" where it can."""
        return why_not(self.suggested)


def is_released() -> ColumnElement[bool]:
    return and_(Decision.state == DecisionState.RELEASED, Decision.outcome == Outcome.FUND)


def funded(actor: Actor, reference: str) -> Funded | None:
    """By the application's reference, as it is now; not for who may not meet it."""
    found = _all_of(_whole(actor).where(Application.reference == reference))
    return found[0] if found else None


@dataclass(frozen=True)
class ToCheck:
    """Those of which nothing was ever said in public, the longest waiting first, as many as a page
    looks through, and up to the last of those that it shows to be ticked. `beyond`: the reference
    after which there are more, "" where there are none."""

    found: Sequence[Funded]
    beyond: str

    @property
    def ready(self) -> list[Funded]:
        """What can go out just as it is suggested."""
        return [one for one in self.found if not one.as_suggested]

    @property
    def by_hand(self) -> list[Funded]:
        return [one for one in self.found if one.as_suggested]


def to_check(actor: Actor, round_: str = "", after: str = "") -> ToCheck:
    """Of a round, or of all; `after` the reference of one that was looked through."""
    query = _unsaid(actor)
    if round_:
        query = query.where(Round.reference == round_)
    if after:
        mark = select(Decision.released_at, Application.id).join(Decision.application)
        mark = mark.where(Application.reference == after, visible_applications(actor))
        passed = db.session.execute(mark).one_or_none()
        if passed is not None and passed[0] is not None:
            query = query.where(tuple_(Decision.released_at, Application.id) > tuple_(*passed))
    rows = _all_of(query.limit(AT_MOST + 1))
    found = _shown(rows[:AT_MOST])
    return ToCheck(found, found[-1].reference if len(found) < len(rows) else "")


def _shown(rows: Sequence[Funded]) -> Sequence[Funded]:
    """Up to the last of as many ready ones as somebody reads through: the link past these passes
    nothing that they didn't have before them."""
    ready = 0
    for at, one in enumerate(rows, start=1):
        ready += not one.as_suggested
        if ready == AT_ONCE:
            return rows[:at]
    return rows


def to_check_of(actor: Actor, references: Collection[str]) -> list[Funded]:
    """Of these, as many as a page looks through."""
    return _all_of(_unsaid(actor).where(Application.reference.in_(references)).limit(AT_MOST))


def _unsaid(actor: Actor) -> Select[Application, Decision, PublicAward]:
    query = _whole(actor).where(PublicAward.id.is_(None))
    return query.order_by(Decision.released_at, Application.id)


def _whole(actor: Actor) -> Select[Application, Decision, PublicAward]:
    return (
        select(Application, Decision, PublicAward)
        .join(Decision, Decision.application_id == Application.id)
        .join(Round, Round.id == Application.round_id)
        .outerjoin(PublicAward, PublicAward.application_id == Application.id)
        .options(joinedload(Application.round))
        .where(is_released(), visible_applications(actor))
        .execution_options(populate_existing=True)
    )


def _all_of(query: Select[Application, Decision, PublicAward]) -> list[Funded]:
    rows = db.session.execute(query).all()
    sent = latest_submissions([application.id for application, _decision, _award in rows])
    return [
        Funded(
            application,
            there(decision.amount_gbp, "the amount"),
            there(decision.released_at, "the moment"),
            content,
            suggested(content, questions_in(content)),
            award,
        )
        for application, decision, award in rows
        for content in [sent[application.id].content]
    ]


@within("applications")
def keys_of_organisations(applications: Collection[Application]) -> dict[int | None, str]:
    """Those that other awards of their organisations have, by organisation."""
    query = (
        select(Application.organisation_id, PublicAward.organisation_key)
        .join(Application, Application.id == PublicAward.application_id)
        .where(Application.organisation_id.in_({one.organisation_id for one in applications}))
        .order_by(PublicAward.id.desc())
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def shown_of(found: Collection[Funded]) -> dict[str, Any]:
    """What a page says of each before it is published, by reference."""
    return {
        one.reference: [*one.stored.values(), one.amount_gbp, one.organisation["name"]]
        for one in found
    }


def telling(award: PublicAward | None) -> Telling:
    """How a page says what of it has changed meanwhile."""

    def before(marks: Marks) -> dict[str, Any]:
        return earlier.find(KIND, award.id, marks) if award is not None else {}

    return Telling(CALLED, lambda _key, value: str(value or ""), before)


def as_data(award: PublicAward) -> dict[str, Any]:
    """All that is said in it, in the one form of which the audit trail keeps a digest."""
    return {name: plain(getattr(award, name)) for name in SAID}


def concealed(actor: Actor) -> Mapping[str, Concealed]:
    """Whose events in the audit trail the actor may not read."""
    return {
        "public_award": select(PublicAward.id).where(PublicAward.application_id.in_(ties_of(actor)))
    }
