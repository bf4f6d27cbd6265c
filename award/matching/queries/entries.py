"""Who reads what in a draft, and why: a list, and one line of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select

from award.accounts.models import User
from award.applications.models import Application
from award.assessment.models.people import AssessorProfile
from award.assessment.queries.profiles import offered
from award.assessment.queries.reach import visible_applications
from award.assessment.queries.workload import sits_on
from award.foundation.columns import Column, Kind, Link, Note
from award.foundation.db import db
from award.foundation.many import among
from award.foundation.names import keys_as_one, named, named_in, reference_key
from award.foundation.paging import paged
from award.foundation.policy import Actor
from award.foundation.scopes import within
from award.foundation.tables import Filter, ListView, Page, View
from award.interests.models import InterestConflict
from award.interests.rules.conflicts import Tie, from_data
from award.matching.models import Draft, DraftEntry, DraftLine
from award.matching.queries import lines
from award.rounds.rules.criteria import LIVED

SHOWN = {
    "look": "Needs a look",
    "short": "Short of readers",
    "undecided": "Wait for a decision",
    "barred": "Can’t be asked any more",
    "accepted": "A possible conflict was accepted",
    "by_hand": "Changed by hand",
    "refused": "Could not be asked",
}
RELEASED = {key: words for key, words in SHOWN.items() if key not in ("look", "short")}
"""How many are short is so of a draft that is not released."""


@dataclass(frozen=True)
class Reading:
    """Somebody who would read an application, and why. `tie`: what is between them now: while
    nothing became of the line, or for good where staff have decided that they may."""

    person_id: int
    reference: str
    name: str
    lived: bool
    fits: Sequence[str]
    by_hand: bool
    refused: str
    asked: bool
    tie: Tie | None


def why(fits: Sequence[str], by_hand: bool, words: Mapping[str, str]) -> str:
    """Why somebody would read an application."""
    known = [words[one] for one in fits if one in words][:3]
    return "; ".join([*known, *(["chosen by hand"] if by_hand else [])]) or "to share out the work"


@dataclass(frozen=True)
class EntryRow:
    """An application in a draft."""

    application_id: int
    reference: str
    title: str
    wanted: int
    lived: int | None
    short: int
    readers: tuple[Reading, ...] = ()

    def wanted_of(self, lived: bool) -> int:
        """Of one of the panels; of anybody where it doesn't matter which."""
        if self.lived is None:
            return self.wanted
        return self.lived if lived else self.wanted - self.lived


@within("draft")
def entries_listed(
    actor: Actor, draft: Draft, view: View[EntryRow], words: Mapping[str, str]
) -> Page[EntryRow]:
    """Applications a page at a time, then everybody who would read one of them: three statements,
    however many."""
    query = (
        select(
            DraftEntry.application_id, Application.reference, Application.title,
            DraftEntry.wanted, DraftEntry.lived, DraftEntry.short,
        )
        .join(Application, Application.id == DraftEntry.application_id)
        .where(DraftEntry.draft_id == draft.id, visible_applications(actor))
    )  # fmt: skip
    if show := view.one("show"):
        query = query.where(_asked_for(show))
    if view.q:
        keys = keys_as_one(reference_key(Application.reference), Application.title_key)
        query = query.where(or_(named_in(view.q, *keys), _read_by(view.q)))

    def rows(found: Sequence[Any]) -> list[EntryRow]:
        readers = readers_of(draft, {row[0] for row in found})
        return [replace(EntryRow(*row), readers=tuple(readers.get(row[0], ()))) for row in found]

    return paged(query, view, Application.reference, rows=rows)


@within()
def _asked_for(show: str) -> ColumnElement[bool]:
    if show == "short":
        return DraftEntry.short > 0
    conditions: dict[str, Any] = {
        "accepted": lines.accepted(),
        "undecided": lines.undecided(),
        "barred": lines.barred(),
        "by_hand": DraftLine.by_hand,
        "refused": DraftLine.refused != "",
    }
    if show == "look":
        return or_(DraftEntry.short > 0, exists().where(_own_lines(), or_(*conditions.values())))
    return exists().where(_own_lines(), conditions[show])


def _own_lines() -> ColumnElement[bool]:
    return and_(
        DraftLine.draft_id == DraftEntry.draft_id,
        DraftLine.application_id == DraftEntry.application_id,
    )


@within()
def _read_by(name: str) -> ColumnElement[bool]:
    """Over entries: somebody of this name would read it."""
    lines_of = select(DraftLine.person_id).join(User, User.id == DraftLine.person_id)
    return lines_of.where(_own_lines(), named(name, User.name_key)).exists()


