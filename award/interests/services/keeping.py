"""Keeping conflicts of each round in rows, and noticing what they rest on."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Select, delete, exists, inspect, or_, select, tuple_, union

from award.accounts.models import Organisation, OrganisationMember, User, user_role
from award.accounts.models import Role as RoleRow
from award.applications.models import Application, Submission
from award.applications.rules.states import ASSESSABLE
from award.applications.together import CoApplicant, Collaborator
from award.foundation import clock
from award.foundation.acts import part_of
from award.foundation.db import db
from award.foundation.kept import Watch
from award.foundation.many import among, inserting, plain_rows
from award.foundation.policy import Role
from award.foundation.scopes import everything
from award.interests.models import ApplicationNames, InterestConflict, InterestDeclaration
from award.interests.queries import facts
from award.interests.queries.ties import found_now
from award.interests.rules.conflicts import as_data
from award.interests.rules.names import NUMBERS

_WHICH = "which rounds to keep again"
_AT_ONCE = 400


@part_of("assessment.assign")
@everything("kept rows are made of everything")
def keep_conflicts(round_id: int) -> None:
    """As many statements however many applications and people, beside one for each 400 rows that
    differ: mostly none."""
    which = facts.assessable_in(round_id)
    _keep_names(which)
    now = clock.now()
    right = {
        pair: {
            "application_id": pair[0],
            "person_id": pair[1],
            "round_id": round_id,
            "hard": tie.hard,
            "reasons": as_data(tie.reasons),
            "settled": tie.settled,
            "found_at": now,
        }
        for pair, tie in found_now(which).items()
    }
    kept = InterestConflict
    there = {
        (row[0], row[1]): row[2:]
        for row in plain_rows(
            select(
                kept.application_id, kept.person_id, kept.hard, kept.reasons, kept.settled
            ).where(kept.round_id == round_id)
        )
    }
    _write(kept, ("application_id", "person_id"), [
        row for pair, row in right.items()
        if there.get(pair) != (row["hard"], row["reasons"], row["settled"])
    ])  # fmt: skip
    gone = sorted(set(there) - set(right))
    for start in range(0, len(gone), _AT_ONCE):
        pairs = tuple_(kept.application_id, kept.person_id)
        db.session.execute(
            delete(kept)
            .where(pairs.in_(gone[start : start + _AT_ONCE]))
            .execution_options(synchronize_session=False)
        )


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
def _rounds_being_assessed() -> Select[int]:
    return select(Application.round_id).where(Application.state.in_(sorted(ASSESSABLE))).distinct()


@everything(_WHICH)
def _rounds_of_applications(application_ids: Collection[int]) -> Select[int]:
    return _rounds_being_assessed().where(among(Application.id, application_ids))


def _assesses(person_ids: Any) -> Any:
    """SQL: is there somebody among these who is an assessor?"""
    return exists().where(
        user_role.c.user_id.in_(person_ids),
        user_role.c.role_id == RoleRow.id,
        RoleRow.name == Role.ASSESSOR.value,
    )


@everything(_WHICH)
def _rounds_of_people(person_ids: Collection[int]) -> Any:
    """All rounds where one of them may assess; else those that they apply in."""
    given = list(person_ids)
    theirs = select(Collaborator.application_id).where(among(Collaborator.person_id, given))
    return union(
        _rounds_being_assessed().where(_assesses(given)),
        _rounds_being_assessed().where(
            or_(among(Application.lead_id, given), Application.id.in_(theirs))
        ),
    )


@everything(_WHICH)
def _rounds_of_organisations(organisation_ids: Collection[int]) -> Any:
    given = list(organisation_ids)
    members = select(OrganisationMember.user_id).where(
        among(OrganisationMember.organisation_id, given)
    )
    return union(
        _rounds_being_assessed().where(_assesses(members)),
        _rounds_being_assessed().where(among(Application.organisation_id, given)),
    )


@everything(_WHICH)
def _rounds_they_assess_in(person_ids: Collection[int]) -> Select[int]:
    return _rounds_being_assessed().where(_assesses(list(person_ids)))


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
    changed = any(attributes[name].history.has_changes() for name in ("name", *NUMBERS))
    return organisation.id if changed else None


WATCHES = (
    Watch(Submission, _application, _rounds_of_applications),
    Watch(Collaborator, _application, _rounds_of_applications),
    Watch(CoApplicant, _application, _rounds_of_applications),
    Watch(User, _person, _rounds_of_people),
    Watch(Organisation, _organisation, _rounds_of_organisations),
    Watch(OrganisationMember, lambda one: one.user_id, _rounds_they_assess_in),
    Watch(InterestDeclaration, lambda one: one.person_id, _rounds_they_assess_in),
)
"""The applications themselves are watched by `assessment`."""
