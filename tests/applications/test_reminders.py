"""The clock goes through a whole round whose dates are edited: everybody is told once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
import sqlalchemy as sa
from docx import Document
from flask import Flask
from icalendar import Calendar

from award.accounts.models import User
from award.applications.models import Application
from award.applications.queries import reminders as reads
from award.applications.queries.applications import own_application
from award.applications.queries.team import collaborator_who_is
from award.applications.reminders import remind
from award.applications.rules import reminders as rules
from award.applications.rules.reminders import ReminderKind, begins
from award.applications.rules.states import CollaboratorRole, ExtensionKind
from award.applications.services import extending, reminding, submitting, team
from award.foundation import audit, clock
from award.foundation.clock import LONDON
from award.foundation.db import db, transaction
from award.foundation.outbox import OutboxAttachment, OutboxMessage
from award.foundation.policy import SYSTEM
from award.own_data.services.closing import close_account
from award.rounds.models import Round
from award.rounds.services.rounds import update_round
from tests.accounts.letters import told
from tests.build import accounts, applications, rounds
from tests.build import team as teams
from tests.statements import counting

ADDRESS = "http://localhost"


def entry_with(letter: OutboxMessage) -> Any:
    """The one entry of the calendar that goes with it."""
    query = sa.select(OutboxAttachment).where(OutboxAttachment.message_id == letter.message_id)
    file = db.session.scalars(query).one()
    assert file.media == "text/calendar; method=PUBLISH; charset=utf-8"
    calendar = Calendar.from_ical(file.content)
    assert calendar["method"] == "PUBLISH"
    (event,) = calendar.walk("VEVENT")
    return event


def kinds_had() -> Counter[tuple[str, str, str]]:
    """By application, address and days left as the subject says it."""
    return Counter(
        (letter.subject.rpartition(": ")[2], letter.recipient, letter.subject.split(":")[0])
        for letter in told("application.closing")
    )


def until(end: datetime) -> Iterator[datetime]:
    """Now, and each day in London's morning, after noon and at night."""
    at = clock.now()
    yield at
    midnight = datetime.combine(clock.today(), datetime.min.time(), LONDON)
    while midnight < end:
        yield from (one for hour in (9, 13, 22) if (one := midnight + timedelta(hours=hour)) > at)
        midnight += timedelta(days=1)


@pytest.fixture
def round_(app: Flask) -> Round:
    """It closes in 20 days, at noon."""
    noon = datetime.combine(clock.today() + timedelta(days=20), datetime.min.time(), LONDON)
    return rounds.open_round(closes_at=noon + timedelta(hours=12))


@pytest.fixture
def draft(round_: Round) -> Application:
    lead = accounts.user("Ada Lead", "ada@example.org", roles=())
    return applications.draft(round_, lead, answers={"project_title": "Calls"})


def move(round_: Round, closes_at: datetime) -> None:
    values = rounds.changed(rounds.whole(round_.id), closes_at=closes_at,
                            assessment_due_at=closes_at + timedelta(days=40))  # fmt: skip
    with transaction():
        update_round(rounds.whole(round_.id), values, actor=SYSTEM, reason="People asked for it")


def test_a_whole_round_with_edits_of_its_dates(round_: Round, draft: Application) -> None:
    """Five drafts: of a team; with an extension; submitted in between; withdrawn; whose lead closes
    the account. Its closing moves twice. Nobody hears anything twice, nobody too little."""
    staff = accounts.user("Sam Staff")
    editor = teams.collaborator(draft, CollaboratorRole.EDITOR, "Bea Editor")
    teams.collaborator(draft, CollaboratorRole.VIEWER, "Vic Viewer")
    gone = teams.collaborator(draft, CollaboratorRole.EDITOR, "Lee Left")
    later = applications.draft(round_, accounts.user("Ext Lead", "ext@example.org", roles=()))
    sent = applications.complete(round_, accounts.user("Sent Lead", "sent@example.org", roles=()))
    dropped = applications.draft(round_, accounts.user("Wit Lead", "wit@example.org", roles=()))
    leaver = accounts.user("Cay Closed", "cay@example.org", roles=())
    applications.draft(round_, leaver)
    begun, first = clock.now(), round_.closes_at
    acts = {
        4: lambda: teams_leave(draft, gone),
        8: lambda: move(round_, first + timedelta(days=9)),  # after "14 days" was said
        12: lambda: withdraw(dropped),
        13: lambda: shut(leaver),
        19: lambda: submit(sent),
        24: lambda: extend(later, staff, first + timedelta(days=15)),
        28: lambda: move(round_, first + timedelta(days=11)),  # after "2 days" was said
    }
    for at in until(begun + timedelta(days=42)):
        with clock.at(at):
            for day in [day for day in acts if begun + timedelta(days=day) <= at]:
                acts.pop(day)()
            remind()
            remind()
    had = kinds_had()
    assert set(had.values()) == {1}
    by_person = {
        who: [letter.subject.split(":")[0] for letter in told("application.closing")
              if letter.recipient == who]
        for who in {letter.recipient for letter in told("application.closing")}
    }  # fmt: skip
    every = ["Closes in 14 days", "Closes in 7 days", "Closes in 2 days", "Closes today"]
    assert by_person == {
        "ada@example.org": every,
        editor.email: every,
        "ext@example.org": every,
        # Reminded of 14 days of the first date, before they were through with it:
        "sent@example.org": every[:1],
        "wit@example.org": every[:1],
        # Closed before any later one was due; the letter before that names nobody any more:
        f"former-user-{leaver.id}@erased.invalid": every[:1],
    }
    moved = Counter(letter.recipient for letter in told("application.closing_moved"))
    assert moved["ada@example.org"] == moved[editor.email] == 2
    assert moved["ext@example.org"] == 2, "its round moved, then its own extension"
    unsent = told("application.unsent")
    assert sorted(letter.recipient for letter in unsent) == sorted(
        ["ada@example.org", editor.email]
    )


