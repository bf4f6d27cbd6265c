"""Release: all at once, each told once, and nothing to be seen before."""

from __future__ import annotations

from collections import Counter

import pytest
from sqlalchemy import select

from award.accounts.models import User
from award.applications.models import Application
from award.assessment.models.assignments import Assignment
from award.decisions.models import Decision, Release
from award.decisions.queries.decisions import decision_of
from award.decisions.services import releasing, staging
from award.foundation.audit import AuditEvent
from award.foundation.db import db, transaction
from award.foundation.errors import Refused
from award.foundation.outbox import OutboxMessage
from award.foundation.policy import Role
from tests.build import applications, assessment, decisions, rounds
from tests.build.accounts import actor_of, user
from tests.client import CheckedClient
from tests.decisions.people import conflicted
from tests.decisions.staged import AMOUNT, CONDITIONS, NOTE, letters, three


def test_release_decides_emails_once_and_notes_it_once(staff: User, lead: User) -> None:
    round_ = rounds.closed_round()
    found = three(round_, staff, lead)
    assert letters() == []
    result = decisions.released(round_, staff=staff)
    assert (result.fund, result.reserve, result.reject, result.emailed) == (1, 1, 1, 3)
    assert result.awarded_gbp == AMOUNT
    references = [application.reference for application in found]
    states = dict(
        db.session.execute(
            select(Application.reference, Application.state).where(
                Application.reference.in_(references)
            )
        ).all()
    )
    assert [states[reference] for reference in references] == ["awarded", "reserved", "rejected"]
    assert Counter(message.notice for message in letters()) == {
        "decision.fund": 1,
        "decision.reserve": 1,
        "decision.reject": 1,
    }
    assert letters()[0].recipient == lead.email
    verbs = Counter(db.session.scalars(select(AuditEvent.verb)))
    assert verbs["round.release_decisions"] == 1
    assert verbs["decision.release"] == 3


def test_twice_sends_nothing_twice(staff: User, lead: User) -> None:
    round_ = rounds.closed_round()
    three(round_, staff, lead)
    decisions.released(round_, staff=staff)
    with pytest.raises(Refused, match="Nothing is staged"):
        releasing.release(round_, actor=actor_of(staff), confirmation=round_.reference)
    assert len(letters()) == 3


@pytest.mark.parametrize("typed", ["", "yes", "TEST"])
def test_the_wrong_words_release_nothing(staff: User, lead: User, typed: str) -> None:
    round_ = rounds.closed_round()
    three(round_, staff, lead)
    with pytest.raises(Refused) as refusal:
        releasing.release(round_, actor=actor_of(staff), confirmation=typed)
    assert refusal.value.field == "confirmation"
    assert letters() == []


def test_over_budget_needs_a_reason_that_is_kept(staff: User) -> None:
    round_ = rounds.closed_round(budget_gbp=150_000)
    for title in ("One", "Two"):
        application = applications.submitted(round_, title=title)
        decisions.staged(application, amount_gbp=75_000, staff=staff)
    over = applications.submitted(round_, title="Three")
    decisions.staged(over, amount_gbp=1, staff=staff)
    with pytest.raises(Refused) as refusal:
        releasing.release(round_, actor=actor_of(staff), confirmation=round_.reference)
    assert refusal.value.field == "override_reason"
    assert letters() == []
    decisions.released(round_, staff=staff, override_reason="The board added £1 on 2 November")
    release = db.session.scalars(select(Release)).one()
    assert release.over_budget_because == "The board added £1 on 2 November"


def test_exactly_the_budget_is_within_it_and_earlier_awards_count(staff: User) -> None:
    round_ = rounds.closed_round(budget_gbp=150_000)
    decisions.staged(applications.submitted(round_, title="One"), amount_gbp=90_000, staff=staff)
    decisions.released(round_, staff=staff)
    two = applications.submitted(round_, title="Two")
    decisions.staged(two, amount_gbp=60_001, staff=staff)
    with pytest.raises(Refused):
        releasing.release(round_, actor=actor_of(staff), confirmation=round_.reference)
    decisions.staged(two, amount_gbp=60_000, staff=staff)
    assert decisions.released(round_, staff=staff).fund == 1


