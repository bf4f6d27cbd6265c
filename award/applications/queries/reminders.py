"""Who has to be told of a closing time, and what is left to do in many drafts at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    and_,
    case,
    exists,
    false,
    func,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import aliased

from award.accounts.models import User
from award.applications.models import (
    Answer,
    AnswerConflict,
    Application,
    Eligibility,
    StoredFile,
)
from award.applications.queries.applications import (
    OpenConflict,
    StoredAnswer,
    Terms,
    applications_with_rounds,
    limits_of,
)
from award.applications.queries.drafts import Draft
from award.applications.reminding import ClosingTold, Reminder
from award.applications.rules.reminders import AHEAD, BACK, SETTLED, ReminderKind
from award.applications.rules.states import (
    ApplicationState,
    CoApplicantState,
    CollaboratorRole,
    CollaboratorState,
)
from award.applications.together import CoApplicant, Collaborator
from award.foundation.db import db
from award.foundation.many import among
from award.foundation.scopes import everything, within
from award.rounds.models import Round, RoundPhase
from award.rounds.queries.question_sets import question_set

_LED = aliased(Application)


@dataclass(frozen=True)
class Told:
    """Somebody who writes an application, and what they are told of it by email."""

    id: int
    reference: str
    title: str
    round_title: str
    closes_at: datetime
    person_id: int
    name: str
    email: str
    leads: bool
    moved: int
    """How often its closing has moved since they heard of it."""

    # What an email is about is known by its table.
    __tablename__ = Application.__tablename__

    @property
    def named(self) -> str:
        return f"{self.reference}: {self.title}" if self.title else self.reference


@within()
def closing() -> ColumnElement[datetime]:
    """SQL: when an application closes that nobody asks anything about; its round is joined."""
    later = Application.extended_until > Round.closes_at
    return case((later, Application.extended_until), else_=Round.closes_at)


@everything("the worker reminds everybody")
def closings(now: datetime) -> list[datetime]:
    """Moments at which drafts close before long, or have closed lately."""
    at = closing()
    query = select(at).distinct().join(Application.round).where(
        Application.state == ApplicationState.DRAFT, at > now - BACK, at < now + AHEAD
    )  # fmt: skip
    return sorted(db.session.scalars(query))


@within()
def _writers(*conditions: ColumnElement[bool], lately: Sequence[ColumnElement[bool]] = ()) -> Any:
    """Everybody who writes a draft, with what they are told: its lead and its editors, as long as
    their accounts are open. `lately` is asked of editors alone."""
    editors = and_(
        Collaborator.state == CollaboratorState.ACCEPTED,
        Collaborator.role == CollaboratorRole.EDITOR,
        *lately,
    )
    pairs = union_all(
        select(_LED.id.label("about"), _LED.lead_id.label("person"), true().label("leads")).where(
            _LED.state == ApplicationState.DRAFT
        ),
        select(Collaborator.application_id, Collaborator.person_id, false()).where(editors),
    ).subquery("writer")
    told = and_(
        ClosingTold.application_id == Application.id, ClosingTold.person_id == pairs.c.person
    )
    return (
        select(
            Application.id, Application.reference, Application.title, Round.title, closing(),
            User.id, User.name, User.email, pairs.c.leads, func.coalesce(ClosingTold.moved, 0),
        )
        .select_from(pairs)
        .join(Application, Application.id == pairs.c.about)
        .join(Application.round)
        .join(User, User.id == pairs.c.person)
        .outerjoin(ClosingTold, told)
        .where(
            Application.state == ApplicationState.DRAFT,
            User.active,
            User.confirmed_at.is_not(None),
            *conditions,
        )
        .order_by(Application.id, User.id)
    )  # fmt: skip


def _told(query: Any) -> list[Told]:
    return [Told(*row) for row in db.session.execute(query)]


@everything("the worker reminds everybody")
def to_remind(kind: ReminderKind, closes: Collection[datetime], begun: datetime) -> list[Told]:
    """Who has not had this reminder, of drafts that close at these moments. Nobody is reminded of
    what they began, or came to, after the reminder was due."""
    return _told(
        _writers(
            closing().in_(closes),
            Application.created_at < begun,
            ~exists().where(
                Reminder.application_id == Application.id,
                Reminder.person_id == User.id,
                Reminder.kind == kind,
            ),
            lately=[Collaborator.accepted_at < begun],
        )
    )


@everything("the worker tells everybody")
def to_tell_of_move(now: datetime) -> list[Told]:
    """Who knows of another closing time than the one there is, of drafts that are open. A date that
    was changed just now may be changed again."""
    query = _writers(
        closing() > now,
        closing() != ClosingTold.closes_at,
        Round.updated_at <= now - SETTLED,
    )
    return _told(query)


@within("application_id")
def times_moved(application_id: int, person_id: int | None, closes_at: datetime) -> int:
    """How often the closing time has moved since the person first heard of it from us."""
    if person_id is None:
        return 0
    told = db.session.get(ClosingTold, (application_id, person_id))
    return told.moved + (told.closes_at != closes_at) if told else 0


@everything("the worker tells everybody")
def to_tell_unsent(now: datetime, grace: timedelta) -> list[Told]:
    """Whose draft has closed lately with something written in it."""
    return _told(
        _writers(
            closing() > now - BACK,
            closing() <= now - grace,
            exists().where(Answer.application_id == Application.id),
            ~exists().where(
                Reminder.application_id == Application.id,
                Reminder.person_id == User.id,
                Reminder.kind == ReminderKind.UNSENT,
            ),
        )
    )


@within("application_ids")
def told_of_unsent(application_ids: Sequence[int]) -> set[tuple[int, int]]:
    """Application and person, for each who was told by now that it was never sent."""
    told = select(Reminder.application_id, Reminder.person_id).where(
        among(Reminder.application_id, application_ids), Reminder.kind == ReminderKind.UNSENT
    )
    return {(row[0], row[1]) for row in db.session.execute(told)}


@within("application_ids")
def drafts_of(application_ids: Collection[int]) -> dict[int, Draft]:
    """By id; so many statements, however many drafts."""
    found = applications_with_rounds(application_ids)
    stored = _by_application(application_ids, Answer, Answer.id)
    conflicts = _by_application(
        application_ids, AnswerConflict, AnswerConflict.id, AnswerConflict.resolved_at.is_(None)
    )
    files = _by_application(application_ids, StoredFile, StoredFile.id)
    counts = CoApplicant.state != CoApplicantState.TAKEN_BACK
    partners = _by_application(application_ids, CoApplicant, CoApplicant.id, counts)
    told = _by_application(application_ids, Eligibility, Eligibility.application_id)
    phases = _phases({one.round_id for one in found})
    sets = {key: question_set(key) for key in {one.round.question_set_id for one in found}}
    drafts = {}
    for one in found:
        draft = Draft(
            application=one,
            question_set=sets[one.round.question_set_id],
            stored={row.question_key: StoredAnswer(row.value, row.version, row.saved_at)
                    for row in stored[one.id]},
            conflicts=[OpenConflict(row.id, row.question_key, row.at, "")
                       for row in conflicts[one.id]],
            terms=_terms(one, next(iter(told[one.id]), None), phases[one.round_id]),
            files={row.key: row for row in files[one.id]},
        )  # fmt: skip
        vars(draft)["co_applicants"] = partners[one.id]
        drafts[one.id] = draft
    return drafts


@within("application_ids")
def _by_application(
    application_ids: Collection[int], model: Any, order: Any, *conditions: ColumnElement[bool]
) -> Mapping[int, list[Any]]:
    query = select(model).where(among(model.application_id, application_ids), *conditions)
    found: dict[int, list[Any]] = defaultdict(list)
    for row in db.session.scalars(query.order_by(order)):
        found[row.application_id].append(row)
    return found


@within("round_ids")
def _phases(round_ids: Iterable[int]) -> Mapping[int, list[RoundPhase]]:
    query = select(RoundPhase).where(among(RoundPhase.round_id, round_ids))
    found: dict[int, list[RoundPhase]] = defaultdict(list)
    for row in db.session.scalars(query.order_by(RoundPhase.phase)):
        found[row.round_id].append(row)
    return found


def _terms(
    application: Application, eligible: Eligibility | None, phases: Sequence[RoundPhase]
) -> Terms:
    mine = next((one for one in phases if one.phase == application.phase), None)
    return Terms(
        eligibility=eligible,
        open_phases=[one.phase for one in phases],
        limits=limits_of(mine, application.round) if mine else None,
    )
