"""Every list of assessing at 1, 3 and 900 rows: its page costs the same statements."""

from __future__ import annotations

from collections import defaultdict

import pytest
from flask import Flask

from award.accounts.models import User
from award.applications.models import Application
from award.assessment.services.gathering import gather
from award.foundation.db import db, transaction
from award.foundation.kept import keep_rows
from award.foundation.policy import Role
from award.interests.rules.declared import InterestKind
from award.interests.services.declaring import Given, declare_interests
from award.interests.services.keeping import keep_conflicts
from award.rounds.models import Round
from tests.build import (
    accounts,
    applications,
    assessment,
    calibration,
    matching,
    moderation,
    payments,
    rounds,
)
from tests.build.growing import grown
from tests.client import CheckedClient

pytestmark = [pytest.mark.long, pytest.mark.each_database]

ALL, MOST = 900, 12
OF_APPLICATIONS = (
    "applications", "basket", "moderation", "scores", "comments", "sheets", "shortlist",
    "due-diligence", "statistics", "assignments", "assignment/1", "meeting", "figures",
)  # fmt: skip
OF_PEOPLE = ("chasing", "workload", "specimens", "assessor-rules")
ANYWHERE = ("/manage/assessors", "/manage/conflicts", "/manage/interests", "/manage/pay")
UNCOUNTED = {"assessor-rules", "interests", "evenings", "how-i-scored", "declarations"}
"""Pages that don't say how many rows there are."""


def one_application(staff: User) -> tuple[Application, User, User]:
    """Of a round of its own, with something in every list of applications; somebody who has
    submitted a sheet about it, and somebody who has to declare for it."""
    round_ = rounds.closed_round(min_assessments=2)
    application = moderation.disagreed(staff=staff, round_=round_)
    reader, asked = assessment.assessor("Reader Example"), assessment.assessor("Asked Example")
    assessment.scored(application, (2, 5, 9), reader, staff=staff)
    moderation.agreed(application, 80, staff=staff)
    matching.draft(round_, staff, [(application, assessment.assessor("Drafted Example"))], short=1)
    assessment.assigned(application, asked, staff=staff)
    with transaction():
        gather([application], rounds.whole(round_.id), actor=accounts.actor_of(staff))
    return application, reader, asked


def one_person(staff: User) -> tuple[Round, User]:
    """Who was asked to assess in a round, with something in every list of people."""
    round_, person = rounds.closed_round(), assessment.assessor("Person Example")
    (specimen,) = calibration.asked(round_)
    lead = accounts.user("Lee Lead", roles=())
    home = accounts.organisation(lead, name="Brightwater Care")
    bid = applications.submitted(round_, lead, organisation=home)
    assessment.assigned(bid, person, staff=staff)
    calibration.scored(specimen, person, 2)
    payments.a_claim(round_, person)
    given = [Given(InterestKind.FAMILY, "Brightwater Care")]
    with transaction():
        declare_interests(person, given, nothing=False, actor=accounts.actor_of(person))
        keep_conflicts(round_.id)
    return round_, person


def test_as_many_statements_for_one_for_three_and_for_nine_hundred(
    app: Flask, client: CheckedClient
) -> None:
    staff = accounts.user("Sam Staff", roles=(Role.STAFF,))
    bid, reader, asked = one_application(staff)
    elsewhere, person = one_person(staff)
    here, there = bid.round.reference, elsewhere.reference
    families: tuple[tuple[type[Application | User], int, int], ...] = (
        (Application, bid.id, bid.round_id),
        (User, person.id, elsewhere.id),
    )
    pages = {
        staff.id: [
            *(f"/manage/rounds/{here}/{one}" for one in OF_APPLICATIONS),
            *(f"/manage/rounds/{there}/{one}" for one in OF_PEOPLE),
            *ANYWHERE,
        ],
        reader.id: ["/assess", "/assess/evenings", "/assess/how-i-scored"],
        asked.id: ["/assess", f"/assess/rounds/{here}/declarations"],
    }
    keep_rows()
    costs, said = defaultdict[str, list[int]](list), dict[str, str]()
    number = 1
    for until in (1, 3, ALL):
        if until > number:
            for model, key, round_id in families:
                grown(db.session.get_one(model, key), until - number, round_id, first=number)
            number = until
        for who, paths in pages.items():
            client.sign_in(accounts.account_of(who))
            for path in paths:
                page = client.get(path, budget=MOST)
                costs[path].append(len(page.statements))
                said[path] = page.text
    assert {path: cost for path, cost in costs.items() if len({*cost}) > 1} == {}
    counted = {path for path in said if path.rpartition("/")[2] not in UNCOUNTED}
    totals = [f"{ALL * rows:,}" for rows in range(1, 13)]  # of sheets and scores there are several
    assert [one for one in counted if not any(total in said[one] for total in totals)] == []
