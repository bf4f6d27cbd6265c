"""The worker's side: taking a job, doing its steps, noting what came of it."""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Mapping
from contextlib import suppress
from contextvars import Context, ContextVar, copy_context
from dataclasses import dataclass
from typing import Any, Final, cast

from flask import Flask, current_app
from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.orm import Session

from award.foundation import clock, delivery, jobs, workflow
from award.foundation.db import db, transaction
from award.foundation.errors import Refused
from award.foundation.policy import SYSTEM, Actor, can
from award.foundation.work.kinds import KINDS, JobKind, Sofar, left_of
from award.foundation.work.models import Job, JobState

log = logging.getLogger(__name__)

MOST_TRIES: Final = 3
BREATHER: Final = 1.0
"""Seconds of a long step after which others are let in."""
BROKEN = "The service could not finish this, and has noted why for those who run it"
NOT_ANY_MORE = "Who asked for this may not do it any more"


_in_between: ContextVar[bool] = ContextVar("in_between", default=False)
"""Is this done between two steps of a long job? Only short ones are then."""
_held: ContextVar[_Held | None] = ContextVar("held", default=None)


@dataclass
class _Held:
    """The job that is run here, and when it was last seen."""

    number: int
    claim: str
    seen: float
    app: Flask
    outside: Context
    """What was set around the job when it was begun: a step may set a clock of its own."""
    left: float
    """When others were let in last."""
    long: bool = False
    told: float = 0.0


class Stopped(Exception):
    """The owner asked for the job to stop, in the middle of a step."""


class Superseded(Exception):
    """Another worker took the job meanwhile: what this one did is undone."""


def run_jobs() -> None:
    """Run every job that waits, and every one that a dead worker left."""
    while (claimed := _claim()) is not None:
        _run(*claimed)


def _claim() -> tuple[int, str] | None:
    """Take the oldest job that nobody runs, so that no other worker does."""
    now, claim = clock.now(), secrets.token_hex(8)
    left = (Job.state == JobState.RUNNING) & (Job.seen_at < now - delivery.lease())
    with transaction():
        job = db.session.scalar(
            select(Job)
            .where(or_(Job.state == JobState.WAITING, left), *_short_if_in_between())
            .order_by(Job.id)
            .limit(1)
            .with_for_update(skip_locked=True)
            .execution_options(populate_existing=True)
        )
        if job is None:
            return None
        job.claim, job.seen_at, job.tries = claim, now, job.tries + 1
        if job.state == JobState.WAITING:
            job.started_at = now
            workflow.fire(job, "start", actor=SYSTEM)
    return job.id, claim


def _short_if_in_between() -> list[ColumnElement[bool]]:
    long = [key for key, kind in KINDS.all().items() if kind.long]
    return [Job.kind.not_in(long)] if _in_between.get() else []


def _run(number: int, claim: str) -> None:
    app, now = cast(Any, current_app)._get_current_object(), time.monotonic()
    held = _Held(number, claim, now, app, copy_context(), now)
    token = _held.set(held)
    try:
        if _tries(number, claim) > MOST_TRIES:  # each worker died at it: the next one may too
            _give_up(number, claim, BROKEN)
            return
        while True:
            db.session.remove()  # a step reads everything afresh
            with suppress(Stopped), transaction():
                job = _mine(number, claim)
                held.long = _kind(job).long
                if not _step(job, _owner(job)):
                    return
            if held.long:
                _others_first()
                held.left = time.monotonic()
    except Superseded:
        log.warning("job %s was taken by another worker", number)
    except Refused as refusal:
        _give_up(number, claim, refusal.reason)
    except Exception:
        log.exception("job %s broke", number)
        if _tries(number, claim) >= MOST_TRIES:
            _give_up(number, claim, BROKEN)  # otherwise it is tried again once the lease is over
    finally:
        _held.reset(token)
        db.session.remove()


def _others_first() -> None:
    token = _in_between.set(True)
    try:
        db.session.remove()
        jobs.run_waiting()
        run_jobs()
    finally:
        _in_between.reset(token)


def still_here() -> None:
    """To be said in a long step that has nothing of its own to commit, as often as one likes. A
    worker that is silent for as long as its lease is taken for dead; and what waits beside a long
    job is done in the midst of its step. Nothing that the step has set is theirs."""
    held = _held.get()
    if held is not None:
        held.outside.copy().run(_meanwhile, held)


def _meanwhile(held: _Held) -> None:
    now = time.monotonic()
    others = held.long and now - held.left >= BREATHER
    if not others and now - held.seen < delivery.lease().total_seconds() / 6:
        return
    with held.app.app_context():
        if others:
            _others_first()
            held.left = time.monotonic()
        held.seen = time.monotonic()
        with Session(db.engine) as apart, apart.begin():
            apart.execute(
                update(Job)
                .where(Job.id == held.number, Job.claim == held.claim)
                .values(seen_at=clock.now())
            )


