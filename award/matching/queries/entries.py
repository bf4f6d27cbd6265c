"""Who reads what in a draft, and why: a list, and one line of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, or_, select

from award.accounts.models import User
from award.applications.models import Application
from award.assessment.models.people import AssessorProfile
from award.assessment.queries.reach import visible_applications
from award.assessment.queries.workload import sits_on
from award.assessment.rules.profiles import TOPICS
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
from award.matching.queries.asked import topics_of
from award.matching.queries.beyond import Outlook
from award.matching.queries.reasons import still_known, topic_words, why
from award.rounds.rules.criteria import LIVED

SHOWN = {
    "look": "Needs a look",
    "nobody": "Nobody to read it",
    "short": "Short of readers",
    "undecided": "Wait for a decision",
    "falls": "Somebody falls away",
    "accepted": "A possible conflict was accepted",
    "by_hand": "Changed by hand",
    "refused": "Could not be asked",
}
RELEASED = {key: words for key, words in SHOWN.items() if key not in ("look", "nobody", "short")}
"""Who lacks readers is so of a draft that is not released."""


@dataclass(frozen=True)
class Reading:
    """Somebody who would read an application, and why. `lost`: topics that the draft counted on
    and that they don't say any more; `tie`: what is between them now: while nothing became of the
    line, or for good where staff have decided that they may."""

    person_id: int
    reference: str
    name: str
    lived: bool
    fits: Sequence[str]
    by_hand: bool
    refused: str
    asked: bool
    tie: Tie | None
    lost: Sequence[str] = ()


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
    actor: Actor, draft: Draft, view: View[EntryRow], outlook: Outlook
) -> Page[EntryRow]:
    """Applications a page at a time, then everybody who would read one of them: a fixed number of
    statements. What is short is so now, with what falls away."""
    query = (
        select(
            DraftEntry.application_id, Application.reference, Application.title,
            DraftEntry.wanted, DraftEntry.lived, DraftEntry.short,
        )
        .join(Application, Application.id == DraftEntry.application_id)
        .where(DraftEntry.draft_id == draft.id, visible_applications(actor))
    )  # fmt: skip
    if show := view.one("show"):
        query = query.where(_asked_for(show, outlook))
    if view.q:
        keys = keys_as_one(reference_key(Application.reference), Application.title_key)
        query = query.where(or_(named_in(view.q, *keys), _read_by(view.q)))

    def rows(found: Sequence[Any]) -> list[EntryRow]:
        readers = readers_of(draft, {row[0] for row in found})
        return [
            EntryRow(*[*row[:-1], outlook.short.get(row[0], 0), tuple(readers.get(row[0], ()))])
            for row in found
        ]

    return paged(query, view, Application.reference, rows=rows)


@within()
def _asked_for(show: str, outlook: Outlook) -> ColumnElement[bool]:
    of_now = {
        "nobody": outlook.nobody,
        "short": outlook.short,
        "falls": {pair[0] for pair in outlook.falls},
    }
    if show in of_now:
        return among(DraftEntry.application_id, of_now[show])
    conditions: dict[str, Any] = {
        "accepted": lines.accepted(),
        "undecided": lines.undecided(),
        "by_hand": DraftLine.by_hand,
        "refused": DraftLine.refused != "",
    }
    if show == "look":
        now = {one for some in of_now.values() for one in some}
        lines_of = exists().where(_own_lines(), or_(*conditions.values()))
        return or_(among(DraftEntry.application_id, now), lines_of)
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
        kept.hard, kept.reasons, kept.settled, AssessorProfile.user_id.is_not(None),
        *(getattr(AssessorProfile, topic) for topic in TOPICS),
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
        says = row[12] and not row.refused and not row[8]
        fits, lost = still_known(row.fits, topics_of(row[13:]) if says else None)
        found.setdefault(row[0], []).append(Reading(*[*row[1:5], fits, *row[6:9], tie, lost]))
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


@within("outlook")
def _turn(outlook: Outlook) -> ColumnElement[int]:
    """Over entries: those that have nobody and are given nobody, then those that somebody would
    read, then those that wait for somebody, then those that have enough."""
    bare = among(DraftEntry.application_id, outlook.nobody)
    return case((bare, 3), (exists().where(_own_lines()), 2), (DraftEntry.wanted > 0, 1), else_=0)


@within("draft")
def entries_of(draft: Draft, outlook: Outlook, *, decides: bool) -> ListView[EntryRow]:
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
        for one in row.readers:
            if one.tie:
                told.append(f"{one.name} {one.tie.why}{allowed(one.tie)}")
            elif why_not := outlook.falls.get((row.application_id, one.person_id)):
                told.append(f"{one.name} falls away: {why_not}")
            if lost := [words[topic] for topic in one.lost if topic in words]:
                told.append(f"{one.name} no longer says they know about {', '.join(lost)}")
        return told

    def decide(row: EntryRow) -> list[Link]:
        """To where staff decide about each possible conflict."""
        return [
            Link(f"Decide about {one.name}", "conflicts.show",
                 {"reference": row.reference, "person": one.reference}, f" and {row.reference}")
            for one in row.readers if decides and one.tie and one.tie.open
        ]  # fmt: skip

    before: tuple[Column[EntryRow], ...] = () if released else (
        Column("short", "Short", lambda r: r.short, Kind.INTEGER,
               sort=lines.shortness(outlook.short), downwards=True),
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
                   sort=_turn(outlook), downwards=True,
                   shows=lambda r: tuple(Note(said(one)) for one in r.readers) or nobody(r)),
            Column("wanted", "Wanted", lambda r: r.wanted, Kind.INTEGER, sort=DraftEntry.wanted,
                   downwards=True, usual=False),
            *before,
            Column("to_know", "To know", lambda r: ". ".join(to_know(r)),
                   shows=lambda r: (*(Note(one) for one in to_know(r)), *decide(r))),
            *change,
        ),
        rows=lambda actor, view: entries_listed(actor, draft, view, outlook),
        permission="matching.read",
        one="application",
        filters=(Filter("show", "Show", lambda: RELEASED if released else SHOWN),),
        sort="readers",
        search="Reference or title, or who reads it",
        size=50,
        empty="No application of this round needs anybody.",
        anchor="drafted",
    )  # fmt: skip
