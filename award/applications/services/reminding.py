"""Tell whoever writes a draft of its closing: each thing once to each, by whichever worker claims
it first.

A claim is a row that only one transaction can make, or an update that only one can do; the emails
of what it claimed are queued in the same transaction.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import tuple_, update

from award.applications.queries.drafts import Draft
from award.applications.queries.reminders import Told, drafts_of
from award.applications.queries.requests import ToRemind
from award.applications.reminding import ClosingTold, Reminder, SectionReminder
from award.applications.rules.reminders import (
    ReminderKind,
    SectionReminderKind,
    closing_day,
    in_words,
)
from award.foundation import calendars, clock
from award.foundation.acts import act
from award.foundation.db import db
from award.foundation.mail import Attachment
from award.foundation.many import inserting
from award.foundation.outbox import send_many
from award.foundation.policy import Actor
from award.foundation.scopes import within

AT_A_TIME: Final = 200
"""People who are told in one transaction."""
_OF_THE_LEAD: Final = frozenset({"eligibility", "record", "organisation", "co_applicants"})
_SUBMIT: Final = "- Look through it, make the declarations, and submit it"


@act("application.remind")
def remind(kind: ReminderKind, people: Sequence[Told], address: str, *, actor: Actor) -> int:
    """Remind them that it closes, with what is left and an entry for the calendar; how many. Left
    out is whoever was reminded in this way meanwhile."""
    mine = _claimed(kind, people)
    drafts = drafts_of({one.id for one in mine})
    rows = [{"application_id": one.id, "person_id": one.person_id, "closes_at": one.closes_at,
             "moved": 0} for one in mine]  # fmt: skip
    if rows:
        first = inserting(ClosingTold).values(rows).on_conflict_do_nothing()
        db.session.execute(first)
    day = clock.today()
    told = [(one, _reminds(one, drafts[one.id], day)) for one in mine if one.id in drafts]
    return send_many("application.closing", told, actor, lambda one: [_entry_of(one, address)])


def _reminds(one: Told, draft: Draft, today: date) -> Mapping[str, Any]:
    return {
        "when": in_words(closing_day(one.closes_at), today),
        **_left_to_do(draft, leads=one.leads),
    }


@within("draft")
def _left_to_do(draft: Draft, *, leads: bool) -> dict[str, str]:
    """What stands in the way of sending it, by section; for the lead also what only they can do."""
    sections = [
        f"- {row.section.title}: {row.says[:1].lower()}{row.says[1:]}"
        for row in draft.progress.writing
        if row.blocking
    ]
    left = "\n".join(["Sections that still need something:", *sections])
    if not sections:
        left = "Every section has what it needs."
    if not leads:
        return {"left": left, "yours": "Only the lead can submit it."}
    alone = [f"- {one.text}" for one in draft.obstacles if one.step in _OF_THE_LEAD]
    return {"left": left, "yours": "\n".join(["Only you can do this:", *alone, _SUBMIT])}


@act("application.remind")
def tell_of_move(closes_at: datetime, people: Sequence[Told], address: str, *, actor: Actor) -> int:
    """Tell whoever heard of another closing time that it is this one now, and move the entry in
    their calendar; how many."""
    pairs = {(one.id, one.person_id): one for one in people}
    claim = (
        update(ClosingTold)
        .where(
            tuple_(ClosingTold.application_id, ClosingTold.person_id).in_(list(pairs)),
            ClosingTold.closes_at != closes_at,
        )
        .values(closes_at=closes_at, moved=ClosingTold.moved + 1)
        .returning(ClosingTold.application_id, ClosingTold.person_id, ClosingTold.moved)
        .execution_options(synchronize_session=False)
    )
    moved = {(row[0], row[1]): row[2] for row in db.session.execute(claim)}
    told: list[tuple[Any, Mapping[str, Any]]] = [
        (one, {}) for key, one in sorted(pairs.items()) if key in moved
    ]
    return send_many(
        "application.closing_moved", told, actor,
        lambda one: [_entry_of(one, address, moved[one.id, one.person_id])],
    )  # fmt: skip


@act("application.remind")
def tell_unsent(people: Sequence[Told], answers: Mapping[int, Attachment], *, actor: Actor) -> int:
    """Tell them that what they wrote was never sent, with it attached (`answers`, by application);
    how many."""
    mine = _claimed(ReminderKind.UNSENT, people)
    told: list[tuple[Any, Mapping[str, Any]]] = [(one, {}) for one in mine]
    return send_many("application.unsent", told, actor, lambda one: [answers[one.id]])


@act("application.remind")
def remind_of_sections(
    kind: SectionReminderKind, asked: Sequence[ToRemind], *, actor: Actor
) -> int:
    """Remind those who were asked for a section by a day; how many."""
    if not asked:
        return 0
    now = clock.now()
    rows = [{"request_id": one.request_id, "kind": kind, "at": now} for one in asked]
    claim = inserting(SectionReminder).values(rows).on_conflict_do_nothing()
    mine = set(db.session.scalars(claim.returning(SectionReminder.request_id)))
    told: list[tuple[Any, Mapping[str, Any]]] = [
        (one, {"when": in_words(one.due_on, clock.today())})
        for one in asked
        if one.request_id in mine
    ]
    return send_many("section_request.due", told, actor)


def _claimed(kind: ReminderKind, people: Sequence[Told]) -> list[Told]:
    """Those of them whom nobody else tells."""
    if not people:
        return []
    now = clock.now()
    rows = [{"application_id": one.id, "person_id": one.person_id, "kind": kind,
             "closes_at": one.closes_at, "at": now} for one in people]  # fmt: skip
    claim = inserting(Reminder).values(rows).on_conflict_do_nothing()
    made: Collection[Any] = db.session.execute(
        claim.returning(Reminder.application_id, Reminder.person_id)
    ).all()
    mine = {(row[0], row[1]) for row in made}
    return [one for one in people if (one.id, one.person_id) in mine]


def _entry_of(one: Told, address: str, moved: int | None = None) -> Attachment:
    """The closing time for a calendar; `address` is that of the service."""
    page = f"{address}/applications/{one.reference}"
    entry = calendars.Entry(
        uid=calendars.uid(f"closing-{one.reference}", address),
        sequence=one.moved if moved is None else moved,
        by=one.closes_at,
        summary=f"Closing: {one.named}",
        description=f"{one.round_title} closes, and nothing can be sent after that.\n{page}",
        url=page,
    )
    return calendars.attached(entry, f"{one.reference}-closing.ics")
