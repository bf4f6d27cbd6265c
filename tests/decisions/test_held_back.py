"""What a release says of money that is held back and of what others did meanwhile, and what the
second person of a round of two is shown."""

from __future__ import annotations

import pytest

from award.accounts.models import User
from award.decisions.services import holding, releasing
from award.foundation.db import transaction
from award.foundation.errors import Refused
from tests.build import applications, decisions, rounds
from tests.build.accounts import actor_of
from tests.client import CheckedClient
from tests.decisions.staged import letters
from tests.decisions.test_four_eyes import second


@pytest.mark.each_database
def test_what_is_held_back_stays_promised_and_who_released_or_held_meanwhile_is_told_so(
    client: CheckedClient, staff: User
) -> None:
    """Pages of the release drawn before: one was held back since, then the other went out."""
    round_ = rounds.closed_round(budget_gbp=150_000)
    held, going = (applications.submitted(round_, title=f"Bid {n}") for n in range(2))
    for bid, amount in ((held, 90_000), (going, 70_000)):
        decisions.staged(bid, amount_gbp=amount, staff=staff)
    actor, path = actor_of(staff), f"/manage/rounds/{round_.reference}/release"
    before = client.sign_in(staff).get(path).form_values() | {"confirmation": round_.reference}
    before |= {"override_reason": "Money came back."}
    with transaction():
        holding.hold_decision(held, "Its lead may have left.", actor=actor)
    page = client.post(path, before, status=200)
    told = page.text.partition("What has changed")[2].partition("will be emailed")[0]
    assert "£90,000" in told and "Held back: releases leave" in told, told
    assert "not kept any more" not in told and "Letter about" not in told, told
    assert "Held back, and promised" in page.text and "Over budget by" in page.text
    whole = rounds.whole(round_.id)
    with pytest.raises(Refused, match="with £90,000 that is held back"):
        releasing.release(whole, actor=actor, confirmation=whole.reference)
    last = page.form_values() | {"confirmation": round_.reference}
    client.post(path, last | {"override_reason": "Money came back."})
    page = client.post(path, last | {"override_reason": "Money came back."}, status=200)
    assert page.errors == ["Nothing is staged, so there is nothing to release"]
    assert "What has changed" not in page.text and f"by {staff.name}: 1 to fund" in page.text
    assert len(letters()) == 1


@pytest.mark.any_database
def test_the_second_person_reads_what_is_asked_and_is_known_before_anything_is_typed(
    client: CheckedClient, staff: User
) -> None:
    other, round_ = second(), rounds.closed_round(deciders="two")
    refused, waits = (applications.submitted(round_, title=f"Bid {n}") for n in range(2))
    words = "The applicant did well, but the budget is spent."
    decisions.staged(refused, "reject", words_for_applicant=words, staff=staff)
    decisions.staged(waits, "reserve", reserve_position=1, staff=staff)
    base = f"/manage/rounds/{round_.reference}"
    page = client.sign_in(other).get(f"{base}/confirm")
    assert "It says “The applicant”" in page.text and "It says “budget”" in page.text
    client.post(f"{base}/confirm", page.form_values())
    page = client.get(f"{base}/release")
    page = client.post(f"{base}/release", page.form_values(), status=200)
    assert f"Type {round_.reference} to confirm" in page.errors
    assert any(one.startswith("Say why they are right") for one in page.errors)
    decisions.released(round_, staff=other)
    place = f"/manage/applications/{waits.reference}/reserve"
    assert "What is the decision?" in client.get(place).text
    own = client.sign_in(staff).get(place)
    assert "somebody else has to decide" in own.text and "What is the decision?" not in own.text
