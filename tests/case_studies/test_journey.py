"""From a funded application to a public page and off it again."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select

from award.foundation.db import db
from award.foundation.outbox import OutboxMessage
from award.foundation.policy import Role
from tests.build import case_studies as build
from tests.build.accounts import user
from tests.client import CheckedClient


def notices() -> list[tuple[str, str]]:
    rows = db.session.execute(
        select(OutboxMessage.notice, OutboxMessage.recipient)
        .where(OutboxMessage.notice.startswith("case_study"))
        .order_by(OutboxMessage.id)
    )
    return [(notice, recipient) for notice, recipient in rows]


def test_the_whole_way_through_the_pages(app: Flask, client: CheckedClient) -> None:
    lead = user("Ada Lead", roles=())
    staff = user("Stef Staff", roles=(Role.STAFF,))
    application = build.funded(lead=lead)

    client.sign_in(staff)
    page = client.get("/manage/case-studies/to-promote")
    assert "Listening for falls at night" in page.text
    path = f"/manage/applications/{application.reference}/promote"
    page = client.get(path)
    assert "An example answer about the problem." in page.text
    made = client.post(path, page.form_values())
    draft = application.reference.lower()
    assert made.location == f"/manage/case-studies/{draft}"
    page = client.follow(made)
    assert "Write “What did not work, and what was learned”" in page.text

    values = client.get(f"{made.location}/edit/all").form_values()
    values |= {
        "evidence_level": ["staff_feedback"],
        "stage": ["beta_pilot"],
        "problems": ["nights"],
        "lessons_and_limits": ["It mistook the **radio** for a person."],
    }
    client.follow(client.post(f"{made.location}/edit/all", values))
    values = client.get(made.location).form_values(f"{made.location}/send")
    client.post(f"{made.location}/send", values)
    assert notices() == [("case_study.promoted", lead.email), ("case_study.sent", lead.email)]

    client.sign_in(None)
    client.get(f"/case-studies/{draft}", status=404)

    client.sign_in(lead)
    assert "Listening for falls at night" in client.get("/my-case-studies").text
    own = f"/my-case-studies/{draft}"
    page = client.get(own)
    assert "It mistook the radio for a person." in page.text
    wrong = client.post(own, {}, status=200)
    assert wrong.errors == ["Tick the box to agree", "Enter your name"]
    client.post(own, {**page.form_values(), "confirmed": "y", "name": "Ada Lead"})
    assert "You agreed this text" in client.get(own).text

    client.sign_in(staff)
    assert "Agreed by Ada Lead" in client.get(made.location).text
    values = client.get(f"{made.location}/publish").form_values()
    client.post(f"{made.location}/publish", values)

    client.sign_in(None)
    page = client.get("/case-studies/listening-for-falls-at-night")
    assert next(h.text for h in page.all("h2")) == "The problem to be solved"
    assert "1 case study" in client.get("/case-studies").text
    assert "Listening for falls at night" in client.get("/").text
    assert notices()[2:] == [
        ("case_study.agreed", staff.email),
        ("case_study.agreement_kept", lead.email),
        ("case_study.published", lead.email),
    ]

    client.sign_in(staff)
    wrong = client.post(f"{made.location}/take-down", {}, status=200)
    assert wrong.errors == ["Give a reason"]
    client.post(
        f"{made.location}/take-down", {**wrong.form_values(), "reason": "The project asked."}
    )
    client.sign_in(None)
    page = client.get("/case-studies/listening-for-falls-at-night", status=410)
    assert page.h1 == "This case study is no longer published" and "radio" not in page.text
    page = client.get("/case-studies?q=radio")
    assert "0 case studies" in page.text
    assert "0 case studies" in client.get("/case-studies").text


def test_an_applicant_asks_for_changes(app: Flask, client: CheckedClient) -> None:
    staff = user("Stef Staff", roles=(Role.STAFF,))
    study = build.sent(staff=staff)
    lead = build.lead_of(study)
    client.sign_in(lead)
    path = f"/my-case-studies/{study.slug}/changes"
    page = client.post(path, client.get(path).form_values(), status=200)
    assert page.errors == ["Say what should change"]
    client.post(path, {**page.form_values(), "reason": "It was seven homes, not six."})
    assert build.again(study).state == "draft"
    assert notices()[-1] == ("case_study.changes_asked", staff.email)
    body = db.session.scalar(
        select(OutboxMessage.body).where(OutboxMessage.notice == "case_study.changes_asked")
    )
    assert body is not None and "It was seven homes, not six." in body
    page = client.get(f"/my-case-studies/{study.slug}")
    assert "The programme team is working on your changes" in page.text
    assert "It was seven homes, not six." in page.text
    client.sign_in(staff)
    assert "It was seven homes, not six." in client.get(f"/manage/case-studies/{study.slug}").text


def test_an_applicant_takes_a_public_one_down(app: Flask, client: CheckedClient) -> None:
    study = build.published()
    client.sign_in(build.lead_of(study))
    client.get(f"/my-case-studies/{study.slug}")
    path = f"/my-case-studies/{study.slug}/withdraw"
    client.get(path)
    client.post(path, {**client.get(path).form_values(), "reason": "A partner has left."})
    client.sign_in(None)
    client.get(f"/case-studies/{study.slug}", status=410)
    found = build.again(study)
    assert (found.state, found.agreed_at, found.published_revision_id) == ("archived", None, None)
