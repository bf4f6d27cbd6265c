"""Assessors, assignments and score sheets, through the services."""

from __future__ import annotations

from collections.abc import Sequence

from award.accounts.models import User
from award.applications.models import Application
from award.applications.queries.applications import application_for_update
from award.assessment.models.assignments import Assignment
from award.assessment.queries import planning, sheets
from award.assessment.rules.panels import Needed
from award.assessment.rules.saying import says_too_little
from award.assessment.rules.sharing import Helper, Pair, Way
from award.assessment.rules.sheet import ScoreValue, SheetValues, marks
from award.assessment.services import (
    asking_many,
    assigning,
    closing,
    declaring,
    profiles,
    scoring,
)
from award.foundation import work, workflow
from award.foundation.db import db
from award.foundation.policy import SYSTEM, Actor, Role
from award.rounds.models import Round
from tests.build.accounts import actor_of, user


def assessor(name: str = "Ash Example", *, panel: str | None = None) -> User:
    """A committed account that may be asked to assess; with a panel if one is named."""
    person = user(name, roles=(Role.ASSESSOR,))
    if panel is not None:
        profiles.set_profile(person, panel=panel, actor=SYSTEM)
        db.session.commit()
    return person


def assigned(
    application: Application, assessor_: User | None = None, *, staff: User | None = None
) -> Assignment:
    """A committed assignment that waits for its declaration."""
    staff = staff or user("Sam Staff", roles=(Role.STAFF,))
    assignment = assigning.assign(application, assessor_ or assessor(), actor=actor_of(staff))
    db.session.commit()
    return assignment


def asked(
    applications: Sequence[Application], *people: User, actor: Actor
) -> asking_many.Done | work.Job:
    """Everyone of these people asked for each, as a page said it would be; not committed."""
    helpers = [Helper(one.id, one.name, 0) for one in people]
    return asking_many.ask_many(
        applications,
        db.session.get_one(Round, applications[0].round_id),
        [one.id for one in people],
        lambda: planning.shared_out(applications, helpers, Way.EACH, Needed(1)),
        actor=actor,
        shown=None,
    )


def refused(applications: Sequence[Application], person: User) -> dict[str, str]:
    """Why this person can't be asked for some of these, by reference."""
    helper = Helper(person.id, person.name, 0)
    proposal = planning.shared_out(applications, [helper], Way.EACH, Needed(1))
    return {
        one.reference: why
        for one in applications
        if (why := proposal.plan.refused.get(Pair(one.id, person.id)))
    }


def declared(
    application: Application, assessor_: User | None = None, *, staff: User | None = None
) -> Assignment:
    """A committed assignment that is ready to score."""
    person = assessor_ or assessor()
    assignment = assigned(application, person, staff=staff)
    declaring.declare_no_conflict(assignment, actor=actor_of(person))
    db.session.commit()
    return assignment


def sheet_values(
    application: Application,
    scores: Sequence[int],
    *,
    justification: str = "The application shows this well.",
    for_applicant: str = "A clear and honest application.",
    for_programme: str = "No concerns.",
    in_scope: bool = True,
    recommend: bool = True,
) -> SheetValues:
    """A complete sheet; `scores` in the order of the round's criteria."""
    criteria = sheets.criteria_for(application.id)
    return SheetValues(
        scores={
            criterion.key: ScoreValue(score, f"{justification} {criterion.title} reads so to me.")
            for criterion, score in zip(criteria, scores, strict=True)
        },
        comments_for_applicant=_enough(for_applicant),
        comments_for_programme=_enough(for_programme),
        in_scope=in_scope,
        recommend=recommend,
    )


def _enough(text: str) -> str:
    """The text with as much more as can be submitted: tests plant single words."""
    return f"{text} So it reads to one assessor." if says_too_little(text) else text


def scored(
    application: Application,
    scores: Sequence[int],
    assessor_: User | None = None,
    *,
    staff: User | None = None,
    justification: str = "The application shows this well.",
    for_applicant: str = "A clear and honest application.",
    for_programme: str = "No concerns.",
    in_scope: bool = True,
    recommend: bool = True,
) -> Assignment:
    """A committed, submitted sheet."""
    person = assessor_ or assessor()
    assignment = declared(application, person, staff=staff)
    submit(
        assignment,
        person,
        sheet_values(
            application,
            scores,
            justification=justification,
            for_applicant=for_applicant,
            for_programme=for_programme,
            in_scope=in_scope,
            recommend=recommend,
        ),
    )
    return assignment


def submit(assignment: Assignment, person: User, values: SheetValues) -> None:
    """Save and submit as the assessor would, and commit."""
    base = marks(sheets.sheet_values(sheets.sheet_of(assignment.id)))
    scoring.save_sheet(assignment, values, base, actor=actor_of(person))
    scoring.submit_sheet(assignment, actor=actor_of(person), own_words=True)
    db.session.commit()


def assessed(
    application: Application,
    scores: Sequence[Sequence[int]] = ((8, 7, 6), (5, 6, 7)),
    *,
    staff: User | None = None,
    recommend: bool = True,
) -> Application:
    """The application with one submitted sheet for each row of `scores` (criteria in order).

    All are assigned before anyone scores, so the application becomes assessed once, at the end.
    """
    staff = staff or user("Sam Staff", roles=(Role.STAFF,))
    people = [assessor(f"Assessor Example {number}") for number in range(1, len(scores) + 1)]
    assignments = [declared(application, person, staff=staff) for person in people]
    for person, assignment, row in zip(people, assignments, scores, strict=True):
        submit(assignment, person, sheet_values(application, row, recommend=recommend))
    return application


def decide(application: Application, action: str, actor: Actor) -> Application:
    """The application with a decision, as a release leaves it before it closes the sheets."""
    fresh = application_for_update(application.id)
    workflow.fire(fresh, action, actor=actor)
    return fresh


def decided(application: Application, action: str = "award") -> Application:
    """The application with a decision, as a release would leave it, sheets closed; committed."""
    fresh = decide(application, action, actor_of(user("Sam Staff", roles=(Role.STAFF,))))
    closing.close_unfinished(fresh, actor=SYSTEM)
    db.session.commit()
    return fresh
