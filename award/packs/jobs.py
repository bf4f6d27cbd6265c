"""Making packs outside the request: an application in each step, so that a worker that stops is
gone on from, and the bar tells how far it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from flask import current_app

from award.foundation.db import transaction
from award.foundation.documents.pdf import NotSet
from award.foundation.errors import Refused
from award.foundation.files import storage
from award.foundation.policy import SYSTEM, Actor
from award.foundation.work.kinds import JobKind, Sofar, Way
from award.packs.models import Pack
from award.packs.queries.packs import pack_to_make, unmade
from award.packs.rules.choosing import PackArguments
from award.packs.services import making, packs

TOO_LONG = "One of these applications is too long to be set as a PDF. Leave it out"


def _found(actor: Actor, arguments: PackArguments) -> Pack:
    pack = pack_to_make(actor, arguments.pack_id)
    if pack is None:
        raise Refused("This file was removed meanwhile")
    return pack


def _make(arguments: PackArguments, sofar: Sofar, actor: Actor) -> Sofar:
    pack, service = _found(actor, arguments), str(current_app.config["SERVICE_NAME"])
    waiting = unmade(pack)
    try:
        if waiting:
            making.make_part(pack, waiting[0], service, actor=actor)
            return Sofar(sofar.total - len(waiting), sofar.total, sofar.result)
        making.finish(pack, service, actor=actor)
    except NotSet:
        raise Refused(TOO_LONG) from None
    return Sofar(sofar.total, sofar.total, {"made": True}, ended=True)


def _stopped(arguments: PackArguments, sofar: Sofar, actor: Actor) -> Sofar:
    """Nothing of it is kept. Its bytes are swept."""
    pack = pack_to_make(actor, arguments.pack_id)
    if pack is not None:
        packs.forget([pack.id])
    return sofar


def _says(_arguments: PackArguments, result: Mapping[str, Any]) -> Sequence[str]:
    if result.get("made"):
        return ["Your file is ready. It waits among your exports for a week."]
    return ["No file was made."]


def _exports(_arguments: PackArguments) -> Way:
    return Way("Go to your exports", "packs.index", {})


JOBS = (
    JobKind(
        packs.JOB,
        arguments=PackArguments,
        permission="pack.use",
        run=_make,
        says=_says,
        leads_to=_exports,
        stopped=_stopped,
        long=True,
    ),
)


def sweep_packs() -> None:
    """Let go of files that are over."""
    with transaction():
        gone = packs.forget_old(actor=SYSTEM)
    with suppress(storage.StorageDown):
        storage.remove(gone)
