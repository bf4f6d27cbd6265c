"""What words raise is asked about until somebody says, at the release, why it is right: once for
each kind of question, however many applications it is about."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from award.accounts.models import User
from award.applications.models import Application
from award.applications.rules.states import ApplicationState
from award.decisions.models import AcceptedQuestion, Decision
from award.decisions.queries.said import drawn_now
from award.decisions.services.drafting import write_feedback
from award.foundation.audit import AuditEvent
from award.foundation.db import db, transaction
from award.foundation.edits import mark
from award.rounds.models import Round
from tests.build import applications, assessment, decisions, rounds
from tests.build.accounts import actor_of
from tests.client import CheckedClient
from tests.decisions.test_from_reserve import no_faults
from tests.page import Page

ALIKE = "The applicant should come again with something else next year."
BECAUSE = "All of them sent the very same idea"


def refused(staff: User, number: int, **terms: object) -> Round:
    """With the same words for each, that speak of the applicant."""
    round_ = rounds.closed_round(budget_gbp=500_000, **terms)
    for at in range(number):
        bid = applications.submitted(round_, title=f"Bid {at}")
        assessment.assessed(bid, [[2, 2, 2]] * 2)
        decisions.staged(bid, "reject", staff=staff, words_for_applicant=ALIKE)
    return round_


def kinds(page: Page) -> list[str]:
    names = [one.get("name", "") for one in page.all("input")]
    return [one.removeprefix("accept_") for one in names if one.startswith("accept_")]


@pytest.mark.each_database
def test_each_kind_needs_a_tick_and_a_reason_and_is_kept(
    staff: User, client: CheckedClient
) -> None:
    round_ = refused(staff, 3)
    page = f"/manage/rounds/{round_.reference}/release"
    found = client.sign_in(staff).get(page, budget=11)
    assert kinds(found) == ["third", "alike"]
    assert "3 applications: the same words for several applicants" in found.text
    values = {**found.form_values(), "confirmation": round_.reference}
    again = client.post(page, values, status=200)
    assert len(again.errors) == 4, "every box that is missing, at once"
    half = {**values, "accept_third": "y", "why_third": BECAUSE, "why_alike": BECAUSE}
    again = client.post(page, half, status=200)
    assert len(again.errors) == 1 and "tick" in again.errors[0]
    assert again.value_of("why_alike").strip() == BECAUSE, "nothing typed is lost"
    client.post(page, {**half, "accept_alike": "y"}, status=302)
    assert set(db.session.scalars(sa.select(Decision.state))) == {"released"}
    kept = db.session.scalars(sa.select(AcceptedQuestion).order_by(AcceptedQuestion.id)).all()
    told = [(one.question, one.applications, one.because, one.of_feedback) for one in kept]
    assert told == [("third", 3, BECAUSE, False), ("alike", 3, BECAUSE, False)]
    assert {one.accepted_by_id for one in kept} == {staff.id}
    event = db.session.scalars(
        sa.select(AuditEvent).where(AuditEvent.verb == "round.release_decisions")
    ).one()
    assert (event.changes["accepted_third"], event.changes["accepted_alike"]) == (3, 3)
    assert BECAUSE not in str(event.changes) and ALIKE not in str(event.changes)
    after = client.get(page).text
    assert "Went out as they were" in after and BECAUSE in after


def test_what_nobody_was_asked_about_holds_it_back(staff: User, client: CheckedClient) -> None:
    """A page from before, or one that was tampered with, accepts nothing."""
    round_ = refused(staff, 1)
    page = f"/manage/rounds/{round_.reference}/release"
    values = client.sign_in(staff).get(page).form_values()
    sent = {**values, "confirmation": round_.reference, "asked": ""}
    again = client.post(page, sent, status=200)
    assert "a question: the applicant or an assessor in the third person" in again.errors[0]
    assert set(db.session.scalars(sa.select(Decision.state))) == {"staged"}


def test_feedback_that_is_released_apart_is_asked_about_by_itself(
    staff: User, client: CheckedClient
) -> None:
    round_ = refused(staff, 2, feedback_apart=True)
    decisions.released(round_, staff=staff)
    mine = sa.select(Application.reference).where(Application.round_id == round_.id)
    bids = db.session.scalars(mine).all()
    client.sign_in(staff)
    for bid in bids:
        path = f"/manage/applications/{bid}/feedback"
        values = client.get(path).form_values()
        client.post(path, {**values, "text": f"Sadly there is no money left. {bid}"}, status=302)
    page = f"/manage/rounds/{round_.reference}/feedback"
    found = client.get(page, budget=9)
    assert "money" in kinds(found)
    values = {**found.form_values(), "confirmation": round_.reference}
    assert client.post(page, values, status=200).errors
    for kind in kinds(found):
        values |= {f"accept_{kind}": "y", f"why_{kind}": BECAUSE}
    client.post(page, values, status=302)
    kept = db.session.scalars(sa.select(AcceptedQuestion).where(AcceptedQuestion.of_feedback))
    assert {one.question for one in kept} >= {"money"}


def on_the_list(staff: User, **terms: object) -> tuple[Round, Application]:
    """On the reserve list, with feedback that its applicant has: nothing to ask of it there."""
    round_ = rounds.closed_round(budget_gbp=500_000, **terms)
    bid = applications.submitted(round_)
    assessment.assessed(bid, [[2, 3, 4]] * 2)
    decisions.staged(bid, "reserve", reserve_position=1, staff=staff)
    with transaction():
        write_feedback(
            bid, "Your idea is very strong, and we would like to hear more of how people asked for "
            "it, who they are and what it costs them.", {"text": mark("")},
            drawn_from=drawn_now(bid.id),
            actor=actor_of(staff),
        )  # fmt: skip
    decisions.released(round_, staff=staff)
    assert kept() == []
    return round_, bid


def kept() -> list[tuple[str, int, str]]:
    every = db.session.scalars(sa.select(AcceptedQuestion).order_by(AcceptedQuestion.id))
    return [(one.question, one.applications, one.because) for one in every]


@pytest.mark.each_database
def test_a_place_on_the_reserve_list_goes_through_the_same_gate(
    staff: User, client: CheckedClient
) -> None:
    """Of the words as they are typed now, and of what feedback says beside this decision."""
    _round, bid = on_the_list(staff)
    page = f"/manage/applications/{bid.reference}/reserve"
    values = {
        **client.sign_in(staff).get(page).form_values(),
        "outcome": "reject",
        "ground": str(decisions.ground_for(bid)),
        "words_for_applicant": "Sadly the applicant should come again, once there is more money.",
        "exception_reason": "Agreed.",
        "confirmation": bid.reference,
    }
    shown = client.post(page, {**values, "preview": "yes"}, status=200)
    assert kinds(shown) == ["third", "scores", "money", "criterion"] and not shown.errors
    assert "The feedback that they have: It says “very strong”" in shown.text
    again = client.post(page, values, status=200)
    assert len(again.errors) == 8, "every box that is missing, at once"
    mended = {**values, "words_for_applicant": ""}
    again = client.post(page, mended, status=200)
    assert kinds(again) == ["scores", "criterion"], "what was changed is asked about no more"
    accepted = {f"{box}_{kind}": BECAUSE for kind in kinds(again) for box in ("accept", "why")}
    unseen = client.post(page, {**mended, **accepted}, status=200)
    assert "Read what is new in" in unseen.errors[0], "of a page that asked about nothing"
    asked = again.form_values()["asked"]
    client.post(page, {**mended, **accepted, "asked": asked}, status=302)
    assert kept() == [("scores", 1, BECAUSE), ("criterion", 1, BECAUSE)]
    (event,) = db.session.scalars(
        sa.select(AuditEvent)
        .where(AuditEvent.verb == "round.release_decisions")
        .order_by(AuditEvent.id.desc())
        .limit(1)
    )
    assert event.changes["accepted_scores"] == 1 and BECAUSE not in str(event.changes)
    no_faults()


@pytest.mark.each_database
def test_closing_the_reserve_list_goes_through_the_same_gate(
    staff: User, client: CheckedClient
) -> None:
    round_, bid = on_the_list(staff)
    page = f"/manage/rounds/{round_.reference}/reserve"
    found = client.sign_in(staff).get(page, budget=14)
    assert kinds(found) == ["scores", "criterion"]
    has = next(one.get("href", "") for one in found.all("a") if "/outcome" in one.get("href", ""))
    assert "very strong" in client.get(has).text, "it leads to what they read"
    values = {**found.form_values("/reserve"), "confirmation": round_.reference}
    again = client.post(page, values, status=200)
    assert len(again.errors) == 4
    tampered = client.post(page, {**values, "asked": ""}, status=200)
    assert "Words for 1 application raises a question" in tampered.errors[0]
    accepted = {f"{box}_{kind}": BECAUSE for kind in kinds(again) for box in ("accept", "why")}
    client.post(page, {**values, **accepted}, status=302)
    assert kept() == [("scores", 1, BECAUSE), ("criterion", 1, BECAUSE)]
    db.session.expire_all()
    assert bid.state == ApplicationState.REJECTED
    no_faults()