def teams_leave(draft: Application, person: User) -> None:
    with transaction():
        actor = accounts.actor_of(accounts.account_of(person.id))
        row = collaborator_who_is(actor, draft.id)
        assert row is not None
        team.leave(row, actor=actor)


def withdraw(draft: Application) -> None:
    actor = accounts.actor_of(accounts.account_of(draft.lead_id))
    with transaction():
        submitting.withdraw(fresh(draft), actor=actor)


def submit(draft: Application) -> None:
    actor = accounts.actor_of(accounts.account_of(draft.lead_id))
    with transaction():
        submitting.submit(fresh(draft), actor=actor, received_at=clock.now())


def shut(person: User) -> None:
    with transaction():
        close_account(actor=accounts.actor_of(accounts.account_of(person.id)))


def extend(draft: Application, staff: User, until: datetime) -> None:
    with transaction():
        grant = extending.Grant(until, ExtensionKind.CIRCUMSTANCES, "A fire")
        actor = accounts.actor_of(accounts.account_of(staff.id))
        extending.extend(fresh(draft), grant, actor=actor)


def fresh(draft: Application) -> Application:
    found = own_application(accounts.actor_of(accounts.account_of(draft.lead_id)), draft.reference)
    assert found is not None
    return found


def at_days(round_: Round, days: int, hour: int = 9) -> datetime:
    day = rules.closing_day(round_.closes_at) - timedelta(days=days)
    return datetime.combine(day, datetime.min.time(), LONDON) + timedelta(hours=hour)


def test_it_names_what_is_left_and_what_only_the_lead_can_do(
    round_: Round, draft: Application
) -> None:
    editor = teams.collaborator(draft, CollaboratorRole.EDITOR)
    with clock.at(at_days(round_, 7)):
        remind()
    (to_lead, to_editor) = told("application.closing")
    assert to_editor.recipient == editor.email
    for letter in (to_lead, to_editor):
        assert "It closes in 7 days: " in letter.body
        assert "Sections that still need something:\n- " in letter.body
        assert f"{ADDRESS}/applications/{draft.reference}" in letter.body
    assert "Only you can do this:\n- Choose the organisation that leads\n- Look" in to_lead.body
    assert "Only you" not in to_editor.body and "Only the lead can submit it." in to_editor.body


def test_the_entry_for_a_calendar_moves_with_the_closing(round_: Round, draft: Application) -> None:
    with clock.at(at_days(round_, 7)):
        remind()
        (letter,) = told("application.closing")
        first = entry_with(letter)
        assert first["dtend"].dt == round_.closes_at and first["sequence"] == 0
        assert draft.reference in first["summary"]
        move(round_, round_.closes_at + timedelta(days=3))
        remind()
        assert told("application.closing_moved") == [], "it may be changed again at once"
    with clock.at(at_days(round_, 7, hour=10)):
        remind()
        remind()
    (moved,) = told("application.closing_moved")
    second = entry_with(moved)
    assert second["uid"] == first["uid"] and second["sequence"] == 1
    assert second["dtend"].dt == db.session.get_one(Round, round_.id).closes_at


def test_what_was_never_sent_is_said_once_with_its_answers(
    round_: Round, draft: Application
) -> None:
    applications.draft(round_, accounts.user("Nil Empty", "nil@example.org", roles=()))
    with clock.at(round_.closes_at + timedelta(minutes=1)):
        remind()
        assert told("application.unsent") == [], "a request may still be waiting for its turn"
    with clock.at(round_.closes_at + timedelta(minutes=6)):
        remind()
        remind()
    (letter,) = told("application.unsent")
    assert letter.recipient == "ada@example.org"
    file = db.session.scalars(
        sa.select(OutboxAttachment).where(OutboxAttachment.message_id == letter.message_id)
    ).one()
    assert file.name == f"{draft.reference}-answers.docx"
    words = "\n".join(one.text for one in Document(BytesIO(file.content)).paragraphs)
    assert "Calls" in words
    with clock.at(round_.closes_at + timedelta(days=40)):
        remind()
    assert len(told("application.unsent")) == 1


def test_of_two_workers_one_tells(round_: Round, draft: Application) -> None:
    with clock.at(at_days(round_, 7)):
        moment = begins(ReminderKind.WEEK, round_.closes_at)
        people = reads.to_remind(ReminderKind.WEEK, [round_.closes_at], moment)
        for _ in range(2):
            with transaction():
                reminding.remind(ReminderKind.WEEK, people, ADDRESS, actor=SYSTEM)
    assert len(told("application.closing")) == 1


def test_many_drafts_cost_no_more_statements(round_: Round, draft: Application) -> None:
    def statements() -> int:
        with clock.at(at_days(round_, 7)), counting() as asked:
            remind()
        db.session.execute(sa.delete(reads.Reminder))
        db.session.commit()
        return len(asked)

    few = statements()
    table: Any = Application.__table__
    row = dict(db.session.execute(sa.select(table)).mappings().one())
    copies = [{**row, "id": row["id"] + n, "reference": f"AIA-M{n}"} for n in range(1, 100)]
    db.session.execute(sa.insert(table), copies, execution_options=audit.AS_TOLD)
    db.session.commit()
    assert statements() == few
    assert len(told("application.closing")) == 1 + 100
