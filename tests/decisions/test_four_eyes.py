"""Two people behind each decision where the round asks for it, and decisions that are held back."""

from __future__ import annotations

import random
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import select

from award.accounts.models import User
from award.decisions.models import Decision
from award.decisions.queries.confirming import waiting_in
from award.decisions.queries.decisions import application_to_decide, decision_of
from award.decisions.rules.states import Outcome
from award.decisions.services import confirming, from_reserve, holding, releasing, staging
from award.foundation.audit import AuditEvent
from award.foundation.db import db, transaction
from award.foundation.errors import Refused, StaleVersion, there
from award.foundation.policy import Actor, Role
from award.rounds.models import Round
from tests.applications.test_races import at_once, own_app
from tests.build import applications, assessment, decisions, many, rounds
from tests.build.accounts import actor_of, user
from tests.client import CheckedClient
from tests.decisions.staged import letters
from tests.statements import counting

__all__ = ["own_app"]


def second() -> User:
    return user("Tess Two", roles=(Role.STAFF,))


def confirmed(round_: Round, actor: Actor) -> int:
    found = confirming.confirm(rounds.whole(round_.id), actor=actor)
    db.session.commit()
    return found


@pytest.mark.each_database
def test_nobody_confirms_what_they_staged_and_a_change_needs_it_again(staff: User) -> None:
    other, round_ = second(), rounds.closed_round(deciders="two")
    mine, theirs, name = actor_of(staff), actor_of(other), round_.reference
    bids = [applications.submitted(round_, title=f"Bid {n}") for n in range(3)]
    for bid in bids[:2]:
        decisions.staged(bid, staff=staff)
    decisions.staged(bids[2], "reserve", reserve_position=1, staff=other)
    with pytest.raises(Refused, match="3 decisions wait for a second person"):
        releasing.release(rounds.whole(round_.id), actor=mine, confirmation=name)
    assert confirmed(round_, theirs) == 2
    with pytest.raises(Refused, match="Nothing waits for you"):
        confirmed(round_, theirs)
    with pytest.raises(Refused, match="1 decision waits"):
        releasing.release(rounds.whole(round_.id), actor=mine, confirmation=name)
    assert confirmed(round_, mine) == 1
    decisions.staged(bids[0], amount_gbp=50_000, staff=other)
    again = there(decision_of(bids[0]), "it")
    assert again.confirmed_by_id is None and again.decided_by_id == other.id
    with pytest.raises(Refused, match="Nothing waits for you"):
        confirmed(round_, theirs)
    seen = again.version
    assert confirmed(round_, mine) == 1
    with pytest.raises(StaleVersion, match="it has to be confirmed again"):
        staging.stage_decision(
            bids[0], Outcome.FUND, amount_gbp=40_000, expected_version=seen, actor=theirs
        )
    decisions.staged(bids[1], staff=other)  # as it was: nothing changed
    assert decisions.released(round_, staff=other).emailed == 3
    verbs = list(db.session.scalars(select(AuditEvent.verb)))
    assert verbs.count("decision.confirm") == 4

    from_there = partial(
        from_reserve.decide_from_reserve, bids[2], Outcome.FUND, amount_gbp=9_000,
        exception_reason="Money came back.", confirmation=bids[2].reference,
    )  # fmt: skip
    assert there(decision_of(bids[2]), "it").confirmed_by_id == staff.id
    with pytest.raises(Refused, match="You put this application on the reserve list"):
        from_there(actor=theirs)
    assert from_there(actor=mine).confirmed_by_id is None


def test_held_back_it_stays_out_of_the_release(staff: User) -> None:
    round_ = rounds.closed_round()
    bids = [applications.submitted(round_, title=f"Bid {n}") for n in range(2)]
    for bid in bids:
        decisions.staged(bid, staff=staff)
    with transaction():
        holding.hold_decision(bids[0], "Its lead may have left.", actor=actor_of(staff))
    with pytest.raises(Refused, match="held back already"):
        holding.hold_decision(bids[0], "Again", actor=actor_of(staff))
    assert decisions.released(round_, staff=staff).emailed == 1
    assert [one.about_id for one in letters()] == [decision_of(bids[1]).id]  # type: ignore[union-attr]
    actor, whole = actor_of(staff), rounds.whole(round_.id)
    with pytest.raises(Refused, match="Nothing is staged"):
        releasing.release(whole, actor=actor, confirmation=whole.reference)
    with transaction():
        holding.let_go(bids[0], actor=actor)
    assert decisions.released(round_, staff=staff).emailed == 1


