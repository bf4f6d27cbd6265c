"""Release: all at once, each told once, and nothing to be seen before."""

from __future__ import annotations

from collections import Counter

import pytest
from sqlalchemy import select

from award.accounts.models import User
from award.applications.models import Application
from award.assessment.models import Assignment
from award.decisions import queries, services
from award.decisions.models import Decision
from award.foundation.audit import AuditEvent
from award.foundation.db import db, transaction
from award.foundation.errors import Refused
from award.foundation.outbox import OutboxMessage
from award.foundation.policy import Role
from award.rounds.models import Round
from tests.build import applications, assessment, decisions, rounds
from tests.build.accounts import actor_of, user
from tests.client import CheckedClient
from tests.decisions.people import conflicted

CONDITIONS = "planted-condition: agree a data sharing plan"
NOTE = "planted-note: the panel was split"
COMMENT = "planted-comment: a vivid account of the problem"
AMOUNT = 77_123


@pytest.fixture
def staff(app: object) -> User:
    return user("Sam Staff", roles=(Role.STAFF,))


@pytest.fixture
def lead(app: object) -> User:
    return user("Ada Lead", roles=())


def letters() -> list[OutboxMessage]:
    query = select(OutboxMessage).where(OutboxMessage.notice.like("decision.%"))
    return list(db.session.scalars(query.order_by(OutboxMessage.id)))


def three(round_: Round, staff: User, lead: User) -> list[Application]:
    """One staged to fund (led by `lead`), one to reserve, one to reject."""
    found = [
        applications.submitted(round_, lead, title="Listening for falls"),
        applications.submitted(round_, title="Reserved one"),
        applications.submitted(round_, title="Rejected one"),
    ]
    for number, scores in enumerate(([8, 8, 8], [7, 7, 7])):
        person = assessment.assessor(f"Secret Assessor {number}")
        assessment.scored(found[0], scores, person, for_applicant=f"{COMMENT} {number}")
    decisions.staged(found[0], amount_gbp=AMOUNT, conditions=CONDITIONS, note=NOTE, staff=staff)
    decisions.staged(found[1], "reserve", reserve_position=1, note=NOTE, staff=staff)
    decisions.staged(found[2], "reject", note=NOTE, staff=staff)
    return found


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


def test_letters_say_the_decision_and_nothing_of_scores_or_notes(staff: User, lead: User) -> None:
    round_ = rounds.closed_round()
    three(round_, staff, lead)
    decisions.released(round_, staff=staff)
    bodies = {message.notice: message.body for message in letters()}
    assert f"£{AMOUNT:,}" in bodies["decision.fund"]
    assert CONDITIONS in bodies["decision.fund"]
    for message in letters():
        for secret in ("planted-note", "planted-comment", "Secret Assessor", "%", " mean ", "rank"):
            assert secret not in message.body
        assert "\n\n\n" not in message.body
        assert "http://localhost/applications/" in message.body


def test_twice_sends_nothing_twice(staff: User, lead: User) -> None:
    round_ = rounds.closed_round()
    three(round_, staff, lead)
    decisions.released(round_, staff=staff)
    with pytest.raises(Refused, match="Nothing is staged"):
        services.release(round_, actor=actor_of(staff), confirmation=round_.reference)
    assert len(letters()) == 3


@pytest.mark.parametrize("typed", ["", "yes", "TEST"])
def test_the_wrong_words_release_nothing(staff: User, lead: User, typed: str) -> None:
    round_ = rounds.closed_round()
    three(round_, staff, lead)
    with pytest.raises(Refused) as refusal:
        services.release(round_, actor=actor_of(staff), confirmation=typed)
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
        services.release(round_, actor=actor_of(staff), confirmation=round_.reference)
    assert refusal.value.field == "override_reason"
    assert letters() == []
    decisions.released(round_, staff=staff, override_reason="The board added £1 on 2 November")
    event = db.session.scalars(
        select(AuditEvent).where(AuditEvent.verb == "round.release_decisions")
    ).one()
    assert event.changes["over_budget_because"] == "The board added £1 on 2 November"


def test_exactly_the_budget_is_within_it_and_earlier_awards_count(staff: User) -> None:
    round_ = rounds.closed_round(budget_gbp=150_000)
    decisions.staged(applications.submitted(round_, title="One"), amount_gbp=90_000, staff=staff)
    decisions.released(round_, staff=staff)
    two = applications.submitted(round_, title="Two")
    decisions.staged(two, amount_gbp=60_001, staff=staff)
    with pytest.raises(Refused):
        services.release(round_, actor=actor_of(staff), confirmation=round_.reference)
    decisions.staged(two, amount_gbp=60_000, staff=staff)
    assert decisions.released(round_, staff=staff).fund == 1


def test_a_withdrawn_application_is_left_behind(staff: User, lead: User) -> None:
    from award.applications import services as applying

    round_ = rounds.closed_round()
    found = three(round_, staff, lead)
    with transaction():
        applying.withdraw(found[0], actor=actor_of(lead), reason="We found other money")
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
        services.release(round_, actor=actor_of(both), confirmation=round_.reference)
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
    assert "Nothing is staged about 1 other application" in page.text
    assert "£77,123" in page.text
    assert "£422,877" in page.text  # left of the budget
    shown = [
        "".join(item.itertext()) for item in page.all("div") if item.get("class") == "letter__body"
    ]
    seen = {"shown": page.value_of("shown")}
    refused = client.post(path, {**seen, "confirmation": "nonsense"}, status=200)
    assert refused.errors == [f"Type {round_.reference} to confirm."]
    client.post(path, {**seen, "confirmation": round_.reference.lower()})
    assert [message.body.strip() for message in letters()] == shown
    client.post(path, {**seen, "confirmation": round_.reference}, status=200)  # pressed twice
    assert len(letters()) == 3
    assert "Nothing is staged" in client.get(path).text


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