def getting_on(done: int) -> None:
    """As `still_here`, for the bar of a long step: how far it is, told once a second at most. Ends
    the step where its owner asked for the job to stop meanwhile; what it did is undone."""
    held, now = _held.get(), time.monotonic()
    if held is not None and held.app is not cast(Any, current_app)._get_current_object():
        still_here()  # a job of a copy, within one that proves something: no bar is its own
        return
    if held is None or now - held.told < 1:
        return
    held.told = held.seen = now
    mine = (Job.id == held.number, Job.claim == held.claim)
    with Session(db.engine) as apart, apart.begin():
        apart.execute(update(Job).where(*mine, Job.total >= done).values(
            done=done, seen_at=clock.now()
        ))  # fmt: skip
        if apart.scalar(select(Job.cancel_asked_at).where(*mine)) is not None:
            raise Stopped
    still_here()


def _tries(number: int, claim: str) -> int:
    found = db.session.scalar(select(Job.tries).where(Job.id == number, Job.claim == claim))
    db.session.rollback()
    return found or 0


def _mine(number: int, claim: str) -> Job:
    job = db.session.scalar(
        select(Job)
        .where(Job.id == number, Job.claim == claim, Job.state == JobState.RUNNING)
        .execution_options(populate_existing=True)
    )
    if job is None:
        raise Superseded
    return job


def _step(job: Job, actor: Actor | None) -> bool:
    """One step, by who asked for the job; is there another?"""
    kind = _kind(job)
    arguments, sofar = kind.read(job.arguments), Sofar(job.done, job.total, job.result)
    if job.cancel_asked_at is not None:
        if kind.stopped is not None:
            sofar = kind.stopped(arguments, sofar, actor or SYSTEM)
        _end(job, "stop", sofar)
        return False
    if actor is None or not can(actor, kind.permission):
        raise Refused(NOT_ANY_MORE, rule=kind.permission)
    after = kind.run(arguments, sofar, actor)
    if after.ended:
        _end(job, "finish", after)
    else:
        _note(job, after)
    return not after.ended


def _kind(job: Job) -> JobKind[Any]:
    kind = KINDS.all().get(job.kind)
    if kind is None:
        raise Refused("The service doesn’t do this any more", rule="job.kind")
    return kind


def _owner(job: Job) -> Actor | None:
    """With the roles that they have now; None when the account is suspended."""
    actor: Actor | None = current_app.extensions["actor_of"](job.owner_id)
    return actor


def _note(job: Job, sofar: Sofar, **more: Any) -> None:
    """How far it is, unless another worker has it by now."""
    held = _held.get()  # a step that let go of its session reads the row anew, whoever has it
    values: Mapping[str, Any] = {
        "done": sofar.done,
        "total": sofar.total,
        "result": dict(sofar.result),
        "seen_at": clock.now(),
        "tries": 1,
        **more,
    }
    done: Any = db.session.execute(
        update(Job)
        .where(
            Job.id == job.id,
            Job.claim == (held.claim if held else job.claim),
            Job.state == JobState.RUNNING,
        )
        .values(**values)
        .execution_options(synchronize_session="evaluate")
    )
    if done.rowcount != 1:
        raise Superseded


def _end(job: Job, action: str, sofar: Sofar, why: str = "") -> None:
    _note(job, sofar)
    job.ended_at, job.alone, job.why = clock.now(), None, why[:1000]
    job.arguments = left_of(job.kind, job.arguments)
    workflow.fire(job, action, actor=SYSTEM, reason=why or None, changes={"done": sofar.done})


def _give_up(number: int, claim: str, why: str) -> None:
    """What was done stays done, and what has to follow it still follows."""
    try:
        with transaction():
            job = _mine(number, claim)
            sofar = Sofar(job.done, job.total, job.result)
            kind = KINDS.all().get(job.kind)
            if kind is not None and kind.stopped is not None and sofar.done:
                sofar = kind.stopped(kind.read(job.arguments), sofar, _owner(job) or SYSTEM)
            _end(job, "fail", sofar, why)
    except Superseded:
        log.warning("job %s was taken by another worker", number)
    except Exception:
        log.exception("job %s broke again", number)
        with transaction():
            job = _mine(number, claim)
            _end(job, "fail", Sofar(job.done, job.total, job.result), why)


def run_here(job: Job, actor: Actor) -> None:
    """Run it to its end in the present transaction, as `actor`: for seeding."""
    job.claim, job.started_at = "here", clock.now()
    workflow.fire(job, "start", actor=SYSTEM)
    while _step(job, actor):
        pass
