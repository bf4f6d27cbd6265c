from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import DatabaseError

from award.accounts.models import User
from award.foundation import audit, clock
from award.foundation.audit import AuditEvent, AuditName, AuditPerson
from award.foundation.audit.keys import keyring, name_of
from award.foundation.audit.writing import MANY
from award.foundation.db import db, transaction
from award.foundation.many import on_postgresql
from award.foundation.policy import SYSTEM, Actor
from tests.build import case_studies

WORDS = "Nobody may read this sentence in the trail"


def someone(email: str = "kim@example.org") -> User:
    return User(email=email, name="Kim Example")


def events() -> list[AuditEvent]:
    return list(db.session.scalars(sa.select(AuditEvent).order_by(AuditEvent.id)))


def everything_owned() -> str:
    """Every value of every row of the trail's tables."""
    rows = [
        row for model in (AuditEvent, AuditName, AuditPerson)
        for row in db.session.execute(sa.select(*model.__table__.columns))
    ]  # fmt: skip
    return "\n".join(str(tuple(row)) for row in rows)


def test_an_event_is_chained_to_the_one_before(app: Flask) -> None:
    with transaction():
        user = someone()
        db.session.add(user)
        audit.record(SYSTEM, "user_account.create", user, {"roles": [[], []]})
        audit.record(SYSTEM, "export.create", "shortlist ASC-1")
    first, second = events()
    assert first.previous_hash == audit.GENESIS
    assert second.previous_hash == first.hash
    assert (first.subject_kind, first.subject_id, first.subject_name) == (
        "user_account", user.id, "",
    )  # fmt: skip
    assert (second.subject_kind, second.subject_id) == ("export", None)
    assert list(audit.verify_chain()) == []


@pytest.mark.each_database
@pytest.mark.parametrize("count", [400, 1200])
def test_many_events_are_written_by_one_statement_and_chained(app: Flask, count: int) -> None:
    """The more of the two by COPY on PostgreSQL."""
    kim = Actor(7, "Kim Example", "kim@example.org")
    entries = [
        audit.Entry(kim, "round.export", audit.Thing("round", n, f"R-{n}"), {"rows": n})
        for n in range(count)
    ]
    from tests.statements import counting

    with transaction():
        audit.record_many(entries)
        with counting() as statements:
            db.session.commit()
    inserts = [text for text in statements.writes if text.startswith("INSERT INTO audit_event")]
    assert len(inserts) == (0 if on_postgresql() and count > MANY else 1)
    assert [event.changes["rows"] for event in events()] == list(range(count))
    assert list(audit.verify_chain()) == []
    assert db.session.scalar(sa.select(sa.func.count()).select_from(AuditPerson)) == 1


def test_a_change_without_an_event_is_refused(app: Flask) -> None:
    with pytest.raises(audit.UnauditedChange, match="user_account"), transaction():
        db.session.add(someone())


def test_words_are_kept_as_length_and_digest(app: Flask) -> None:
    changes = {
        "note": [None, WORDS], "list": [WORDS, {"in": WORDS}], "yes": "yes", "outcome": "fund",
        "n": 4, "at": datetime(2026, 3, 1, 12, tzinfo=UTC), "nothing": "",
    }  # fmt: skip
    with transaction():
        audit.record(SYSTEM, "export.create", "list", changes, codes={"outcome"})
    kept = events()[0].changes
    assert WORDS not in everything_owned()
    assert kept["note"][1]["characters"] == len(WORDS)
    assert kept["note"][1] == kept["list"][0] == kept["list"][1]["in"]
    assert kept["yes"]["characters"] == 3, "one word is somebody's word too"
    assert (kept["outcome"], kept["n"], kept["nothing"]) == ("fund", 4, "")
    assert kept["at"] == "2026-03-01T12:00:00+00:00"
    assert audit.fits([1, "a"], audit.digest_of([1, "a"]))
    assert not audit.fits([1, "b"], audit.digest_of([1, "a"]))


