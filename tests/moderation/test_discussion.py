"""Who takes part in the discussion of an application, and when: never before one's own sheet."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from award.accounts.models import User
from award.accounts.queries.people import user_with_roles
from award.accounts.services.people import remove_role, suspend
from award.applications.models import Application
from award.assessment.models.assignments import Assignment
from award.assessment.rules.states import AssignmentState
from award.assessment.services.assigning import remove, return_sheet
from award.assessment.services.declaring import declare_conflict
from award.foundation import clock
from award.foundation.db import db, transaction
from award.foundation.errors import Refused, there
from award.foundation.outbox import OutboxMessage
from award.foundation.policy import SYSTEM, Role
from award.moderation.queries.panels import item_of, panel_of
from award.moderation.services import chairing
from award.own_data.queries.collecting import collected
from tests.build import accounts, applications, assessment, rounds
from tests.build import moderation as build
from tests.build.accounts import actor_of
from tests.client import CheckedClient
from tests.page import Page


@pytest.fixture
def staff(app: Flask) -> User:
    return accounts.user("Sam Staff", roles=(Role.STAFF,))


def assessors_of(application: Application) -> list[tuple[User, Assignment]]:
    query = sa.select(Assignment).where(
        Assignment.application_id == application.id,
        Assignment.state == AssignmentState.SUBMITTED,
    )
    found = db.session.scalars(query.order_by(Assignment.alias)).all()
    return [(there(user_with_roles(one.assessor_id), "the assessor"), one) for one in found]


def say(client: CheckedClient, address: str, words: str, **more: str) -> Page:
    values = {**client.get(address).form_values(), "remark": words, **more}
    return client.follow(client.post(address.split("?", maxsplit=1)[0], values))


def letters() -> list[tuple[str, str, str]]:
    query = sa.select(OutboxMessage.recipient, OutboxMessage.notice, OutboxMessage.body)
    found = db.session.execute(query.where(OutboxMessage.notice.startswith("discussion.")))
    return [(row[0], row[1], row[2]) for row in found]


def test_assessors_talk_once_their_own_sheet_is_in(staff: User, client: CheckedClient) -> None:
    round_ = rounds.open_round(reveal="after_own")
    application = build.disagreed(staff=staff, round_=round_)
    late = assessment.assessor("Lou Late")
    assessment.declared(application, late, staff=staff)
    (first, one), (second, two), *_ = assessors_of(application)[:2]
    late_page = f"/assess/{application.reference}/discussion"
    client.sign_in(late).get(late_page, status=404)

    client.sign_in(first)
    page = say(client, late_page, f"Is 38% enough, @{two.alias}?", topic="")
    assert one.alias in page.text and second.name not in page.text
    assert [row[:2] for row in letters()] == [(second.email, "discussion.asked_assessor")]
    assert "38%" not in letters()[0][2]

    client.sign_in(second)
    page = client.get(late_page)
    answer = next(a for text, a in page.links().items() if text.startswith("Answer"))
    page = say(client, answer, "Not for people with a frame.")
    change = next(a for text, a in page.links().items() if text.startswith("Change"))
    values = {**client.get(change).form_values(), "remark": "Not for those with a frame."}
    page = client.follow(client.post(change, values))
    assert "what it said before" in page.text and "Not for people with a frame." in page.text
    client.sign_in(first).get(change, status=404)

    page = client.sign_in(staff).get(f"/manage/applications/{application.reference}/moderation")
    assert f"{first.name} ({one.alias})" in page.text and "those with a frame" in page.text

    with transaction():
        declare_conflict(one, "family", actor=actor_of(first))
    client.sign_in(first).get(late_page, status=404)
    page = client.sign_in(second).get(late_page)
    assert "Has a conflict of interest since then" in page.text and "Is 38% enough" in page.text


@pytest.mark.parametrize("reveal", ["never", "after_all"])
def test_the_round_says_when_they_see_each_other(
    reveal: str, staff: User, client: CheckedClient
) -> None:
    application = build.disagreed(staff=staff, round_=rounds.open_round(reveal=reveal))
    assessment.declared(application, assessment.assessor("Lou Late"), staff=staff)
    (first, _one), *_ = assessors_of(application)
    client.sign_in(first).get(f"/assess/{application.reference}/discussion", status=404)


def test_a_chair_reads_once_the_round_is_open_to_them(staff: User, client: CheckedClient) -> None:
    round_ = rounds.open_round()
    application = build.disagreed(staff=staff, round_=round_)
    own = applications.submitted(round_, title="Their own to score")
    chair, deputy = assessment.assessor("Cher Chair"), assessment.assessor("Del Deputy")
    assessment.assessed(own, build.APART, staff=staff)
    assessment.declared(own, chair, staff=staff)
    listed = f"/manage/rounds/{round_.reference}/moderation"
    here = f"/manage/applications/{application.reference}/moderation"
    chairs = f"/manage/rounds/{round_.reference}/chairs"
    client.sign_in(staff)
    for person, part in ((chair, "chair"), (deputy, "deputy")):
        form = client.get(f"{chairs}/appoint").form_values()
        wrong = client.post(f"{chairs}/appoint", {**form, "email": staff.email, "part": part},
                            status=200)  # fmt: skip
        assert wrong.errors
        client.post(f"{chairs}/appoint", {**form, "email": person.email, "part": part})
    client.sign_in(chair)
    assert "No sheet" in client.get(listed).text
    assert "Moderate" not in client.get("/assess").links()
    client.get(here, status=404)
    client.sign_in(staff).post(f"{chairs}/open")
    page = client.sign_in(chair).follow(client.get("/moderate", status=302))
    assert application.title in page.text and "Their own to score" not in page.text
    build.agreed(application, 71.5, staff=staff)
    page = client.get(here)
    assert "Assessor Example" not in page.text
    assert "No concerns" not in page.text and "For the programme team" not in page.text
    assert "No concerns" in client.sign_in(staff).get(here).text
    assert f"In the room: {staff.name}" in page.text
    client.sign_in(chair)
    page = say(client, f"{here}/discussion", "Shall we meet?", topic="")
    assert "Cher Chair, chair" in page.text
    assert "What was submitted" in client.get(f"{here}/read").text
    form = client.get(f"{here}/score").form_values()
    values = {
        **form,
        "pct": "70",
        "rationale": "The panel agreed after talking.",
        "stayed": [str(chair.id)],
    }
    assert "The panel agreed 70.0%" in client.follow(client.post(f"{here}/score", values)).text

    assert "What sheets said before" not in client.get(here).text
    with transaction():
        (_, sheet), *_ = assessors_of(application)
        return_sheet(sheet, actor=actor_of(staff), reason="Say more, please.")
    assert "What sheets said before" in client.get(here).text
    page = client.get(f"{here}/earlier")
    assert "A clear and honest" in page.text and "No concerns" not in page.text
    assert "No concerns" in client.sign_in(staff).get(f"{here}/earlier").text
    client.sign_in(chair)

    form = client.get(f"{here}/step-back").form_values()
    client.post(f"{here}/step-back", {**form, "kind": "family"})
    account = there(user_with_roles(chair.id), "the account")
    copy = collected(actor_of(account), account).parts
    assert [row["Application"] for row in copy["Applications that you stepped back from"]] == [
        application.reference
    ]
    assert copy["What you said in panels"] != []
    client.get(here, status=404)
    assert application.title not in client.get(listed).text
    page = client.sign_in(deputy).get(here)
    assert "Has a conflict of interest since then" in page.text

    for person, why in ((chair, "has a conflict of interest"), (deputy, "could read the other")):
        with pytest.raises(Refused, match=why):
            assessment.assigned(application, person, staff=staff)
    with pytest.raises(Refused, match="could read the other"):
        assessment.assigned(own, deputy, staff=staff)

    panel = there(panel_of(actor_of(staff), round_.reference), "the panel")
    with transaction():
        for one in panel.chairs:
            chairing.end(panel, one.id, actor=actor_of(staff))
    client.get(listed, status=404)
    assert item_of(actor_of(deputy), application.reference) is None


def test_an_address_tells_no_name(staff: User, client: CheckedClient) -> None:
    """Who appoints chairs sees who assesses, and no other accounts."""
    round_ = rounds.open_round()
    lead, gone = accounts.user("Ada Lead"), assessment.assessor("Gil Gone")
    admin = accounts.user("Adi Admin", roles=(Role.STAFF, Role.ADMIN))
    with transaction():
        suspend(gone, actor=actor_of(admin))
    appoint = f"/manage/rounds/{round_.reference}/chairs/appoint"

    def answer(email: str) -> str:
        form = {**client.get(appoint).form_values(), "email": email, "part": "chair"}
        page = client.post(appoint, form, status=200)
        assert "Ada Lead" not in page.text and "Gil Gone" not in page.text
        return "; ".join(page.errors)

    client.sign_in(staff)
    answers = {answer(one) for one in (lead.email, gone.email, "nobody@nowhere.example")}
    assert len(answers) == 1 and "No assessor has this address" in answers.pop()
    client.sign_in(admin)
    assert "have an account" in answer(lead.email)
    assert "No assessor" in answer(gone.email)


def refused(client: CheckedClient, address: str, words: str) -> str:
    values = {**client.get(address).form_values(), "remark": words, "topic": ""}
    page = client.post(address, values, status=200)
    assert page.value_of("remark") == words
    return "; ".join(page.errors)


def test_who_is_asked_is_told_only_if_they_can_read_it(staff: User, client: CheckedClient) -> None:
    """And whoever asks somebody who can't is told that, and who can."""
    round_ = rounds.open_round(reveal="after_all")
    application = build.disagreed(staff=staff, round_=round_)
    late = assessment.declared(application, assessment.assessor("Lou Late"), staff=staff)
    (asked, one), (_, two), (gone, three) = assessors_of(application)
    panel = there(panel_of(actor_of(staff), round_.reference), "the panel")
    chair = assessment.assessor("Cher Chair")
    with transaction():
        chairing.appoint(panel, chair.email, deputy=False, actor=actor_of(staff))
    page = f"/manage/applications/{application.reference}/moderation/discussion"
    client.sign_in(staff)
    assert "there is nobody whom you could ask" in client.get(page).text
    words = f"@{one.alias} and @chair, what do you think?"
    told = refused(client, page, words)  # a sheet is still to come, and the chair can't read yet
    assert f"“@{one.alias}” and “@chair” ask nobody who can read this" in told
    assert "Leave the @ out" in told and letters() == []
    with transaction():
        chairing.open_to_chairs(panel, actor=actor_of(staff))
    assert "write @chair. They get" in client.get(page).text
    assert "nobody whom you could ask" in client.sign_in(chair).get(page).text  # not themselves
    client.sign_in(staff)
    told = refused(client, page, f"@{one.alias}, what do you think? Meet @ 10, a@b.example.org")
    assert told.endswith("You can ask @chair, or leave the @ out")
    say(client, page, "@chair, and now?", topic="")
    assert [row[:2] for row in letters()] == [(chair.email, "discussion.asked_chair")]
    theirs = f"/assess/{application.reference}/discussion"
    client.sign_in(asked).get(theirs, status=404)

    with transaction():
        declare_conflict(three, "family", actor=actor_of(gone))
        remove(late, actor=actor_of(staff), reason="Too late.")
    client.sign_in(asked)
    assert f"write @{two.alias} or @chair. They get" in client.get(theirs).text
    for words, missed in (
        (f"@{three.alias}, is it so?", f"@{three.alias}"),
        (f"@{one.alias}, is it so?", f"@{one.alias}"),
        ("@Somebody and @everyone, is it so?", "@Somebody” and “@everyone"),
    ):
        told = refused(client, theirs, words)
        assert told.startswith(f"“{missed}”")
        assert f"You can ask @{two.alias} or @chair, or leave" in told
        assert gone.name not in told and three.alias not in told.partition("You can")[2]
    with transaction():
        remove_role(chair, Role.ASSESSOR, actor=SYSTEM)
    assert f"write @{two.alias}. They get" in client.get(theirs).text
    assert f"You can ask @{two.alias}, or leave" in refused(client, theirs, "@chair, is it so?")


