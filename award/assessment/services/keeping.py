"""Keeping cover, load and tallies of each round in rows."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Select, delete, insert, inspect, select

from award.accounts.models import Organisation, User
from award.applications.models import Application
from award.applications.rules.states import ApplicationState
from award.assessment.models.assignments import Assignment
from award.assessment.models.kept import Cover, PersonLoad, RoundTally, ScoreSummary
from award.assessment.models.people import AssessorProfile
from award.assessment.queries import keeping
from award.assessment.rules.states import UNFINISHED
from award.foundation.db import db
from award.foundation.kept import Watch, replace
from award.foundation.many import among
from award.foundation.scopes import everything
from award.rounds.models import Round


@everything("which rounds to keep again")
def _rounds_with_work_of(user_ids: Collection[int]) -> Select[int]:
    return (
        select(Application.round_id)
        .join(Assignment, Assignment.application_id == Application.id)
        .where(Assignment.assessor_id.in_(user_ids), Assignment.state.in_(sorted(UNFINISHED)))
        .distinct()
    )


def _of_application(application: Application) -> int | None:
    """A draft that is written on changes nothing; one that comes or goes is counted."""
    state = inspect(application)
    stays = (
        state.key is not None and not state.deleted and application.state == ApplicationState.DRAFT
    )
    return None if stays and application not in db.session.deleted else application.round_id


def _of_person(person: User) -> int | None:
    """Whether somebody can assess follows from account and roles. Who is new has nothing to assess,
    and an account that is opened may take no longer than one that there was."""
    if person in db.session.new:
        return None
    attributes = inspect(person).attrs
    changed = attributes.active.history.has_changes() or attributes.roles.history.has_changes()
    return person.id if changed else None


def _of_profile(profile: AssessorProfile) -> int | None:
    """Whose sheet somebody's will be follows from their panel."""
    return profile.user_id if inspect(profile).attrs.panel.history.has_changes() else None


@everything("which rounds to keep again")
def _rounds_applied_to_by(organisation_ids: Collection[int]) -> Select[int]:
    return (
        select(Application.round_id)
        .where(
            among(Application.organisation_id, organisation_ids),
            Application.state != ApplicationState.DRAFT,
        )
        .distinct()
    )


def _of_organisation(organisation: Organisation) -> int | None:
    """Lists find applications by its name. One that is new has none yet."""
    if organisation in db.session.new:
        return None
    return organisation.id if inspect(organisation).attrs.name.history.has_changes() else None


def _of_what_was_assessed(thing: Any) -> int:
    application_id: int = thing.application_id
    return application_id


WATCHES = (
    Watch(Round, lambda round_: round_.id),
    Watch(Application, _of_application),
    Watch(Assignment, _of_what_was_assessed, keeping.rounds_of),
    Watch(ScoreSummary, _of_what_was_assessed, keeping.rounds_of),
    Watch(Organisation, _of_organisation, _rounds_applied_to_by),
    Watch(User, _of_person, _rounds_with_work_of),
    Watch(AssessorProfile, _of_profile, _rounds_with_work_of),
)


def _keep_cover(round_id: int) -> None:
    replace(Cover, ("application_id",), keeping.COVER, keeping.covers(round_id))


def _keep_load(round_id: int) -> None:
    replace(PersonLoad, ("round_id", "user_id"), keeping.LOAD, keeping.loads(round_id))


def _keep_tally(round_id: int) -> None:
    """After the cover that it counts."""
    db.session.execute(
        delete(RoundTally)
        .where(RoundTally.round_id == round_id)
        .execution_options(synchronize_session=False)
    )
    db.session.execute(
        insert(RoundTally).from_select(list(keeping.TALLY), keeping.tallies(round_id))
    )


KEEPERS = (("cover", _keep_cover), ("load", _keep_load), ("tally", _keep_tally))
