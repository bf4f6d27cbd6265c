"""The list of a round's assessors with sheets to come."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from award.assessment.queries.chasing import ChaseRow, to_chase
from award.assessment.queries.lists import staff_round
from award.assessment.rules.chasing import REASONS, SILENT_FOR, Chase, ago
from award.assessment.rules.profiles import PANELS
from award.foundation import clock
from award.foundation.columns import Column, Kind, Link, Note, Part
from award.foundation.marking import PERSONAL
from award.foundation.policy import Actor
from award.foundation.tables import Filter, ListView, Page, View, page_of
from award.rounds.models import Round

TO_DECLARE, TO_SCORE, LATE, NEVER = "to_declare", "to_score", "late", "never"
TOLD = {str(key): words for key, words in REASONS.items()}


def chasing_in(actor: Actor, round_: Round, view: View[ChaseRow]) -> Page[ChaseRow]:
    """Those that were asked for, a page at a time."""
    return page_of(_asked(to_chase(actor, round_), view), view)


def _asked(rows: Collection[ChaseRow], view: View[ChaseRow]) -> list[ChaseRow]:
    todo, told, words = view.one("todo"), view.one("reminded"), view.q.casefold()
    silent = int(view.one("silent") or 0)
    now = clock.now()

    def wanted(row: ChaseRow) -> bool:
        return (
            (not words or words in row.name.casefold() or words in row.email.casefold())
            and (todo != TO_DECLARE or row.to_declare > 0)
            and (todo != TO_SCORE or row.to_score > 0)
            and (todo != LATE or row.due_at <= now)
            and row.silent_for(now) >= silent
            and (told != NEVER or not row.reminded)
            and (told in ("", NEVER) or row.was_told(Chase(told)))
        )

    return [row for row in rows if wanted(row)]


def all_asked(actor: Actor, round_: Round, view: View[ChaseRow]) -> list[ChaseRow]:
    """Everybody on the list that was asked for, on whatever page."""
    return _asked(to_chase(actor, round_), view)


def chase_list(round_: Round) -> ListView[ChaseRow]:
    """A round's assessors with sheets to come."""

    def reminders(row: ChaseRow) -> tuple[Part, ...]:
        if not row.reminded:
            return ("Not yet",)
        first, *more = [one.says for one in row.reminded]
        return (first, *map(Note, more))

    def due(row: ChaseRow) -> datetime:
        return row.due_at

    now = clock.now()

    def earliest(at: datetime | None) -> tuple[bool, datetime]:
        return at is not None, at or now

    return ListView(
        "chasing",
        "Assessors with sheets to come",
        (
            Column("name", "Name", lambda r: r.name, sort=lambda r: (r.name.casefold(), r.id),
                   stays=True, names_row=True),
            Column("email", "Email", lambda r: r.email, usual=False),
            Column("panel", "Panel", lambda r: PANELS[r.panel]),
            Column("to_declare", "To declare", lambda r: r.to_declare, Kind.INTEGER,
                   sort=lambda r: r.to_declare, downwards=True),
            Column("to_score", "To score", lambda r: r.to_score, Kind.INTEGER,
                   sort=lambda r: r.to_score, downwards=True),
            Column("submitted", "Submitted", lambda r: r.submitted, Kind.INTEGER,
                   sort=lambda r: r.submitted, downwards=True),
            Column("due_at", "Due", due, Kind.MOMENT, sort=due),
            Column("saved_at", "Last saved", lambda r: r.saved_at, Kind.MOMENT,
                   sort=lambda r: earliest(r.saved_at), shows=lambda r: ago(r.saved_at, now)),
            Column("there_at", "Last signed in", lambda r: r.there_at, Kind.MOMENT,
                   sort=lambda r: earliest(r.there_at), shows=lambda r: ago(r.there_at, now)),
            Column("silent", "Days silent", lambda r: r.silent_for(now), Kind.INTEGER,
                   sort=lambda r: r.silent_for(now), downwards=True, usual=False),
            Column("reminded", "Reminded", lambda r: "; ".join(one.says for one in r.reminded),
                   shows=reminders),
            Column("last", "Last reminded", lambda r: r.last, Kind.MOMENT, sort=lambda r: r.last,
                   usual=False),
            Column("hand_on", "Hand on", lambda r: None, Kind.ACTION,
                   permission="assessment.assign",
                   shows=lambda r: Link("Hand on", "chasing.hand_on",
                                        {"reference": round_.reference, "number": r.id},
                                        f" what {r.name} has to do")),
        ),
        rows=lambda actor, view: chasing_in(actor, round_, view),
        permission="assessment.read_all",
        one="assessor",
        search="Name or email address",
        filters=(
            Filter("todo", "Has", lambda: {TO_DECLARE: "Some to declare", TO_SCORE: "Some to score",
                                           LATE: "Some overdue"}),
            Filter("silent", "Saved nothing for", lambda: {str(days): f"{days} days or more"
                                                           for days in SILENT_FOR}),
            Filter("reminded", "Reminded", lambda: {NEVER: "Never", **TOLD}),
        ),
        sort="name",
        empty="Nobody has sheets to come in this round now.",
        thing=round_,
        download="reporting.export",
        marking=PERSONAL,
    )  # fmt: skip


def chasing_of(actor: Actor, reference: str) -> ListView[ChaseRow] | None:
    """That list of the round with this reference."""

    round_ = staff_round(actor, reference)
    return chase_list(round_) if round_ else None
