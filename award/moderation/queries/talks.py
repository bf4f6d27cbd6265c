"""A panel's discussion of an application, as each who takes part may see it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import exists, func, select
from sqlalchemy.orm import joinedload

from award.accounts.models import User
from award.applications.models import Application
from award.assessment.models.assignments import Assignment, Sheet
from award.assessment.queries.own import assignment_for
from award.assessment.rules.states import ACTIVE, SHOWN, AssignmentState
from award.assessment.rules.visibility import names_shown, sees_others
from award.foundation import clock
from award.foundation.db import db
from award.foundation.policy import Actor, reads_everything
from award.foundation.scopes import within
from award.moderation.models import PanelRemark
from award.moderation.queries.leaving import left_since
from award.moderation.queries.panels import Item, item_of
from award.moderation.rules.talking import ASSESSOR, CHAIR, STAFF
from award.rounds.models import Criterion, Round
from award.rounds.rules.criteria import LIVED


@dataclass(frozen=True)
class Talk:
    """An application that the actor may talk about, and what they are to it there. `assessor_id` is
    set where they take part as one of its assessors."""

    application: Application
    speaks_as: str
    alias: str = ""
    assessor_id: int | None = None
    chair_ids: frozenset[int] = frozenset()
    names_all: bool = False

    @property
    def application_id(self) -> int:
        return self.application.id

    @property
    def reference(self) -> str:
        return self.application.reference

    @property
    def round(self) -> Round:
        return self.application.round


def talk_of_assessor(actor: Actor, reference: str) -> Talk | None:
    """For an assessor whose own sheet is in, when the round shows them those of the others."""
    mine = assignment_for(actor, reference)
    return talk_beside(mine) if mine else None


@within("mine")
def talk_beside(mine: Assignment) -> Talk | None:
    """The same, of an assignment that was found for its assessor."""
    round_ = mine.application.round
    if not sees_others(round_.reveal, mine.state, ()):
        return None
    if not sees_others(round_.reveal, mine.state, _others(mine)):
        return None
    named = names_shown(round_.blindness)
    return Talk(mine.application, ASSESSOR, mine.alias, mine.assessor_id, names_all=named)


@within("mine")
def _others(mine: Assignment) -> list[Any]:
    return [
        *db.session.scalars(
            select(Assignment.state).where(
                Assignment.application_id == mine.application_id,
                Assignment.id != mine.id,
                Assignment.state.in_(sorted(ACTIVE)),
            )
        )
    ]


def talk_of_moderator(actor: Actor, reference: str) -> Talk | None:
    """For the chair and the programme team."""
    item = item_of(actor, reference)
    return talk_about(item, actor) if item else None


def talk_about(item: Item, actor: Actor) -> Talk:
    every = reads_everything(actor)
    named = every or names_shown(item.round.blindness)
    role = STAFF if every else CHAIR
    return Talk(item.application, role, chair_ids=item.chair_ids, names_all=named)


@within("talk")
def criteria_of(talk: Talk) -> list[Criterion]:
    """Those that a remark can be about: of a panel's own, only where somebody of it has a sheet;
    for assessors, one that is in: they are not told who is still to submit."""
    round_ = talk.round
    if not round_.lived_criteria:
        return round_.criteria
    states = {AssignmentState.SUBMITTED} if talk.speaks_as == ASSESSOR else SHOWN
    beside = exists().where(
        Assignment.application_id == talk.application_id,
        Assignment.state.in_(sorted(states)),
        Sheet.assignment_id == Assignment.id,
        Sheet.panel == LIVED,
    )
    return round_.every_criterion if db.session.scalar(select(beside)) else round_.criteria


@dataclass(frozen=True)
class Said:
    """A remark. `gone`: who made it has a conflict of interest since."""

    id: int
    who: str
    words: str
    about: str
    at: datetime
    changed_at: datetime | None
    mine: bool
    gone: bool
    before: Sequence[tuple[str, datetime]] = ()
    answers: list[Said] = field(default_factory=list)


@within("talk")
def remarks_of(talk: Talk, actor: Actor, titles: Mapping[str, str]) -> list[Said]:
    """In the order in which they were made, answers under what they answer. `titles` of criteria by
    number, of answers by key. One statement."""
    rows: Any = db.session.execute(
        select(PanelRemark, User.name, left_since(talk.application_id, PanelRemark.author_id))
        .join(User, User.id == PanelRemark.author_id)
        .where(PanelRemark.application_id == talk.application_id)
        .options(joinedload(PanelRemark.before))
        .order_by(PanelRemark.id)
    ).unique()
    found: dict[int, Said] = {}
    first: list[Said] = []
    for one, name, gone in rows:
        said = Said(
            one.id,
            _called(one, name, talk),
            one.words,
            _about(one, titles),
            one.said_at,
            one.changed_at,
            one.author_id == actor.user_id and one.speaks_as == talk.speaks_as,
            gone,
            [(earlier.words, earlier.until) for earlier in one.before],
        )
        found[one.id] = said
        above = found.get(one.answers_id or 0)
        (above.answers if above else first).append(said)
    return first


def _about(remark: PanelRemark, titles: Mapping[str, str]) -> str:
    if remark.criterion_id is None and not remark.question_key:
        return ""
    return titles.get(str(remark.criterion_id or remark.question_key), "one of their answers")


def _called(remark: PanelRemark, name: str, talk: Talk) -> str:
    if remark.speaks_as == ASSESSOR:
        return f"{name} ({remark.alias})" if talk.names_all else remark.alias
    if remark.speaks_as == CHAIR:
        return f"{name}, chair"
    return f"{name}, programme team" if talk.speaks_as != ASSESSOR else "Programme team"


@within("talk")
def own_remark(talk: Talk, actor: Actor, number: int) -> PanelRemark | None:
    """One that the actor made, in the part in which they take part now."""
    return db.session.scalar(
        select(PanelRemark)
        .where(
            PanelRemark.id == number,
            PanelRemark.application_id == talk.application_id,
            PanelRemark.author_id == actor.user_id,
            PanelRemark.speaks_as == talk.speaks_as,
        )
        .execution_options(populate_existing=True)
    )


@within("talk")
def remark_on(talk: Talk, number: int) -> PanelRemark | None:
    return db.session.scalar(
        select(PanelRemark).where(
            PanelRemark.id == number, PanelRemark.application_id == talk.application_id
        )
    )


@within("application_id")
def said_lately(application_id: int, person_id: int) -> int:
    """Remarks that somebody made about it within a day."""
    query = (
        select(func.count())
        .select_from(PanelRemark)
        .where(
            PanelRemark.application_id == application_id,
            PanelRemark.author_id == person_id,
            PanelRemark.said_at > clock.now() - timedelta(days=1),
        )
    )
    return db.session.scalar(query) or 0
