"""Jobs: asked for once, done once, in steps, by whoever may still do it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from award.accounts.models import User
from award.accounts.queries.people import user_with_roles
from award.accounts.services.people import add_role, remove_role, suspend
from award.foundation import checks, clock, work
from award.foundation.db import db, transaction
from award.foundation.errors import Refused, there
from award.foundation.policy import SYSTEM, Actor, Role
from award.foundation.work import Job, JobKind, JobState, Sofar, running
from award.foundation.work.kinds import Way
from tests.build.accounts import actor_of, user
from tests.client import CheckedClient
from tests.trail import verbs_about


@dataclass(frozen=True)
class Counting:
    """Counts by steps of two, on whatever is in `BREAKS`."""

    upto: int
    names: list[str] = field(default_factory=list)


class Broken(RuntimeError):
    pass


@dataclass
class Plan:
    """What the kind of the tests does at a step, and what became of it."""

    at: dict[int, Any] = field(default_factory=dict)
    stopped: list[int] = field(default_factory=list)
    steps: list[int] = field(default_factory=list)


@pytest.fixture
def plan(app: Flask) -> Iterator[Plan]:
    found = Plan()

    def run(arguments: Counting, sofar: Sofar, _actor: Actor) -> Sofar:
        found.steps.append(sofar.done)
        if (happens := found.at.get(sofar.done)) is not None:
            happens()
        done = min(arguments.upto, sofar.done + 2)
        return Sofar(done, arguments.upto, {"counted": done}, ended=done == arguments.upto)

    def stopped(_arguments: Counting, sofar: Sofar, _actor: Actor) -> Sofar:
        found.stopped.append(sofar.done)
        return sofar

    kind = JobKind(
        "test.count",
        arguments=Counting,
        permission="job.list",
        run=run,
        says=lambda arguments, result: [f"Counted to {result.get('counted', 0)}."],
        leads_to=lambda arguments: Way("Go to the people", "work.index", {}),
        stopped=stopped,
        passing=frozenset({"names"}),
    )
    kinds: Any = work.KINDS.of(app)
    kinds[kind.key] = kind
    kinds["test.long"] = replace(kind, key="test.long", long=True)
    yield found
    del kinds[kind.key], kinds["test.long"]


@pytest.fixture
def staff(app: Flask) -> User:
    return user("Sam Staff", roles=(Role.STAFF,))


@pytest.fixture
def actor(staff: User) -> Actor:
    """The same person; a worker's end forgets what was loaded of the account."""
    return actor_of(staff)


def asked(actor: Actor, upto: int = 6, kind: str = "test.count", **values: Any) -> Job:
    """As it was asked for, of no session: see `now`."""
    with transaction():
        job = work.ask(
            kind, Counting(upto, ["a"]), title="Count", total=upto,
            actor=actor, **values,
        )  # fmt: skip
    db.session.expunge(job)
    return job


def now(job: Job) -> Job:
    query = sa.select(Job).where(Job.id == job.id).execution_options(populate_existing=True)
    return db.session.scalars(query).one()


def whole() -> list[str]:
    return [*checks.states(), *checks.moves()]


def breaks() -> None:
    raise Broken


def refuses() -> None:
    raise Refused("There is no more to count")


def test_a_job_is_done_in_steps_and_says_so(plan: Plan, actor: Actor) -> None:
    job = asked(actor)
    assert (job.state, job.done, job.total) == (JobState.WAITING, 0, 6)
    work.run_jobs()
    job = now(job)
    assert plan.steps == [0, 2, 4]
    assert (job.state, job.done, job.result, job.alone) == (JobState.DONE, 6, {"counted": 6}, None)
    assert job.started_at and job.ended_at
    assert verbs_about("job", job.id) == ["job.ask", "job.start", "job.finish"]
    assert work.told(job).sentences == ["Counted to 6."]
    assert job.arguments == {"upto": 6, "names": []}, "what nobody needs any more"
    assert plan.stopped == []
    assert whole() == []
    work.run_jobs()
    assert plan.steps == [0, 2, 4]


def test_only_who_may_asks_and_is_asked_again_at_every_step(
    plan: Plan, staff: User, actor: Actor
) -> None:
    with pytest.raises(Refused), transaction():
        asked(actor_of(user("Olive Other", roles=())))
    job = asked(actor)
    admin, number = actor_of(user("Adam", roles=(Role.ADMIN,))), staff.id
    plan.at[2] = lambda: suspend(there(user_with_roles(number), "the account"), actor=admin)
    work.run_jobs()
    job = now(job)
    assert (job.state, job.done, job.why) == (JobState.FAILED, 4, running.NOT_ANY_MORE)
    assert plan.stopped == [4]
    assert whole() == []


def test_what_is_refused_half_way_stays_as_it_was(plan: Plan, actor: Actor) -> None:
    plan.at[4] = refuses
    job = asked(actor)
    work.run_jobs()
    job = now(job)
    assert (job.state, job.done, job.why) == (JobState.FAILED, 4, "There is no more to count")
    assert plan.stopped == [4]
    assert verbs_about("job", job.id) == ["job.ask", "job.start", "job.fail"]


