"""Open a submitted application for changes: by its lead, or by staff who ask about some of it.

The submission that stands goes on standing until another is made (`submitting.submit`). Its answers
are the draft's rows; what the rows say beyond it is nobody's business but the applicant's.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm.attributes import set_committed_value

from award.applications.changing import Reopening
from award.applications.models import Application, Submission
from award.applications.queries import applications, files, reopenings
from award.applications.queries.asked import asked_of
from award.applications.queries.asked_about import asked_about
from award.applications.rules import changing
from award.applications.rules.comparing import beside
from award.applications.rules.seen import own_answers
from award.applications.rules.states import ReopeningKind, ReopeningState
from award.applications.services.answering import write_answer
from award.applications.services.locking import only_the_lead
from award.foundation import arrival, audit, clock, workflow
from award.foundation.acts import act, part_of
from award.foundation.db import db
from award.foundation.errors import Refused, Ticks, there
from award.foundation.objections import hear
from award.foundation.outbox import send_notice
from award.foundation.policy import SYSTEM, Actor, can
from award.foundation.scopes import within
from award.rounds.queries.question_sets import question_set

TOO_LATE = "The round has closed, so this can't be opened again. Submission {} stands."
STILL_OPEN = (
    "This application has not closed yet, so its lead can still open it again: write to them "
    "instead"
)


@dataclass(frozen=True)
class Closing:
    """What emails about a reopening that came to nothing tell."""

    number: int


@act("application.view")
def reopen(application: Application, *, actor: Actor) -> Reopening:
    """Let the lead change what they sent, until it closes. Pressed again, it gives the one that is
    open. Refused once it has closed, judged by when the request came, and once assessors have it.
    """
    fresh = applications.application_for_update(application.id)
    only_the_lead(fresh, actor, "open it again")
    already = changing.reopened(fresh)
    if already is not None:
        found: Reopening = already
        return found
    if not can(actor, "application.reopen", fresh):
        raise Refused("This application can't be opened again now", rule="application.reopen")
    standing = there(applications.latest_submission(fresh.id), "the submission")
    if arrival.moment() >= changing.until(fresh):
        raise Refused(TOO_LATE.format(standing.number), rule="application.reopen")
    row = _open(fresh, standing, ReopeningKind.OWN, actor)
    changes = {"stands": standing.number, "until": changing.until(fresh)}
    audit.record(actor, "application.reopen", fresh, changes)
    audit.record(actor, "reopening.open", row, {"stands": standing.number})
    send_notice("application.reopened", fresh, actor, {"number": standing.number})
    return row


@act("application.ask_changes")
def ask_changes(
    application: Application,
    questions: Collection[str],
    *,
    asks: str,
    until: datetime,
    about_nobody: Ticks = (),
    actor: Actor,
) -> Reopening:
    """Ask the lead to change the answers to these questions, and no others, until that moment.

    What the lead had changed since the submission is set aside first: what is sent is what stands,
    with those answers. Refused while the application can be opened by its lead, while another
    request is open, without words or questions, and for a moment that has passed.
    """
    fresh = applications.application_for_update(application.id)
    words = asks.strip()
    if not words:
        raise Refused("Say what should be changed", field="asks")
    to_read = {"asks": words}
    hear("application.ask_changes", fresh, words=to_read, about_nobody=about_nobody, actor=actor)
    if changing.asking(fresh) is not None:
        raise Refused("A change request is open already: wait for its answer, or for its date")
    if arrival.moment() < changing.until(fresh):
        raise Refused(STILL_OPEN, rule="application.ask_changes")
    if until <= arrival.moment():
        raise Refused("Choose a moment that is still to come", field="until")
    standing = there(applications.latest_submission(fresh.id), "the submission")
    asked = question_set(fresh.round.question_set_id)
    answers = own_answers(standing.content)
    possible = {one.key for one in asked.asked(answers, fresh.phase)}
    if not questions or not possible.issuperset(questions):
        raise Refused("Choose at least one question that was asked", field="questions")
    if (lapsed := changing.reopened(fresh)) is not None:
        _lapse(lapsed, SYSTEM)
    row = _open(fresh, standing, ReopeningKind.CHANGE_REQUEST, actor)
    row.questions = changing.with_followers(asked, questions, answers)
    row.asks, row.until = words, until
    row.set_aside = put_back(fresh, standing) or None
    db.session.flush()
    changes = {"stands": standing.number, "until": until, "questions": sorted(questions)}
    audit.record(
        actor, "application.ask_changes", fresh, {**changes, "asks": words}, codes={"questions"}
    )
    audit.record(actor, "reopening.open", row, changes, codes={"questions"})
    listed = "\n".join(f"- {asked.question(key).short}" for key in sorted(questions))
    said = {"asks": words, "until": until, "listed": listed, "number": standing.number}
    send_notice("application.changes_asked", fresh, actor, said)
    return row


@within("application")
def _open(
    application: Application, standing: Submission, kind: ReopeningKind, actor: Actor
) -> Reopening:
    row = Reopening(
        application=application,
        state=ReopeningState.OPEN,
        kind=kind,
        replaces=standing.number,
        opened_by_id=there(actor.user_id, "somebody who is signed in"),
        until=clock.now() if kind == ReopeningKind.CHANGE_REQUEST else None,
    )
    db.session.add(row)
    db.session.flush()
    set_committed_value(application, "reopening", row)
    return row


@within("reopening")
def _whose(_actor: Actor, reopening: Reopening) -> Application | None:
    return asked_about(reopening.application_id)


@act("application.view", about=_whose)
def close_again(reopening: Reopening, *, keep: bool, actor: Actor) -> None:
    """Leave the submission that stands. The draft's answers stay as they are for another time
    (`keep`), or are put back as they were sent; what was written is kept apart then."""
    fresh = applications.application_for_update(reopening.application_id)
    only_the_lead(fresh, actor, "close it again")
    row = changing.reopened(fresh)
    if row is None or row.id != reopening.id:
        return
    move = workflow.judge(row, "close", actor=actor)
    if row.kind == ReopeningKind.CHANGE_REQUEST:
        raise Refused("Answer what you were asked, or leave it: what you sent stands")
    if not keep:
        standing = there(applications.latest_submission(fresh.id), "the submission")
        row.set_aside = put_back(fresh, standing) or None
    row.ended_at = clock.now()
    audit.record(actor, "application.close_again", fresh, {"stands": row.replaces, "kept": keep})
    workflow.make(move, says=Closing(row.replaces))
    set_committed_value(fresh, "reopening", None)


@act("reopening.lapse")
def lapse(number: int, *, actor: Actor) -> None:
    """Close what has passed its moment for so long that no request which arrived in time can still
    be waiting. The submission stands; whoever should know is told."""
    fresh = applications.application_for_update(number)
    row = fresh.reopening
    if row is not None and row.state == ReopeningState.OPEN:
        _lapse(row, actor)
        set_committed_value(fresh, "reopening", None)


def _lapse(row: Reopening, actor: Actor) -> None:
    move = workflow.judge(row, "lapse", actor=actor)
    row.ended_at = clock.now()
    workflow.make(move, says=Closing(row.replaces))


@part_of("application.ask_changes", "application.view")
@within("application")
def put_back(application: Application, standing: Submission) -> dict[str, Any]:
    """Make the draft's answers those of the submission, by whoever sent it; gives what they were,
    by question."""
    asked = asked_of(application)
    sent = own_answers(standing.content)
    rows = applications.answers_for_update(application.id)
    given = {key: row.value for key, row in rows.items()}
    aside: dict[str, Any] = {}
    for question in asked:
        key, row = question.key, rows.get(question.key)
        stored = row.value if row else None
        if question.is_empty(stored) and key not in sent:
            continue
        if key not in sent and not question.asked(sent, application.phase):
            continue  # it is not asked, so it was not sent: it is no change
        if stored != sent.get(key):
            aside[key] = given.get(key)
            write_answer(application, row, key, sent.get(key), standing.submitted_by_id)
    _settle(application, sent, aside)
    return aside


def _settle(application: Application, sent: dict[str, Any], aside: dict[str, Any]) -> None:
    """Files are in the slots that name them; a choice between two texts has been made."""
    now = clock.now()
    for row in files.files_of(application.id).values():
        if row.question_key in aside:
            named = {one["id"] for one in sent.get(row.question_key) or ()}
            row.removed_at = None if row.key in named else row.removed_at or now
    for conflict in reopenings.open_conflict_rows(application.id):
        aside[beside(conflict.question_key, len(aside))] = conflict.value
        conflict.resolved_at, conflict.resolution = now, "set aside"
