"""What an assessor may read: their own assignments, and of others only what the round allows.

A conflicted, declined, voided or removed assignment is not there: not in lists, not in counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, case, exists, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from award.accounts.models import User
from award.applications.models import Application, Submission
from award.applications.queries import latest_submission
from award.assessment.models import AssessorProfile, Assignment, Score, Sheet
from award.assessment.rules.machine import ACTIVE, ASSESSABLE, CONFLICTED, READABLE, STATES
from award.assessment.rules.reading import Preview, Reading, preview, reading
from award.assessment.rules.visibility import names_shown, sees_others
from award.foundation.db import db
from award.foundation.policy import Actor, Role
from award.rounds.models import Round
from award.rounds.queries import question_set
from award.rounds.rules.questions import QuestionSet

_NEXT_FIRST = case(
    (Assignment.state == "to_declare", 0), (Assignment.state == "to_score", 1), else_=2
)


@dataclass(frozen=True)
class DashboardRow:
    """One of an assessor's assignments; `own_pct` (0 to 100, unrounded) once submitted."""

    reference: str
    title: str
    state: str
    submitted_at: datetime | None
    own_pct: float | None
    round_reference: str
    round_title: str
    due_at: datetime

    @property
    def label(self) -> str:
        return STATES[self.state].staff_label

    @property
    def colour(self) -> str:
        return STATES[self.state].colour


def _readable() -> ColumnElement[bool]:
    """Unfinished work only while the application can be assessed; what is done, for longer."""
    return Application.state.in_(sorted(ASSESSABLE)) | (
        Application.state.in_(sorted(READABLE)) & (Assignment.state == "submitted")
    )


def visible_to(actor: Actor) -> Select[Assignment]:
    """The actor's own active assignments, joined to Application and Round."""
    query = (
        select(Assignment)
        .join(Assignment.application)
        .join(Application.round)
        .where(
            Assignment.assessor_id == actor.user_id,
            Assignment.state.in_(sorted(ACTIVE)),
            _readable(),
        )
    )
    return query if actor.has(Role.ASSESSOR) else query.where(Assignment.id.is_(None))


def assignments_of(actor: Actor) -> list[DashboardRow]:
    """Everything on the actor's dashboard in one statement: by round, then what to do next, then
    reference (references are random, so the order tells nothing)."""
    rows = db.session.execute(
        visible_to(actor)
        .outerjoin(Sheet, Sheet.assignment_id == Assignment.id)
        .with_only_columns(
            Application.reference,
            Application.title,
            Assignment.state,
            Assignment.submitted_at,
            case((Assignment.state == "submitted", Sheet.weighted_pct)),
            Round.reference,
            Round.title,
            Round.assessment_due_at,
            maintain_column_froms=True,
        )
        .order_by(Round.assessment_due_at, Round.reference, _NEXT_FIRST, Application.reference)
    )
    return [DashboardRow(*row) for row in rows]


def assignment_for(actor: Actor, reference: str) -> Assignment | None:
    """The actor's own active assignment with its application, round, criteria, sheet and scores.

    The application's organisation and lead are left unloaded on purpose: reading them raises.
    """
    return db.session.scalar(
        visible_to(actor)
        .where(Application.reference == reference.upper())
        .options(
            contains_eager(Assignment.application)
            .contains_eager(Application.round)
            .selectinload(Round.criteria),
            joinedload(Assignment.sheet).selectinload(Sheet.scores).joinedload(Score.criterion),
        )
    )


def next_reference(actor: Actor, after: Assignment) -> str | None:
    """The application to turn to next: to score first, then to declare; None when all is done."""
    return db.session.scalar(
        visible_to(actor)
        .with_only_columns(Application.reference, maintain_column_froms=True)
        .where(Assignment.state != "submitted", Assignment.id != after.id)
        .order_by((Assignment.state == "to_declare"), Application.reference)
        .limit(1)
    )


