"""Keeping conflicts of each round in rows, and noticing what they rest on."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Select, exists, inspect, or_, select, union
from sqlalchemy.orm import aliased

from award.accounts.models import Organisation, OrganisationMember, User, user_role
from award.accounts.models import Role as RoleRow
from award.applications.models import Application, Submission
from award.applications.together import CoApplicant, Collaborator
from award.foundation import clock
from award.foundation.acts import part_of
from award.foundation.db import db
from award.foundation.kept import Watch
from award.foundation.many import among, plain_rows
from award.foundation.policy import Role
from award.foundation.scopes import everything, within
from award.interests.models import ApplicationNames, InterestConflict, InterestDeclaration
from award.interests.queries import facts
from award.interests.queries.ties import found_now
from award.interests.rules.names import NUMBERS
from award.interests.services import closing
from award.interests.services.rows import PAIR, forget_ties, kept_row, write_kept

_WHICH = "which rounds to keep again"


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
    right = {
        pair: kept_row(pair, round_id, tie, now) for pair, tie in sorted(found_now(which).items())
    }
    write_kept(kept, PAIR, [
        row for pair, row in right.items()
        if there.get(pair) != (row["hard"], row["reasons"], row["settled"])
    ])  # fmt: skip
    forget_ties(sorted(set(there) - set(right)))


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
    write_kept(ApplicationNames, ("application_id",), rows)


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
    Watch(Application, _of_whom, _rounds_of_applications, closing.of_applications),
    Watch(Submission, _application, _rounds_of_applications, closing.of_applications),
    Watch(Collaborator, _application, _rounds_of_applications, closing.of_applications),
    Watch(CoApplicant, _application, _rounds_of_applications, closing.of_applications),
    Watch(User, _person, _rounds_of_people, closing.of_people),
    Watch(Organisation, _organisation, _rounds_of_organisations, closing.of_organisations),
    Watch(
        OrganisationMember, lambda one: one.user_id, _rounds_where_they_have_ties, closing.of_people
    ),
    Watch(
        InterestDeclaration,
        lambda one: one.person_id,
        _rounds_where_they_have_ties,
        closing.of_people,
    ),
)
"""All that conflicts are worked out from. What else is new about an application, `assessment`
watches."""
