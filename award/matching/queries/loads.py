"""The people of a draft by how much it gives them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, Final, NamedTuple

from sqlalchemy import (
    and_,
    func,
    select,
    union,
)

from award.accounts.models import User
from award.applications.models import Application
from award.assessment.models.assignments import Assignment
from award.assessment.models.people import AssessorLimit, AssessorProfile
from award.assessment.queries.apart import could_read_in
from award.assessment.queries.reach import reachable_applications, visible_applications
from award.assessment.queries.silence import doings_in
from award.assessment.queries.workload import can_assess, sits_on
from award.assessment.rules.sharing import of_most
from award.assessment.rules.silence import Doing, silent
from award.assessment.rules.states import ACTIVE, CONFLICTED
from award.foundation import clock
from award.foundation.many import plain_rows
from award.foundation.policy import Actor
from award.foundation.scopes import within
from award.interests.models import InterestConflict
from award.matching.models import Draft, DraftLine
from award.matching.queries import lines
from award.matching.rules.drafting import limit


@dataclass(frozen=True)
class LoadRow:
    """Somebody in a draft: `load` with what they have already, of `most`; `silent`: why they count
    as such in the round."""

    id: int
    reference: str
    name: str
    panel: str
    load: int
    most: int
    apart: int
    silent: str = ""

    @property
    def full(self) -> bool:
        return self.load >= self.most

    @property
    def said(self) -> str:
        return f"{of_most(self.load, self.most)}{', full' if self.load == self.most else ''}"


@within("draft")
def shared_out(actor: Actor, draft: Draft, *, chairs: bool = False) -> list[LoadRow]:
    """Everybody who could be given something, those with most first; one statement. Limits and
    conflicts are those of now. `chairs`: they too, who can be put in by hand alone."""
    of_round = (Application.round_id == draft.round_id, visible_applications(actor))
    given = (
        select(DraftLine.person_id.label("person"), func.count().label("n"))
        .join(Application, Application.id == DraftLine.application_id)
        .where(DraftLine.draft_id == draft.id, lines.to_come(), visible_applications(actor))
        .group_by(DraftLine.person_id)
        .subquery()
    )
    have = (
        select(Assignment.assessor_id.label("person"), func.count().label("n"))
        .join(Application, Application.id == Assignment.application_id)
        .where(*of_round, Assignment.state.in_(sorted(ACTIVE)))
        .group_by(Assignment.assessor_id)
        .subquery()
    )
    ties = union(
        select(InterestConflict.person_id.label("person"), InterestConflict.application_id)
        .join(Application, Application.id == InterestConflict.application_id)
        .where(*of_round, InterestConflict.hard),
        select(Assignment.assessor_id, Assignment.application_id)
        .join(Application, Application.id == Assignment.application_id)
        .where(*of_round, Assignment.state.in_(sorted(CONFLICTED))),
    ).subquery()
    apart = select(ties.c.person, func.count().label("n")).group_by(ties.c.person).subquery()
    did = doings_in(draft.round_id, reachable_applications(actor)).subquery()
    shown: list[Any] = [
        User.id, User.reference, User.name,
        sits_on(),
        func.coalesce(given.c.n, 0) + func.coalesce(have.c.n, 0),
        AssessorLimit.most, AssessorProfile.most, func.coalesce(apart.c.n, 0),
        did.c.saved_at, *(did.c[one.name] for one in fields(Doing)),
    ]  # fmt: skip
    query = select(*shown).outerjoin(AssessorProfile, AssessorProfile.user_id == User.id)
    query = query.outerjoin(
        AssessorLimit,
        and_(AssessorLimit.person_id == User.id, AssessorLimit.round_id == draft.round_id),
    )
    for one in (given, have, apart, did):
        query = query.outerjoin(one, one.c.person == User.id)
    takes = can_assess()
    if not chairs:
        takes &= User.id.not_in(could_read_in(draft.round_id, clock.now()))
    query = query.where(takes | given.c.n.is_not(None)).order_by(User.name_key, User.id)
    found, doings, now = dict[int, Any](), defaultdict[int, list[Doing]](list), clock.now()
    for row in plain_rows(query):  # somebody once for each of what they have to do
        found.setdefault(row[0], row)
        if row[9] is not None:
            doings[row[0]].append(Doing(*row[9:]))
    rows = [
        LoadRow(
            *[
                *row[:5],
                limit(draft.cap, draft.otherwise, row[5], row[6]),
                row[7],
                silent(doings[row[0]], row[8], now),
            ]
        )
        for row in found.values()
    ]
    return sorted(rows, key=lambda one: -one.load)


TOGETHER: Final = 12
"""So many people can be looked through at once."""


class Loads(NamedTuple):
    """Some of the people of a draft, and what these are called; "" where they are all."""

    called: str
    rows: Sequence[LoadRow]


def by_room(rows: Sequence[LoadRow]) -> list[Loads]:
    """Whom it gives all they take, some of it and nothing: where there are many, the few that are
    looked for stand apart."""
    if len(rows) <= TOGETHER:
        return [Loads("", rows)] if rows else []
    full = [one for one in rows if one.full]
    some = [one for one in rows if one.load and not one.full]
    none = [one for one in rows if not (one.load or one.full)]
    groups = (("full", full), ("with room for more", some), ("nothing so far", none))
    return [Loads(called, found) for called, found in groups if found]
