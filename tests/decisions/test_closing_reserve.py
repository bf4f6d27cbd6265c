"""A reserve list is closed for all who wait on it: each is refused on its own ground and told."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from award.accounts.models import OrganisationMember, User
from award.applications.models import Application
from award.decisions.models import Decision, ReservePlace
from award.decisions.queries.decisions import round_to_decide
from award.decisions.rules.grounds import Ground
from award.decisions.services import releasing
from award.decisions.services.closing import close_reserve
from award.decisions.services.feedback import release_feedback
from award.foundation import audit, work
from award.foundation.db import db, transaction
from award.foundation.errors import Refused, there
from award.foundation.policy import Role
from award.rounds.models import Round
from tests.build import applications, assessment, decisions, many, rounds
from tests.build.accounts import account_of, actor_of, user
from tests.client import CheckedClient
from tests.decisions.staged import letters
from tests.decisions.test_from_reserve import decide, no_faults
from tests.statements import Statements, counting


def closed(round_: Round, staff: User) -> Statements:
    actor = actor_of(account_of(staff.id))
    found = there(round_to_decide(actor, round_.reference), "the round")
    with counting() as statements, transaction():
        close_reserve(found, actor=actor, confirmation=found.reference)
    return statements


def on_the_list(round_: Round, staff: User) -> list[Application]:
    """Two that the money doesn't reach, behind one that takes all of it, and one below."""
    found = []
    for title, score in (("Funded", 9), ("First", 8), ("Second", 8), ("Below", 3)):
        one = applications.submitted(round_, title=title)
        assessment.assessed(one, [[score] * 3] * 2)
        found.append(one)
    for number, one in enumerate(found):
        decisions.staged(
            one,
            "reserve" if number else "fund",
            note=f"planted-note {number}",
            staff=staff,
            **({"reserve_position": number} if number else {"amount_gbp": round_.budget_gbp}),
        )
    decisions.released(round_, staff=staff)
    return found[1:]


@pytest.mark.each_database
def test_all_who_wait_are_told_each_on_its_own_ground(staff: User, client: CheckedClient) -> None:
    round_ = rounds.closed_round(budget_gbp=150_000)
    waiting = on_the_list(round_, staff)
    client.sign_in(staff)
    release, page = (f"/manage/rounds/{round_.reference}/{what}" for what in ("release", "reserve"))
    assert client.get(release).links()["Close the list for all who wait"] == page
    before = client.get(page, budget=14)
    assert (
        "3 applicants wait to hear" in before.text and "The money doesn’t reach it 2" in before.text
    )
    assert all(one.title in before.text for one in waiting)
    assert "3 letters of 2 kinds" in before.text and "1 other letter like this one" in before.text
    sent = before.form_values("/reserve")
    wrong = client.post(page, {**sent, "confirmation": "no"}, status=200)
    assert wrong.errors == [f"Type {round_.reference} to confirm"]
    sent = {**sent, "confirmation": round_.reference.lower()}
    assert client.post(page, sent).location == release
    assert "Nobody waits on the reserve list" in client.post(page, sent, status=200).text
    assert "Nobody waits on the reserve list" in client.get(page).text

    grounds = dict(
        tuple(row)
        for row in db.session.execute(sa.select(Decision.application_id, Decision.ground))
    )
    assert [grounds[one.id] for one in waiting] == [Ground.MONEY, Ground.MONEY, Ground.THRESHOLD]
    mine = letters()[-3:]
    assert all("on the reserve list, which is closed now" in one.body for one in mine)
    assert {one.recipient for one in mine} == {account_of(one.lead_id).email for one in waiting}
    assert ["budget did not" in one.body for one in mine].count(True) == 2
    assert "planted-note" not in "".join(one.body for one in mine)
    places = db.session.scalars(sa.select(ReservePlace)).all()
    assert sorted((one.place, one.note) for one in places) == [
        (number, f"planted-note {number}") for number in (1, 2, 3)
    ]
    history = client.get(f"/manage/applications/{waiting[0].reference}").text
    assert "Application: Not funded, by Sam Staff" in history
    client.sign_in(account_of(waiting[0].lead_id))
    assert "not selected" in client.get(f"/applications/{waiting[0].reference}/outcome").text
    no_faults()


@pytest.mark.any_database
def test_what_the_money_reaches_is_decided_about_first(staff: User, client: CheckedClient) -> None:
    round_ = rounds.closed_round(budget_gbp=100_000_000)
    waiting = on_the_list_of_enough(round_, staff)
    client.sign_in(staff)
    page = f"/manage/rounds/{round_.reference}/reserve"
    before = client.get(page)
    assert "1 of 2 can’t be refused here" in before.text and "The money reaches it" in before.text
    assert not [one for one in before.buttons() if "Close the list" in one]
    with pytest.raises(Refused, match="1 of 2"):
        closed(round_, staff)
    decide(waiting[0], staff)
    closed(round_, staff)
    no_faults()