def test_applicants_see_nothing_before_and_everything_of_theirs_after(
    staff: User, lead: User, client: CheckedClient
) -> None:
    round_ = rounds.closed_round()
    funded, reserved, _rejected = three(round_, staff, lead)
    outcome = f"/applications/{funded.reference}/outcome"
    secrets = ("planted-", f"{AMOUNT:,}", str(AMOUNT), "Successful", "reserve list", "staged")

    client.sign_in(lead)
    client.get(outcome, status=404)
    for text in crawl(client, funded):
        assert not [secret for secret in secrets if secret in text]
    assert not [m for m in db.session.scalars(select(OutboxMessage)) if "planted-" in m.body]

    decisions.released(round_, staff=staff)
    page = client.get(outcome, budget=8)
    assert page.h1.endswith("Your application has been selected for an award")
    assert f"£{AMOUNT:,}" in page.text
    assert CONDITIONS in page.text
    assert page.text.count("planted-comment") == 2
    for alias in db.session.scalars(
        select(Assignment.alias).where(Assignment.application_id == funded.id)
    ):
        assert page.text.count(alias) == 1
    for secret in ("Secret Assessor", "planted-note", "%"):
        assert secret not in page.text
    client.get(f"/applications/{reserved.reference}/outcome", status=404)


@pytest.mark.parametrize("roles", [(), (Role.ASSESSOR,), (Role.STAFF,), (Role.AUDITOR,)])
def test_an_outcome_is_the_leads_alone(
    staff: User, lead: User, client: CheckedClient, roles: tuple[Role, ...]
) -> None:
    round_ = rounds.closed_round()
    funded, *_others = three(round_, staff, lead)
    decisions.released(round_, staff=staff)
    client.sign_in(user("Nosy Example", roles=roles))
    client.get(f"/applications/{funded.reference}/outcome", status=404)


def test_reserve_and_rejection_read_as_such(staff: User, client: CheckedClient) -> None:
    round_ = rounds.closed_round()
    words = {"reserve": "is on the reserve list", "reject": "was not selected this time"}
    for outcome, expected in words.items():
        person = user(f"Lead {outcome}", roles=())
        application = applications.submitted(round_, person)
        decisions.staged(application, outcome, staff=staff)
        decisions.released(round_, staff=staff)
        page = client.sign_in(person).get(f"/applications/{application.reference}/outcome")
        assert page.h1.endswith(expected)


def test_a_released_decision_stays_as_it_is(staff: User) -> None:
    application = decisions.awarded(applications.submitted(), staff=staff)
    decision = queries.decision_of(application)
    assert isinstance(decision, Decision)
    assert decision.released_at is not None
    with pytest.raises(Refused):
        services.clear_decision(application, actor=actor_of(staff))


def crawl(client: CheckedClient, application: Application) -> list[str]:
    """Every page an applicant can reach by links from theirs, two steps deep."""
    seen: dict[str, str] = {}
    queue = ["/applications", f"/applications/{application.reference}", "/", "/rounds"]
    for _depth in range(2):
        found: list[str] = []
        for path in queue:
            if path in seen:
                continue
            response = client.browser.get(path)
            seen[path] = response.get_data(as_text=True)
            if response.mimetype == "text/html":
                found += [link for link in links(seen[path]) if link not in seen]
        queue = found
    assert len(seen) > 4
    return list(seen.values())


def links(html: str) -> list[str]:
    import re

    return [
        link.partition("#")[0]
        for link in re.findall(r'href="(/[^"]*)"', html)
        if not link.startswith("/static")
    ]


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


@pytest.mark.parametrize("outcome", ["fund", "reserve", "reject"])
@pytest.mark.parametrize("count", [0, 1, 2])
def test_letter_and_outcome_speak_of_comments_only_where_there_are_some(
    staff: User, lead: User, client: CheckedClient, outcome: str, count: int
) -> None:
    round_ = rounds.closed_round(min_assessments=2)
    application = applications.submitted(round_, lead)
    words = [f"Comment of assessor {number}" for number in range(count)]
    for number, text in enumerate(words):
        person = assessment.assessor(f"Secret Assessor {number}")
        assessment.scored(application, [8, 8, 8], person, for_applicant=text)
    decisions.staged(application, outcome, staff=staff)
    decisions.released(round_, staff=staff)
    letter = letters()[0].body
    expected = {0: None, 1: "the assessor said", 2: "the assessors said"}[count]
    assert ("assessor" in letter) == bool(count)
    assert expected is None or expected in letter
    page = client.sign_in(lead).get(f"/applications/{application.reference}/outcome", budget=8)
    assert [text for text in words if text in page.text] == words
    assert ("What the assessor" in page.text) == bool(count)
    assert ("There are no assessors’ comments with this decision." in page.text) == (not count)
    for alias in db.session.scalars(select(Assignment.alias)):
        assert f"{alias} Comment of" in page.text


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
    page = client.post(path, {"outcome": "reject", "version": "1"}, status=200)
    assert "until its decision is released" in page.errors[0]


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
    from award.accounts import services as accounts
    from award.foundation.policy import SYSTEM

    round_ = rounds.closed_round()
    application = applications.submitted(round_, lead, title="Kept from them")
    both = conflicted(application)
    with transaction():
        accounts.remove_role(both, Role.ASSESSOR, actor=SYSTEM)
    decisions.staged(application, "reject", staff=staff)
    with pytest.raises(Refused, match="conflict of interest"):
        services.release(round_, actor=actor_of(both), confirmation=round_.reference)
    page = client.sign_in(both).get(f"/manage/rounds/{round_.reference}/release")
    assert "Kept from them" not in page.text
