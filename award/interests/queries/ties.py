"""What there is between people who may assess and applications: the one answer for whoever assigns,
asks or lists. Out of what is kept, where that is the present; else worked out anew."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement, exists, func, select

from award.accounts.models import User
from award.applications.models import Application
from award.foundation.db import db
from award.foundation.kept import present, unsettled
from award.foundation.many import among, plain_rows
from award.foundation.scopes import everything, within
from award.interests.models import ConflictDecision, InterestConflict
from award.interests.queries import facts
from award.interests.rules.conflicts import Found, Tie, decided, from_data, ties

Pair = tuple[int, int]
"""An application's id and a person's."""


@within("round_id")
def ties_between(round_id: int) -> dict[Pair, Tie]:
    """All of a round: each application that can be assessed with everyone who may assess."""
    there = db.session.scalar(present([round_id])) is not None
    return _ties_within(facts.assessable_in(round_id), None, there)


@within("application_ids", "person_ids")
def ties_of(application_ids: Collection[int], person_ids: Collection[int]) -> dict[Pair, Tie]:
    """Between these applications and these people."""
    if not application_ids or not person_ids:
        return {}
    behind = exists().where(
        among(Application.id, application_ids), Application.round_id.not_in(present())
    )
    there = not db.session.scalar(select(behind))
    people = sorted(set(person_ids))
    return _ties_within(facts.these_applications(application_ids), people, there)


@within("application_ids", "person_ids")
def ties_shown(application_ids: Collection[int], person_ids: Collection[int]) -> dict[Pair, Tie]:
    """As `ties_of`, but as they were found when they were last looked for: enough to show, not to
    act upon. One statement, where to work them out anew takes twelve."""
    if not application_ids or not person_ids:
        return {}
    return _kept_ties(facts.these_applications(application_ids), sorted(set(person_ids)))


@within("application_id")
def ties_as_kept(application_id: int) -> dict[int, Tie]:
    """By person, what was found when it was last looked for: enough to show, not to act upon."""
    which = facts.these_applications([application_id])
    return {pair[1]: tie for pair, tie in _kept_ties(which, None).items()}


@within("application_id")
def tie_between(application_id: int, person_id: int) -> Tie | None:
    """As it is now, to act upon."""
    return ties_of([application_id], [person_id]).get((application_id, person_id))


@within("application_id")
def is_hard_now(application_id: int, person_id: int) -> bool:
    """Worked out anew, where the person has ties at all. For a draft, of which nothing is kept."""
    if not db.session.scalar(select(exists().where(User.id == person_id, facts.has_ties()))):
        return False
    found = found_now(facts.these_applications([application_id]), [person_id])
    return any(tie.hard for tie in found.values())


@within("application_ids")
def asked_of(application_ids: Collection[int], person_id: int) -> dict[int, list[str]]:
    """By application, what somebody who has to declare is asked about: where they may know who
    applies."""
    if not application_ids:
        return {}
    found = _kept_ties(facts.these_applications(application_ids), [person_id])
    return {pair[0]: tie.to_them for pair, tie in found.items() if tie.to_them}


@everything("what is between them is worked out from everything")
def _ties_within(
    which: ColumnElement[bool], people: list[int] | None, there: bool
) -> dict[Pair, Tie]:
    """`there`: what is kept of their rounds is the present."""
    kept = there and not unsettled()
    return _kept_ties(which, people) if kept else found_now(which, people)


@everything("what is between them is worked out from everything")
def found_now(
    which: ColumnElement[bool], people: list[int] | None = None, *, afresh: bool = False
) -> dict[Pair, Tie]:
    """Worked out from the rows themselves, with what staff decided. `afresh`: whatever is kept of
    whom answers name."""
    names = facts.names_read(which) if afresh else facts.names_now(which)
    found = ties(facts.assessor_facts(people), facts.applied_facts(which, names))
    for pair, (decision, about) in conflict_decisions(which).items():
        if people is not None and pair[1] not in people:
            continue
        if tie := decided(found.get(pair), decision, about):
            found[pair] = tie
    return found


@everything("what is kept of it")
def _kept_ties(which: ColumnElement[bool], people: list[int] | None) -> dict[Pair, Tie]:
    kept = InterestConflict
    query = (
        select(kept.application_id, kept.person_id, kept.hard, kept.reasons, kept.settled)
        .join(Application, Application.id == kept.application_id)
        .where(which)
    )
    if people is not None:
        query = query.where(among(kept.person_id, people))
    return {(row[0], row[1]): Tie(row[2], from_data(row[3]), row[4]) for row in plain_rows(query)}


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
