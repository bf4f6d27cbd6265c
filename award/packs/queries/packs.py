"""One's own packs, and what lies in the storage for any."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.orm import joinedload

from award.applications.models import Application
from award.foundation import clock
from award.foundation.db import db
from award.foundation.many import among
from award.foundation.policy import Actor, reads_everything
from award.foundation.scopes import everything, within
from award.moderation.queries.panels import moderated_applications
from award.packs.models import Pack, PackPart
from award.packs.queries.standing import standings_of
from award.packs.rules.choosing import GOOD_FOR
from award.packs.rules.standing import Changed, changed
from award.rounds.models import Round


def _own(actor: Actor) -> ColumnElement[bool]:
    """Kept still, and of nothing but what the actor may read by now: with one application out of
    their reach the whole file is."""
    reached = select(Application.id).where(moderated_applications(actor))
    beyond = exists().where(PackPart.pack_id == Pack.id, PackPart.application_id.not_in(reached))
    return and_(Pack.owner_id == actor.user_id, Pack.asked_at > clock.now() - GOOD_FOR, ~beyond)


@dataclass(frozen=True)
class OwnPack:
    """A pack on the page of one's own. `of` counts its applications."""

    pack: Pack
    round_title: str
    of: int
    until: datetime


def own_packs(actor: Actor) -> list[OwnPack]:
    """The newest first, each with its job, in one statement."""
    number = (
        select(func.count()).where(PackPart.pack_id == Pack.id).correlate(Pack).scalar_subquery()
    )
    rows = db.session.execute(
        select(Pack, Round.title, number)
        .join(Round, Round.id == Pack.round_id)
        .where(_own(actor))
        .options(joinedload(Pack.job))
        .order_by(Pack.id.desc())
    )
    return [
        OwnPack(pack, title, of, pack.asked_at + GOOD_FOR)
        for pack, title, of in rows
        if _still_theirs(pack, actor)
    ]


@within("packs")
def changed_since(packs: Sequence[Pack]) -> dict[int, list[Changed]]:
    """By pack whose file is there: the applications that it tells otherwise than they stand now, in
    its order. Two statements, and none where no file is there."""
    made = [one.id for one in packs if one.made_at is not None]
    found: dict[int, list[Changed]] = {number: [] for number in made}
    if not made:
        return found
    query = select(PackPart).where(among(PackPart.pack_id, made))
    parts = db.session.scalars(query.order_by(PackPart.pack_id, PackPart.position)).all()
    kinds = {kind for one in parts for kind in one.facts.get("standing", {})}
    now = standings_of({one.application_id for one in parts}, kinds)
    for one in parts:
        then = one.facts.get("standing", {})
        since = changed(one.facts["reference"], then, now[one.application_id])
        if since is not None:
            found[one.pack_id].append(since)
    return found


def _still_theirs(pack: Pack, actor: Actor) -> bool:
    """What somebody took away as who reads everything isn't a chair's to have."""
    return not pack.filters.get("every") or reads_everything(actor)


def own_pack(actor: Actor, token: str) -> Pack | None:
    query = select(Pack).where(Pack.token == token, _own(actor)).options(joinedload(Pack.job))
    found = db.session.scalar(query)
    return found if found is not None and _still_theirs(found, actor) else None


def made_pack(actor: Actor, token: str) -> Pack | None:
    """One whose file is there."""
    found = own_pack(actor, token)
    return found if found is not None and found.made_at is not None else None


def pack_to_make(actor: Actor, number: int) -> Pack | None:
    """For its job, whatever of it is out of reach meanwhile: that is left out."""
    query = select(Pack).where(Pack.id == number, Pack.owner_id == actor.user_id)
    return db.session.scalar(query)


@within("pack")
def parts_of(pack: Pack) -> Sequence[PackPart]:
    query = select(PackPart).where(PackPart.pack_id == pack.id).order_by(PackPart.position)
    return db.session.scalars(query).all()


@within("pack")
def references_in(pack: Pack) -> Sequence[str]:
    """Of its applications, in its order."""
    query = (
        select(Application.reference)
        .join(PackPart, PackPart.application_id == Application.id)
        .where(PackPart.pack_id == pack.id)
    )
    return db.session.scalars(query.order_by(PackPart.position)).all()


@within("pack")
def unmade(pack: Pack) -> list[PackPart]:
    """What its job has still to set."""
    return [one for one in parts_of(pack) if not one.lies_at]


@within("pack")
def round_of(pack: Pack) -> Round:
    return db.session.get_one(Round, pack.round_id)


@everything("keys of objects, for the sweep that leaves them alone")
def objects() -> Iterable[str]:
    whole = db.session.scalars(select(Pack.lies_at).where(Pack.lies_at != "")).all()
    return [*whole, *db.session.scalars(select(PackPart.lies_at).where(PackPart.lies_at != ""))]
