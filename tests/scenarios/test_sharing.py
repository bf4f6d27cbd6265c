"""Scenarios shared with a panel: who reads what of them, and says what they think."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import func, select

from award.accounts.models import User
from award.applications.models import Application
from award.assessment.services.declaring import declare_conflict
from award.foundation.audit import AuditEvent
from award.foundation.db import db, transaction
from award.foundation.errors import there
from award.foundation.outbox import OutboxMessage
from award.foundation.policy import Role
from award.moderation.queries.panels import panel_of
from award.moderation.services import chairing
from award.rounds.models import Round
from award.scenarios.models import Scenario, ScenarioOpinion
from award.scenarios.rules.asked import Asked, Method
from tests.build import accounts, applications, assessment, rounds, scenarios
from tests.build.accounts import actor_of
from tests.client import CheckedClient


@pytest.fixture
def staff(app: Flask) -> User:
    return accounts.user("Sam Staff", roles=(Role.STAFF,))


@dataclass
class World:
    """A closed round with money for all. Each of `found` has a sheet of Pro and of Liv, who is on
    the lived-experience panel and has a conflict with the second; Open has one still to send."""

    round: Round
    found: list[Application]
    pro: User
    liv: User
    open: User
    home: str


def world(staff: User, *, blindness: str = "assessor_hidden") -> World:
    round_ = rounds.closed_round(budget_gbp=900_000, blindness=blindness)
    lead = accounts.user("Lee Lead")
    home = accounts.organisation(lead, name="Brightwater Homecare")
    pro = assessment.assessor("Pro Fessional")
    liv = assessment.assessor("Liv Ed", panel="lived_experience")
    waits, found = assessment.assessor("Open Sheet"), []
    for title, score in (("Alpha plan", 9), ("Beta scheme", 8), ("Gamma idea", 7)):
        one = applications.submitted(round_, lead=lead, title=title, organisation=home)
        for person in (pro, liv, assessment.assessor()):
            if person is liv and title == "Beta scheme":
                begun = assessment.assigned(one, liv, staff=staff)
                declare_conflict(begun, "family", "A sister.", actor=actor_of(liv))
                db.session.commit()
            else:
                assessment.scored(one, [score] * 3, person, staff=staff)
        found.append(one)
    assessment.scored(found[0], [9] * 3, waits, staff=staff)
    assessment.declared(found[2], waits, staff=staff)
    return World(round_, found, pro, liv, waits, home.name)


def of_panel(round_: Round, end: str = "") -> str:
    return f"/assess/rounds/{round_.reference}/scenarios{end}"


def switch(client: CheckedClient, round_: Round, one: Scenario, what: str) -> None:
    page = f"/manage/rounds/{round_.reference}/scenarios/{one.id}"
    client.post(f"{page}/panel", {"do": what}, status=302)


def said(client: CheckedClient, round_: Round, one: Scenario, agrees: str, note: str) -> None:
    page = of_panel(round_, f"/{one.id}")
    sent = {**client.get(page, budget=14).form_values(), "agrees": agrees, "note": note}
    client.post(page, sent, status=302)


def told() -> list[str]:
    query = select(OutboxMessage.recipient).where(OutboxMessage.notice == "scenario.shared")
    return sorted(db.session.scalars(query))


@pytest.mark.each_database
def test_a_panel_reads_what_is_shared_with_it_and_says_whether_it_agrees(
    staff: User, client: CheckedClient, app: Flask
) -> None:
    w = world(staff)
    one = scenarios.made(w.round, actor_of(staff))
    page = of_panel(w.round, f"/{one.id}")
    pro, outside = CheckedClient(app).sign_in(w.pro), assessment.assessor("Out Side")
    for address in (page, of_panel(w.round)):
        pro.get(address, status=404)
    assert "Scenarios shared" not in pro.get("/assess").text

    client.sign_in(staff)
    switch(client, w.round, one, "share")
    assert {w.pro.email, w.liv.email} <= {*told()} and w.open.email not in told()
    for person in (w.open, outside):
        other = CheckedClient(app).sign_in(person)
        other.get(page, status=404)
        other.get(of_panel(w.round), status=404)
        other.post(page, {"agrees": "yes"}, status=404)

    assert "Scenarios shared with the panel" in pro.get("/assess").text
    assert "You have not said whether you agree" in pro.get(of_panel(w.round), budget=14).text
    read = pro.get(page, budget=14).text
    assert "What it funds: 3 applications" in read and "Alpha plan" in read
    assert read.index("Alpha plan") < read.index("Beta scheme") < read.index("Gamma idea")
    assert "buys many small projects" not in read
    for hidden in ("%", w.home, "Open Sheet", "Liv Ed", "Stage", "rank 1", "Rank"):
        assert hidden not in read.replace("In rank order", ""), hidden
    said(pro, w.round, one, "yes", "")
    said(pro, w.round, one, "no", "Care homes are missing.")
    assert "You disagree, and can change that" in pro.get(of_panel(w.round)).text
    live = CheckedClient(app).sign_in(w.liv)
    said(live, w.round, one, "yes", "It is near to people.")
    assert "Care homes" not in live.get(page).text, "nobody of the panel reads another's words"
    assert db.session.scalar(select(func.count(ScenarioOpinion.id))) == 2

    own = f"/manage/rounds/{w.round.reference}/scenarios/{one.id}"
    shown = client.get(own, budget=16).text
    assert "Pro Fessional, panel member: disagrees. Care homes are missing." in shown
    assert "Liv Ed, panel member: agrees. It is near to people." in shown
    chair = assessment.assessor("Cher Chairs")
    with transaction():
        panel = there(panel_of(actor_of(staff), w.round.reference), "it")
        chairing.appoint(panel, chair.email, deputy=False, actor=actor_of(staff))
        chairing.open_to_chairs(panel, actor=actor_of(staff))
    led = CheckedClient(app).sign_in(chair)
    shown = led.get(own, budget=16).text
    assert "Others on the panel: 1 agrees, 1 disagrees" in shown
    for name in ("Pro Fessional", "Liv Ed", "Care homes", "near to people"):
        assert name not in shown, "a chair of a round that hides assessors knows none of them"
    led.post(f"{own}/panel", {"do": "close"}, status=403)
    said(led, w.round, one, "yes", "")

    typed = pro.get(page).form_values()
    switch(client, w.round, one, "close")
    late = pro.post(page, {**typed, "note": "Typed too late."}, status=200)
    assert "has closed what is said" in late.text and "Typed too late." in late.html
    assert "You disagree: Care homes are missing." in pro.get(page).text
    late = led.post(own, {**led.get(own).form_values(), "agrees": "no"}, status=200)
    assert "has closed what is said" in late.text
    switch(client, w.round, one, "open")
    said(pro, w.round, one, "yes", "Now it is.")
    number = len(told())
    for what in ("take_back", "take_back", "share", "share", "take_back"):
        switch(client, w.round, one, what)
    assert len(told()) == number, "the panel is told once"
    pro.get(page, status=404)
    gone = pro.post(page, {**typed, "note": "Typed too late."}, status=404)
    assert gone.status == 404
    names = db.session.scalars(
        select(AuditEvent.verb)
        .where(AuditEvent.verb.like("round.%scenario"))
        .order_by(AuditEvent.id)
    )
    assert [name for name in names if "say_of" not in name and "make" not in name] == [
        "round.share_scenario", "round.close_scenario", "round.reopen_scenario",
        "round.unshare_scenario", "round.share_scenario", "round.unshare_scenario",
    ]  # fmt: skip

    most = scenarios.made(w.round, actor_of(staff), "Most", Asked(Method.SUM, 300_000))
    switch(client, w.round, most, "share")
    assert "buys many small projects" in pro.get(of_panel(w.round, f"/{most.id}")).text


def test_a_tie_leaves_out_what_it_is_to_and_every_sum(
    staff: User, client: CheckedClient, app: Flask
) -> None:
    w = world(staff)
    _alpha, beta, gamma = w.found
    ranks, budget = Method.RANKS, w.round.budget_gbp
    ways = {
        "With it": Asked(ranks, budget, must=frozenset({beta.id})),
        "Without it": Asked(ranks, budget, must_not=frozenset({beta.id})),
    }
    client.sign_in(staff)
    live, read = CheckedClient(app).sign_in(w.liv), []
    for name, asked in ways.items():
        one = scenarios.made(w.round, actor_of(staff), name, asked)
        switch(client, w.round, one, "share")
        page = live.get(of_panel(w.round, f"/{one.id}"))
        read.append(page.text.replace(name, "It"))
        assert "Alpha plan" in page.text and "There may be other applications" in page.text
        for words in ("Beta", beta.reference, "£", "applications Alpha", "Must"):
            assert words not in page.text, words
    assert read[0] == read[1], "whether it is among them changes nothing"
    both = Asked(ranks, budget, must=frozenset({beta.id, gamma.id}))
    one = scenarios.made(w.round, actor_of(staff), "Both", both)
    switch(client, w.round, one, "share")
    text = live.get(of_panel(w.round, f"/{one.id}")).text
    assert f"Must be funded: {gamma.reference} What" in text and beta.reference not in text
    # Who has no tie reads all of it.
    text = CheckedClient(app).sign_in(w.pro).get(of_panel(w.round, f"/{one.id}")).text
    assert beta.reference in text and "left over" in text and "other applications" not in text


def test_what_can_not_be_shared_says_why(staff: User, client: CheckedClient, app: Flask) -> None:
    w = world(staff, blindness="double")
    budget = w.round.budget_gbp
    counts = scenarios.made(
        w.round, actor_of(staff), "One each", Asked(Method.RANKS, budget, most_per_organisation=1)
    )
    never = scenarios.made(
        w.round, actor_of(staff), "Never",
        Asked(Method.RANKS, 1, must=frozenset({w.found[0].id})),
    )  # fmt: skip
    plain = scenarios.made(w.round, actor_of(staff), "Plain")
    client.sign_in(staff)
    page = f"/manage/rounds/{w.round.reference}/scenarios"
    for one, why in ((counts, "would tell who comes from the same"), (never, "nothing to agree")):
        assert why in client.post(f"{page}/{one.id}/panel", {"do": "share"}, status=409).text
    client.post(f"{page}/{plain.id}/panel", {"do": "close"}, status=409)
    client.post(f"{page}/{plain.id}/panel", {"do": "else"}, status=409)
    switch(client, w.round, plain, "share")
    text = CheckedClient(app).sign_in(w.pro).get(of_panel(w.round, f"/{plain.id}")).text
    assert "Alpha plan" in text and w.home not in text
