"""Everybody who would read what by the drafts of a round, one line each: what goes into a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from award.accounts.models import User
from award.applications.models import Application
from award.assessment.models.people import AssessorProfile
from award.assessment.queries.lists import staff_round
from award.assessment.queries.reach import visible_applications
from award.assessment.queries.workload import can_assess, sits_on
from award.assessment.rules.assignment_file import EMAIL, REASON, REFERENCE
from award.assessment.rules.profiles import PANELS
from award.foundation.columns import Column, Kind
from award.foundation.db import db
from award.foundation.marking import PERSONAL
from award.foundation.paging import paged
from award.foundation.policy import Actor
from award.foundation.scopes import within
from award.foundation.tables import Filter, ListView, Page, View
from award.matching.models import Draft, DraftLine
from award.matching.queries import lines
from award.matching.queries.asked import held_in
from award.matching.queries.beyond import Asks, fallen_of
from award.matching.queries.drafts import readable_drafts
from award.matching.queries.reasons import topic_words, why
from award.rounds.models import Round


@dataclass(frozen=True)
class LineRow:
    """Somebody who would read an application, by a draft."""

    number: int
    reference: str
    title: str
    email: str
    name: str
    panel: str
    fits: list[str]
    by_hand: bool
    released_at: datetime | None
    refused: str
    undecided: bool
    falls: str

    @property
    def stands(self) -> str:
        if self.refused:
            return f"Not asked: {self.refused}"
        if self.falls:
            return f"Can’t be asked any more: {self.falls}"
        if self.undecided:
            return "Waits for a decision"
        return "Asked for" if self.released_at else "Not asked yet"


@within("round_")
def _lines_in(actor: Actor, round_: Round, view: View[LineRow]) -> Page[LineRow]:
    shown: list[Any] = [
        Draft.number, Application.reference, Application.title, User.email, User.name,
        sits_on(), DraftLine.fits, DraftLine.by_hand,
        DraftLine.released_at, DraftLine.refused, lines.undecided(),
        DraftLine.application_id, DraftLine.person_id, can_assess(), lines.tied(),
        Application.state,
    ]  # fmt: skip
    query = (
        select(*shown)
        .select_from(DraftLine)
        .join(Draft, Draft.id == DraftLine.draft_id)
        .join(Application, Application.id == DraftLine.application_id)
        .join(User, User.id == DraftLine.person_id)
        .outerjoin(AssessorProfile, AssessorProfile.user_id == User.id)
        .where(Draft.round_id == round_.id, readable_drafts(actor), visible_applications(actor))
    )
    if number := view.one("draft"):
        query = query.where(Draft.number == int(number))
    ties = (Draft.number, Application.reference, User.name_key, DraftLine.id)
    return paged(query, view, *ties, rows=lambda found: _rows(round_, found))


@within("round_")
def _rows(round_: Round, found: Sequence[Any]) -> list[LineRow]:
    """With what of them can't be asked for by now: two statements."""
    asks = [Asks(*[*row[11:13], row[4], *row[13:]]) for row in found if not (row[8] or row[9])]
    falls = fallen_of(asks, held_in(round_)) if asks else {}
    return [
        LineRow(*[*row[:11], "" if row[8] or row[9] else falls.get((row[11], row[12]), "")])
        for row in found
    ]


@within("round_")
def _numbers(round_: Round) -> Mapping[str, str]:
    query = select(Draft.number).where(Draft.round_id == round_.id).order_by(Draft.number)
    return {str(number): f"Draft {number}" for number in db.session.scalars(query)}


def line_list(round_: Round) -> ListView[LineRow]:
    """In the columns that a spreadsheet of assignments has, and more."""
    words = topic_words()
    return ListView(
        "draft-lines",
        "Who would read what",
        (
            Column("reference", REFERENCE, lambda r: r.reference, Kind.REFERENCE,
                   sort=Application.reference, names_row=True),
            Column("email", EMAIL, lambda r: r.email, sort=User.email),
            Column("reason", REASON, lambda r: why(r.fits, r.by_hand, words)),
            Column("title", "Title", lambda r: r.title, sort=Application.title_key),
            Column("name", "Assessor", lambda r: r.name, sort=User.name_key),
            Column("panel", "Panel", lambda r: PANELS[r.panel]),
            Column("by_hand", "Chosen by hand", lambda r: r.by_hand, Kind.YES_NO),
            Column("stands", "Stands", lambda r: r.stands),
            Column("draft", "Draft", lambda r: r.number, Kind.INTEGER, sort=Draft.number),
        ),
        rows=lambda actor, view: _lines_in(actor, round_, view),
        permission="matching.read",
        one="line",
        filters=(Filter("draft", "Draft", lambda: _numbers(round_)),),
        sort="reference",
        empty="No draft of this round has anybody in it.",
        thing=round_,
        download="reporting.export",
        marking=PERSONAL,
    )  # fmt: skip


def lines_of(actor: Actor, reference: str) -> ListView[LineRow] | None:
    """That list of the round with this reference."""
    round_ = staff_round(actor, reference)
    return line_list(round_) if round_ else None
