"""A round's draw: declared, to be drawn, drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

from sqlalchemy import exists, select

from award.accounts.models import User
from award.applications.models import Application
from award.assessment.queries.scores import summaries_of
from award.decisions.models import DrawnPlace, Release
from award.decisions.queries.shortlist import line_now
from award.decisions.rules.grounds import ON_MERIT
from award.decisions.rules.ranking import SHARED, Place
from award.decisions.rules.states import Outcome
from award.draws.models import Draw
from award.draws.rules.lots import Among, drawn, list_digest
from award.draws.rules.record import Record
from award.foundation.db import db
from award.foundation.digests import plain, sha256_of
from award.foundation.errors import there
from award.foundation.policy import Actor
from award.foundation.scopes import published, within
from award.moderation.queries.panels import panel_of
from award.rounds.models import Round
from award.statistics.queries.whole import whole


@within("round_id")
def draw_of(round_id: int) -> Draw | None:
    """As it is now, whatever the session has seen of it."""
    found = select(Draw).where(Draw.round_id == round_id)
    return db.session.scalar(found.execution_options(populate_existing=True))


@within("draw")
def people_of(draw: Draw) -> tuple[str, str]:
    """Names of who committed to the seed and who drew, "" where nobody did."""
    found = select(User.id, User.name).where(User.id.in_([draw.committed_by_id, draw.drawn_by_id]))
    names = {row[0]: row[1] for row in db.session.execute(found)}
    return names.get(draw.committed_by_id, ""), names.get(draw.drawn_by_id or 0, "")


@published
def published_draw(round_: Round) -> tuple[Draw, bool] | None:
    """What everybody may know of it: the seed and the list too, if the second says so, once lots
    were drawn and decisions of the round released."""
    released = exists().where(Release.round_id == Draw.round_id)
    found = select(Draw, released).where(Draw.round_id == round_.id)
    row = db.session.execute(found.execution_options(populate_existing=True)).one_or_none()
    return None if row is None else (row[0], bool(row[1]) and row[0].drawn_at is not None)


@within("draw")
def record_of(draw: Draw, round_: Round) -> Record:
    """Of lots that were drawn. The list has references alone, which tell nothing of a rank."""
    references = db.session.scalars(
        select(Application.reference)
        .join(DrawnPlace, DrawnPlace.application_id == Application.id)
        .where(Application.round_id == draw.round_id)
    )
    return Record(
        round_.reference,
        plain(draw.committed_at),
        draw.commitment,
        plain(there(draw.drawn_at, "the moment of the draw")),
        draw.seed,
        there(draw.list_sha256, "the list's SHA-256"),
        drawn(draw.seed, references),
    )


@dataclass(frozen=True)
class ToDraw:
    """What lots would settle now. `line` is everything on the round's shortlist, `named` has
    reference and title by application; `group` are those that can't be told apart from the line,
    `no_group` says why there are none."""

    among: Among
    places: Sequence[Place]
    named: Mapping[int, Any]
    group: Sequence[Place]
    no_group: str
    to_come: int

    @property
    def references(self) -> list[str]:
        return [self.named[one.candidate.key].reference for one in self.places]

    @cached_property
    def tied(self) -> list[tuple[int, list[Place]]]:
        """Ranks that are shared, with who shares them."""
        shared = [one for one in self.places if one.tie == SHARED and one.rank is not None]
        shared.sort(key=lambda one: one.rank or 0)
        return [(rank or 0, list(same)) for rank, same in groupby(shared, key=lambda p: p.rank)]

    @property
    def settles(self) -> bool:
        """Is there anything to draw for?"""
        return bool(self.tied) or len(self.group) > 1

    @property
    def promised(self) -> bool:
        """Has somebody been told that they are funded, on the reserve list or invited, or that they
        are not although nothing but a lot stands between them and others?"""
        tied = [one for _rank, same in self.tied for one in same]
        drawn = {one.candidate.key for one in [*tied, *self.group]}
        return any(
            one.candidate.released
            and (
                one.candidate.outcome != Outcome.REJECT
                or (one.candidate.key in drawn and one.candidate.ground in ON_MERIT)
            )
            for one in self.places
        )

    @cached_property
    def shown(self) -> dict[str, Any]:
        """What the page shows, as a few marks."""
        tied = [[rank, sorted(p.candidate.key for p in same)] for rank, same in self.tied]
        return {
            "list": list_digest(self.references),
            "tied": sha256_of(tied),
            "group": sha256_of(sorted(one.candidate.key for one in self.group)),
            "to_come": self.to_come,
        }


CALLED = {
    "list": "the applications on the list",
    "tied": "which share a rank",
    "group": "which can’t be told apart",
    "to_come": "the sheets to come",
}
"""What `ToDraw.shown` marks."""


def to_draw(round_: Round, among: Among, actor: Actor) -> ToDraw:
    """As the actor, who has to see all of the round, would draw now."""
    line, named = line_now(round_, actor)
    group, why = _group(round_, line.places, named, actor) if among == Among.GROUP else ([], "")
    to_come = sum(
        max(0, one.assigned - one.submitted - one.panel_submitted)
        for one in summaries_of(list(named)).values()
    )
    return ToDraw(among, line.places, named, group, why, to_come)


def _group(
    round_: Round, places: Sequence[Place], named: Mapping[int, Any], actor: Actor
) -> tuple[list[Place], str]:
    """Of those that meet the threshold, by the round's statistics."""
    found = whole(there(panel_of(actor, round_.reference), "the round’s panel"), actor)
    unsure = {one.application for one in found.applications if one.unsure}
    group = [
        one
        for one in places
        if one.meets_threshold and named[one.candidate.key].reference in unsure
    ]
    if group or found.deciding is None:
        return group, "" if group else "no sheet counts yet"
    return group, found.deciding.report.chance_reason or "all are surely above or below the line"
