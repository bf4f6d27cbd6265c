"""Releasing more than a request does by itself: a job, of which there is one."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from award.accounts.models import User
from award.accounts.services.people import remove_role
from award.applications.models import Application
from award.applications.queries.applications import application_for_update
from award.decisions.models import Decision, Release
from award.decisions.queries.decisions import application_to_decide, round_to_decide
from award.decisions.rules.by_rule import Rule
from award.decisions.rules.grounds import Ground
from award.decisions.services import bulk, staging
from award.foundation import audit, checks, work
from award.foundation.db import db, transaction
from award.foundation.errors import Refused, there
from award.foundation.policy import SYSTEM, Role
from award.foundation.work import Job, JobState
from award.rounds.models import Round
from tests.build import applications, decisions, many, rounds
from tests.build.accounts import actor_of, user
from tests.client import CheckedClient
from tests.statements import counting

NUMBER = work.AT_ONCE + 1


@pytest.fixture
def round_(staff: User) -> Round:
    found = rounds.closed_round()
    many.staged(many.submitted(found, NUMBER), staff)
    return found


def confirmed(client: CheckedClient, reference: str) -> dict[str, object]:
    page = client.get(f"/manage/rounds/{reference}/release")
    return {**page.form_values(), "confirmation": reference}


def job() -> Job:
    query = sa.select(Job).execution_options(populate_existing=True)
    return db.session.scalars(query).one()


def states() -> list[str]:
    return sorted(set(db.session.scalars(sa.select(Decision.state))))


def test_a_double_click_makes_one_job_and_nobody_stages_meanwhile(
    round_: Round, staff: User, client: CheckedClient
) -> None:
    reference = round_.reference
    path = f"/manage/rounds/{reference}/release"
    other = applications.submitted(round_, title="Not staged yet")
    values = confirmed(client.sign_in(staff), reference)
    first, again = client.post(path, values), client.post(path, values)
    assert first.location == again.location == f"/manage/jobs/{job().reference}"
    assert states() == ["staged"]
    assert "These decisions are being released" in client.get(path).text
    actor, number, name = actor_of(staff), other.id, other.reference

    def bid() -> Application:
        return there(application_to_decide(actor, name), name)

    def found() -> Round:
        return there(round_to_decide(actor, reference), reference)

    for act in (
        lambda: staging.stage_decision(
            bid(), "reject", exception_reason="So", ground=Ground.SHEETS, actor=actor
        ),
        lambda: staging.clear_decision(bid(), actor=actor),
        lambda: bulk.stage_by_rule(found(), Rule(), shown={}, actor=actor),
    ):
        with pytest.raises(Refused, match="are being released"), transaction():
            act()
    someone = user("Sue Staff", roles=(Role.STAFF,))
    del values["csrf_token"]
    page = client.sign_in(someone).post(path, values, status=200)
    assert page.errors == ["This is under way already: wait until it is done"]
    client.sign_in(staff)
    work.run_jobs()
    assert job().state == JobState.DONE
    assert states() == ["released"]
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Release)) == 1
    page = client.get(f"/manage/jobs/{job().reference}")
    assert "Released: 67 to fund, 67 on the reserve list, 67 not to fund." in page.text
    assert "201 emails to applicants are on the way." in page.text
    assert "Go to the shortlist of the round" in page.links()
    decisions.staged(application_for_update(number), "reject")
    assert [line for line in checks.states() if line.startswith("job")] == []


def test_as_many_as_a_request_does_are_released_in_it(staff: User, client: CheckedClient) -> None:
    round_ = rounds.closed_round()
    many.staged(many.submitted(round_, 3), staff)
    reference = round_.reference
    page = client.sign_in(staff).post(
        f"/manage/rounds/{reference}/release", confirmed(client, reference)
    )
    assert page.location == f"/manage/rounds/{reference}/shortlist"
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Job)) == 0


def asked(round_: Round, staff: User, client: CheckedClient) -> None:
    values = confirmed(client.sign_in(staff), round_.reference)
    client.post(f"/manage/rounds/{round_.reference}/release", values)
    assert job().state == JobState.WAITING


def test_what_a_request_would_refuse_is_refused_at_once(
    round_: Round, staff: User, client: CheckedClient
) -> None:
    values = confirmed(client.sign_in(staff), round_.reference)
    path = f"/manage/rounds/{round_.reference}/release"
    page = client.post(path, {**values, "confirmation": "no"}, status=200)
    assert page.errors == [f"Type {round_.reference} to confirm"]
    page = client.post(path, {**values, "shown": "another"}, status=200)
    assert "has changed since you opened the page" in page.errors[0]
    actor, every = actor_of(staff), sorted(db.session.scalars(sa.select(Application.reference)))
    one, other, left = (there(application_to_decide(actor, name), name) for name in every[3:6])
    with transaction():
        staging.stage_decision(
            one, "reject", exception_reason="It changed", ground=Ground.SHEETS, actor=actor
        )
        staging.clear_decision(other, actor=actor)
    with counting() as statements:
        page = client.post(path, values, status=200)
    assert "What is staged has changed since you opened the page: " in page.errors[0]
    told = page.text.split("What has changed since you opened the page")[1].split("emails will go")[
        0
    ]
    assert all(words in told for words in (one.reference, "It changed", "Nothing is staged"))
    assert other.reference in told and left.reference not in told
    assert len(statements) < 40, "as many as of a few"
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Job)) == 0


def test_whoever_may_not_release_any_more_releases_nothing(
    round_: Round, staff: User, client: CheckedClient
) -> None:
    asked(round_, staff, client)
    with transaction():
        remove_role(staff, Role.STAFF, actor=SYSTEM)
    work.run_jobs()
    assert job().state == JobState.FAILED
    assert states() == ["staged"]
    assert job().alone is None


def test_what_has_changed_meanwhile_is_not_released(
    round_: Round, staff: User, client: CheckedClient
) -> None:
    asked(round_, staff, client)
    with transaction():
        one = db.session.scalars(sa.select(Decision).limit(1)).one()
        db.session.execute(
            sa.update(Decision.__table__)
            .where(Decision.__table__.c.id == one.id)
            .values(version=one.version + 1),
            execution_options=audit.AS_TOLD,
        )
    work.run_jobs()
    assert job().state == JobState.FAILED
    assert "What is staged has changed" in job().why
    assert states() == ["staged"]
    assert "Nothing was changed." in client.get(f"/manage/jobs/{job().reference}").text
