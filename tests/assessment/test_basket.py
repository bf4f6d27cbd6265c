"""Applications gathered in a basket, and several people asked for them at once."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from award.accounts.models import User
from award.assessment.models.assignments import Assignment
from award.assessment.models.kept import ScoreSummary
from award.assessment.rules.panels import Needed
from award.assessment.rules.sharing import Helper, Pair, Verdict, Way, Work, planned
from award.foundation import checks, work
from award.foundation.db import db
from award.foundation.kept import keep_rows
from award.foundation.outbox import OutboxMessage
from award.foundation.policy import Role
from award.foundation.work import JobState
from award.rounds.models import Round
from tests.assessment.test_assigning_jobs import latest
from tests.build import applications, many, rounds
from tests.build import assessment as build
from tests.build.accounts import organisation, user
from tests.client import CheckedClient
from tests.statements import counting


@pytest.fixture
def staff(app: object) -> User:
    return user("Sam Staff", roles=(Role.STAFF,))


def letters() -> list[OutboxMessage]:
    query = sa.select(OutboxMessage).where(OutboxMessage.notice == "assignment.assigned")
    return list(db.session.scalars(query))


def held(*conditions: Any) -> int:
    return db.session.scalar(sa.select(sa.func.count(Assignment.id)).where(*conditions)) or 0


def list_of(round_: Round) -> str:
    return f"/manage/rounds/{round_.reference}/applications"


def basket_of(round_: Round) -> str:
    return f"/manage/rounds/{round_.reference}/basket"


@pytest.mark.each_database
def test_a_basket_outlives_pages_and_filters_and_is_shared_out(
    staff: User, client: CheckedClient
) -> None:
    round_ = rounds.open_round(min_assessments=2)
    bids = many.submitted(round_, 60)
    people = [build.assessor(f"Assessor {letter}") for letter in "ABC"]
    build.assigned(bids[0], people[0], staff=staff)
    build.assessed(bids[1], staff=staff)
    client.sign_in(staff)
    page = client.get(f"{list_of(round_)}?cover=enough")
    assert "Put 1 application into my basket" in page.buttons()
    added = client.post(f"{list_of(round_)}?cover=enough", {"basket": "all"})
    assert added.location == f"{list_of(round_)}?cover=enough"
    page = client.follow(added, budget=10)
    assert "Your basket: 1 application." in page.text
    ticked = [one.reference for one in bids[2:12]]
    client.post(list_of(round_), {"basket": "ticked", "application": ticked})
    one = {"basket": "ticked", "application": bids[0].reference}
    client.post(f"{list_of(round_)}?page=2", one)
    client.post(list_of(round_), one)
    other = user("Olu Staff", roles=(Role.STAFF,))
    page = client.sign_in(other).get(list_of(round_))
    assert "Your basket" not in page.text
    page = client.sign_in(staff).get(basket_of(round_))
    assert page.text.count("of 2 needed") == 12
    taken = client.post(f"{basket_of(round_)}/take-out", {"application": bids[10].reference})
    assert "1 application taken out" in client.follow(taken).text

    values = {"assessor": [str(one.id) for one in people], "way": "fill"}
    keep_rows()
    page = client.follow(client.post(basket_of(round_), values))
    assert page.h1 == "Assign 19 assessments to 3 people"
    assert "1 application needs nobody more" in page.text
    done = client.follow(client.post(f"{basket_of(round_)}/assign", page.form_values()))
    assert "19 assessments assigned to 3 people, each told in one email." in done.text
    assert "Your basket: 1 application." in done.text
    loads = sorted(held(Assignment.assessor_id == one.id) for one in people)
    assert loads == [6, 7, 7]
    assert held(Assignment.application_id == bids[0].id) == 2
    assert len(letters()) == 3 + 3
    faults = [*checks.states(), *checks.moves()]
    assert [line for line in faults if not line.startswith("application")] == []


def test_every_one_of_several_says_what_to_know_and_what_cannot_be(
    staff: User, client: CheckedClient
) -> None:
    round_ = rounds.open_round(min_assessments=2)
    lead = user("Lee Lead", roles=(Role.ASSESSOR,))
    person = build.assessor("Noor Example")
    theirs = organisation(lead, name="Lee’s Care")
    own = applications.submitted(round_, lead, organisation=theirs)
    fresh = applications.submitted(round_)
    finished = build.assessed(applications.submitted(round_), staff=staff)
    client.sign_in(staff).post(list_of(round_), {"basket": "all"})
    values = {"assessor": [str(lead.id), str(person.id)], "way": "each"}
    keep_rows()
    page = client.follow(client.post(basket_of(round_), values))
    assert page.h1 == "Assign 5 assessments to 2 people"
    assert "1 application has enough assessors already" in page.text
    assert "1 application is assessed, and will open again" in page.text
    assert "1 application: Lee Lead belongs to the applicant" in page.text
    asked = "&".join(f"assessor={one.id}" for one in (lead, person))
    keep_rows()
    page = client.get(f"{basket_of(round_)}/assign?{asked}&way=each&leave=enough")
    assert page.h1 == "Assign 3 assessments to 2 people"
    assert "1 application left out" in page.text
    build.assigned(fresh, person, staff=staff)
    page = client.post(f"{basket_of(round_)}/assign", page.form_values(), status=200)
    assert "This has changed since you opened the page" in page.text
    client.post(f"{basket_of(round_)}/assign", {**page.form_values(), "go_on": "y"})
    assert held(Assignment.application_id == finished.id) == 2
    assert held(Assignment.application_id == own.id) == 1
    client.sign_in(user("Al Auditor", roles=(Role.AUDITOR,))).get(basket_of(round_), status=403)


@pytest.mark.each_database
def test_many_cost_as_many_statements_as_a_few_and_more_are_a_job(
    staff: User, client: CheckedClient
) -> None:
    costs = []
    for number, crowd in ((2, 2), (60, 3)):
        round_ = rounds.open_round()
        many.submitted(round_, number)
        people = [build.assessor(f"Assessor {at}") for at in range(crowd)]
        client.sign_in(staff).post(list_of(round_), {"basket": "all"})
        asked = "&".join(f"assessor={one.id}" for one in people)
        keep_rows()
        page = client.get(f"{basket_of(round_)}/assign?{asked}&way=each")
        with counting() as statements:
            go_on = {**page.form_values(), "go_on": "y"}
            client.post(f"{basket_of(round_)}/assign", go_on)
        costs.append((len(page.statements), len(statements)))
    assert costs[0] == costs[1]
    round_ = rounds.open_round()
    bids = many.submitted(round_, 70)
    numbers = [bid.id for bid in bids]
    build.assigned(bids[5], people[0], staff=staff)
    client.post(list_of(round_), {"basket": "all"})
    keep_rows()
    page = client.get(f"{basket_of(round_)}/assign?{asked}&way=each")
    assert page.h1 == "Assign 209 assessments to 3 people"
    before = len(letters())
    client.post(f"{basket_of(round_)}/assign", {**page.form_values(), "go_on": "y"})
    taken = bids[6].reference
    build.assigned(bids[6], people[1], staff=staff)
    work.run_jobs()
    job = latest()
    assert (job.state, job.done) == (JobState.DONE, 209)
    page = client.get(f"/manage/jobs/{job.reference}")
    assert "208 assessments are assigned, and 3 assessors are told, each in 1 email." in page.text
    assert f"Not assigned: {taken}. The assessor has this application already." in page.text
    assert len(letters()) - before == 4
    summed = sa.select(sa.func.sum(ScoreSummary.assigned))
    in_round = ScoreSummary.application_id.in_(numbers)
    assert db.session.scalar(summed.where(in_round)) == 210


def test_the_list_is_narrowed_by_cover_panel_phase_and_setting(
    staff: User, client: CheckedClient
) -> None:
    round_ = rounds.open_round(min_assessments=2)
    none, one, two = (applications.submitted(round_, title=f"Bid {at}") for at in range(3))
    lived = build.assessor("Liv Example", panel="lived_experience")
    build.assigned(one, lived, staff=staff)
    build.assigned(two, lived, staff=staff)
    build.scored(two, [8, 7, 6], build.assessor(), staff=staff)
    client.sign_in(staff)

    def titles(query: str) -> list[str]:
        links = client.get(list_of(round_) + query).links()
        return sorted(text for text, href in links.items() if "/manage/applications/" in href)

    for again in range(2):  # counted, and out of what is kept
        assert titles("?cover=short") == ["Bid 0", "Bid 1"]
        assert titles("?cover=enough") == ["Bid 2"]
        assert titles("?cover=more") == []
        assert titles("?lacks=lived_experience") == ["Bid 0"]
        assert titles("?lacks=professional&cover=short") == ["Bid 0", "Bid 1"]
        assert titles(f"?phase={none.phase}") == ["Bid 0", "Bid 1", "Bid 2"]
        assert titles(f"?phase={none.phase % 4 + 1}") == []
        assert len(titles("?setting=homecare") + titles("?setting=residential_home")) >= 3
        if not again:
            keep_rows()


def test_shared_out_evenly_whatever_the_order() -> None:
    works = [Work(at, f"AIA-{at:03}", "", "submitted", at % 3) for at in range(40)]  # type: ignore[arg-type]
    helpers = [Helper(at, f"P{at}", 3 * at) for at in range(5)]
    verdicts = {
        Pair(work.id, one.id): Verdict("no" if (work.id * one.id) % 7 == 1 else None)
        for work in works
        for one in helpers
    }
    room = dict.fromkeys(range(40), 26)
    plan = planned(works, helpers, verdicts, Way.ONE, Needed(3), room)
    assert plan == planned(works[::-1], helpers[::-1], verdicts, Way.ONE, Needed(3), room)
    assert sorted(one.application_id for one in plan.pairs) == list(range(40))
    after = [one.load + sum(p.assessor_id == one.id for p in plan.pairs) for one in helpers]
    assert max(after) - min(after) <= 1
    filled = planned(works, helpers, verdicts, Way.FILL, Needed(3), room)
    assert len(filled.pairs) == sum(3 - one.covered for one in works)
    tight = planned(works, helpers, verdicts, Way.EACH, Needed(3), dict.fromkeys(range(40), 2))
    assert len(tight.pairs) == 80
