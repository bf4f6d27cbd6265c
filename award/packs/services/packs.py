"""Asking for a pack, taking it away, removing it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import delete, select, update

from award.foundation import audit, clock, work
from award.foundation.acts import act, part_of
from award.foundation.db import db
from award.foundation.errors import Refused
from award.foundation.many import among
from award.foundation.policy import Actor, reads_everything
from award.foundation.scopes import everything
from award.foundation.tables import ListView, View
from award.packs.models import Pack, PackPart
from award.packs.queries.chosen import chosen_of, found_in, ids_of
from award.packs.queries.packs import own_packs, references_in, round_of
from award.packs.rules.choosing import (
    CALLED,
    GOOD_FOR,
    MOST_AT_ONCE,
    MOST_KEPT,
    Asked,
    PackArguments,
    too_many,
)
from award.reporting import about
from award.rounds.models import Round

JOB = "pack.make"


@act("pack.ask", about=lambda _actor, view: view.table)
def ask(view: View[Any], asked: Asked, chosen: Collection[str] | None, *, actor: Actor) -> Pack:
    """Note what to take away: all that the list has where it is narrowed so, or the `chosen` of
    those. The worker makes the file."""
    found = found_in(view, actor)
    wanted = [one for one in found.references if chosen is None or one in chosen]
    ids = ids_of(actor, wanted)
    if not ids:
        raise Refused("Choose at least one application that you may read", field="chosen")
    if len(ids) > MOST_AT_ONCE[asked.kind]:
        raise Refused(too_many(asked.kind, len(ids)), field="which")
    _refuse_more(actor)
    words = found.words if chosen is None else chosen_of(len(ids), found.words)
    return _add(view.table, asked, ids, {"asked": about.asked(view), "words": words}, actor)


@act("pack.ask")
def ask_again(table: ListView[Any], pack: Pack, *, actor: Actor) -> Pack:
    """The same applications as in `pack`, as far as the actor may read them, as they stand now."""
    ids = ids_of(actor, references_in(pack))
    if not ids:
        raise Refused("You may not read any of these applications any more")
    _refuse_more(actor)
    return _add(table, pack.asked, ids, dict(pack.filters), actor)


def _refuse_more(actor: Actor) -> None:
    if len(own_packs(actor)) >= MOST_KEPT:
        raise Refused(f"You have {MOST_KEPT} files already. Remove one that you no longer need")


def _add(
    table: ListView[Any], asked: Asked, ids: Sequence[int], chosen: dict[str, Any], actor: Actor
) -> Pack:
    filters = {**chosen, "every": reads_everything(actor)}
    round_: Round = table.about or table.thing
    total = len(ids) + 1
    title = f"{CALLED[asked.kind]}, {asked.words}: {round_.title}"
    pack = Pack(
        owner_id=actor.user_id, round_id=round_.id, kind=asked.kind, scores=asked.scores,
        named=asked.named, list_key=table.key, filters=filters,
    )  # fmt: skip
    db.session.add(pack)
    db.session.flush()
    db.session.add_all(
        PackPart(pack_id=pack.id, position=place, application_id=number)
        for place, number in enumerate(ids, 1)
    )
    job = work.ask(JOB, PackArguments(pack.id), title=title, total=total, actor=actor)
    pack.job_id = job.id
    told = {"kind": asked.kind, "scores": asked.scores, "named": asked.named, "list": table.key,
            "applications": len(ids), "filter": filters["words"]}  # fmt: skip
    audit.record(actor, "round.ask_pack", round_, told, codes={"kind", "list"})
    db.session.flush()
    return pack


@act("pack.take")
def note_taken(pack: Pack, what: str, *, actor: Actor) -> None:
    """It leaves the service: its file, or what it says of itself."""
    told = {"kind": pack.kind, "what": what, "sha256": pack.sha256}
    audit.record(actor, "round.take_pack", round_of(pack), told, codes={"kind", "what"})


@act("pack.take")
def remove(pack: Pack, *, actor: Actor) -> None:
    """Let go of it. Refused while it is being made: that is stopped first."""
    if pack.job is not None and pack.job.unfinished:
        raise Refused("It is being made. Stop that first")
    forget([pack.id])


@act("pack.make")
@everything("what is over goes, whosever it is")
def forget_old(*, actor: Actor) -> Sequence[str]:
    """Let go of those that are over; where their bytes lie."""
    old = select(Pack.id).where(Pack.asked_at < clock.now() - GOOD_FOR)
    return forget(db.session.scalars(old).all())


@part_of("pack.take")
def let_go_of_parts(pack_id: int) -> None:
    """Their bytes are nobody's then, and are swept; the pack stays, and says why it isn't made."""
    db.session.execute(update(PackPart).where(PackPart.pack_id == pack_id).values(lies_at=""))


@part_of("pack.take", "pack.make")
def forget(pack_ids: Sequence[int]) -> Sequence[str]:
    """The rows go; where the bytes lie."""
    parts = delete(PackPart).where(among(PackPart.pack_id, pack_ids)).returning(PackPart.lies_at)
    keys = [*db.session.scalars(parts)]
    packs = delete(Pack).where(among(Pack.id, pack_ids)).returning(Pack.lies_at)
    return [key for key in (*keys, *db.session.scalars(packs)) if key]