def panel_of(actor: Actor) -> str:
    """`professional` (also for those without a profile) or `lived_experience`."""
    found = db.session.scalar(
        select(AssessorProfile.panel).where(AssessorProfile.user_id == actor.user_id)
    )
    return found or "professional"


def preview_of(assignment: Assignment) -> Preview:
    """Title apart, all that may be read before declaring."""
    submission = submission_of(assignment.application_id)
    return preview(
        submission.content, questions_of(submission), assignment.application.round.blindness
    )


def reading_of(assignment: Assignment) -> Reading:
    """The application to read beside the sheet. For a declared assignment only."""
    assert assignment.state in ("to_score", "submitted"), "read before declaring"
    submission = submission_of(assignment.application_id)
    round_ = assignment.application.round
    return reading(submission.content, questions_of(submission), round_.criteria, round_.blindness)


def submission_of(application_id: int) -> Submission:
    """What is assessed: the latest submission. One must be there."""
    submission = latest_submission(application_id)
    if submission is None:
        raise LookupError(f"application {application_id} has no submission")
    return submission


def questions_of(submission: Submission) -> QuestionSet:
    """The version of the questions that the submission answers."""
    return question_set(submission.content["question_set"]["id"])


def submission_read(application: Application) -> tuple[Submission, Reading]:
    """What staff read, nothing hidden; the application's round and criteria loaded."""
    submission = submission_of(application.id)
    questions = questions_of(submission)
    return submission, reading(submission.content, questions, application.round.criteria, "none")


@dataclass(frozen=True)
class PeerSheet:
    """Another assessor's submitted sheet. `who` is a name or an alias, as the round says."""

    who: str
    weighted_pct: float
    scores: dict[str, tuple[int, str]]
    comments_for_applicant: str
    in_scope: bool
    recommend: bool


def peers_sheets(assignment: Assignment) -> list[PeerSheet] | None:
    """Other assessors' submitted sheets by alias; None while the round doesn't show them.

    What they wrote for the programme team is never among it.
    """
    round_ = assignment.application.round
    if not sees_others(round_.reveal, assignment.state, ()):
        return None
    others = db.session.scalars(
        select(Assignment)
        .where(
            Assignment.application_id == assignment.application_id,
            Assignment.id != assignment.id,
            Assignment.state.in_(sorted(ACTIVE)),
        )
        .options(
            joinedload(Assignment.assessor).load_only(User.name),
            joinedload(Assignment.sheet).selectinload(Sheet.scores).joinedload(Score.criterion),
        )
        .order_by(Assignment.alias)
    ).all()
    if not sees_others(round_.reveal, assignment.state, [other.state for other in others]):
        return None
    named = names_shown(round_.blindness)
    return [_peer(other, named=named) for other in others if other.state == "submitted"]


def _peer(other: Assignment, *, named: bool) -> PeerSheet:
    sheet = other.sheet
    assert sheet is not None and sheet.weighted_pct is not None
    return PeerSheet(
        who=other.assessor.name if named else other.alias,
        weighted_pct=sheet.weighted_pct,
        scores={
            score.criterion.key: (score.value or 0, score.justification) for score in sheet.scores
        },
        comments_for_applicant=sheet.comments_for_applicant,
        in_scope=bool(sheet.in_scope),
        recommend=bool(sheet.recommend),
    )


def out_of_reach(actor: Actor) -> ColumnElement[bool]:
    """SQL, for a query over Application: does the actor have a conflict of interest with it?

    Lists that also assessors may open must leave such applications out.
    """
    own = aliased(Assignment)
    return exists().where(
        own.application_id == Application.id,
        own.assessor_id == actor.user_id,
        own.state.in_(sorted(CONFLICTED)),
    )


def has_assessed(actor: Actor, application_id: int) -> bool:
    """Has the actor a submitted sheet on it that counts?"""
    return bool(
        db.session.scalar(
            select(
                exists().where(
                    Assignment.application_id == application_id,
                    Assignment.assessor_id == actor.user_id,
                    Assignment.state == "submitted",
                )
            )
        )
    )