def test_a_sitting_leaves_one_event_until_somebody_else_does_something(app: Flask) -> None:
    kim, lee = (Actor(n, name) for n, name in ((1, "Kim"), (2, "Lee")))
    with transaction():
        user = someone()
        db.session.add(user)
        audit.record(SYSTEM, "user_account.create", user)
    moments = iter(clock.now() + timedelta(minutes=n) for n in (1, 2, 29, 40, 41, 42))
    for actor in (kim, kim, kim, kim, lee, kim):
        with clock.at(next(moments)), transaction():
            user.name += "."
            audit.record_sitting(actor, "user_account.rename", user, {"name": user.name})
    names = [
        db.session.get_one(AuditPerson, event.person_id).name
        for event in events() if event.verb == "user_account.rename"
    ]  # fmt: skip
    assert names == ["Kim", "Kim", "Lee", "Kim"]


@pytest.mark.parametrize(
    "statement", ["UPDATE audit_event SET verb = 'x'", "DELETE FROM audit_event",
                  "UPDATE audit_person SET name = 'Mallory'", "UPDATE audit_person SET user_id = 9"]
)  # fmt: skip
def test_the_database_refuses_to_change_history(app: Flask, statement: str) -> None:
    with transaction():
        audit.record(SYSTEM, "export.create", "shortlist ASC-1")
    with pytest.raises(DatabaseError, match="never changed"), db.session.begin_nested():
        db.session.execute(sa.text(statement))


def test_who_can_write_but_has_no_key_cannot_make_a_chain(app: Flask) -> None:
    """The same rows, hashed by the same rule with another key, are found."""
    with transaction():
        audit.record(SYSTEM, "export.create", "shortlist ASC-1")
    last = events()[-1]
    forged = AuditEvent(
        at=last.at, person_id=last.person_id, verb="application.award", subject_kind="application",
        subject_id=1, subject_name="AIA-1", changes={}, key_id=last.key_id,
        previous_hash=last.hash, hash="f" * 64,
    )  # fmt: skip
    db.session.add(forged)
    db.session.flush()
    assert list(audit.verify_chain()) == [
        f"event {forged.id} (application.award, {last.at.isoformat()}) does not follow the chain"
    ]


