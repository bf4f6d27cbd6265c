"""What makes a hard conflict closes the application with it, whatever changed and however long the
worker takes: it only adds what is soft, ends what was begun and tells whom it concerns.

As many statements however many people and applications; what is over by a change, the worker lets
go.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from award.accounts.models import OrganisationMember, User
from award.applications.models import Application
from award.applications.together import Collaborator
from award.foundation import clock
from award.foundation.acts import part_of
from award.foundation.db import db
from award.foundation.many import among, plain_rows
from award.foundation.scopes import everything
from award.interests.models import InterestConflict
from award.interests.queries import facts
from award.interests.rules.conflicts import ties
from award.interests.services.rows import PAIR, kept_row, write_kept

_WHY = "whom an application is closed to is worked out from everything"


@part_of("interests.declare", "assessment.assign")
@everything(_WHY)
def of_applications(application_ids: Collection[int]) -> None:
    """Who applies with these, or for which organisation, is another by now."""
    _close(among(Application.id, application_ids), User.id.is_not(None))


@part_of("interests.declare", "assessment.assign")
@everything(_WHY)
def of_people(person_ids: Collection[int]) -> None:
    """Who these are is another by now: to them, and where they apply to everybody."""
    _close(Application.id.is_not(None), among(User.id, person_ids))
    invited = select(User.email).where(among(User.id, person_ids))
    theirs = select(Collaborator.application_id).where(
        or_(among(Collaborator.person_id, person_ids), Collaborator.email.in_(invited))
    )
    _close(
        or_(among(Application.lead_id, person_ids), Application.id.in_(theirs)),
        User.id.is_not(None),
    )


@part_of("interests.declare", "assessment.assign")
@everything(_WHY)
def of_organisations(organisation_ids: Collection[int]) -> None:
    """What these are is another by now: to who belongs to one, and where one applies to
    everybody."""
    members = select(OrganisationMember.user_id).where(
        among(OrganisationMember.organisation_id, organisation_ids)
    )
    _close(Application.id.is_not(None), User.id.in_(members))
    _close(among(Application.organisation_id, organisation_ids), User.id.is_not(None))


@everything(_WHY)
def _close(which: ColumnElement[bool], whom: ColumnElement[bool]) -> None:
    """Of all that was ever submitted, to all who have ties."""
    people = list(db.session.scalars(select(User.id).where(facts.has_ties(), whom)))
    if not people:
        return
    which = facts.was_submitted() & which
    rounds = dict[int, int](plain_rows(select(Application.id, Application.round_id).where(which)))
    if not rounds:
        return
    # Whom answers name, and with whom somebody applied before, makes no hard one.
    found = ties(facts.assessor_facts(people, before=False), facts.applied_facts(which, {}))
    hard = {pair: tie for pair, tie in found.items() if tie.hard}
    if not hard:
        return
    kept, now = InterestConflict, clock.now()
    there = set[Any](
        plain_rows(
            select(kept.application_id, kept.person_id).where(
                kept.hard,
                among(kept.application_id, {pair[0] for pair in hard}),
                among(kept.person_id, {pair[1] for pair in hard}),
            )
        )
    )
    write_kept(kept, PAIR, [
        kept_row(pair, rounds[pair[0]], hard[pair], now) for pair in sorted(set(hard) - there)
    ])  # fmt: skip
