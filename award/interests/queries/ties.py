"""What there is between people who may assess and applications: the one answer for whoever assigns,
asks or lists. Out of what is kept, where that is the present; else worked out anew."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import ColumnElement, func, select

from award.applications.models import Application
from award.foundation.db import db
from award.foundation.kept import present, unsettled
from award.foundation.many import among, plain_rows
from award.foundation.scopes import everything, within
from award.interests.models import ConflictDecision, InterestConflict
from award.interests.queries import facts
from award.interests.rules.conflicts import Found, Reason, Tie, from_data, ties

Pair = tuple[int, int]
"""An application's id and a person's."""


@within("round_id")
def ties_between(round_id: int) -> dict[Pair, Tie]:
    """All of a round: each application that can be assessed with everyone who may assess."""
    return _ties_within(facts.assessable_in(round_id), {round_id}, None)


@within("application_ids", "person_ids")
def ties_of(application_ids: Collection[int], person_ids: Collection[int]) -> dict[Pair, Tie]:
    """Between these applications and these people."""
    if not application_ids or not person_ids:
        return {}
    rounds = select(Application.round_id).where(among(Application.id, application_ids)).distinct()
    return _ties_within(
        facts.these_applications(application_ids),
        set(db.session.scalars(rounds)),
        sorted(set(person_ids)),
    )


@everything("what is between them is worked out from everything")
def _ties_within(
    which: ColumnElement[bool], round_ids: Collection[int], people: list[int] | None
) -> dict[Pair, Tie]:
    kept = not unsettled() and set(round_ids) <= set(db.session.scalars(present(round_ids)))
    found = _kept_ties(which, people) if kept else found_now(which, people)
    return _decided(found, which)


@everything("what is between them is worked out from everything")
def found_now(which: ColumnElement[bool], people: list[int] | None = None) -> dict[Pair, Tie]:
    """Worked out from the rows themselves; without what staff decided."""
    return ties(facts.assessor_facts(people), facts.applied_facts(which, facts.names_now(which)))


@everything("what is kept of it")
def _kept_ties(which: ColumnElement[bool], people: list[int] | None) -> dict[Pair, Tie]:
    kept = InterestConflict
    query = (
        select(kept.application_id, kept.person_id, kept.hard, kept.reasons)
        .join(Application, Application.id == kept.application_id)
        .where(which)
    )
    if people is not None:
        query = query.where(among(kept.person_id, people))
    return {(row[0], row[1]): Tie(row[2], from_data(row[3])) for row in plain_rows(query)}


def _decided(found: Mapping[Pair, Tie], which: ColumnElement[bool]) -> dict[Pair, Tie]:
    """With what staff decided. Somebody who was kept apart stays so, whatever is found by now."""
    result = dict(found)
    for pair, (decision, about) in conflict_decisions(which).items():
        there = result.get(pair)
        if decision == "apart":
            reasons = there.reasons if there else ()
            result[pair] = Tie(True, (*reasons, Found(Reason.DECIDED)))
        elif there and not there.hard and set(there.reasons) <= set(about):
            result[pair] = Tie(False, there.reasons, settled=True)
    return result


@everything("what staff decided about these")
def conflict_decisions(which: ColumnElement[bool]) -> dict[Pair, tuple[str, tuple[Found, ...]]]:
    """By pair: the decision that counts, and which reasons it was about."""
    one = ConflictDecision
    latest = select(func.max(one.id)).group_by(one.application_id, one.person_id)
    rows = plain_rows(
        select(one.application_id, one.person_id, one.decision, one.about)
        .join(Application, Application.id == one.application_id)
        .where(which, one.id.in_(latest))
    )
    return {(row[0], row[1]): (row[2], from_data(row[3])) for row in rows}
