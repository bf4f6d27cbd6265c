"""The audit trail's pages: who reads what of it, finding events, and checking the chain."""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, text

from award.accounts.queries import people
from award.accounts.queries.trail import TRAIL
from award.accounts.services.people import add_role, suspend
from award.foundation import audit, clock, events
from award.foundation.db import db
from award.foundation.policy import SYSTEM, Role
from tests.build import case_studies
from tests.build.accounts import actor_of, organisation, user
from tests.client import CheckedClient

PATH = "/manage/audit"


def shown(client: CheckedClient, query: str = "") -> list[tuple[str, str]]:
    """(what, about) of every event on the page."""
    page = client.get(PATH + query, budget=8)
    rows = [row for row in page.all("tr") if row.find("td") is not None]
    return [
        ("".join(row[2].itertext()).strip(), "".join(row[3].itertext()).partition(":")[0].strip())
        for row in rows
    ]


def test_auditors_read_everything_and_administrators_what_concerns_accounts(
    client: CheckedClient,
) -> None:
    ours = organisation()
    everything = {"Added an organisation", "Opened the account", "Connected an authenticator app"}
    for role in Role:
        person = user(roles=(role,))
        client.sign_in(person)
        if role not in (Role.AUDITOR, Role.ADMIN):
            client.get(PATH, status=404)
            client.get(f"{PATH}/check", status=404)
            assert "Audit trail" not in client.get("/account").links()
            continue
        assert client.get("/account").links()["Audit trail"] == PATH
        found = shown(client)
        auditor = role is Role.AUDITOR
        assert {what for what, _ in found} == everything - (
            set() if auditor else {"Added an organisation"}
        )
        assert (("Added an organisation", ours.reference) in found) is auditor
        assert (shown(client, f"?subject={ours.reference}") != []) is auditor
        assert ("Organisations" in client.get(PATH).html) is auditor
    client.sign_in(None)
    client.get(PATH, status=302)


def test_finding_events(client: CheckedClient) -> None:
    with clock.at(datetime(2026, 3, 1, 12, tzinfo=UTC)):
        ada = user("Ada Okafor", "ada@example.org", roles=(Role.AUDITOR,))
    with clock.at(datetime(2026, 7, 1, 23, 30, tzinfo=UTC)):  # the 2nd in London
        boss = user("Root", "root@example.org", roles=(Role.ADMIN,))
        add_role(ada, Role.ASSESSOR, actor=actor_of(boss))
        db.session.commit()
    client.sign_in(ada)
    gave = [("Gave a role", "ada@example.org")]
    assert shown(client, "?event=user_account.add_role") == gave
    assert shown(client, "?person=ROOT%40example") == gave
    assert shown(client, "?person=roo") == gave
    assert len(shown(client, "?person=the+service")) == 4
    assert shown(client, "?person=nobody+at+all") == []
    assert [what for what, _ in shown(client, "?subject=ADA%40example.org")] == [
        "Gave a role", "Connected an authenticator app", "Opened the account",
    ]  # fmt: skip
    assert shown(client, "?until=2026-07-01&since=2026-03-02") == []
    assert len(shown(client, "?since=2026-07-02&until=2026-07-02&event=user_account")) == 3
    assert shown(client, "?since=2026-07-03") == []
    page = client.get(f"{PATH}?event=user_account.add_role")
    assert "Roles: from auditor → to assessor, auditor" in page.text
    assert "2 Jul 2026" in page.text


def test_what_was_typed_stays_and_what_makes_no_sense_is_left_out(client: CheckedClient) -> None:
    client.sign_in(user(roles=(Role.AUDITOR,)))
    left = client.get(f"{PATH}?since=yesterday&person=kim&event=round&subject=A", status=302)
    assert left.location == f"{PATH}?event=round&person=kim&subject=A"
    page = client.get(left.location)
    assert "What that address asked for is not on this trail any more" in page.text
    assert [page.value_of(name) for name in ("since", "person", "event", "subject")] == [
        "", "kim", "round", "A",
    ]  # fmt: skip
    assert "No event matches" in page.text
    client.get(f"{PATH}?before=99999999999999999999&after=-4")
    assert client.get(f"{PATH}?before=1&event=round", status=302).location == f"{PATH}?event=round"
    client.sign_in(user(roles=(Role.ADMIN,)))
    assert client.get(f"{PATH}?event=round", status=302).location == PATH


