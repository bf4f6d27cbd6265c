"""What comes after a draft was made: what of it falls, and that its pages say so."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from award.accounts.models import Organisation, User
from award.accounts.services.people import suspend
from award.applications.models import Application
from award.applications.services import submitting
from award.assessment.models.assignments import Assignment
from award.assessment.rules.profiles import ProfileValues
from award.assessment.services.profiles import save_profile
from award.foundation.db import db, transaction
from award.foundation.kept import keep_rows
from award.foundation.policy import SYSTEM, Actor
from award.interests.rules.declared import InterestKind
from award.interests.services.declaring import Given, declare_interests
from award.matching.models import Draft
from award.matching.services import releasing
from award.rounds.models import Round
from tests.build import applications, matching
from tests.build import assessment as build
from tests.build.accounts import account_of, actor_of
from tests.client import CheckedClient
from tests.matching.test_overtaken import assigned, world

__all__ = ["world"]


def test_who_was_chosen_and_is_gone_by_now_is_said(world: Any, client: CheckedClient) -> None:
    form = client.get(world.change).form_values()
    with transaction():
        suspend(account_of(int(world.ids["Eve"])), actor=SYSTEM)
    late = client.post(
        world.change, {**form, "add": world.ids["Eve"], "away": world.ids["Dee"]}, status=200
    )
    assert [one.partition(":")[0] for one in late.errors] == [
        "Somebody you ticked doesn’t read it in this draft any more",
        "Whoever you chose can’t be put in any more",
    ]


@pytest.mark.each_database
def test_what_came_after_a_draft_is_said_line_by_line_and_never_asked_for(
    world: Any, client: CheckedClient
) -> None:
    """Somebody stops, somebody joins who applies, an application is withdrawn, another gets a
    reader by hand, a profile says less."""
    people = {name: db.session.get_one(User, int(one)) for name, one in world.ids.items()}
    bids = {
        one.title[-1]: one
        for one in db.session.scalars(sa.select(Application).order_by(Application.title))
    }
    staff = db.session.get_one(User, world.staff.user_id)
    round_ = db.session.get_one(Round, bids["P"].round_id)
    bids["R"] = applications.submitted(round_, title="Title R")
    third = matching.draft(
        round_, staff,
        [(bids[one[0]], people[one[2:]]) for one in ("P Ben", "P Cas", "Q Eve", "R Ben", "R Dee")],
    )  # fmt: skip
    save_profile(people["Dee"], ProfileValues(most=1, settings=["homecare"]), actor=SYSTEM)
    db.session.commit()
    draft = f"{world.path}/{third.number}"
    assert "has changed since" not in client.get(draft, budget=14).text
    before = client.get(f"{draft}/release").form_values()
    home = db.session.get_one(Organisation, bids["P"].organisation_id).name
    with transaction():
        suspend(account_of(people["Cas"].id), actor=SYSTEM)
        declare_interests(
            people["Ben"], [Given(InterestKind.EMPLOYMENT, home)], nothing=False,
            actor=actor_of(account_of(people["Ben"].id)),
        )  # fmt: skip
        save_profile(people["Dee"], ProfileValues(most=1), actor=SYSTEM)
    build.assigned(bids["R"], people["Eve"], staff=account_of(staff.id))
    with transaction():
        submitting.withdraw(bids["Q"], actor=Actor(bids["Q"].lead_id, "Ada Lead"))
    keep_rows()
    page = client.get(draft, budget=14)
    assert (
        "4 of its 5 assessments would be left out: 2 because the assessor has a conflict of "
        "interest, 1 because the application is withdrawn or decided about, 1 because the assessor "
        "can’t be asked to assess any more."
    ) in page.text
    for said in (
        f"Ben Example declared an interest in {home}, which applies",
        "Cas Example falls away: can’t be asked to assess any more",
        "Eve Example falls away: the application is withdrawn or decided about",
        "Dee Example no longer says they know about Homecare",
        "Dee Example: to share out the work",
        "Release, leaving 1 application short of readers",
    ):  # fmt: skip
        assert said in page.text, said
    bare = "1 person of 1 who would be asked has no declaration of interests that holds. 1 never"
    assert bare in page.text and "Dee Example Professional, never declared interests" in page.text
    assert bare in client.get(f"{draft}/release", budget=14).text
    shown = client.get(f"{draft}?show=falls", budget=14).text
    assert "3 applications" in shown
    late = client.post(f"{draft}/release", before, status=200)
    assert late.errors[0].startswith("The draft has changed since you opened the page")
    had = assigned()
    with transaction():  # as the worker does, whatever the page said before
        made = db.session.scalars(
            sa.select(Draft)
            .where(Draft.number == third.number)
            .options(sa.orm.joinedload(Draft.round))
        ).one()
        step = releasing.release_some(made, after=0, actor=world.staff)
    assert (step.asked, step.refused) == (1, 4)
    assert sorted({*assigned()} - {*had}) == ["R Dee"]
    because = sa.select(Assignment.asked_because).join(User, User.id == Assignment.assessor_id)
    assert db.session.scalars(because.where(User.name == "Dee Example")).one() == (
        "to share out the work"
    )
