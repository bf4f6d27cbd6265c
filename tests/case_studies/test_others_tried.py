"""Inside the form: what others tried who had the same problem, or in the same setting."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from award.applications.models import Application
from award.case_studies.models import CaseStudy
from award.case_studies.rules.named import problems_in
from award.case_studies.services import publication
from award.foundation.db import transaction
from award.foundation.policy import Role
from tests.build import applications, collection, rounds
from tests.build import case_studies as build
from tests.build.accounts import actor_of, user
from tests.case_studies.judged_stories import contents
from tests.client import CheckedClient
from tests.page import Page

ABOUT_FALLS = "People fall at home. After falling once they stop going out."
HEAD = "Others tried something: "


def told(title: str, problem: str, setting: str, **said: Any) -> dict[str, Any]:
    return collection.blank(
        title=title, problems=[problem], settings=[setting], stage="beta_pilot", **said
    )


def draft(**answers: Any) -> Application:
    return applications.draft(rounds.open_round(), answers=answers)


def section(application: Application, client: CheckedClient, key: str = "problem") -> Page:
    client.sign_in(build.with_roles(application.lead))
    return client.get(f"/applications/{application.reference}/{key}")


def heads(page: Page) -> list[str]:
    found = ["".join(one.itertext()).strip() for one in page.all("summary")]
    return [one.removeprefix(HEAD) for one in found if one.startswith(HEAD)]


@pytest.mark.each_database
def test_both_come_before_either_and_three_are_named(app: Flask, client: CheckedClient) -> None:
    collection.public_rows([
        *(told(f"Falls here {number}", "falls", "extra_care", outcome="did_not_work")
          for number in range(4)),
        told("Falls elsewhere", "falls", "homecare"), told("Nights here", "nights", "extra_care"),
    ])  # fmt: skip
    page = section(draft(problem=ABOUT_FALLS, care_settings=["extra_care"]), client)
    assert heads(page) == ["Falls, and fear of falling (extra care housing)"]
    assert [f"Falls here {number}" in page.text for number in range(4)] == [True] * 3 + [False]
    assert "Pilot. It did not work" in page.text
    assert "Falls elsewhere" not in page.text and "Nights here" not in page.text
    assert "/what-has-been-tried/falls/extra_care" in page.links().values()
    ways = [one for one in page.all("a") if (one.get("href") or "").startswith("/case-studies/")]
    assert ways and all(one.get("target") == "_blank" for one in ways)


@pytest.mark.each_database
def test_either_alone_where_nobody_had_both(app: Flask, client: CheckedClient) -> None:
    collection.public_rows([told("Falls elsewhere", "falls", "homecare"),
                            told("Nights there", "nights", "day_services")])  # fmt: skip
    page = section(draft(problem=ABOUT_FALLS, care_settings=["extra_care"]), client)
    assert heads(page) == ["Falls, and fear of falling"]
    assert "/what-has-been-tried/falls/extra_care" in page.links().values()
    assert heads(section(draft(problem=ABOUT_FALLS), client)) == ["Falls, and fear of falling"]
    page = section(draft(problem="It is hard.", care_settings=["day_services"]), client)
    assert heads(page) == ["Day services"] and "Falls elsewhere" not in page.text
    assert "/case-studies?setting=day_services" in page.links().values()


def test_nothing_is_said_where_nothing_is_known(app: Flask, client: CheckedClient) -> None:
    untold = draft()
    assert not heads(section(untold, client)), "nothing is published"
    collection.public_rows([told("Falls elsewhere", "falls", "homecare")])
    assert not heads(section(untold, client)), "nothing is answered"
    assert not heads(section(draft(problem="Waiting, and waiting again."), client))
    application = draft(problem=ABOUT_FALLS)
    assert heads(section(application, client)) and not heads(
        section(application, client, "summary")
    )


@pytest.mark.each_database
def test_only_what_is_public_now_is_named(app: Flask, client: CheckedClient) -> None:
    about: dict[str, Any] = {"problems": ["falls"], "settings": ["extra_care"]}
    public = build.published(title="A lamp for the hall", **about)
    build.agreed(build.sent(build.funded(title="Not yet public"), title="A rail", **about))
    application = draft(problem=ABOUT_FALLS)
    page = section(application, client)
    assert "A lamp for the hall" in page.text and "A rail" not in page.text
    down(public)
    page = section(application, client)
    assert not heads(page) and "A lamp for the hall" not in page.text


def down(study: CaseStudy) -> None:
    with transaction():
        publisher = actor_of(user("Pat Publisher", roles=(Role.PUBLISHER,)))
        publication.take_down(build.again(study), reason="They asked.", actor=publisher)


@pytest.mark.each_database
def test_their_own_is_no_others(app: Flask, client: CheckedClient) -> None:
    funded = build.funded(title="Ours")
    build.published(funded, title="Ours", problems=["falls"])
    home, lead = funded.organisation, build.with_roles(funded.lead)
    assert home is not None
    other = applications.draft(rounds.open_round(), lead, answers={"problem": ABOUT_FALLS})
    assert "Ours" in section(other, client).text
    own = applications.draft(
        rounds.open_round(), lead, answers={"problem": ABOUT_FALLS}, organisation=home
    )
    assert not heads(section(own, client))


@pytest.mark.each_database
def test_it_costs_the_same_however_many_are_public(app: Flask, client: CheckedClient) -> None:
    application = draft(problem=ABOUT_FALLS, care_settings=["extra_care"])
    asked = []
    for many in (1, 100):
        collection.public_rows([told(f"Falls {n}", "falls", "extra_care") for n in range(many)])
        section(application, client)
        asked.append(len(section(application, client).statements))
    assert asked[0] == asked[1]


@pytest.mark.any_database
def test_what_a_text_speaks_of_is_what_it_is_filed_under() -> None:
    """Of stories that were filed by somebody who had not seen the words: a guess is seldom wrong,
    and silence is no fault."""
    said = [(problems_in(one["title"], one["summary"], one["problem"]), one["problems"])
            for one in contents()]  # fmt: skip
    guessed = [(found, filed) for found, filed in said if found]
    right = [found for found, filed in guessed if {*found} & {*filed}]
    assert len(guessed) >= 20 and len(right) / len(guessed) > 0.9
    assert problems_in("It falls to us.") == [] and problems_in("") == []
