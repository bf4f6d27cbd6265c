"""A job's row, what it goes through, and who may see it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from award.foundation import clock
from award.foundation.db import Base, Dated, one_of, states
from award.foundation.policy import Actor, Permission, can, predicate, staff, system
from award.foundation.work.kinds import KINDS
from award.foundation.workflow import Machine, State, Transition


class JobState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


UNFINISHED: Final = frozenset({JobState.WAITING, JobState.RUNNING})
ENDED: Final = frozenset({JobState.DONE, JobState.FAILED, JobState.CANCELLED})


class Job(Dated, Base):
    """What one person asked for that is done outside the request, and how far it is.

    `alone` is what it works on with nobody else: no two unfinished jobs have the same. `claim` is
    the worker's that runs it; `tries` counts how often one took it up without getting on.
    `version` is that of its state: what is noted meanwhile leaves it alone.
    """

    __tablename__ = "job"
    __table_args__ = (
        CheckConstraint(one_of("state", JobState), name="state"),
        CheckConstraint(f"({one_of('state', ENDED)}) = (ended_at IS NOT NULL)", name="ended_at"),
        CheckConstraint(f"alone IS NULL OR {one_of('state', UNFINISHED)}", name="alone"),
        CheckConstraint("done >= 0 AND total >= done", name="progress"),
        Index("ix_job_state", "state", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    kind: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(300))
    arguments: Mapped[dict[str, Any]]
    owner_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    round_id: Mapped[int | None] = mapped_column(ForeignKey("round.id"), index=True)
    alone: Mapped[str | None] = mapped_column(String(60), unique=True)
    state: Mapped[JobState] = mapped_column(states(JobState, 10), default=JobState.WAITING)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    result: Mapped[dict[str, Any]] = mapped_column(default=dict)
    why: Mapped[str] = mapped_column(String(1000), default="")
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    started_at: Mapped[datetime | None]
    seen_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    cancel_asked_at: Mapped[datetime | None]
    claim: Mapped[str | None] = mapped_column(String(16))
    tries: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    @property
    def unfinished(self) -> bool:
        return self.state in UNFINISHED


def _owns(actor: Actor, job: Any) -> bool:
    return actor.user_id is not None and job.owner_id == actor.user_id


def _may_still(actor: Actor, job: Any) -> bool:
    """What a job says of its things is for who may do such a thing today."""
    kind = KINDS.all().get(job.kind)
    return kind is not None and can(actor, kind.permission)


own = predicate(_owns, "who asked for it")
may_still = predicate(_may_still, "may do such a thing")
unfinished = predicate(lambda _actor, job: job.state in UNFINISHED, "waiting or running")

PERMISSIONS = (
    Permission("job.list", staff, "List one's own jobs"),
    Permission("job.read", own & may_still, "See how far a job of one's own is"),
    Permission("job.cancel", own & may_still & unfinished, "Stop a job of one's own"),
    Permission("job.run", system, "Run a job, and note what came of it"),
)

_NEVER_APPLICANTS = "At work"
_RUN = "job.run"

JOB = Machine(
    kind="job",
    start=JobState.WAITING,
    states={
        JobState.WAITING: State("Waiting", _NEVER_APPLICANTS, "yellow"),
        JobState.RUNNING: State("Running", _NEVER_APPLICANTS, "blue"),
        JobState.DONE: State("Done", _NEVER_APPLICANTS, "green"),
        JobState.FAILED: State("Not finished", _NEVER_APPLICANTS, "red"),
        JobState.CANCELLED: State("Stopped", _NEVER_APPLICANTS, "grey"),
    },
    transitions=(
        Transition(JobState.WAITING, "start", JobState.RUNNING, _RUN, "Start"),
        Transition(JobState.WAITING, "stop", JobState.CANCELLED, "job.cancel", "Stop"),
        Transition(JobState.RUNNING, "stop", JobState.CANCELLED, _RUN, "Stop"),
        Transition(JobState.RUNNING, "finish", JobState.DONE, _RUN, "Finish"),
        Transition(
            JobState.RUNNING, "fail", JobState.FAILED, _RUN, "Give up", reason_required=True
        ),
    ),
)
