"""Asking for a job, and for it to stop."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import event, select, update
from sqlalchemy.orm import Session

from award.foundation import audit, clock, jobs, workflow
from award.foundation.acts import act
from award.foundation.db import db
from award.foundation.errors import Refused
from award.foundation.policy import Actor, can
from award.foundation.references import new_reference
from award.foundation.work.kinds import KINDS, left_of
from award.foundation.work.models import UNFINISHED, Job, JobState
from award.foundation.work.running import run_jobs

AT_ONCE: Final = 200
"""Rows that a request changes by itself; what changes more is a job."""
_NUDGE = "job_nudge"


def ask(
    kind: str,
    arguments: Any,
    *,
    title: str,
    total: int,
    actor: Actor,
    round_id: int | None = None,
    alone: str | None = None,
) -> Job:
    """Note what `actor` asks for; the worker begins once this transaction commits.

    The kind's permission is asked without a thing: who asks for a job about one has asked about
    it. With `alone`, asking for the same again gives the job that there is, and anything else is
    Refused: hold what it is about, so that two who ask at once come one after the other.
    """
    known = KINDS.all()[kind]
    if actor.user_id is None or not can(actor, known.permission):
        raise Refused("You can’t do this", rule=known.permission)
    there = unfinished(alone) if alone else None
    if there is not None:
        if there.owner_id == actor.user_id and there.arguments == known.stored(arguments):
            return there
        raise Refused("This is under way already: wait until it is done", rule="job.alone")
    job = Job(
        reference=new_reference("JOB"),
        kind=kind,
        title=title[:300],
        arguments=known.stored(arguments),
        owner_id=actor.user_id,
        round_id=round_id,
        alone=alone,
        total=total,
    )
    db.session.add(job)
    db.session.flush()
    audit.record(actor, "job.ask", job, {"about": kind, "total": total}, codes={"about"})
    db.session().info[_NUDGE] = True
    return job


def unfinished(alone: str) -> Job | None:
    """The job that works on this now, or will."""
    query = select(Job).where(Job.alone == alone, Job.state.in_(sorted(UNFINISHED)))
    return db.session.scalar(query.execution_options(populate_existing=True))


@act("job.cancel")
def ask_to_cancel(job: Job, *, actor: Actor) -> None:
    """Stop before the next step, at once if there was none: what is done stays done."""
    now = clock.now()
    if job.state == JobState.WAITING:
        job.ended_at, job.alone = now, None
        job.arguments = left_of(job.kind, job.arguments)
        workflow.fire(job, "stop", actor=actor)
    elif job.cancel_asked_at is None:
        # Not through the session: the worker may be at the end of a step, and goes by its version.
        asked = update(Job).where(Job.id == job.id, Job.cancel_asked_at.is_(None))
        db.session.execute(asked.values(cancel_asked_at=now))
        audit.record(actor, "job.cancel", job, {"done": job.done})


def _nudge_after_commit(session: Session) -> None:
    if not session.in_nested_transaction() and session.info.pop(_NUDGE, False):
        jobs.enqueue(run_jobs)


def listen() -> None:
    """Nudge the worker after each commit that asked for a job."""
    if not event.contains(db.session.session_factory, "after_commit", _nudge_after_commit):
        event.listen(db.session.session_factory, "after_commit", _nudge_after_commit)
