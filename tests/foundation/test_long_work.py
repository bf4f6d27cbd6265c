"""Jobs that take long, and what else waits for the worker."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from award.foundation import clock, work
from award.foundation.db import db
from award.foundation.errors import there
from award.foundation.policy import Actor
from award.foundation.work import Job, JobState, running
from tests.foundation.test_work import Plan, actor, asked, now, plan, staff

__all__ = ["actor", "plan", "staff"]


def test_between_steps_of_a_long_one_all_that_waits_is_done(plan: Plan, actor: Actor) -> None:
    """But for another long one: that waits for the first."""
    first, others, seen = asked(actor, kind="test.long"), list[Job](), list[Any]()

    def others_come() -> None:
        del plan.at[2]
        others.extend((asked(actor, 4, "test.long"), asked(actor, 2)))

    plan.at = {2: others_come, 4: lambda: seen.extend(now(one).state for one in others)}
    work.run_jobs()
    assert seen == [JobState.WAITING, JobState.DONE]
    assert plan.steps == [0, 2, 0, 4, 0, 2]
    assert {now(one).state for one in (first, *others)} == {JobState.DONE}


def test_a_step_that_takes_long_says_that_it_lives(plan: Plan, actor: Actor) -> None:
    job = asked(actor)
    seen = list[Any]()

    def works_on() -> None:
        db.session.rollback()
        seen.append(now(job).seen_at)
        there(running._held.get(), "what is run").seen -= 60
        with clock.at(clock.now() + timedelta(days=1)):  # the step's own, not the worker's
            work.still_here()
            seen.extend((now(job).seen_at, work.told(now(job)).held_up))
        db.session.rollback()

    plan.at[2] = works_on
    work.run_jobs()
    assert seen[0] < seen[1] <= clock.now()
    assert f" on {clock.long_date(seen[1])}. Either" in seen[2], "of which day is said too"
    assert now(job).state == JobState.DONE


@pytest.mark.parametrize("says", [work.still_here, lambda: work.getting_on(1)])
def test_in_the_midst_of_a_long_step_others_come(
    plan: Plan, actor: Actor, says: Callable[[], None]
) -> None:
    """Short ones, with what was set around the job and nothing of what its step has set."""
    others, seen, moment = list[Job](), list[Any](), clock.now() + timedelta(days=40)

    def works_on() -> None:
        del plan.at[2]
        others.extend((asked(actor, 4), asked(actor, 2, "test.long")))
        held = there(running._held.get(), "what is run")
        with clock.at(moment):
            for before in (0.0, running.BREATHER, 0.0):
                held.left, held.told = time.monotonic() - before, 0.0
                says()
                seen.append([now(one).state for one in others])
                db.session.rollback()
            assert clock.now() == moment

    plan.at[2] = works_on
    job = asked(actor, 4, kind="test.long")
    says()
    work.run_jobs()
    waiting, done = JobState.WAITING, JobState.DONE
    assert seen == [[waiting, waiting], [done, waiting], [done, waiting]]
    assert there(now(others[0]).ended_at, "its end") < moment
    assert now(job).state == now(others[1]).state == done
    assert plan.steps == [0, 2, 0, 2, 0]


def test_a_short_one_is_done_before_others_begin(plan: Plan, actor: Actor) -> None:
    others, seen = list[Job](), list[Any]()

    def works_on() -> None:
        del plan.at[2]
        others.append(asked(actor, 2))
        there(running._held.get(), "what is run").left -= running.BREATHER
        work.still_here()
        seen.append(now(others[0]).state)

    plan.at[2] = works_on
    asked(actor, 4)
    work.run_jobs()
    assert seen == [JobState.WAITING] and now(others[0]).state == JobState.DONE
