"""Scenarios from their pages: worked out, beside each other, spoken for, staged."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from award.accounts.models import User
from award.applications.models import Application
from award.applications.services import submitting
from award.decisions.models import Decision
from award.decisions.services import staging
from award.foundation.db import db, transaction
from award.foundation.errors import there
from award.foundation.policy import Actor, Role
from award.moderation.queries.panels import panel_of
from award.moderation.services import chairing
from award.rounds.models import Round
from award.scenarios.models import Scenario, ScenarioOpinion
from tests.build import accounts, applications, assessment, rounds
from tests.build.accounts import actor_of
from tests.client import CheckedClient
from tests.decisions.people import conflicted


@pytest.fixture
def staff(app: Flask) -> User:
    return accounts.user("Sam Staff", roles=(Role.STAFF,))


def path(round_: Round, end: str = "") -> str:
    return f"/manage/rounds/{round_.reference}/scenarios{end}"


def ranked(
    staff: User, *, budget: int = 250_000, blindness: str = "assessor_hidden"
) -> tuple[Round, list[Application]]:
    """Committed, a closed round with money for two of three at £100,000 each: the first two are of
    one organisation; the fourth is below the threshold."""
    round_ = rounds.closed_round(budget_gbp=budget, blindness=blindness)
    one, other = accounts.user("Lee Lead"), accounts.user("Lou Lead")
    homes = {one: accounts.organisation(one), other: accounts.organisation(other, name="Lou Care")}
    found = []
    for title, lead, score in (
        ("First", one, 9), ("Second", one, 8), ("Third", other, 7), ("Fourth", other, 2),
    ):  # fmt: skip
        application = applications.submitted(
            round_, lead=lead, title=title, organisation=homes[lead]
        )
        found.append(assessment.assessed(application, [[score] * 3] * 2, staff=staff))
    return round_, found


def values(client: CheckedClient, round_: Round, **typed: object) -> dict[str, object]:
    return {**client.get(path(round_, "/new"), budget=14).form_values(), **typed}


def made(client: CheckedClient, round_: Round, name: str, method: str, **typed: object) -> Scenario:
    sent = values(client, round_, name=name, method=method, **typed)
    client.post(path(round_, "/new"), sent, status=302)
    return db.session.scalars(select(Scenario).order_by(Scenario.id.desc()).limit(1)).one()


@pytest.mark.each_database
def test_rules_are_worked_out_and_stand_beside_each_other_with_what_each_costs(
    staff: User, client: CheckedClient
) -> None:
    round_, (first, second, third, fourth) = ranked(staff)
    page = client.sign_in(staff).get(path(round_), budget=14)
    assert "No scenario has been worked out yet" in page.text
    line = made(client, round_, "To the line", "line")
    ruled = made(client, round_, "One each", "ranks", most_per_organisation="1")
    assert line.finds.keys == {first.id, second.id} and ruled.finds.keys == {first.id, third.id}
    page = client.get(path(round_), budget=14)
    assert "At most 1 award to one organisation" in page.text
    assert "Funded by some of them" in page.text and "Fourth" not in page.text
    assert [name for name in ("First", "Second", "Third") if name in page.text] == [
        "Second",
        "Third",
    ]
    page = client.get(path(round_, f"/{ruled.id}"), budget=14)
    assert "What each rule costs" in page.text and "+10.0" in page.text
    best = made(client, round_, "Best", "sum", must=fourth.reference.lower(), budget_gbp="300000")
    page = client.get(path(round_, f"/{best.id}"))
    assert fourth.id in best.finds.keys and "buys many small projects" in page.text
    assert page.text.count("Points altogether") == 2 and "+50.0" in page.text
    assert page.text.count("Below threshold") == 1, "of what must be funded all the same"
    assert "Below threshold" in client.get(path(round_, f"/{best.id}/stage"), budget=16).text

    again = client.post(path(round_, "/new"), values(client, round_, name="Best", method="sum"),
                        status=200)  # fmt: skip
    assert "Another scenario of this round is called so" in again.text
    sent = values(
        client, round_, name="Typed", method="line", most_per_region="1",
        must=f"aia-other {first.reference}", must_not=f"AIA-NOSUCH AIA-NEVER {first.reference}",
    )  # fmt: skip
    again = client.post(path(round_, "/new"), {**sent, "budget_gbp": "a lot"}, status=200)
    assert [words.partition(" ")[0] for words in again.errors] == [
        "Top-down", "The", "AIA-OTHER", "AIA-NOSUCH", "AIA-NEVER", first.reference,
    ], "all that is wrong, at once"  # fmt: skip
    assert "Typed" in again.html
    phase = next(name for name in sent if str(name).startswith("least_phase_"))
    small = {**sent, "must": "", "must_not": "", str(phase): "-1", "most_per_organisation": "0"}
    errors = client.post(path(round_, "/new"), small, status=200).errors
    assert any("ne organisation" in one and "1 or more" in one for one in errors)
    assert any("Phase" in one and "0 or more" in one for one in errors)
    never = made(client, round_, "Never", "points", most_per_organisation="1", **{str(phase): "3"})
    page = client.get(path(round_, f"/{never.id}"))
    assert "No set keeps all of this" in page.text and page.text.count("At least 3 of Phase") == 3
    assert page.text.count("can’t be kept together") == 2
    assert "At most £250,000 altogether" in page.text
    page = client.get(path(round_), budget=14)
    assert page.text.count("Not possible") == 1, "said once, with why, and no column"
    assert "These can’t be kept together: At most £250,000 altogether" in page.text
    heads = [one.text for one in page.all("th") if one.get("scope") == "col"]
    assert heads[:3] == ["Best", "One each", "To the line"], "what isn’t possible takes no place"
    made(client, round_, "Newest", "line")
    page = client.get(path(round_), budget=14)
    assert page.links()["Read To the line"] == path(round_, f"/{line.id}"), "an older one too"


def test_those_who_chair_say_what_they_think_and_may_think_again(
    staff: User, client: CheckedClient
) -> None:
    round_, _found = ranked(staff)
    chair, other = assessment.assessor("Cy Chair"), assessment.assessor("Ab Other")
    with transaction():
        panel = there(panel_of(actor_of(staff), round_.reference), "the round")
        chairing.appoint(panel, chair.email, deputy=False, actor=actor_of(staff))
    one = made(client.sign_in(staff), round_, "To the line", "line")
    client.post(path(round_, f"/{one.id}"), {"agrees": "yes"}, status=403)
    client.sign_in(other).get(path(round_), status=404)
    assert "open to its chairs once" in client.sign_in(chair).get(path(round_)).text
    client.get(path(round_, f"/{one.id}"), status=404)
    with transaction():
        panel = there(panel_of(actor_of(staff), round_.reference), "the round")
        chairing.open_to_chairs(panel, actor=actor_of(staff))
    waits = applications.submitted(round_, title="Waits for the chair")
    begun = assessment.declared(waits, chair)
    page = client.get(path(round_), budget=14)
    assert "once you have sent your score sheets" in page.text and "To the line" not in page.text
    client.get(path(round_, f"/{one.id}"), status=404)
    assessment.submit(begun, chair, assessment.sheet_values(waits, [2, 2, 2]))
    page = client.get(path(round_, f"/{one.id}"), budget=16)
    assert "Stage what" not in page.text
    client.get(path(round_, f"/{one.id}/stage"), status=403)
    for agrees, note in (("yes", ""), ("no", "Care homes are missing.")):
        sent = {**client.get(path(round_, f"/{one.id}")).form_values(), "agrees": agrees}
        client.post(path(round_, f"/{one.id}"), {**sent, "note": note}, status=302)
    assert db.session.scalars(select(ScenarioOpinion)).one().note == "Care homes are missing."
    page = client.sign_in(staff).get(path(round_, f"/{one.id}"))
    assert "Cy Chair, chair: disagrees. Care homes are missing." in page.text
    assert "1 disagrees" in client.get(path(round_)).text


def test_whoever_may_not_see_all_of_the_round_reads_no_scenario_of_it(
    staff: User, client: CheckedClient
) -> None:
    round_, found = ranked(staff)
    hidden = applications.submitted(round_, title="Hidden")
    tied = conflicted(hidden)
    one = made(client.sign_in(staff), round_, "To the line", "line")
    page = client.sign_in(tied).get(path(round_), budget=14)
    assert "Anyone else in the programme team" in page.text and "To the line" not in page.text
    assert "On the shortlist" in page.text and hidden.reference not in page.text
    for end in (f"/{one.id}", f"/{one.id}/stage", "/new"):
        client.get(path(round_, end), status=404)
    client.post(path(round_, "/new"), {"name": "Mine", "method": "line"}, status=404)
    assert found[0].reference not in page.text
    with transaction():
        submitting.withdraw(hidden, actor=Actor(hidden.lead_id, "Lee"))
    assert "To the line" not in client.get(path(round_)).text


def test_chairs_of_a_round_that_hides_who_applies_read_no_scenario_of_it(
    staff: User, client: CheckedClient
) -> None:
    round_, _found = ranked(staff, blindness="double")
    chair = assessment.assessor("Cy Chair")
    with transaction():
        panel = there(panel_of(actor_of(staff), round_.reference), "the round")
        chairing.appoint(panel, chair.email, deputy=False, actor=actor_of(staff))
        chairing.open_to_chairs(panel, actor=actor_of(staff))
    one = made(client.sign_in(staff), round_, "One each", "ranks", most_per_organisation="1")
    assert "One each" in client.get(path(round_)).text
    page = client.sign_in(chair).get(path(round_), budget=14)
    assert "This round hides who applies" in page.text and "One each" not in page.text
    client.get(path(round_, f"/{one.id}"), status=404)
    client.get(path(round_, "/new"), status=404)
    client.post(path(round_, f"/{one.id}"), {"agrees": "yes"}, status=404)


@pytest.mark.each_database
def test_what_it_funds_is_staged_with_a_reason_and_only_while_nothing_changed(
    staff: User, client: CheckedClient
) -> None:
    round_, (first, second, third, _fourth) = ranked(staff)
    client.sign_in(staff)
    one = made(client, round_, "One each", "ranks", most_per_organisation="1")
    stage = path(round_, f"/{one.id}/stage")
    page = client.get(stage, budget=14)
    assert "Funded beyond the line" in page.text and "Above the line and not funded" in page.text
    sent = page.form_values()
    again = client.post(stage, sent, status=200)
    assert "Say why the decisions depart" in again.text
    done = client.post(stage, {**sent, "reason": "The brief said one each."}, status=302)
    assert done.location.endswith("/shortlist/stage")
    found = {row.application_id: row for row in db.session.scalars(select(Decision))}
    assert found.keys() == {first.id, third.id}
    assert found[third.id].exception_reason == "The brief said one each."
    assert found[first.id].exception_reason == "" and "“One each”" in found[first.id].note
    page = client.get(done.location)
    assert "Staged otherwise" in page.text and "2 awards staged" in page.text
    page = client.get(path(round_, f"/{one.id}"))
    assert "Since then decisions were staged" in page.text and "Stage what" not in page.text
    client.post(stage, {**sent, "reason": "Again."}, status=200)
    other = made(client, round_, "As it is", "ranks")
    assert other.finds.keys == {first.id, third.id}
    with transaction():
        staging.clear_decision(second, actor=actor_of(staff))
        staging.clear_decision(third, actor=actor_of(staff))
    page = client.get(path(round_, f"/{other.id}/stage"))
    assert "has changed since this scenario was worked out" in page.text
