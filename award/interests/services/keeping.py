"""Keeping conflicts of each round in rows, and noticing what they rest on."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, exists, inspect, or_, select, tuple_, union
from sqlalchemy.orm import aliased

from award.accounts.models import Organisation, OrganisationMember, User, user_role
from award.accounts.models import Role as RoleRow
from award.applications.models import Application, Submission
from award.applications.together import CoApplicant, Collaborator
from award.foundation import clock
from award.foundation.acts import part_of
from award.foundation.db import db
from award.foundation.kept import Watch
from award.foundation.many import among, inserting, plain_rows
from award.foundation.policy import Role
from award.foundation.scopes import everything, within
from award.interests.models import ApplicationNames, InterestConflict, InterestDeclaration
from award.interests.queries import facts
from award.interests.queries.ties import Pair, found_now
from award.interests.rules.conflicts import Tie, as_data
from award.interests.rules.names import NUMBERS

_WHICH = "which rounds to keep again"
_AT_ONCE = 400
_PAIR = ("application_id", "person_id")


@part_of("assessment.assign")
@everything("kept rows are made of everything")
def keep_conflicts(round_id: int) -> None:
    """As many statements however many applications and people, beside one for each 400 rows that
    differ: mostly none."""
    which = facts.submitted_in(round_id)
    _keep_names(which)
    now = clock.now()
    kept = InterestConflict
    there = {
        (row[0], row[1]): row[2:]
        for row in plain_rows(
            select(
                kept.application_id, kept.person_id, kept.hard, kept.reasons, kept.settled
            ).where(kept.round_id == round_id)
        )
    }
    # After what is there was read: what somebody declares meanwhile is kept at once, and stays.
    right = {pair: _row(pair, round_id, tie, now) for pair, tie in sorted(found_now(which).items())}
    _write(kept, _PAIR, [
        row for pair, row in right.items()
        if there.get(pair) != (row["hard"], row["reasons"], row["settled"])
    ])  # fmt: skip
    _let_go(sorted(set(there) - set(right)))


@part_of("interests.declare")
@everything("kept rows are made of everything")
def keep_ties_of(person_id: int) -> None:
    """Of all that can be assessed, what is between it and this one person, at once: what they are
    kept apart from by what they say is closed to them with it, however long the worker takes. A
    fixed number of statements; what is over by it the worker lets go."""
    found = found_now(facts.assessable(), [person_id])
    rounds = dict[int, int](
        plain_rows(
            select(Application.id, Application.round_id).where(
                among(Application.id, {pair[0] for pair in found})
            )
        )
    )
    keep_ties({pair: (rounds[pair[0]], tie) for pair, tie in found.items()})


@part_of("conflict.decide", "assessment.assign", "interests.declare")
def keep_ties(found: Mapping[Pair, tuple[int, Tie | None]]) -> None:
    """What is between these, with their round, at once: whoever reads next may be sooner than the
    worker."""
    now, pairs = clock.now(), sorted(found)
    rows = [_row(pair, found[pair][0], tie, now) for pair in pairs if (tie := found[pair][1])]
    _write(InterestConflict, _PAIR, rows)
    _let_go([pair for pair in pairs if found[pair][1] is None])


@everything("kept rows are made of everything")
def _let_go(gone: Sequence[Pair]) -> None:
    kept = InterestConflict
    for start in range(0, len(gone), _AT_ONCE):
        pairs = tuple_(kept.application_id, kept.person_id)
        db.session.execute(
            delete(kept)
            .where(pairs.in_(gone[start : start + _AT_ONCE]))
            .execution_options(synchronize_session=False)
        )


def _row(pair: Pair, round_id: int, tie: Tie, now: datetime) -> dict[str, Any]:
    return {
        "application_id": pair[0],
        "person_id": pair[1],
        "round_id": round_id,
        "hard": tie.hard,
        "reasons": as_data(tie.reasons),
        "settled": tie.settled,
        "found_at": now,
    }


def _keep_names(which: Any) -> None:
    rows = [
        {
            "application_id": application_id,
            "submission_id": submission_id,
            "words": named.words,
            "emails": named.emails,
            "excluded": named.excluded,
        }
        for application_id, submission_id, named in facts.stale_names(which)
    ]
    _write(ApplicationNames, ("application_id",), rows)


def _write(model: Any, key: tuple[str, ...], rows: list[dict[str, Any]]) -> None:
    for start in range(0, len(rows), _AT_ONCE):
        row = inserting(model).values(rows[start : start + _AT_ONCE])
        new = {name: row.excluded[name] for name in rows[0] if name not in key}
        db.session.execute(row.on_conflict_do_update(index_elements=list(key), set_=new))


KEEPERS = (("conflicts", keep_conflicts),)


@everything(_WHICH)
def _rounds_kept() -> Select[int]:
    return select(Application.round_id).where(facts.was_submitted()).distinct()


@everything(_WHICH)
def _rounds_of_applications(application_ids: Collection[int]) -> Any:
    """Their own; and all where somebody in them has ties, since who applied together once is
    found wherever they meet again."""
    lead, part = aliased(Application), aliased(Collaborator)
    people: Any = union(
        select(lead.lead_id).where(among(lead.id, application_ids)),
        select(part.person_id).where(among(part.application_id, application_ids)),
    )
    return union(
        _rounds_kept().where(among(Application.id, application_ids)),
        _rounds_kept().where(_have_ties(people)),
    )


@within("person_ids")
def _have_ties(person_ids: Any) -> Any:
    """SQL: is there somebody among these who may assess, who declared interests, or of whom
    something is kept, whatever they may do by now?"""
    return or_(
        exists().where(
            user_role.c.user_id.in_(person_ids),
            user_role.c.role_id == RoleRow.id,
            RoleRow.name == Role.ASSESSOR.value,
        ),
        exists().where(InterestDeclaration.person_id.in_(person_ids)),
        exists().where(InterestConflict.person_id.in_(person_ids)),
    )


@everything(_WHICH)
def _rounds_of_people(person_ids: Collection[int]) -> Any:
    """All rounds where one of them has ties; else those that they apply in, or were invited to."""
    given = list(person_ids)
    invited = select(User.email).where(among(User.id, given))
    theirs = select(Collaborator.application_id).where(
        or_(among(Collaborator.person_id, given), Collaborator.email.in_(invited))
    )
    return union(
        _rounds_kept().where(_have_ties(given)),
        _rounds_kept().where(or_(among(Application.lead_id, given), Application.id.in_(theirs))),
    )


@everything(_WHICH)
def _rounds_of_organisations(organisation_ids: Collection[int]) -> Any:
    given = list(organisation_ids)
    members = select(OrganisationMember.user_id).where(
        among(OrganisationMember.organisation_id, given)
    )
    return union(
        _rounds_kept().where(_have_ties(members)),
        _rounds_kept().where(among(Application.organisation_id, given)),
    )


@everything(_WHICH)
def _rounds_where_they_have_ties(person_ids: Collection[int]) -> Select[int]:
    return _rounds_kept().where(_have_ties(list(person_ids)))


def _of_whom(application: Application) -> int | None:
    """Who leads it and for which organisation, once it was submitted. That it was, its submission
    tells."""
    attributes = inspect(application).attrs
    changed = any(attributes[one].history.has_changes() for one in ("lead_id", "organisation_id"))
    return application.id if changed and application.submitted_at is not None else None


def _application(thing: Any) -> int:
    number: int = thing.application_id
    return number


def _person(person: User) -> int | None:
    attributes = inspect(person).attrs
    names = ("name", "email", "active", "roles")
    if person in db.session.new:
        return person.id if any(r.name == Role.ASSESSOR.value for r in person.roles) else None
    changed = any(attributes[name].history.has_changes() for name in names)
    return person.id if changed else None


def _organisation(organisation: Organisation) -> int | None:
    if organisation in db.session.new:
        return None
    attributes = inspect(organisation).attrs
    changed = any(attributes[name].history.has_changes() for name in ("name", "website", *NUMBERS))
    return organisation.id if changed else None


WATCHES = (
    Watch(Application, _of_whom, _rounds_of_applications),
    Watch(Submission, _application, _rounds_of_applications),
    Watch(Collaborator, _application, _rounds_of_applications),
    Watch(CoApplicant, _application, _rounds_of_applications),
    Watch(User, _person, _rounds_of_people),
    Watch(Organisation, _organisation, _rounds_of_organisations),
    Watch(OrganisationMember, lambda one: one.user_id, _rounds_where_they_have_ties),
    Watch(InterestDeclaration, lambda one: one.person_id, _rounds_where_they_have_ties),
)
"""What else is new about an application, `assessment` watches."""
