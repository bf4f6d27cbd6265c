"""An assessor at the round's meeting, who reads along; and what they may not know of meetings."""

from __future__ import annotations

from sqlalchemy import insert, select, update

from award.proofs.copying import Copy
from award.proofs.facts import TABLES, Facts
from award.proofs.rules import OTHER


def sit(copy: Copy, round_id: int, person: int) -> None:
    """They are recorded as there, in the copy."""
    seat = TABLES["meeting_seat"]
    there = select(seat.c.id).where(
        seat.c.round_id == round_id, seat.c.person_id == person, seat.c.went_at.is_(None)
    )
    if copy.connection.scalar(there) is None:
        copy.connection.execute(
            insert(seat).values(
                round_id=round_id, person_id=person, came_at=copy.at, noted_by_id=person
            )
        )


def meetings(copy: Copy, facts: Facts, person: int) -> None:
    """What is written of applications that they don't read along or chair; who else is there, and
    who of them left the room. Who chairs knows that of what they read."""
    heard, chairs = facts.minuted(person), bool(facts.moderated(person))
    minute, left = TABLES["meeting_minute"], TABLES["left_the_room"]
    for key in {*facts.applications} - heard:
        if key in facts.minutes:
            copy.connection.execute(
                update(minute)
                .where(minute.c.application_id == key)
                .values(words=minute.c.words + f" {OTHER}")
            )
        else:
            copy.connection.execute(
                insert(minute).values(
                    application_id=key, words=OTHER, in_note="", written_at=copy.at,
                    written_by_id=person, version=1,
                )
            )  # fmt: skip
    if not chairs:
        for other in {*facts.assessors} - {person}:
            sit(copy, facts.round.id, other)
    gone = {
        (one.application_id, one.assessor_id)
        for one in facts.others(person)
        if (one.application_id in heard) != chairs
    }
    for application, other in sorted(gone - facts.left):
        copy.connection.execute(
            insert(left).values(
                application_id=application, person_id=other, left_at=copy.at, tied=False,
                noted_by_id=person,
            )
        )  # fmt: skip
