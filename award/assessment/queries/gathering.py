"""What somebody has in their basket of a round."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import load_only

from award.accounts.models import Organisation
from award.applications.models import Application
from award.applications.rules.machine import states_of
from award.applications.rules.states import ApplicationState
from award.assessment.models.gathering import Gathered
from award.assessment.queries.reach import visible_applications
from award.assessment.queries.workload import covered, covered_by, mix_chosen, needed_in
from award.foundation.columns import Column, Kind, Link, Note, Tag
from award.foundation.db import db
from award.foundation.many import among
from award.foundation.paging import paged
from award.foundation.policy import Actor
from award.foundation.tables import ListView, Page, View
from award.rounds.models import Round
from award.rounds.rules.criteria import LIVED


def _gathered(actor: Actor, round_: Round) -> Select[int]:
    """Ids of those that the actor may still meet."""
    return (
        select(Gathered.application_id)
        .join(Application, Application.id == Gathered.application_id)
        .where(
            Gathered.person_id == actor.user_id,
            Gathered.round_id == round_.id,
            visible_applications(actor),
        )
    )


def number_gathered(actor: Actor, round_: Round) -> int:
    """How many are in the actor's basket of the round."""
    mine = _gathered(actor, round_).subquery()
    return db.session.scalar(select(func.count()).select_from(mine)) or 0


def all_gathered(
    actor: Actor, round_: Round, references: Sequence[str] | None = None
) -> list[Application]:
    """Those in the actor's basket, or those of them that were ticked, by reference; of each no
    more than assigning needs."""
    needed = load_only(
        Application.reference, Application.title, Application.state, Application.round_id
    )
    query = select(Application).where(Application.id.in_(_gathered(actor, round_)))
    if references is not None:
        query = query.where(among(Application.reference, references))
    return list(db.session.scalars(query.options(needed).order_by(Application.reference)))


@dataclass(frozen=True)
class GatheredRow:
    """An application in a basket."""

    reference: str
    title: str
    organisation: str
    state: ApplicationState
    covered: int
    lived: int
    mix: int | None


def gathered_in(actor: Actor, round_: Round, view: View[GatheredRow]) -> Page[GatheredRow]:
    """The basket, a page at a time."""
    query = (
        select(
            Application.reference,
            Application.title,
            func.coalesce(Organisation.name, ""),
            Application.state,
            covered(),
            covered_by(LIVED),
            mix_chosen(),
        )
        .select_from(Application)
        .outerjoin(Organisation, Organisation.id == Application.organisation_id)
        .where(Application.id.in_(_gathered(actor, round_)))
    )
    return paged(
        query, view, Application.reference, by={"covered": covered()},
        rows=lambda found: [GatheredRow(*row) for row in found],
    )  # fmt: skip


def basket_list(round_: Round) -> ListView[GatheredRow]:
    """What is in one's own basket of the round."""
    named = states_of(first_stage=round_.followed)

    def state(row: GatheredRow) -> Tag:
        return Tag(named[row.state].staff_label, named[row.state].colour)

    needed = needed_in(round_)

    def has(row: GatheredRow) -> str | tuple[Note, ...]:
        if row.mix is None:
            return needed.has(row.covered)
        mixed = needed._replace(lived=row.mix)
        still = mixed.still(row.covered, row.lived)
        return tuple(
            Note(mixed.has(many - still[pool], pool)) for pool, many in mixed.wanted.items()
        )

    return ListView(
        "basket",
        "Basket",
        (
            Column("reference", "Reference", lambda r: r.reference, Kind.REFERENCE,
                   sort=Application.reference),
            Column("title", "Title", lambda r: r.title, sort=Application.title_key, stays=True,
                   names_row=True,
                   shows=lambda r: Link(r.title, "assessment_staff.application",
                                        {"reference": r.reference})),
            Column("organisation", "Organisation", lambda r: r.organisation),
            Column("state", "State", lambda r: state(r).text, shows=state),
            Column("covered", needed.who.capitalize(), lambda r: r.covered, Kind.INTEGER,
                   sort="covered", shows=has),
        ),
        rows=lambda actor, view: gathered_in(actor, round_, view),
        permission="assessment.assign",
        one="application",
        sort="reference",
        empty="Your basket is empty. Put applications into it from the round’s list.",
        thing=round_,
    )  # fmt: skip
