"""Long lists that somebody took away, and whether they may read still what stands in each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload

from award.applications.models import Application
from award.assessment.queries.reach import ties_of
from award.foundation import clock
from award.foundation.db import db
from award.foundation.lists import list_of
from award.foundation.policy import Actor, can, reads_everything
from award.foundation.scopes import everything, within
from award.foundation.tables import View
from award.foundation.work import UNFINISHED, Job
from award.moderation.queries.panels import moderated_applications, panel_of
from award.packs.models import ListFile
from award.packs.rules.choosing import GOOD_FOR
from award.reporting.whole import in_workbook
from award.rounds.models import Round

TABLES: Final = "tables"
"""In place of a list's key: every table of a round, in one workbook."""


def number_in(view: View[Any], actor: Actor) -> int:
    """How many rows all of a list has, from its first page: nobody waits for the rest of them."""
    return view.table.rows(actor, replace(view, page=1, streams=False)).total


@dataclass(frozen=True)
class OwnList:
    """A list on the page of one's own exports."""

    file: ListFile
    round_title: str
    until: datetime


@dataclass(frozen=True)
class Reach:
    """What is out of somebody's reach now, with the round of each; and, of who doesn't read
    everything, what is within."""

    ties: Sequence[tuple[int, int]]
    reached: frozenset[int] | None

    def noted(self, round_id: int | None) -> dict[str, Any]:
        """As a file keeps it that is made now."""
        of_round = [one for one, other in self.ties if round_id in (None, other)]
        reached = None if self.reached is None else sorted(self.reached)
        return {"ties": sorted(of_round), "reached": reached}

    def has(self, file: ListFile) -> bool:
        """Nothing that was within reach when the file was made is out of it."""
        then, round_id = file.reach, file.round_id
        tied = {one for one, other in self.ties if round_id in (None, other)}
        if tied - {*then.get("ties", ())}:
            return False
        before = then.get("reached")
        return before is None or self.reached is None or self.reached.issuperset(before)


def reach_of(actor: Actor) -> Reach:
    """One statement for who reads everything, two for a chair."""
    tied = select(Application.id, Application.round_id).where(Application.id.in_(ties_of(actor)))
    ties = [(number, round_id) for number, round_id in db.session.execute(tied)]
    if reads_everything(actor):
        return Reach(ties, None)
    within_reach = select(Application.id).where(moderated_applications(actor))
    return Reach(ties, frozenset(db.session.scalars(within_reach)))


def roles_of(actor: Actor) -> list[str]:
    return sorted(role.value for role in actor.roles)


def _own(actor: Actor) -> ColumnElement[bool]:
    return (ListFile.owner_id == actor.user_id) & (ListFile.asked_at > clock.now() - GOOD_FOR)


def _theirs(file: ListFile, actor: Actor, reach: Reach) -> bool:
    """They are what they were then, and have no tie that they didn't have."""
    if not {*file.roles} <= {*roles_of(actor)}:
        return False
    return file.made_at is None or reach.has(file)


def own_lists(actor: Actor) -> list[OwnList]:
    """The newest first, each with its job."""
    rows = db.session.execute(
        select(ListFile, Round.title)
        .outerjoin(Round, Round.id == ListFile.round_id)
        .where(_own(actor))
        .options(joinedload(ListFile.job))
        .order_by(ListFile.id.desc())
    ).all()
    if not rows:
        return []
    reach = reach_of(actor)
    return [
        OwnList(file, title or "", file.asked_at + GOOD_FOR)
        for file, title in rows
        if _theirs(file, actor, reach)
    ]


def own_list(actor: Actor, token: str) -> ListFile | None:
    query = select(ListFile).where(ListFile.token == token, _own(actor))
    found = db.session.scalar(query.options(joinedload(ListFile.job)))
    return found if found is not None and _theirs(found, actor, reach_of(actor)) else None


def made_list(actor: Actor, token: str) -> ListFile | None:
    """One whose file is there, of what they may take away still, with every column of it."""
    found = own_list(actor, token)
    if found is None or found.made_at is None:
        return None
    columns = {
        view.table.key: {one.key for one in view.filed} for view in views_of(found, actor) or ()
    }
    then = found.manifest["parts"][0]["tables"]
    return found if all({*has} <= columns.get(key, set()) for key, has in then.items()) else None


def list_to_make(actor: Actor, number: int) -> ListFile | None:
    """For its job."""
    return db.session.scalar(
        select(ListFile).where(ListFile.id == number, ListFile.owner_id == actor.user_id)
    )


def under_way(actor: Actor, key: str, reference: str, format_: str) -> Iterable[ListFile]:
    """Asked for, and not there yet."""
    return db.session.scalars(
        select(ListFile)
        .join(Job, Job.id == ListFile.job_id)
        .where(
            _own(actor), ListFile.list_key == key, ListFile.reference == reference,
            ListFile.format == format_, Job.state.in_(sorted(UNFINISHED)),
        )
    ).all()  # fmt: skip


def views_of(file: ListFile, actor: Actor) -> list[View[Any]] | None:
    """What it is made of, as the actor may take it away now; None where they may not."""
    if file.list_key == TABLES:
        panel = panel_of(actor, file.reference)
        if panel is None or not can(actor, "tables.take", panel):
            return None
        return [*in_workbook(panel, actor)]
    table = list_of(actor, file.list_key, file.reference)
    if table is None or not can(actor, "list.download", table):
        return None
    asked = {name: [one] if isinstance(one, str) else one for name, one in file.asked.items()}
    view = table.file(asked, actor)
    return None if view.unknown else [view]


@within("file")
def round_of(file: ListFile) -> Round | None:
    return db.session.get(Round, file.round_id) if file.round_id else None


@everything("keys of objects, for the sweep that leaves them alone")
def objects() -> Iterable[str]:
    return db.session.scalars(select(ListFile.lies_at).where(ListFile.lies_at != "")).all()
