"""Jobs that take long, and what else waits for the worker."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

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
        held = there(running._held.get(), "what is run")
        held.seen -= 60
        with clock.at(clock.now() + timedelta(minutes=1)):
            work.still_here()
            seen.append((now(job).seen_at, clock.now()))
        with clock.at(clock.now() + timedelta(days=1)):
            seen.append(work.told(now(job)).held_up)
        db.session.rollback()

    plan.at[2] = works_on
    work.run_jobs()
    assert seen[0][0] == seen[0][1]
    assert f" on {clock.long_date(seen[0][0])}. Either" in seen[1], "of which day is said too"
    assert now(job).state == JobState.DONE
