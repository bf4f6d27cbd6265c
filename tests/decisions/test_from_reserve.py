"""A place on the reserve list is funded or refused later, and its lead hears at once."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from award.accounts.models import OrganisationMember, User
from award.applications.models import Application
from award.applications.rules.states import ApplicationState
from award.decisions.models import Decision, ReservePlace
from award.decisions.queries.decisions import application_to_decide
from award.decisions.rules.grounds import Ground
from award.decisions.services.from_reserve import decide_from_reserve
from award.foundation.checks import CHECKS
from award.foundation.db import db, transaction
from award.foundation.errors import Refused, there
from award.foundation.policy import Role
from award.rounds.models import Round
from tests.build import applications, assessment, decisions, rounds
from tests.build.accounts import account_of, actor_of, user
from tests.client import CheckedClient
from tests.decisions.staged import letters


@pytest.fixture
def staff(app: object) -> User:
    return user("Sam Staff", roles=(Role.STAFF,))


@pytest.fixture
def round_(staff: User) -> Round:
    return rounds.closed_round(budget_gbp=500_000)


@pytest.fixture
def reserved(round_: Round, staff: User) -> list[Application]:
    """The first two places, released; both meet the threshold."""
    found = [applications.submitted(round_, title=f"Place {n}") for n in (1, 2)]
    for number, one in enumerate(found, 1):
        assessment.assessed(one, [[8, 8, 8]] * 3)
        note = f"planted-note {number}"
        decisions.staged(one, "reserve", reserve_position=number, note=note, staff=staff)
    decisions.released(round_, staff=staff)
    return found


def decide(one: Application, staff: User, outcome: str = "fund", **values: Any) -> Decision:
    if outcome == "fund":
        values.setdefault("amount_gbp", one.amount_requested_gbp)
    values.setdefault("confirmation", one.reference)
    values.setdefault("accepted", decisions.AS_THEY_ARE)
    actor = actor_of(account_of(staff.id))
    found = there(application_to_decide(actor, one.reference), "on the reserve list")
    with transaction():
        return decide_from_reserve(found, outcome, **values, actor=actor)


def no_faults() -> None:
    assert {says: found for says, check in CHECKS.all().items() if (found := list(check()))} == {}


def path(one: Application) -> str:
    return f"/manage/applications/{one.reference}/reserve"


def test_funded_from_its_place_it_is_told_at_once(
    staff: User, round_: Round, reserved: list[Application], client: CheckedClient
) -> None:
    first, second = reserved
    page = client.sign_in(staff).get(f"/manage/rounds/{round_.reference}/release", budget=8)
    assert page.links()[first.reference] == path(first)
    before = len(letters())
    form = client.get(path(first), budget=10)
    assert "Left of the budget" in form.text
    values = {
        "version": form.value_of("version"),
        "outcome": "fund",
        "amount_gbp": "90000",
        "conditions": "planted-condition",
    }
    shown = client.post(path(first), {**values, "preview": "yes"}, status=200)
    assert "£90,000" in shown.text
    assert "planted-condition" in shown.text
    assert len(letters()) == before
    refused = client.post(path(first), {**values, "confirmation": "no"}, status=200)
    assert refused.errors == [f"Type {first.reference} to confirm"]
    client.post(path(first), {**values, "confirmation": first.reference.lower()})
    (letter,) = letters()[before:]
    assert letter.notice == "decision.fund"
    assert letter.recipient == first.lead.email
    assert "planted-note" not in letter.body
    assert "It was on the reserve list until now." in letter.body and "until now" in shown.text
    db.session.expire_all()
    assert first.state == ApplicationState.AWARDED
    kept = db.session.scalars(select(ReservePlace)).one()
    assert (kept.place, kept.note) == (1, "planted-note 1")
    told = client.get(f"/manage/applications/{first.reference}/decision", budget=9)
    assert "On the reserve list before" in told.text
    client.post(path(first), {**values, "confirmation": first.reference}, status=409)
    gone = client.get(path(first), status=302)
    assert gone.location.endswith("/decision")
    outcome = client.sign_in(account_of(first.lead_id)).get(
        f"/applications/{first.reference}/outcome"
    )
    assert "£90,000" in outcome.text
    page = client.sign_in(staff).get(f"/manage/rounds/{round_.reference}/release")
    assert first.reference not in page.links()
    assert second.reference in page.links()
    no_faults()


def test_out_of_turn_or_beyond_the_money_needs_a_reason(
    staff: User, round_: Round, reserved: list[Application], client: CheckedClient
) -> None:
    """Whoever has a tie to one of them reads nothing of it in the trail either."""
    first, second = reserved
    with pytest.raises(Refused, match=f"{first.reference} comes before it"):
        decide(second, staff)
    with pytest.raises(Refused, match="more than is left"):
        decide(first, staff, amount_gbp=500_001, note="More than asked for, agreed")
    decide(second, staff, exception_reason="The first asked us to wait")
    decide(first, staff, "reject", ground=Ground.SCOPE, words_for_applicant="We are sorry")
    db.session.expire_all()
    assert first.state == ApplicationState.REJECTED
    assert letters()[-1].notice == "decision.reject"
    no_faults()
    trail = "/manage/audit?event=round.release_decisions"
    auditor = user("Aud Auditor", roles=(Role.AUDITOR,))
    assert round_.reference in client.sign_in(auditor).get(trail).text
    db.session.add(OrganisationMember(user_id=auditor.id, organisation_id=second.organisation_id))
    db.session.commit()
    assert round_.reference not in client.get(trail).text


def test_who_may_not_know_of_all_of_it_decides_about_none(
    staff: User, reserved: list[Application], client: CheckedClient
) -> None:
    """They would see neither whose turn it is nor what is left of the money."""
    first, second = reserved
    db.session.add(OrganisationMember(user_id=staff.id, organisation_id=first.organisation_id))
    db.session.commit()
    with pytest.raises(Refused, match="somebody else"):
        decide(second, staff)
    page = client.sign_in(account_of(staff.id)).get(path(second))
    assert "somebody else has to decide" in page.text
    assert "Decide and email" not in page.buttons()


def test_a_letter_that_can_not_be_written_says_what_is_missing(
    staff: User, reserved: list[Application], client: CheckedClient
) -> None:
    first = reserved[0]
    values = {"version": client.sign_in(staff).get(path(first)).value_of("version")}
    for typed, error in (
        ({"outcome": "fund", "amount_gbp": ""}, "Enter the amount"),
        ({"outcome": "reject"}, "Select why it is refused"),
    ):
        page = client.post(path(first), {**values, **typed, "preview": "yes"}, status=200)
        assert any(found.startswith(error) for found in page.errors), page.errors


def test_a_refusal_needs_a_ground_that_holds(staff: User, reserved: list[Application]) -> None:
    with pytest.raises(Refused, match="can’t be the reason"):
        decide(reserved[0], staff, "reject", ground=Ground.THRESHOLD)


def test_who_saw_another_place_or_has_a_tie_decides_nothing(
    staff: User, round_: Round, reserved: list[Application], client: CheckedClient
) -> None:
    first, _second = reserved
    seen = client.sign_in(staff).get(path(first)).value_of("version")
    db.session.add(OrganisationMember(user_id=staff.id, organisation_id=first.organisation_id))
    db.session.commit()
    values = {"version": seen, "outcome": "reject", "ground": "scope"}
    client.post(path(first), {**values, "confirmation": first.reference}, status=404)
    auditor = user("Aud Auditor", roles=(Role.AUDITOR,))
    client.sign_in(auditor).get(path(first), status=403)
    client.sign_in(account_of(first.lead_id)).get(path(first), status=404)
