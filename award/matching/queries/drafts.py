"""Drafts as staff read them: without what is out of their reach."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    exists,
    func,
    select,
    true,
)
from sqlalchemy.orm import contains_eager

from award.applications.models import Application
from award.applications.rules.states import ASSESSABLE
from award.assessment.queries.reach import out_of_reach, visible_applications
from award.assessment.queries.silence import silent_in
from award.assessment.rules.day_over import DayOver
from award.foundation import clock
from award.foundation.db import db
from award.foundation.many import plain_rows
from award.foundation.policy import Actor, can, reads_everything
from award.foundation.scopes import within
from award.interests.rules.declared import UNDECLARED, Standing, standing
from award.matching.models import Draft, DraftEntry, DraftLine
from award.matching.queries.beyond import Outlook, outlook_of, standing_lines
from award.matching.queries.beyond import Standing as Line
from award.rounds.models import Round


@dataclass(frozen=True)
class DraftRow:
    """A draft among those of a round: its lines within reach, those of them that were `asked` for,
    and those that could not be (`left_out`)."""

    number: int
    asked_at: Any
    made: bool
    released: bool
    cap: int | None
    placed: int
    asked: int
    left_out: int
    short: int

    @property
    def to_come(self) -> int:
        return self.placed - self.asked - self.left_out


@dataclass(frozen=True)
class Figures:
    """What a draft comes to, of what its reader may meet. `whole`: nothing of the round is out of
    their reach; what was found out of the whole round is for nobody else. `read`: applications that
    somebody new would read, `people`: who; once it is released, those that were asked for. Of lines
    to come, those that wait for a decision (`undecided`), and what becomes of the rest
    (`outlook`); of the people who would be asked, those without a declaration of interests that
    holds (`undeclared`). `silent`: everybody who counts as silent in the round, with why;
    `late`: those who would be asked for something whose day is over, with when that was."""

    whole: bool
    wanted: int
    applications: int
    complete: int
    placed: int
    known: int
    people: int
    refused: int
    released: int
    read: int
    to_come: int
    undecided: int
    outlook: Outlook
    undeclared: Mapping[int, Standing]
    silent: Mapping[int, str]
    late: Mapping[int, datetime]

    @property
    def silent_asked(self) -> list[int]:
        """Who of those would be asked for more."""
        return sorted({person for _, person in self.outlook.ask} & set(self.silent))

    @property
    def warns(self) -> bool:
        return bool(self.silent_asked or self.late)

    @property
    def day_over(self) -> DayOver:
        return DayOver(list(self.late.values()), self.outlook.people)

    @property
    def ask(self) -> int:
        return len(self.outlook.ask)

    @property
    def short(self) -> int:
        return self.applications - self.complete

    @property
    def never(self) -> int:
        """Who never declared anything."""
        return sum(one == Standing.NONE for one in self.undeclared.values())

    @property
    def known_share(self) -> int:
        return round(100 * self.known / self.read) if self.read else 0


def readable_drafts(actor: Actor) -> ColumnElement[bool]:
    """Before it is released a draft is a thought of the programme team's; then it says who was
    asked, and why."""
    return true() if can(actor, "matching.draft") else Draft.released_at.is_not(None)


def any_draft(actor: Actor, reference: str, number: int) -> Draft | None:
    """The draft of a round by its number, with its round, for those who may read it; also one that
    is being made."""
    if not reads_everything(actor):
        return None
    return db.session.scalar(
        select(Draft)
        .join(Draft.round)
        .where(Round.reference == reference, Draft.number == number, readable_drafts(actor))
        .options(contains_eager(Draft.round))
    )


def draft_of(actor: Actor, reference: str, number: int) -> Draft | None:
    """The same, once it is made."""
    found = any_draft(actor, reference, number)
    return found if found is not None and found.made_at is not None else None


def drafts_in(actor: Actor, round_: Round) -> list[DraftRow]:
    """The latest first."""
    found = (
        select(
            DraftLine.draft_id,
            func.count().label("placed"),
            func.count(DraftLine.released_at).label("asked"),
            func.count().filter(DraftLine.refused != "").label("left_out"),
        )
        .join(Draft, Draft.id == DraftLine.draft_id)
        .join(Application, Application.id == DraftLine.application_id)
        .where(Draft.round_id == round_.id, visible_applications(actor))
        .group_by(DraftLine.draft_id)
        .subquery()
    )
    counts = (func.coalesce(found.c[key], 0) for key in ("placed", "asked", "left_out"))
    short = (
        select(func.count())
        .select_from(DraftEntry)
        .join(Application, Application.id == DraftEntry.application_id)
        .where(DraftEntry.draft_id == Draft.id, DraftEntry.short > 0, visible_applications(actor))
        .correlate(Draft)
        .scalar_subquery()
    )
    shown: list[Any] = [
        Draft.number, Draft.asked_at, Draft.made_at.is_not(None), Draft.released_at.is_not(None),
        Draft.cap, *counts, short,
    ]  # fmt: skip
    rows = db.session.execute(
        select(*shown)
        .outerjoin(found, found.c.draft_id == Draft.id)
        .where(Draft.round_id == round_.id, readable_drafts(actor))
        .order_by(Draft.number.desc())
    )
    return [DraftRow(*row) for row in rows]


@within("draft")
def figures(actor: Actor, draft: Draft, quiet: Mapping[int, str] | None = None) -> Figures:
    """A fixed number of statements. `quiet`: as `silent_in` says, where it is known."""
    entry = DraftEntry
    hidden = exists().where(Application.round_id == draft.round_id, out_of_reach(actor))
    papers = plain_rows(
        select(entry.application_id, entry.wanted, Application.state, ~hidden)
        .join(Application, Application.id == entry.application_id)
        .where(entry.draft_id == draft.id, visible_applications(actor))
    )
    found = standing_lines(actor, draft)
    outlook = outlook_of(draft, found, {row[0] for row in papers if row[2] in ASSESSABLE})
    read = [one for one in found if one.released or draft.released_at is None]
    asked = {person for _, person in outlook.ask}
    return Figures(
        whole=bool(papers[0][3] if papers else db.session.scalar(select(~hidden))),
        wanted=sum(row[1] for row in papers),
        applications=len(papers),
        complete=len(papers) - len(outlook.short),
        placed=len(found),
        known=len({one.application_id for one in read if one.knows}),
        people=len({one.person_id for one in read}),
        refused=sum(one.refused for one in found),
        released=sum(one.released for one in found),
        read=len({one.application_id for one in read}),
        to_come=sum(one.to_come for one in found),
        undecided=sum(one.undecided and one.pair not in outlook.fallen for one in found),
        outlook=outlook,
        undeclared=_undeclared(found, asked),
        silent=silent_in(actor, draft.round_id) if quiet is None else quiet,
        late=_late(found, asked, draft.round.assessment_due_at),
    )


def _late(lines_of: Sequence[Line], people: Collection[int], due: datetime) -> dict[int, datetime]:
    days = {one.person_id: max(due, one.longer or due) for one in lines_of}
    return {one: days[one] for one in people if days[one] <= clock.now()}


def _undeclared(lines_of: Sequence[Line], people: Collection[int]) -> dict[int, Standing]:
    today = clock.today()
    stands = {one.person_id: standing(one.declared, today) for one in lines_of}
    return {one: stands[one] for one in people if stands[one] in UNDECLARED}