def test_what_belongs_to_an_application_is_found_by_its_reference(client: CheckedClient) -> None:
    client.sign_in(user(roles=(Role.AUDITOR,)))
    _add("assignment.assign", 7, changes={"application": "AIA-777777"})
    _add("assignment.submit", 7)
    _add("assignment.submit", 8)
    assert shown(client, "?subject=aia-777777") == [
        ("Submitted the score sheet", "AIA-777777"),
        ("Asked an assessor to assess", "AIA-777777"),
    ]
    assert shown(client, "?event=assignment")[0] == ("Submitted the score sheet", "Assessments")


def _add(verb: str, number: int, changes: dict[str, object] | None = None, count: int = 1) -> None:
    thing = audit.Thing(verb.partition(".")[0], number)
    audit.record_many([audit.Entry(SYSTEM, verb, thing, changes or {})] * count)
    db.session.commit()


def test_a_long_trail_is_paged_both_ways_at_the_same_cost(client: CheckedClient) -> None:
    reader = user(roles=(Role.AUDITOR,))
    client.sign_in(reader)
    few = len(client.get(PATH).statements)
    for number in range(120):
        audit.record(SYSTEM, "round.export", audit.Thing("round", number, f"list {number}"))
    db.session.commit()
    first = client.get(f"{PATH}?event=round")
    assert len(first.statements) == few
    assert [n for _, n in shown(client, "?event=round")] == [
        f"list {n}" for n in range(119, 69, -1)
    ]
    second = client.get(_link(first, "Older"))
    assert "list 69" in second.text and "list 70" not in second.text
    third = client.get(_link(second, "Older"))
    assert "list 0" in third.text and _link(third, "Older") == ""
    back = client.get(_link(third, "Newer"))
    assert "list 69" in back.text and "list 20" in back.text and "list 19 " not in back.text
    assert "event=round" in _link(back, "Newer")
    view = TRAIL.read({"event": ["round"], "after": [str(10**6)]}, actor_of(reader))
    newest = TRAIL.rows(actor_of(reader), view)
    assert (newest.rows, newest.newer, newest.older) == ([], None, None)


def _link(page: object, starts: str) -> str:
    links = page.links()  # type: ignore[attr-defined]
    return next((href for words, href in links.items() if words.startswith(starts)), "")


def test_checking_the_chain(client: CheckedClient, monkeypatch: pytest.MonkeyPatch) -> None:
    client.sign_in(user(roles=(Role.AUDITOR,)))
    page = client.get(f"{PATH}/check")
    assert page.h1 == "The audit trail is whole"
    last = db.session.scalars(
        select(audit.AuditEvent).order_by(audit.AuditEvent.id.desc()).limit(1)
    ).one()
    assert f"The last is number {last.id}" in page.text and last.hash in page.text
    monkeypatch.setattr("award.accounts.views.trail.CHECKED_AT_ONCE", 1)
    so_far = client.get(f"{PATH}/check")
    assert so_far.h1 == "Whole so far"
    assert client.get(_link(so_far, "Check the events")).h1 == "The audit trail is whole"


def test_a_chain_that_was_tampered_with_says_where(client: CheckedClient) -> None:
    client.sign_in(user(roles=(Role.AUDITOR,)))
    db.session.execute(
        text(
            "INSERT INTO audit_event (at, person_id, verb, subject_kind, subject_name, changes,"
            " key_id, previous_hash, hash) SELECT at, person_id, 'application.award',"
            " 'application', 'AIA-1', '{}', key_id, 'x', 'y' FROM audit_event LIMIT 1"
        )
    )
    db.session.commit()
    page = client.get(f"{PATH}/check")
    assert page.h1 == "The audit trail is not whole"
    assert "1 does not follow from the one before" in page.text
    assert "Funded the application" in page.text