def test_nobody_says_who_assesses_where_it_is_hidden(staff: User, client: CheckedClient) -> None:
    """Not an assessor of themselves, nor staff of anybody; who knows no names is told of none."""
    round_ = rounds.open_round(reveal="after_own")
    application = build.disagreed(staff=staff, round_=round_)
    (first, one), (second, two), *_ = assessors_of(application)
    theirs = f"/assess/{application.reference}/discussion"
    ours = f"/manage/applications/{application.reference}/moderation"
    client.sign_in(first)
    told = refused(client, theirs, "A. Example here, on 07700 900123. Write to x@y.example.org")
    assert told.startswith("Take out “x@y.example.org”, “07700 900123” and “A. Example”")
    assert "not told who you are" in told
    say(client, theirs, "What does Sam Staff think?", topic="")
    client.sign_in(staff)
    told = refused(client, f"{ours}/discussion", f"Why so low, {second.email}?")
    assert f"Take out “{second.email}”" in told and f"Write “{two.alias}” instead" in told
    out = f"{ours}/{one.alias[-1]}/leave-out"
    typed = {"what": "whole", "reason": "Assessor Example says that it is about another."}
    page = client.post(out, {**client.get(out).form_values(), **typed}, status=200)
    assert "Take out “Assessor Example”" in page.described("reason")
    sent = page.form_values() | {"reason": f"{one.alias} says that for Assessor it is far off."}
    assert "“Assessor” tell who" in client.post(out, sent, status=200).described("reason")
    client.post(out, sent | {"about_nobody": "reason|Assessor"})
    open_ = rounds.open_round(reveal="after_own", blindness="none")
    named = build.disagreed(staff=staff, round_=open_)
    client.sign_in(person := assessors_of(named)[0][0])
    say(client, f"/assess/{named.reference}/discussion", f"I am {person.name}.", topic="")


def test_chairs_read_once_all_is_due(staff: User) -> None:
    round_ = rounds.open_round()
    application = build.disagreed(staff=staff, round_=round_)
    chair = assessment.assessor("Cher Chair")
    panel = there(panel_of(actor_of(staff), round_.reference), "the panel")
    with transaction():
        chairing.appoint(panel, chair.email, deputy=False, actor=actor_of(staff))
    assert item_of(actor_of(chair), application.reference) is None
    with clock.at(round_.assessment_due_at + timedelta(minutes=1)):
        assert item_of(actor_of(chair), application.reference) is not None