def on_the_list_of_enough(round_: Round, staff: User) -> list[Application]:
    found = [applications.submitted(round_, title=title) for title in ("Good", "Weak")]
    for number, (one, score) in enumerate(zip(found, (9, 2), strict=True), 1):
        assessment.assessed(one, [[score] * 3] * 2)
        decisions.staged(one, "reserve", reserve_position=number, staff=staff)
    decisions.released(round_, staff=staff)
    return found


def test_who_may_not(staff: User, client: CheckedClient) -> None:
    round_ = rounds.closed_round()
    waiting = on_the_list_of_enough(round_, staff)
    page = f"/manage/rounds/{round_.reference}/reserve"
    for role in (Role.AUDITOR, Role.PUBLISHER, Role.ASSESSOR):
        client.sign_in(user(roles=(role,)))
        client.get(page, status=403 if role == Role.AUDITOR else 404)
    tied = user(roles=(Role.STAFF,))
    db.session.add(OrganisationMember(user_id=tied.id, organisation_id=waiting[0].organisation_id))
    db.session.commit()
    client.sign_in(tied)
    text = client.get(page).text
    assert "somebody else has to close" in text and waiting[1].reference not in text
    with pytest.raises(Refused, match="conflict of interest"):
        closed(round_, tied)
    assert not db.session.scalars(sa.select(ReservePlace)).all()


def test_many_cost_what_a_few_do_and_more_are_a_job(staff: User, client: CheckedClient) -> None:
    costs = []
    for number in (2, work.AT_ONCE + 1):
        round_ = rounds.closed_round()
        many.reserved(many.submitted(round_, number), staff)
        reference = round_.reference
        if number <= work.AT_ONCE:
            costs.append(closed(round_, staff).texts)
    page = f"/manage/rounds/{reference}/reserve"
    client.sign_in(staff)
    values = client.get(page, budget=14).form_values("/reserve")
    values = {**values, "confirmation": reference}
    first, again = client.post(page, values), client.post(page, values)
    assert first.location == again.location
    with counting() as statements:
        work.run_jobs()
    assert len(statements) < len(costs[0]) + 30
    done = client.get(first.location).text
    assert "The reserve list is closed for 201 applications." in done
    assert len([one for one in letters() if "closed now" in one.body]) == 203
    assert list(audit.verify_chain()) == []


@pytest.mark.each_database
def test_letters_of_another_kind_since_the_page_was_opened_are_looked_at_again(
    staff: User, client: CheckedClient
) -> None:
    round_ = rounds.closed_round(budget_gbp=150_000, feedback_apart=True)
    waiting = on_the_list(round_, staff)
    page = f"/manage/rounds/{round_.reference}/reserve"
    sent = {
        **client.sign_in(staff).get(page, budget=14).form_values("/reserve"),
        "confirmation": round_.reference,
    }
    actor = actor_of(account_of(staff.id))
    with transaction():
        found = there(round_to_decide(actor, round_.reference), "the round")
        release_feedback(found, actor=actor, confirmation=round_.reference)
    again = client.post(page, sent, status=200)
    assert (
        "The reserve list has changed since you opened the page: Letter about " in again.errors[0]
    )
    told = again.text.split("What there is now")[0]
    assert "It leads to the decision and [only in this version: feedback in a later email" in told
    assert "[only in this version: what the assessors said" in again.text
    assert waiting[0].reference in again.errors[0]
    client.post(page, {**again.form_values("/reserve"), "confirmation": round_.reference})
    no_faults()


@pytest.mark.any_database
def test_who_closes_reads_whom_it_is_an_exception_to_refuse(
    staff: User, client: CheckedClient
) -> None:
    """Who has too few assessments is refused for just that; in a round that is still open nobody
    can be without a reason."""
    for round_, exceptions in (
        (rounds.closed_round(min_assessments=2), 0),
        (rounds.open_round(min_assessments=2), 2),
    ):
        one, whole = (applications.submitted(round_, title=title) for title in ("Thin", "Whole"))
        assessment.assessed(one, [[3] * 3])
        assessment.assessed(whole, [[3] * 3] * 2)
        for number, bid in enumerate((one, whole), 1):
            decisions.staged(
                bid, "reserve", reserve_position=number, exception_reason="Read aloud.", staff=staff
            )
        with transaction():
            releasing.release(round_, actor=actor_of(staff), confirmation=round_.reference)
        before = client.sign_in(staff).get(f"/manage/rounds/{round_.reference}/reserve", budget=14)
        assert before.text.count("Read aloud.") == exceptions
        assert (f"{exceptions} of these are exceptions" in before.text) == bool(exceptions)
