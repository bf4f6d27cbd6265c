"""Making packs outside the request: an application in each step, so that a worker that stops is
gone on from, and the bar tells how far it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from flask import current_app

from award.foundation.db import snapshot, transaction
from award.foundation.errors import Refused
from award.foundation.files import storage
from award.foundation.policy import SYSTEM, Actor, reads_everything
from award.foundation.work.kinds import JobKind, Sofar, Way
from award.packs.models import ListFile, Pack
from award.packs.queries.lists import list_to_make, roles_of
from award.packs.queries.packs import pack_to_make, unmade
from award.packs.rules.choosing import ListArguments, PackArguments
from award.packs.services import lists, making, packs

OTHERWISE = "You read more or less now than when you asked for this. Ask for it again"


def _found(actor: Actor, arguments: PackArguments) -> Pack:
    pack = pack_to_make(actor, arguments.pack_id)
    if pack is None:
        raise Refused("This file was removed meanwhile")
    every = reads_everything(actor)
    if pack.filters.get("every", every) != every:
        raise Refused(OTHERWISE)
    return pack


def _make(arguments: PackArguments, sofar: Sofar, actor: Actor) -> Sofar:
    """What takes long holds up nobody who saves: it reads as of one moment, and what came of it is
    noted behind it."""
    service = str(current_app.config["SERVICE_NAME"])
    pack = _found(actor, arguments)
    waiting = [one.position for one in unmade(pack)]
    if not waiting:
        with snapshot():
            whole = making.bind(pack, service, actor=actor)
        making.note_made(_found(actor, arguments), whole, actor=actor)
        return Sofar(sofar.total, sofar.total, {"made": True}, ended=True)
    with snapshot():
        part = making.set_part(pack, waiting[0], service, actor=actor)
    making.note_part(_found(actor, arguments), waiting[0], part, actor=actor)
    return Sofar(sofar.total - len(waiting), sofar.total, sofar.result)


def _stopped(arguments: PackArguments, sofar: Sofar, _actor: Actor) -> Sofar:
    """The row stays and says what became of it."""
    packs.let_go_of_parts(arguments.pack_id)
    return sofar


def _says(_arguments: object, result: Mapping[str, Any]) -> Sequence[str]:
    if result.get("made"):
        return ["Your file is ready. It waits among your exports for a week."]
    return ["No file was made."]


def _exports(_arguments: object) -> Way:
    return Way("Go to your exports", "packs.index", {})


def _list_found(actor: Actor, arguments: ListArguments) -> ListFile:
    file = list_to_make(actor, arguments.file_id)
    if file is None:
        raise Refused("This file was removed meanwhile")
    if not {*file.roles} <= {*roles_of(actor)}:
        raise Refused(OTHERWISE)
    return file


def _make_list(arguments: ListArguments, sofar: Sofar, actor: Actor) -> Sofar:
    """In one step, so that all of it is of one moment."""
    file = _list_found(actor, arguments)
    with snapshot():
        made = lists.make(file, sofar.total, actor=actor)
    lists.note_made(_list_found(actor, arguments), made, actor=actor)
    return Sofar(sofar.total, sofar.total, {"made": True}, ended=True)


NO_FILE = "No file comes of it"

JOBS = (
    JobKind(
        lists.JOB,
        arguments=ListArguments,
        permission="pack.use",
        run=_make_list,
        says=_says,
        leads_to=_exports,
        long=True,
        leaves=NO_FILE,
    ),
    JobKind(
        packs.JOB,
        arguments=PackArguments,
        permission="pack.use",
        run=_make,
        says=_says,
        leads_to=_exports,
        stopped=_stopped,
        long=True,
        leaves=NO_FILE,
    ),
)


def sweep_packs() -> None:
    """Let go of files that are over."""
    with transaction():
        gone = [*packs.forget_old(actor=SYSTEM), *lists.forget_old(actor=SYSTEM)]
    with suppress(storage.StorageDown):
        storage.remove(gone)
