"""Two drafts of one round: what the first asked for is asked for once, whichever comes first, and
nobody gets more than they take unless staff said that they know."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
import sqlalchemy as sa

from award.accounts.models import User
from award.applications.models import Application
from award.assessment.models.assignments import Assignment
from award.assessment.models.chairs import RoundChair, RoundModeration
from award.assessment.models.people import AssessorLimit
from award.assessment.rules.profiles import ProfileValues
from award.assessment.services.profiles import save_profile
from award.foundation import clock, work
from award.foundation.db import db, transaction
from award.foundation.kept import keep_rows
from award.foundation.policy import SYSTEM, Role
from award.matching.models import Draft, DraftLine
from award.matching.services import releasing
from award.rounds.models import Round
from tests.build import applications, matching, rounds
from tests.build import assessment as build
from tests.build.accounts import actor_of, user
from tests.client import CheckedClient

TAKES = {"Ada": 1, "Ben": 5, "Cas": 5, "Dee": 1, "Eve": 1}


@pytest.fixture
def world(app: object, client: CheckedClient) -> Any:
    """P and Q want two sheets each; the drafts were made beside each other."""
    staff, round_ = user("Sam Staff", roles=(Role.STAFF,)), rounds.closed_round(min_assessments=2)
    people = {name: build.assessor(f"{name} Example") for name in TAKES}
    for name, person in people.items():
        save_profile(person, ProfileValues(most=TAKES[name]), actor=SYSTEM)
    bids = {name: applications.submitted(round_, title=f"Title {name}") for name in "PQ"}
    db.session.commit()

    def draft(*pairs: str) -> int:
        found = [(bids[pair[0]], people[pair[2:]]) for pair in pairs]
        return matching.draft(round_, staff, found).number

    first, second = draft("P Ada", "P Ben"), draft("P Ben", "P Cas", "Q Ada", "Q Dee")
    path = f"/manage/rounds/{round_.reference}/assignment"
    said = SimpleNamespace(
        path=path,
        first=f"{path}/{first}",
        second=f"{path}/{second}",
        change=f"{path}/{second}/change?application={bids['P'].reference}",
        ids={name: str(person.id) for name, person in people.items()},
        staff=actor_of(staff),
    )
    keep_rows()
    client.sign_in(staff)
    return said


def put_in_dee(world: Any, client: CheckedClient) -> None:
    """Beyond what she takes and what P wants."""
    form = {**client.get(world.change).form_values(), "add": world.ids["Dee"]}
    again = client.post(world.change, form, status=200)
    assert again.errors == [
        "Dee Example takes 1 in this round, and has 1 with this draft. The application needs no "
        "more sheets. Tick to put them in all the same"
    ]
    ticked = {**again.form_values(), "go_on": "y"}
    other = client.post(world.change, {**ticked, "add": world.ids["Eve"]}, status=200)
    assert other.errors == [
        "The application needs no more sheets. Tick to put them in all the same"
    ], "the tick was about Dee"
    client.post(world.change, {**form, **ticked})


def release(client: CheckedClient, draft: str) -> None:
    ask = f"{draft}/release"
    client.post(ask, client.get(ask, budget=14).form_values())


def assigned() -> list[str]:
    query = (
        sa.select(Application.title, User.name)
        .select_from(Assignment)
        .join(Application, Application.id == Assignment.application_id)
        .join(User, User.id == Assignment.assessor_id)
    )
    return sorted(f"{row[0][-1]} {row[1].split()[0]}" for row in db.session.execute(query))


def refused(number: int) -> list[str]:
    query = sa.select(DraftLine.refused).join(Draft, Draft.id == DraftLine.draft_id)
    found = db.session.scalars(query.where(Draft.number == number, DraftLine.refused != ""))
    return sorted(found)


def test_the_second_draft_asks_for_what_is_still_needed_and_what_staff_know(
    world: Any, client: CheckedClient
) -> None:
    put_in_dee(world, client)
    assert "has changed since this draft" not in client.get(world.second, budget=14).text
    second = client.get(f"{world.second}/release").form_values()
    release(client, world.first)
    at_once = client.post(f"{world.second}/release", second, status=200)
    assert at_once.errors == ["This is under way already: wait until it is done"]
    work.run_jobs()
    assert assigned() == ["P Ada", "P Ben"]
    keep_rows()
    told = (
        "3 of its 5 assessments would be left out: 1 because the application needs no more sheets "
        "by now, 1 because the assessor has as many by now as they take in this round, 1 because "
        "the assessor has this application already."
    )
    assert told in client.get(world.second, budget=14).text
    asks = client.get(f"{world.second}/release", budget=14).text
    assert told in asks and "1 person will be emailed once each, with 2 assessments" in asks
    release(client, world.second)
    work.run_jobs()
    assert assigned() == ["P Ada", "P Ben", "P Dee", "Q Dee"]
    assert refused(2) == [
        "has as many by now as they take in this round",
        "has this application already",
        "the application needs no more sheets by now",
    ]
    assert "has changed since this draft" not in client.get(world.second, budget=14).text


def test_the_other_way_round_nothing_is_left_of_the_first_draft(
    world: Any, client: CheckedClient
) -> None:
    page = client.get(world.first).text
    assert "has changed since this draft" not in page
    db.session.execute(sa.text("UPDATE round SET min_assessments = 1"))
    db.session.commit()
    told = (
        "1 of its 2 assessments would be left out: 1 because the application needs no more sheets "
        "by now."
    )
    assert told in client.get(world.first).text, "asked otherwise since"
    db.session.execute(sa.text("UPDATE round SET min_assessments = 2"))
    db.session.commit()
    put_in_dee(world, client)
    shown = client.get(f"{world.first}/release").form_values()
    release(client, world.second)
    work.run_jobs()
    everything = ["P Ben", "P Cas", "P Dee", "Q Ada", "Q Dee"]
    assert assigned() == everything
    late = client.post(f"{world.first}/release", shown, status=200)
    assert late.errors[0].startswith("The draft has changed since you opened the page")
    assert "2 of its 2 assessments would be left out" in late.text
    with transaction():  # as the worker does, whatever the page said before
        made = db.session.scalars(
            sa.select(Draft).where(Draft.number == 1).options(sa.orm.joinedload(Draft.round))
        ).one()
        step = releasing.release_some(made, after=0, actor=world.staff)
    assert (step.asked, step.refused) == (0, 2) and assigned() == everything


def test_a_chair_whom_no_draft_gives_anything_is_put_in_by_the_same_tick(
    world: Any, client: CheckedClient
) -> None:
    round_id = db.session.scalars(sa.select(Draft.round_id)).first()
    chair = build.assessor("Cal Chair")
    chair_id = chair.id
    db.session.add(AssessorLimit(round_id=round_id, person_id=chair_id, most=0))
    db.session.add(
        RoundChair(round_id=round_id, person_id=chair_id, deputy=False, appointed_by_id=chair_id)
    )
    db.session.add(RoundModeration(round_id=round_id, opened_at=clock.now(), opened_by_id=chair_id))
    db.session.commit()
    assert "Cal Chair" not in client.get(world.second).text, "no draft gives them anything"
    form = {**client.get(world.change).form_values(), "add": str(chair_id)}
    again = client.post(world.change, form, status=200)
    assert again.errors == [
        "Cal Chair takes none in this round. The application needs no more sheets. "
        "Tick to put them in all the same"
    ]
    client.post(world.change, {**again.form_values(), "go_on": "y"})
    page = client.get(world.second, budget=14).text
    assert "Cal Chair: chosen by hand" in page and "has changed since this draft" not in page


def test_whom_to_put_in_is_found_by_what_they_know_and_a_choice_is_never_lost(
    world: Any, client: CheckedClient
) -> None:
    eve = db.session.get_one(User, int(world.ids["Eve"]))
    save_profile(eve, ProfileValues(most=5, settings=["homecare"]), actor=SYSTEM)
    for number in range(9):
        build.assessor(f"Fay Example{number}")
    keep_rows()
    page = client.get(world.change)
    assert "The 8 who fit best of 12 who can be put in" in page.text
    assert "Ben Example, " not in page.text, "reads it already"
    assert page.text.index("Eve Example, ") < page.text.index("Fay Example0, ")
    assert "Professional, 0 of 5 in this round. Knows about Homecare" in page.text
    eve_id, ben_id = world.ids["Eve"], world.ids["Ben"]
    form = {**page.form_values(), "add": eve_id, "away": ben_id}
    for typed, number in (("fay", 9), ("HOMECARE", 1), ("nobody", 0)):
        found = client.post(world.change, {**form, "find": typed, "look": "1"}, status=200)
        said = f"{number} of the 12 who can be put in" if number in (1,) else f"“{typed}”"
        assert said in found.text and found.errors == []
        kept = found.form_values()
        assert (kept["add"], kept["away"], kept["find"]) == ([eve_id], [ben_id], [typed])
    client.post(world.change, kept)
    with_eve = client.get(world.second, budget=14).text
    assert "Eve Example: Homecare; chosen by hand" in with_eve


def test_what_is_assessed_already_opens_again_only_if_staff_say_so(
    world: Any, client: CheckedClient
) -> None:
    bid = db.session.scalars(sa.select(Application).where(Application.title == "Title P")).one()
    number = bid.id
    for name in ("Zed Example", "Yan Example"):
        build.scored(bid, [8, 7, 6], build.assessor(name))
    put_in_dee(world, client)
    page = client.get(f"{world.second}/release", budget=15)
    assert "1 application is assessed already" in page.text and "Title P" in page.text
    assert "1 assessment of these is for it" in page.text
    unsaid = client.post(f"{world.second}/release", page.form_values(), status=200)
    assert unsaid.errors == ["Say what becomes of the applications that are assessed already"]
    client.post(f"{world.second}/release", {**page.form_values(), "finished": "leave"})
    work.run_jobs()
    assert assigned() == ["P Yan", "P Zed", "Q Ada", "Q Dee"]
    assert refused(2)[-3:-2] == ["the application is assessed already"]
    assert db.session.get_one(Application, number, populate_existing=True).state == "assessed"
    eve = db.session.get_one(User, int(world.ids["Eve"]))
    bid = db.session.get_one(Application, number)
    third = matching.draft(db.session.get_one(Round, bid.round_id), eve, [(bid, eve)])
    third.facts = {"beyond": [[number, eve.id, "need"]]}
    ask = f"{world.path}/{third.number}/release"
    db.session.commit()
    values = client.get(ask).form_values()
    left = client.post(ask, {**values, "finished": "leave"}, status=200)
    assert left.errors == ["There is nobody left to ask in this draft"]
    client.post(ask, {**values, "finished": "open"})
    work.run_jobs()
    assert "P Eve" in assigned()
    assert db.session.get_one(Application, number, populate_existing=True).state != "assessed"