@pytest.mark.any_database
def test_the_pages_say_what_waits_for_whom(app: Flask, client: CheckedClient, staff: User) -> None:
    other, round_ = second(), rounds.closed_round(deciders="two")
    bids = [applications.submitted(round_, title=f"Bid {n}") for n in range(3)]
    for bid in bids:
        decisions.staged(bid, amount_gbp=60_000, conditions=f"Agree {bid.title}.", staff=staff)
    base = f"/manage/rounds/{round_.reference}"
    one = f"/manage/applications/{bids[0].reference}/decision"
    client.sign_in(staff)
    assert "3 decisions wait for a second person" in client.get(f"{base}/release").text
    own = client.get(f"{base}/confirm")
    assert "3 decisions wait for somebody else: you staged them, or wrote the feedback." in own.text
    assert client.post(f"{base}/confirm", own.form_values() or {}, status=200)
    feedback = f"/manage/applications/{bids[0].reference}/feedback"
    said = "You count visits alone. The applicant could say what they change."
    client.post(feedback, {**client.get(feedback).form_values(), "text": said})
    assert "Confirm" not in client.get(one).text.partition("Confirmed by")[2][:60]

    client.sign_in(other)
    assert "Confirm this decision" in client.get(one).text
    page = client.get(f"{base}/confirm?only={bids[0].reference}")
    assert "Bid 0" in page.text and "Bid 1" not in page.text and staff.name in page.text
    assert said in page.text and "It says “The applicant”" in page.text
    whole = client.get(f"{base}/confirm", budget=14)
    assert said in whole.text and "Agree Bid 2." in whole.text
    assert f"/manage/applications/{bids[2].reference}/decision/letter" in whole.links().values()
    client.post(f"{base}/confirm?only={bids[0].reference}", page.form_values())
    assert client.get(f"{base}/confirm?only={round_.reference}", status=404)
    listed = client.get(f"{base}/shortlist?decision=confirmed&columns=confirmed&columns=decision")
    assert "Bid 0" in listed.text and "Bid 1" not in listed.text
    assert "Bid 1" in client.get(f"{base}/shortlist?decision=unconfirmed").text

    hold = f"/manage/applications/{bids[1].reference}/decision/hold"
    page = client.get(hold)
    assert "Say why it is held back" in client.post(hold, page.form_values(), status=200).text
    client.post(hold, page.form_values() | {"reason": "A question is open."})
    assert "A question is open." in client.get(f"{base}/release").text
    waits = client.get(f"{base}/confirm")
    assert "Bid 2" in waits.text and "Bid 1" not in waits.text
    assert "held back" in client.get(f"{base}/shortlist?decision=held").text
    page = client.get(hold)
    client.post(hold, page.form_values() | {"then": "let-go"})
    stale = client.post(f"{base}/confirm", waits.form_values(), status=200)
    assert "has changed since you opened the page" in stale.text
    client.post(f"{base}/confirm", client.get(f"{base}/confirm").form_values())
    assert "1. Check what is staged" in client.get(f"{base}/release").text