def test_keys_are_changed_and_old_events_still_verify(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = app.config["SETTINGS"]
    with transaction():
        audit.record(SYSTEM, "export.create", "before")
    old = settings.audit_key
    monkeypatch.setitem(app.config, "SETTINGS", settings.model_copy(update={"audit_key": "n" * 40}))
    assert f"keyed with {name_of(old)}" in next(audit.verify_chain())
    new = {"audit_key": "n" * 40, "audit_old_keys": f"{'x' * 40}, {old}"}
    monkeypatch.setitem(app.config, "SETTINGS", settings.model_copy(update=new))
    with transaction():
        audit.record(SYSTEM, "export.create", "after")
    assert [event.key_id for event in events()] == [name_of(old), keyring().current]
    assert list(audit.verify_chain()) == []


def test_erasing_a_person_leaves_the_chain_whole_and_the_name_nowhere(app: Flask) -> None:
    kim = Actor(41, "Kimberley Rare", "kimberley@rare.example")
    with transaction():
        audit.record(kim, "export.create", "list", {"who": kim.name})
        user = User(id=41, email=kim.email, name=kim.name)
        db.session.add(user)
        audit.record(SYSTEM, "user_account.create", user)
        other = someone()
        db.session.add(other)
        audit.record(SYSTEM, "user_account.create", other)
    assert "Kimberley Rare" in everything_owned()
    with transaction():
        audit.erase_person(41, actor=SYSTEM)
    kept = everything_owned()
    assert "Kimberley" not in kept and "rare.example" not in kept
    assert "kim@example.org" in kept, "nobody else is erased"
    assert audit.ERASED in kept
    assert list(audit.verify_chain()) == []
    assert events()[-1].verb == "user_account.erase"
    assert events()[-1].subject_id == 41


def test_a_name_that_was_changed_or_taken_away_is_told(app: Flask) -> None:
    with transaction():
        audit.record(Actor(41, "Kim"), "export.create", "list")
    person = db.session.scalars(sa.select(AuditPerson)).one()
    erased = {"name": audit.ERASED, "address": "", "salt": ""}
    db.session.execute(sa.update(AuditPerson).values(erased))
    assert list(audit.verify_chain()) == [
        f"person {person.id} (account 41) was erased, and no event says so"
    ]
    false = AuditPerson(user_id=5, name="Mallory", address="", salt="s", mark="m")
    db.session.add(false)
    db.session.flush()
    assert list(audit.verify_chain())[1:] == [
        f"person {false.id} (account 5) has another name than when it was kept",
        f"person {false.id} (account 5) stands in the trail, and its events are missing",
    ]


def _without_events(after: int) -> None:
    """As whoever owns the database can: the refusals are dropped, then the events."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(sa.text("DROP TRIGGER audit_event_frozen ON audit_event"))
    else:
        for verb in ("update", "delete"):
            db.session.execute(sa.text(f"DROP TRIGGER audit_event_frozen_{verb}"))
    db.session.execute(sa.text("DELETE FROM audit_event WHERE id > :after"), {"after": after})


@pytest.mark.parametrize("kept", [0, 1])
def test_what_an_emptied_or_shortened_trail_leaves_behind_tells(app: Flask, kept: int) -> None:
    kim = Actor(41, "Kim Example")
    run = app.test_cli_runner().invoke
    with transaction():
        audit.record(Actor(40, "Lee Example"), "export.create", "shortlist ASC-1")
        audit.record(kim, "export.create", "shortlist ASC-2")
        person = someone()
        db.session.add(person)
        audit.record(kim, "user_account.create", person)
        audit.record(kim, "round.update", audit.Thing("round", 7, "ASC-7"), {"x": 1})
    assert run(args=["audit", "verify"]).exit_code == 0
    first = events()[0].id
    _without_events(first if kept else 0)
    done = run(args=["audit", "verify"])
    assert done.exit_code == 1
    assert "whole" not in done.output
    assert "(account 41) stands in the trail, and its events are missing" in done.output
    assert f"(account {person.id}) stands in the trail" in done.output
    assert ("(account 40)" in done.output) is not bool(kept)
    assert "round 7 (ASC-7) stands in the trail" in done.output


def test_moves_that_no_event_tells_of_are_named(app: Flask) -> None:
    study = case_studies.published(case_studies.funded(title="Doors that open"))
    run = app.test_cli_runner().invoke
    assert run(args=["audit", "verify"]).exit_code == 0
    published = AuditEvent.verb == "case_study.publish"
    _without_events(db.session.scalars(sa.select(AuditEvent.id).where(published)).one() - 1)
    done = run(args=["audit", "verify"])
    assert done.exit_code == 1
    assert f"case_study {study.id}: publish 1 times, the trail says 0 times" in done.output


def test_the_command_says_whether_the_trail_holds_what_was_noted_down(app: Flask) -> None:
    run = app.test_cli_runner().invoke
    assert run(args=["audit", "verify"]).output == "The chain is whole.\n"
    with transaction():
        audit.record(SYSTEM, "export.create", "shortlist ASC-1")
        audit.record(SYSTEM, "export.create", "shortlist ASC-2")
    first, last = events()
    ends = f"Last event {last.id}, fingerprint {last.hash}\n"
    assert run(args=["audit", "verify"]).output == f"The chain is whole.\n{ends}"
    done = run(args=["audit", "verify", "--expect", str(first.id), first.hash.upper()])
    held = f"It holds event {first.id} as it was noted down.\n"
    assert (done.exit_code, done.output) == (0, f"The chain is whole.\n{held}{ends}")
    done = run(args=["audit", "verify", "--expect", str(last.id + 1), last.hash])
    assert done.exit_code == 1
    assert f"The trail holds no event {last.id + 1}: its end was cut off" in done.output
    done = run(args=["audit", "verify", "--expect", str(first.id), last.hash])
    assert done.exit_code == 1
    assert f"Event {first.id} has another fingerprint: {first.hash}" in done.output