def test_what_breaks_is_tried_again_from_there_and_given_up_in_the_end(
    plan: Plan, actor: Actor
) -> None:
    plan.at[2] = breaks
    job, later = asked(actor), clock.now()
    for _ in range(running.MOST_TRIES):
        with clock.at(later):
            work.run_jobs()
            assert plan.steps[-1] == 2
            work.run_jobs()  # not before the lease is over
        later += timedelta(minutes=5)
    assert plan.steps == [0, 2, 2, 2]
    job = now(job)
    assert (job.state, job.done, job.why) == (JobState.FAILED, 2, running.BROKEN)
    other = asked(actor)
    del plan.at[2]
    with clock.at(later):
        work.run_jobs()
    assert now(other).state == JobState.DONE
    assert whole() == []


def test_who_comes_back_from_the_dead_changes_nothing(plan: Plan, actor: Actor) -> None:
    """A worker that was too long at a step finds its job with another, and undoes the step."""
    job = asked(actor)

    def another_takes_it() -> None:
        with clock.at(clock.now() + timedelta(minutes=5)):
            taken = sa.update(Job).where(Job.id == job.id).values(claim="another")
            db.session.execute(taken, execution_options={"synchronize_session": False})

    plan.at[2] = another_takes_it
    work.run_jobs()
    assert now(job).done == 2
    assert now(job).state == JobState.RUNNING
    assert plan.steps == [0, 2]


def test_asked_twice_it_is_one_job(plan: Plan, actor: Actor) -> None:
    job = asked(actor, alone="count 1")
    assert asked(actor, alone="count 1").id == job.id
    for who, upto in ((actor, 8), (actor_of(user("Sue Staff", roles=(Role.STAFF,))), 6)):
        with pytest.raises(Refused, match="under way already"):
            asked(who, upto, alone="count 1")
    work.run_jobs()
    assert asked(actor, alone="count 1").id != job.id


def test_it_stops_at_once_or_before_the_next_step(plan: Plan, actor: Actor) -> None:
    waits = asked(actor)
    with transaction():
        work.ask_to_cancel(now(waits), actor=actor)
    assert now(waits).state == JobState.CANCELLED
    assert now(waits).arguments["names"] == []
    with pytest.raises(Refused), transaction():
        work.ask_to_cancel(now(waits), actor=actor)
    job = asked(actor)
    plan.at[2] = lambda: work.ask_to_cancel(now(job), actor=actor)
    work.run_jobs()
    job = now(job)
    assert (job.state, job.done, plan.stopped) == (JobState.CANCELLED, 4, [4])
    assert plan.steps == [0, 2]
    assert whole() == []
    with pytest.raises(Refused), transaction():
        work.ask_to_cancel(now(asked(actor)), actor=actor_of(user("Olive", roles=(Role.STAFF,))))


def test_arguments_of_another_version_end_it(plan: Plan, actor: Actor) -> None:
    job = asked(actor)
    with transaction():
        db.session.execute(sa.update(Job).values(arguments={"until": 6}))
    work.run_jobs()
    job = now(job)
    assert job.state == JobState.FAILED
    assert "has changed since" in job.why
    with pytest.raises(TypeError):
        work.ask("test.count", {"upto": 3}, title="Count", total=3, actor=actor)


def test_one_that_waits_too_long_is_named(plan: Plan, actor: Actor) -> None:
    job = asked(actor)
    assert list(work.late()) == []
    with clock.at(clock.now() + timedelta(minutes=11)):
        assert [line.partition(":")[0] for line in work.late()] == [job.reference]
        work.run_jobs()
        assert list(work.late()) == []


def test_the_page_tells_its_owner_alone(
    plan: Plan, staff: User, actor: Actor, client: CheckedClient
) -> None:
    job = asked(actor)
    path = f"/manage/jobs/{job.reference}"
    for other in (user("Olive", roles=(Role.STAFF,)), user("Adam", roles=(Role.ADMIN,))):
        client.sign_in(other).get(path, status=404)
        client.post(f"{path}/stop", status=404)
    page = client.sign_in(staff).get(path, budget=4)
    assert page.h1 == "Count"
    assert "Waiting for its turn" in page.text
    assert "Check again" in page.text
    with clock.at(clock.now() + timedelta(minutes=3)):
        assert "waits for the service’s worker" in client.get(path).text
        found = client.browser.get(path, headers={"Accept": "application/json"}).get_json()
        assert found == {"state": "waiting", "done": 0, "total": 6, "held_up": True}
    assert job.reference in client.get("/manage/jobs", budget=4).html
    client.post(f"{path}/stop")
    late = client.post(f"{path}/stop", status=409)
    assert "This can’t be done now" in late.text or "has changed" in late.text
    page = client.get(path)
    assert "You stopped it before anything was done." in page.text
    again = asked(actor)
    work.run_jobs()
    page = client.get(f"/manage/jobs/{again.reference.lower()}", status=301)
    page = client.get(f"/manage/jobs/{again.reference}")
    assert "Counted to 6." in page.text
    assert "Go to the people" in page.text


def test_who_may_not_do_it_any_more_reads_nothing_of_it(
    plan: Plan, staff: User, actor: Actor, client: CheckedClient
) -> None:
    job = asked(actor)
    with transaction():
        found = db.session.get_one(User, staff.id)
        add_role(found, Role.PUBLISHER, actor=SYSTEM)
        remove_role(found, Role.STAFF, actor=SYSTEM)
    client.sign_in(db.session.get_one(User, staff.id))
    client.get(f"/manage/jobs/{job.reference}", status=404)
    client.post(f"/manage/jobs/{job.reference}/stop", status=404)
    assert job.reference not in client.browser.get("/manage/jobs").get_data(as_text=True)