@within("application_ids")
def readers_of(draft: Draft, application_ids: Collection[int]) -> dict[int, list[Reading]]:
    """By application, who would read it, by name."""
    kept = InterestConflict
    shown: list[Any] = [
        DraftLine.application_id, DraftLine.person_id, User.reference, User.name,
        sits_on() == LIVED,
        DraftLine.fits, DraftLine.by_hand, DraftLine.refused, DraftLine.released_at.is_not(None),
        kept.hard, kept.reasons, kept.settled,
    ]  # fmt: skip
    between = and_(
        kept.application_id == DraftLine.application_id, kept.person_id == DraftLine.person_id,
        kept.settled | lines.to_come(),
    )  # fmt: skip
    query = (
        select(*shown)
        .join(User, User.id == DraftLine.person_id)
        .outerjoin(AssessorProfile, AssessorProfile.user_id == User.id)
        .outerjoin(kept, between)
        .where(DraftLine.draft_id == draft.id, among(DraftLine.application_id, application_ids))
        .order_by(User.name_key, User.id)
    )
    found: dict[int, list[Reading]] = {}
    rows: list[Any] = list(db.session.execute(query))
    for row in rows:
        known = row.hard is not None
        tie = Tie(row.hard, from_data(row.reasons), row.settled) if known else None
        found.setdefault(row[0], []).append(Reading(*[*row[1:9], tie]))
    return found


def entry_of(actor: Actor, draft: Draft, reference: str) -> EntryRow | None:
    """One application of a draft, with who would read it."""
    row = db.session.execute(
        select(
            DraftEntry.application_id, Application.reference, Application.title,
            DraftEntry.wanted, DraftEntry.lived, DraftEntry.short,
        )
        .join(Application, Application.id == DraftEntry.application_id)
        .where(
            DraftEntry.draft_id == draft.id,
            Application.reference == reference.upper(),
            visible_applications(actor),
        )
    ).one_or_none()  # fmt: skip
    if row is None:
        return None
    return EntryRow(*row, readers=tuple(readers_of(draft, {row[0]}).get(row[0], ())))


def topic_words() -> dict[str, str]:
    """Topics as words: one statement in a transaction."""
    return {
        f"{topic}/{value}": words
        for topic, options in offered().items()
        for value, words in options.items()
    }


def entries_of(draft: Draft, *, decides: bool) -> ListView[EntryRow]:
    """Who reads what, and why, for somebody who `decides` about possible conflicts or not."""
    where = {"reference": draft.round.reference, "number": draft.number}
    words = topic_words()

    released = draft.released_at is not None

    def became(one: Reading) -> str:
        if not released:
            return ""
        return ", asked" if one.asked else ", not asked" if one.refused else ", not asked yet"

    def said(one: Reading) -> str:
        named = f"{one.name}{' ◆' if one.lived else ''}{became(one)}"
        return f"{named}: {one.refused or why(one.fits, one.by_hand, words)}"

    def nobody(row: EntryRow) -> str:
        return "Nobody yet" if row.wanted else "Has enough already"

    def allowed(tie: Tie) -> str:
        return ", which was accepted" if tie.settled else ""

    def to_know(row: EntryRow) -> list[str]:
        told = [f"{row.short} short"] if row.short and not released else []
        return told + [
            f"{one.name} {one.tie.why}{allowed(one.tie)}" for one in row.readers if one.tie
        ]

    def decide(row: EntryRow) -> list[Link]:
        """To where staff decide about each possible conflict."""
        return [
            Link(f"Decide about {one.name}", "conflicts.show",
                 {"reference": row.reference, "person": one.reference}, f" and {row.reference}")
            for one in row.readers if decides and one.tie and one.tie.open
        ]  # fmt: skip

    before: tuple[Column[EntryRow], ...] = () if released else (
        Column("short", "Short", lambda r: r.short, Kind.INTEGER, sort=DraftEntry.short,
               downwards=True),
    )  # fmt: skip
    change: tuple[Column[EntryRow], ...] = () if released else (
        Column("change", "Change", lambda r: None, Kind.ACTION, permission="matching.draft",
               shows=lambda r: Link("Change", "matching.change",
                                    {**where, "application": r.reference},
                                    f" who reads {r.reference}")),
    )  # fmt: skip
    return ListView(
        "drafted",
        "Who reads what, and why",
        (
            Column("reference", "Reference", lambda r: r.reference, Kind.REFERENCE,
                   sort=Application.reference),
            Column("title", "Application", lambda r: r.title, sort=Application.title_key,
                   names_row=True, stays=True,
                   shows=lambda r: Link(r.title, "assessment_staff.application",
                                        {"reference": r.reference})),
            Column("readers", "Who, and why (◆ lived experience)",
                   lambda r: "; ".join(said(one) for one in r.readers), stays=True,
                   shows=lambda r: tuple(Note(said(one)) for one in r.readers) or nobody(r)),
            Column("wanted", "Wanted", lambda r: r.wanted, Kind.INTEGER, sort=DraftEntry.wanted,
                   downwards=True, usual=False),
            *before,
            Column("to_know", "To know", lambda r: ". ".join(to_know(r)),
                   shows=lambda r: (*(Note(one) for one in to_know(r)), *decide(r))),
            *change,
        ),
        rows=lambda actor, view: entries_listed(actor, draft, view, words),
        permission="matching.read",
        one="application",
        filters=(Filter("show", "Show", lambda: RELEASED if released else SHOWN),),
        sort="reference",
        search="Reference or title, or who reads it",
        size=50,
        empty="No application of this round needs anybody.",
        anchor="drafted",
    )  # fmt: skip
