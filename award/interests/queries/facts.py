"""What conflicts are worked out from: who applies, and who may assess. A fixed number of
statements, however many of either."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from award.accounts.models import Organisation, OrganisationMember, User, user_role
from award.accounts.models import Role as RoleRow
from award.applications.models import Application, Submission
from award.applications.queries.submissions import stands
from award.applications.rules.states import (
    ASSESSABLE,
    ON_THE_TEAM,
    ApplicationState,
    CoApplicantState,
    CollaboratorState,
)
from award.applications.together import CoApplicant, Collaborator
from award.foundation.many import among, plain_rows, streamed
from award.foundation.policy import Role
from award.foundation.scopes import everything
from award.interests.models import ApplicationNames, DeclaredInterest, InterestDeclaration
from award.interests.queries.past import past_parts
from award.interests.rules.declared import InterestKind
from award.interests.rules.names import NUMBERS, number_of
from award.interests.rules.naming import Named, named_in
from award.interests.rules.parties import Applied, Assesses, Body, Interest, body_of
from award.rounds.queries.question_sets import questions_in

_APPLIES = (CoApplicantState.ASKED, CoApplicantState.CONFIRMED)
_NOT_IN = (CollaboratorState.DECLINED, CollaboratorState.REVOKED)
_WHY = "conflicts are worked out from everything; readers come through `queries.ties`"
_NUMBERS = (getattr(Organisation, name) for name in NUMBERS)
_ORGANISATION = (
    Organisation.id,
    Organisation.name,
    *_NUMBERS,
    Organisation.website,
    Organisation.former_names,
)


@everything(_WHY)
def assessable_in(round_id: int) -> ColumnElement[bool]:
    """SQL over Application: those that can be assessed in a round."""
    return and_(Application.round_id == round_id, Application.state.in_(sorted(ASSESSABLE)))


@everything(_WHY)
def submitted_in(round_id: int) -> ColumnElement[bool]:
    """SQL over Application: those of a round that somebody of the programme can ever meet, decided
    and withdrawn ones too. Of all of them conflicts are kept: who meets one later is no less
    partial."""
    return and_(Application.round_id == round_id, was_submitted())


@everything(_WHY)
def was_submitted() -> ColumnElement[bool]:
    """SQL over Application: as `assessment.queries.reach.visible_applications`."""
    return and_(Application.state != ApplicationState.DRAFT, Application.submitted_at.is_not(None))


@everything(_WHY)
def these_applications(application_ids: Collection[int]) -> ColumnElement[bool]:
    """SQL over Application."""
    return among(Application.id, application_ids)


def may_assess() -> ColumnElement[bool]:
    """SQL over User: has an account as an assessor."""
    return and_(User.active, _is_assessor())


def assessor_before(moment: datetime) -> ColumnElement[bool]:
    """SQL over User: have they been one since then? Of roles that were given before that was kept,
    for as long as they have their account."""
    since = func.coalesce(user_role.c.given_at, User.created_at)
    return _is_assessor(since <= moment)


def _is_assessor(*more: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(
        user_role.c.user_id == User.id,
        user_role.c.role_id == RoleRow.id,
        RoleRow.name == Role.ASSESSOR.value,
        *more,
    )


def has_ties() -> ColumnElement[bool]:
    """SQL over User: between whom and applications something is worked out: whoever may assess, and
    whoever declared interests once and has another role by now. Suspended or not: what somebody
    wrote before counts until a conflict is found."""
    declared = User.id.in_(select(InterestDeclaration.person_id))
    return or_(_is_assessor(), declared)


@everything(_WHY)
def applied_facts(which: ColumnElement[bool], names: Mapping[int, Named]) -> list[Applied]:
    """These applications, with what their answers name."""
    people: dict[int, set[int]] = defaultdict(set)
    emails: dict[int, set[str]] = defaultdict(set)
    bodies: dict[int, list[Body]] = defaultdict(list)
    found = plain_rows(
        select(
            Application.id, Application.lead_id, User.email, *_ORGANISATION,
            Application.submitted_at,
        )
        .join(User, User.id == Application.lead_id)
        .outerjoin(Organisation, Organisation.id == Application.organisation_id)
        .where(which)
        .order_by(Application.id)
    )  # fmt: skip
    for row in found:
        people[row[0]].add(row[1])
        emails[row[0]].add(row[2])
        if row[3] is not None:
            bodies[row[0]].append(_body(row[3:-1]))
    for row in plain_rows(_collaborator_facts(which)):
        emails[row[0]].add(row[1])
        if row[2] is not None:
            people[row[0]].add(row[2])
        if row[3] and row[4] in ON_THE_TEAM:
            bodies[row[0]].append(Body(row[3]))
    for row in plain_rows(
        select(CoApplicant.application_id, CoApplicant.email, CoApplicant.organisation)
        .join(Application, Application.id == CoApplicant.application_id)
        .where(which, CoApplicant.state.in_(_APPLIES))
    ):
        emails[row[0]].add(row[1])
        bodies[row[0]].append(Body(row[2]))
    nothing = Named([], [], "")
    return [
        Applied(
            row[0],
            frozenset(people[row[0]]),
            frozenset(emails[row[0]]),
            tuple(bodies[row[0]]),
            tuple((given := names.get(row[0], nothing)).words),
            frozenset(given.emails),
            given.excluded,
            row[-1],
        )
        for row in found
    ]


@everything(_WHY)
def _collaborator_facts(which: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """With the account that an invited address belongs to, as `applications.queries.ties`."""
    invited = aliased(User)
    return (
        select(
            Collaborator.application_id,
            Collaborator.email,
            func.coalesce(Collaborator.person_id, invited.id),
            Collaborator.organisation,
            Collaborator.state,
        )
        .join(Application, Application.id == Collaborator.application_id)
        .outerjoin(
            invited,
            and_(
                invited.email == Collaborator.email,
                Collaborator.state == CollaboratorState.INVITED,
            ),
        )
        .where(
            which,
            or_(Collaborator.person_id.is_not(None), Collaborator.state.not_in(_NOT_IN)),
        )
    )


def _body(row: Any) -> Body:
    """Of _ORGANISATION."""
    numbers = (number_of(kind, typed or "") for kind, typed in zip(NUMBERS, row[2:-2], strict=True))
    former = tuple(row[-1].splitlines())
    return Body(row[1], frozenset(filter(None, numbers)), row[0], row[-2], former=former)


@everything(_WHY)
def stale_names(
    which: ColumnElement[bool], *, all_of_them: bool = False
) -> Iterator[tuple[int, int, Named]]:
    """Application and submission, and whom it names, where that is not kept yet. One statement."""
    query = (
        select(Application.id, Submission.id, Submission.content)
        .join(Submission, and_(Submission.application_id == Application.id, stands()))
        .outerjoin(
            ApplicationNames,
            and_(
                ApplicationNames.application_id == Application.id,
                ApplicationNames.submission_id == Submission.id,
            ),
        )
        .where(which)
        .order_by(Application.id)
    )
    if not all_of_them:
        query = query.where(ApplicationNames.application_id.is_(None))
    for application_id, submission_id, content in streamed(query):
        yield application_id, submission_id, named_in(questions_in(content), content["answers"])


@everything(_WHY)
def names_read(which: ColumnElement[bool]) -> dict[int, Named]:
    """By application, whom its answers name, whatever is kept."""
    return {one: named for one, _, named in stale_names(which, all_of_them=True)}


@everything(_WHY)
def kept_names(which: ColumnElement[bool]) -> dict[int, Named]:
    """By application, whom its submission names, as it is kept."""
    kept = ApplicationNames
    rows = plain_rows(
        select(kept.application_id, kept.words, kept.emails, kept.excluded)
        .join(Application, Application.id == kept.application_id)
        .where(which)
    )
    return {row[0]: Named(row[1], row[2], row[3]) for row in rows}


@everything(_WHY)
def names_now(which: ColumnElement[bool]) -> dict[int, Named]:
    """The same, with what is not kept yet read from the answers."""
    return {**kept_names(which), **{one: named for one, _, named in stale_names(which)}}


@everything(_WHY)
def assessor_facts(only: Iterable[int] | None = None, *, before: bool = True) -> list[Assesses]:
    """Everyone who `has_ties`, or these people whatever they are now. `before`: with whom they
    applied earlier too, which makes no hard conflict."""
    which = has_ties() if only is None else among(User.id, only)
    found = plain_rows(select(User.id, User.name, User.email).where(which).order_by(User.id))
    ids = [row[0] for row in found]
    bodies: dict[int, list[Body]] = defaultdict(list)
    for row in plain_rows(
        select(OrganisationMember.user_id, *_ORGANISATION)
        .join(Organisation, Organisation.id == OrganisationMember.organisation_id)
        .where(among(OrganisationMember.user_id, ids))
        .order_by(Organisation.id)
    ):
        bodies[row[0]].append(_body(row[1:]))
    interests = _interests(ids)
    past_people, past_bodies = past_parts(ids) if before else ({}, {})
    return [
        Assesses(
            one,
            name,
            email,
            tuple(bodies[one]),
            tuple(interests[one]),
            past_people.get(one, {}),
            past_bodies.get(one, {}),
        )
        for one, name, email in found
    ]


def declarations_that_count() -> Select[int]:
    """Ids of the declaration that counts, of each who made one."""
    return select(func.max(InterestDeclaration.id)).group_by(InterestDeclaration.person_id)


def _interests(ids: Collection[int]) -> dict[int, list[Interest]]:
    """Of a declaration that lapsed too: what it says is the best that is known."""
    found: dict[int, list[Interest]] = defaultdict(list)
    query = (
        select(
            InterestDeclaration.person_id,
            DeclaredInterest.kind,
            DeclaredInterest.organisation,
            DeclaredInterest.number,
        )
        .join(InterestDeclaration, InterestDeclaration.id == DeclaredInterest.declaration_id)
        .where(
            InterestDeclaration.id.in_(declarations_that_count()),
            among(InterestDeclaration.person_id, ids),
        )
        .order_by(DeclaredInterest.id)
    )
    for person_id, kind, organisation, number in plain_rows(query):
        found[person_id].append(Interest(InterestKind(kind), body_of(organisation, number)))
    return found