def test_a_withdrawn_application_is_left_behind(staff: User, lead: User) -> None:
    from award.applications.services import submitting

    round_ = rounds.closed_round()
    found = three(round_, staff, lead)
    with transaction():
        submitting.withdraw(found[0], actor=actor_of(lead), reason="We found other money")
    assert decisions.released(round_, staff=staff).emailed == 2
    assert {message.notice for message in letters()} == {"decision.reserve", "decision.reject"}


def test_a_conflicted_member_of_staff_does_not_release(
    staff: User, lead: User, client: CheckedClient
) -> None:
    round_ = rounds.closed_round()
    application = applications.submitted(round_, lead)
    both = conflicted(application)
    decisions.staged(application, "reject", staff=staff)
    with pytest.raises(Refused, match="conflict of interest"):
        releasing.release(round_, actor=actor_of(both), confirmation=round_.reference)
    page = client.sign_in(both).get(f"/manage/rounds/{round_.reference}/release")
    assert application.reference not in page.text


def test_the_page_shows_totals_letters_and_how_many_will_be_emailed(
    staff: User, lead: User, client: CheckedClient
) -> None:
    round_ = rounds.closed_round(budget_gbp=500_000)
    three(round_, staff, lead)
    applications.submitted(round_, title="Undecided one")
    path = f"/manage/rounds/{round_.reference}/release"
    page = client.sign_in(staff).get(path, budget=8)
    assert "3 people will be emailed" in page.text
    public = f"/manage/awards?round={round_.reference}"
    assert "The award does not go public by this" in page.text
    assert page.links()["what is said of it"] == public
    assert "Nothing is staged about 1 other application" in page.text
    assert "£77,123" in page.text
    assert "£422,877" in page.text  # left of the budget
    shown = [
        "".join(item.itertext()) for item in page.all("div") if item.get("class") == "letter__body"
    ]
    seen = {"shown": page.value_of("shown")}
    refused = client.post(path, {**seen, "confirmation": "nonsense"}, status=200)
    assert refused.errors == [f"Type {round_.reference} to confirm"]
    client.post(path, {**seen, "confirmation": round_.reference.lower()})
    assert [message.body.strip() for message in letters()] == shown
    client.post(path, {**seen, "confirmation": round_.reference}, status=200)  # pressed twice
    assert len(letters()) == 3
    page = client.get(path, budget=9)
    assert "Nothing is staged" in page.text
    assert page.links()["What is said of its awards in public"] == public


def test_the_page_costs_the_same_for_one_and_for_three(
    staff: User, lead: User, client: CheckedClient
) -> None:
    one, other = rounds.closed_round(), rounds.closed_round()
    decisions.staged(applications.submitted(one), "reject", staff=staff)
    three(other, staff, lead)
    client.sign_in(staff)
    counts = [
        len(client.get(f"/manage/rounds/{round_.reference}/release", budget=8).statements)
        for round_ in (one, other)
    ]
    assert counts[0] == counts[1]


def test_a_released_decision_stays_as_it_is(staff: User) -> None:
    application = decisions.awarded(applications.submitted(), staff=staff)
    decision = decision_of(application)
    assert isinstance(decision, Decision)
    assert decision.released_at is not None
    with pytest.raises(Refused):
        staging.clear_decision(application, actor=actor_of(staff))


def test_what_was_not_shown_is_not_released(staff: User, lead: User, client: CheckedClient) -> None:
    round_ = rounds.closed_round(budget_gbp=900_000)
    decisions.staged(applications.submitted(round_, lead, title="Seen"), "reserve", staff=staff)
    path = f"/manage/rounds/{round_.reference}/release"
    page = client.sign_in(staff).get(path)
    filled = {"shown": page.value_of("shown"), "confirmation": round_.reference}
    decisions.staged(applications.submitted(round_, title="Unseen"), "reject", staff=staff)
    refused = client.post(path, filled, status=200)
    assert refused.errors[0].startswith("What is staged has changed")
    assert letters() == []
    assert "Unseen" in refused.text
    client.post(path, {**filled, "shown": refused.value_of("shown")})
    assert len(letters()) == 2


