"""Background work: Huey on SQLite, Redis or PostgreSQL, as `AWARD_JOBS_URL` says.

Jobs are plain functions without arguments that matter: what they work on stands in the
database, so that a lost job is made good by the next periodic run.
"""

from __future__ import annotations

import gc
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import Flask, current_app

from award.foundation import queues
from award.foundation.registers import Register

if TYPE_CHECKING:
    from huey import Huey

log = logging.getLogger(__name__)

Job = Callable[[], None]


@dataclass(frozen=True)
class Periodic:
    """A job that the worker runs at its times, and whenever it is enqueued."""

    function: Job
    minute: str
    """As in a crontab: `*` is every one."""

    @property
    def name(self) -> str:
        return self.function.__name__


PERIODIC: Register[Periodic] = Register("job")
"""By the name of its function."""


def every_minute(function: Job) -> Periodic:
    return Periodic(function, "*")


def every_hour(function: Job) -> Periodic:
    return Periodic(function, "7")


def init_app(app: Flask) -> None:
    """Make the queue and tell it every job."""
    queue = queues.queue_at(app.config["SETTINGS"].jobs_url)
    app.extensions["huey"] = queue
    from huey import crontab  # after the queue, which says what Huey may load

    tasks: dict[str, Any] = {}
    for name, job in PERIODIC.of(app).items():
        tasks[name] = queue.task(name=name)(_in_context(app, job.function))
        queue.periodic_task(crontab(minute=job.minute), name=f"{name}_periodic")(
            _in_context(app, job.function)
        )
    app.extensions["jobs"] = tasks


def _in_context(app: Flask, function: Job) -> Job:
    def run() -> None:
        with app.app_context():
            function()

    run.__name__ = function.__name__
    return run


def enqueue(function: Job) -> None:
    """Ask the worker to run the function soon. A queue that is down is logged: the periodic run
    does the work later."""
    try:
        current_app.extensions["jobs"][function.__name__]()
    except Exception:
        log.exception("could not enqueue %s", function.__name__)


def run_waiting() -> None:
    """Do what waits in the queue, in the midst of something long that has no transaction open."""
    queue: Huey = current_app.extensions["huey"]
    for _ in range(queue.pending_count()):
        task = queue.dequeue()
        if task is not None:
            queue.execute(task)


def run_worker(app: Flask, workers: int = 1) -> None:
    """Run the worker until it is told to stop. What was left over is done first."""
    for name, job in PERIODIC.of(app).items():
        try:
            _in_context(app, job.function)()
        except Exception:  # it is run again every minute; the worker has other work too
            log.exception("%s failed at the start", name)
    queue: Huey = app.extensions["huey"]
    gc.freeze()  # the app stays until the end; collecting it then would take a second
    queue.create_consumer(
        workers=workers, worker_type="thread", initial_delay=0.1, max_delay=1.0
    ).run()
