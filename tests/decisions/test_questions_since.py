"""What came to raise a question between the page of a release and its button."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
import sqlalchemy as sa

from award.accounts.models import User
from award.applications.models import Application
from award.assessment.models.assignments import Assignment
from award.assessment.services.declaring import declare_conflict
from award.decisions.models import Decision
from award.decisions.queries.decisions import application_to_decide
from award.decisions.queries.said import drawn_now, text_of
from award.decisions.rules import feedback
from award.decisions.rules.feedback import Titled, Words
from award.decisions.rules.questions import Asked
from award.decisions.services.drafting import write_feedback
from award.foundation.db import db, transaction
from award.foundation.edits import mark
from award.foundation.errors import there
from tests.build import applications, assessment, decisions, rounds
from tests.build.accounts import account_of, actor_of
from tests.client import CheckedClient
from tests.decisions.test_questions import BECAUSE, kept, kinds, refused


def with_feedback(staff: User, number: int) -> list[tuple[Application, Assignment]]:
    """Refused, each with a sheet that can fall out; the feedback on each was edited."""
    round_ = rounds.closed_round(budget_gbp=500_000, min_assessments=1)
    people = [assessment.assessor(name) for name in ("Ina Kin", "Bo Th")]
    found = []
    for at in ("visits", "calls")[:number]:
        bid = applications.submitted(round_, title=f"Bid {at}")
        sheets = [
            assessment.scored(
                bid, [2, 2, 2], person, for_applicant=f"You count {said} and no more."
            )
            for person, said in zip(people, ("visits alone", "calls alone"), strict=True)
        ]
        decisions.staged(bid, "reject", staff=staff)
        writes(bid, f"You count {at} alone, and say little of what they change.", staff)
        found.append((bid, sheets[0]))
    return found


def writes(bid: Application, text: str, staff: User) -> None:
    actor = actor_of(staff)
    with transaction():
        fresh = there(application_to_decide(actor, bid.reference), "it")
        base = {"text": mark(text_of(bid.id))}
        write_feedback(fresh, text, base, drawn_from=drawn_now(bid.id), actor=actor)


def falls_out(sheet: Assignment) -> None:
    person = there(sheet.assessor_id, "who assesses")
    with transaction():
        fresh = db.session.get_one(Assignment, sheet.id)
        declare_conflict(fresh, "family", actor=actor_of(account_of(person)))


@pytest.mark.each_database
def test_a_kind_that_was_ticked_takes_in_nothing_that_came_to_raise_it_since(
    staff: User, client: CheckedClient
) -> None:
    """A sheet falls out between page and press, and a second draft says what nobody says now."""
    (one, early), (other, late) = with_feedback(staff, 2)
    falls_out(early)
    page = f"/manage/rounds/{one.round.reference}/release"
    found = client.sign_in(staff).get(page)
    assert kinds(found) == ["outdated"]
    ticked = {"accept_outdated": "y", "why_outdated": BECAUSE}
    values = {**found.form_values(), **ticked, "confirmation": one.round.reference}
    falls_out(late)
    again = client.post(page, values, status=200)
    assert kept() == [] and set(db.session.scalars(sa.select(Decision.state))) == {"staged"}
    assert len(again.errors) == 1 and other.reference in again.errors[0]
    assert one.reference not in again.errors[0], "that one was read"
    sent = again.form_values()
    assert "accept_outdated" not in sent, "it is ticked anew"
    assert again.value_of("why_outdated").strip() == BECAUSE, "nothing typed is lost"
    assert "New since you opened the page" in again.text
    client.post(page, {**sent, "accept_outdated": "y"}, status=302)
    assert kept() == [("outdated", 2, BECAUSE)]


def test_a_text_that_a_colleague_edits_meanwhile_is_read_again(
    staff: User, client: CheckedClient
) -> None:
    """It raised the same kind before, in other words: the tick is about what was read."""
    (one, _), (other, _) = with_feedback(staff, 2)
    writes(one, "The applicant counts visits alone, and says little of their use.", staff)
    page = f"/manage/rounds/{one.round.reference}/release"
    found = client.sign_in(staff).get(page)
    assert kinds(found) == ["third"]
    ticked = {"accept_third": "y", "why_third": BECAUSE}
    values = {**found.form_values(), **ticked, "confirmation": one.round.reference}
    writes(one, "The applicant should leave it to somebody who can do it well.", staff)
    again = client.post(page, values, status=200)
    assert "Feedback on " + one.reference in again.errors[0]
    assert "accept_third" not in again.form_values()
    writes(other, "The applicant counts visits as well, and nothing else at all.", staff)
    more = client.post(page, {**again.form_values(), **ticked}, status=200)
    assert other.reference in more.errors[0] and "accept_third" not in more.form_values()
    client.post(page, {**more.form_values(), **ticked}, status=302)
    assert kept() == [("third", 2, BECAUSE)]


def test_words_are_looked_over_once(
    staff: User, client: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    round_ = refused(staff, 3)
    looked: list[str] = []

    def counted(words: Words, criteria: Sequence[Titled]) -> Iterator[Asked]:
        looked.append(words.text)
        return asked(words, criteria)

    asked = feedback._asked
    monkeypatch.setattr(feedback, "_asked", counted)
    page = f"/manage/rounds/{round_.reference}/release"
    found = client.sign_in(staff).get(page)
    assert len(looked) == 3, "as the page is drawn"
    looked.clear()
    values = {**found.form_values(), "confirmation": round_.reference}
    for kind in kinds(found):
        values |= {f"accept_{kind}": "y", f"why_{kind}": BECAUSE}
    client.post(page, values, status=302)
    assert len(looked) == 3, "as they are released"