def test_sheets_that_nobody_needs_any_more_are_closed(staff: User, client: CheckedClient) -> None:
    round_ = rounds.closed_round(min_assessments=1)
    application = applications.submitted(round_, title="Half read")
    assessment.scored(application, [8, 8, 8])
    late = assessment.declared(application, assessment.assessor("Lou Late"))
    decisions.staged(application, "fund", staff=staff)
    page = client.sign_in(staff).get(f"/manage/rounds/{round_.reference}/release", budget=8)
    assert "1 score sheet on these applications is not submitted" in page.text
    assert decisions.released(round_, staff=staff).closed == 1
    assert db.session.get_one(Assignment, late.id).state == "closed"
    told = db.session.scalars(
        select(OutboxMessage).where(OutboxMessage.notice == "assignment.closed")
    ).one()
    assert told.recipient_name == "Lou Late"


def test_a_released_decision_is_only_read(staff: User, lead: User, client: CheckedClient) -> None:
    round_ = rounds.closed_round()
    funded, *_others = three(round_, staff, lead)
    decisions.released(round_, staff=staff)
    path = f"/manage/applications/{funded.reference}/decision"
    for person in (staff, user("Au Ditor", roles=(Role.AUDITOR,))):
        client.sign_in(person)
        about = client.get(f"/manage/applications/{funded.reference}")
        assert about.links()["See the decision"] == path
        page = client.get(path, budget=8)
        assert page.h1 == "Decision"
        assert "Stage this decision" not in page.buttons()
        assert "Clear the staged decision" not in page.buttons()
        for words in (f"£{AMOUNT:,}", CONDITIONS, NOTE, "Staged by Sam Staff", "by Sam Staff",
                      f"To Ada Lead, {lead.email}", "We are pleased to tell you"):  # fmt: skip
            assert words in page.text
        page = client.get(f"/manage/rounds/{round_.reference}/release", budget=8)
        assert "1 to fund, 1 on the reserve list, 1 not to fund" in page.text
        assert "by Sam Staff" in page.text
        assert "Nothing is staged now." in page.text
    client.sign_in(staff)
    page = client.post(path, {"outcome": "reject", "version": "1"}, status=409)
    assert "until its decision is released" in page.text


def test_an_auditor_reads_what_is_staged_and_is_asked_for_nothing(
    staff: User, lead: User, client: CheckedClient
) -> None:
    round_ = rounds.closed_round()
    funded, *_others = three(round_, staff, lead)
    client.sign_in(user("Au Ditor", roles=(Role.AUDITOR,)))
    page = client.get(f"/manage/rounds/{round_.reference}/release", budget=8)
    assert page.h1 == "Staged decisions"
    assert "will be emailed" not in page.text
    assert "confirmation" not in page.form_values()
    page = client.get(f"/manage/applications/{funded.reference}/decision", budget=8)
    assert "Staged by Sam Staff" in page.text
    assert not {"Stage this decision", "Clear the staged decision"} & set(page.buttons())


def test_who_was_an_assessor_with_a_conflict_still_does_not_release(
    staff: User, lead: User, client: CheckedClient
) -> None:
    from award.accounts.services import people
    from award.foundation.policy import SYSTEM

    round_ = rounds.closed_round()
    application = applications.submitted(round_, lead, title="Kept from them")
    both = conflicted(application)
    with transaction():
        people.remove_role(both, Role.ASSESSOR, actor=SYSTEM)
    decisions.staged(application, "reject", staff=staff)
    with pytest.raises(Refused, match="conflict of interest"):
        releasing.release(round_, actor=actor_of(both), confirmation=round_.reference)
    page = client.sign_in(both).get(f"/manage/rounds/{round_.reference}/release")
    assert "Kept from them" not in page.text
