"""How far jobs are, for who asked for them, and for who looks after the service."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, select

from award.foundation import clock, delivery
from award.foundation.acts import CONCEALED
from award.foundation.db import db
from award.foundation.errors import Refused
from award.foundation.policy import Actor, can
from award.foundation.work.kinds import KINDS, JobKind, Way
from award.foundation.work.models import UNFINISHED, Job, JobState

SOON: Final = timedelta(minutes=2)
"""A worker that runs takes a job up within seconds, and at every full minute."""
LATE: Final = timedelta(minutes=10)
MOST_SHOWN: Final = 50


def own_job(actor: Actor, reference: str) -> Job | None:
    """The job, for who asked for it, may still do it and has no tie to what it is about; nobody
    else sees that there is one."""
    query = select(Job).where(Job.reference == reference, _own(actor))
    return db.session.scalar(query)


def own_jobs(actor: Actor) -> Sequence[Job]:
    """The last that the actor asked for and may still do, the newest first."""
    query = select(Job).where(_own(actor)).order_by(Job.id.desc())
    return db.session.scalars(query.limit(MOST_SHOWN)).all()


def _own(actor: Actor) -> ColumnElement[bool]:
    """Without those about a round of which something is out of the actor's reach by now."""
    kinds = [key for key, kind in KINDS.all().items() if can(actor, kind.permission)]
    hidden = [things["job"] for of in CONCEALED.all().values() if "job" in (things := of(actor))]
    return and_(
        Job.owner_id == actor.user_id, Job.kind.in_(kinds), *(Job.id.not_in(ids) for ids in hidden)
    )


@dataclass(frozen=True)
class Told:
    """A job in words. `held_up` says why nothing happens, where nothing does."""

    job: Job
    sentences: Sequence[str]
    held_up: str
    way: Way | None
    leaves: str
    """What there is of it if it is stopped."""


def told(job: Job) -> Told:
    """What the page about a job says. Reads nothing."""
    kind, sentences, way = KINDS.all().get(job.kind), list[str](), None
    if kind is not None:
        try:
            arguments: Any = kind.read(job.arguments)
        except Refused:
            arguments = None
        if arguments is not None:
            way = kind.leads_to(arguments)
            if job.result or job.state == JobState.DONE:
                sentences += kind.says(arguments, job.result)
    return Told(job, sentences, _held_up(job), way, (kind or JobKind).leaves)


def _held_up(job: Job) -> str:
    now = clock.now()
    if job.state == JobState.WAITING and job.asked_at < now - SOON:
        return (
            "It still waits for the service’s worker, which may be down. Nothing is lost: it "
            "begins by itself once the worker runs."
        )
    if job.state == JobState.RUNNING and job.seen_at and job.seen_at < now - delivery.lease():
        return (
            f"It last said how far it is at {clock.london(job.seen_at):%H:%M} on "
            f"{clock.long_date(job.seen_at)}. Either its present step takes long, or the worker "
            "stopped. Nothing is lost or done twice: it goes on by itself once a worker runs."
        )
    return ""


def late() -> Iterator[str]:
    """No job waits, or stands still, for longer than ten minutes."""
    since = clock.now() - LATE
    query = select(Job).where(Job.state.in_(sorted(UNFINISHED))).order_by(Job.id)
    for job in db.session.scalars(query):
        last = job.seen_at or job.asked_at
        if last < since:
            yield f"{job.reference}: {job.kind} is {job.state} since {last.isoformat()}"