def test_as_many_statements_for_few_and_for_many(staff: User) -> None:
    other, counts = second(), []
    for number in (3, 40):
        round_ = rounds.closed_round(deciders="two")
        many.staged(many.submitted(round_, number), staff)
        whole = rounds.whole(round_.id)
        with counting() as statements, transaction():
            assert confirming.confirm(whole, actor=actor_of(other)) == number
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_whatever_two_people_do_nobody_confirms_their_own(staff: User) -> None:
    """Any order of staging, confirming, clearing and holding, against what it should come to."""
    people = {one.id: actor_of(one) for one in (staff, second())}
    round_ = rounds.closed_round(deciders="two")
    bid = applications.submitted(round_, title="Bid")
    chance = random.Random(92)
    last: int | None = None
    done: int | None = None
    held, amount = False, 1_000
    for _ in range(60):
        person, what = (
            chance.choice([*people]),
            chance.choice(("stage", "stage", "ok", "clear", "hold")),
        )
        could = {
            "stage": True, "clear": last is not None, "hold": last is not None,
            "ok": last not in (None, person) and done is None and not held,
        }[what]  # fmt: skip
        actor = people[person]
        try:
            if what == "stage":
                amount += 1
                staging.stage_decision(
                    bid, Outcome.FUND, amount_gbp=amount, exception_reason="So.", actor=actor
                )
            elif what == "ok":
                confirming.confirm(rounds.whole(round_.id), actor=actor)
            elif what == "clear":
                staging.clear_decision(bid, actor=actor)
            else:
                act = holding.let_go if held else partial(holding.hold_decision, reason="Wait.")
                act(bid, actor=actor)
            db.session.commit()
        except Refused:
            assert not could, what
        if could and what in ("stage", "clear"):
            last, done = (person if what == "stage" else None), None
            held = held and what == "stage"
        elif could and what == "ok":
            done = person
        elif could:
            held = not held
        now = decision_of(bid)
        assert (now and (now.decided_by_id, now.confirmed_by_id)) == (last and (last, done))
        waits = last is not None and done is None and not held
        for one, asker in people.items():
            left = waiting_in(rounds.whole(round_.id), asker).mine_to_confirm
            assert len(left) == int(waits and last != one)


@pytest.mark.each_database
def test_a_change_and_a_confirmation_at_once(own_app: Flask) -> None:
    """Never is something confirmed that the second person did not see, nor by who changed it."""
    one, two = user("Ann One", roles=(Role.STAFF,)), user("Ben Two", roles=(Role.STAFF,))
    actors = [actor_of(one), actor_of(two)]
    for _ in range(3):
        round_ = rounds.closed_round(deciders="two")
        bids = many.submitted(round_, 8)
        many.staged(bids, one)
        ids, round_id = [bid.id for bid in bids], round_.id
        names = [bid.reference for bid in bids]
        db.session.remove()

        def act(who: int, names: list[str] = names, round_id: int = round_id) -> object:
            if who == 3:
                whole = rounds.whole(round_id)
                return releasing.release(whole, actor=actors[0], confirmation=whole.reference)
            if who == 2:
                bid = there(application_to_decide(actors[0], names[0]), "it")
                return staging.clear_decision(bid, actor=actors[0])
            if who:
                return confirming.confirm(rounds.whole(round_id), actor=actors[1])
            bid = there(application_to_decide(actors[1], names[-1]), "it")
            return staging.stage_decision(
                bid, Outcome.FUND, amount_gbp=1_000, exception_reason="So agreed.", actor=actors[1]
            )

        results = at_once(own_app, act)
        for result in results:
            assert not isinstance(result, Exception) or isinstance(result, Refused), repr(result)
        with own_app.app_context():
            found = list(
                db.session.scalars(select(Decision).where(Decision.application_id.in_(ids)))
            )
            assert all(one.confirmed_by_id != one.decided_by_id for one in found)
            released = [one for one in found if one.state == "released"]
            assert all(one.confirmed_by_id is not None for one in released)
            db.session.remove()


def test_a_word_that_is_no_assessors_name_stays_in_feedback(
    client: CheckedClient, staff: User
) -> None:
    bid = applications.submitted(rounds.closed_round())
    assessment.assigned(bid, assessment.assessor("Grace Ofori"))
    decisions.staged(bid, "reject", staff=staff)
    page = f"/manage/applications/{bid.reference}/feedback"
    client.sign_in(staff)
    sent = {**client.get(page).form_values(), "text": "You say that Grace, who lives there, slept."}
    asked = client.post(page, sent, status=200)
    assert "Does “Grace” tell who assesses?" in asked.errors[0]
    box = next(one for one in asked.all("input") if one.get("type") == "checkbox")
    client.post(page, {**asked.form_values(), box.get("name"): box.get("value")}, status=302)