def test_events_without_words_read_as_they_are_written(app: Flask) -> None:
    assert events.says("case_study.take_down") == "Take down"
    assert events.says("application.submit") == "Submitted the application"
    assert events.kind_says("panel_seat") == "Panel seat"
    assert events.details({"a_b": [None, True], "applications": ["A", "B"], "n": {"k": ""}}) == [
        ("A b", "nothing", "yes"),
        ("Applications", "A, B", None),
        ("N", "K: nothing", None),
    ]


def test_a_thing_is_found_by_every_address_that_it_has_had(client: CheckedClient) -> None:
    study = case_studies.published(case_studies.funded(title="Doors that open"))
    reference = study.application.reference if study.application else ""
    client.sign_in(user(roles=(Role.AUDITOR,)))
    now = [what for what, _ in shown(client, f"?subject={study.slug}&event=case_study")]
    assert now == [what for what, _ in shown(client, f"?subject={reference}&event=case_study")]
    assert {"Started a case study", "Agreed the case study", "Published the case study"} <= set(now)
    assert {about for _, about in shown(client, "?event=case_study")} == {study.slug}


def test_a_person_is_erased_and_what_they_did_stays(client: CheckedClient, app: Flask) -> None:
    gone = user("Kimberley Rare", "kimberley@rare.example", roles=(Role.STAFF,))
    boss = user(roles=(Role.ADMIN,))
    home, actor = organisation(gone), actor_of(boss)
    run = app.test_cli_runner().invoke
    done = run(args=["audit", "erase-person", "kimberley@rare.example"])
    assert done.exit_code == 1
    assert "Suspend the account first" in done.output
    suspend(people.user_by_email(gone.email), actor=actor)
    db.session.commit()
    done = run(args=["audit", "erase-person", "kimberley@rare.example"])
    assert (done.exit_code, done.output) == (
        0, f"The trail names account {gone.id} as Erased person now.\n",
    )  # fmt: skip
    client.sign_in(user(roles=(Role.AUDITOR,)))
    page = client.get(PATH)
    assert "Kimberley" not in page.text and "rare.example" not in page.text
    assert ("Erased the person’s name from the trail", "Erased person") in shown(client)
    assert shown(client, "?person=Kimberley") == []
    found = client.get(f"{PATH}?subject={home.reference}")
    assert "Erased person" in found.text, "who added the organisation was somebody, once"
    assert list(audit.verify_chain()) == []


def test_the_trail_is_written_to_a_file(app: Flask, tmp_path: Path) -> None:
    boss = user("=1+1", "root@example.org", roles=(Role.ADMIN,))
    ada = user("Ada Okafor", "ada@example.org")
    add_role(ada, Role.ASSESSOR, actor=actor_of(boss))
    db.session.commit()
    run = app.test_cli_runner().invoke
    lines = run(args=["audit", "export", "--format", "jsonl", "--out", "-", "--subject",
                      "ada@example.org"]).output.splitlines()  # fmt: skip
    rows = [json.loads(line) for line in lines]
    assert [row["event"] for row in rows][::2] == ["user_account.create", "user_account.add_role"]
    assert rows[-1]["who"] == "=1+1" and rows[-1]["changes"] == {
        "roles": [["staff"], ["assessor", "staff"]]
    }
    out = tmp_path / "trail.csv"
    done = run(args=["audit", "export", "--out", str(out), "--event", "user_account.add_role"])
    assert done.output == f"Wrote 1 events to {out}\n"
    heading, row = csv.reader(out.read_text("utf-8").splitlines())
    assert heading[:4] == ["number", "at", "who", "event"]
    assert row[2] == "'=1+1", "no spreadsheet takes it for a formula"
    assert len(row[7]) == 64
    last = db.session.scalars(
        select(audit.AuditEvent).order_by(audit.AuditEvent.id.desc()).limit(1)
    ).one()
    assert (last.verb, last.changes["rows"]) == ("trail.export", 1)
