"""Files that a job makes for whoever asks, and that they take afterwards: packs and dossiers, a
round's workbook, lists that are long."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

from flask import current_app
from sqlalchemy import select, update

from award.foundation import work
from award.foundation.db import db, transaction
from award.foundation.errors import Refused
from award.foundation.policy import can
from award.foundation.scopes import everything
from award.foundation.work import KINDS, Job, Sofar
from award.packs.models import ListFile, Pack
from award.packs.rules.choosing import GOOD_FOR, MOST_LISTED, PackKind
from award.proofs.asked import FILES, Asked, Limits
from award.proofs.copying import Copy
from award.proofs.facts import TABLES, Facts
from award.proofs.reading import Got, Part

_WAITS: Final = re.compile(r"/exports#([0-9a-f]{32})$")
_LISTS: Final = ("applications", "shortlist", "sheets")
_OLD: Final = GOOD_FOR + timedelta(days=1)


def files_of(
    facts: Facts, limits: Limits, person: int, read: Sequence[str], about: Sequence[str]
) -> Iterator[Asked]:
    """Documents by their buttons, and what is taken away of lists. `read`: references of what they
    score; `about`: of those that are asked about, the last of which isn't theirs."""
    here = f"/manage/rounds/{facts.round.reference}"
    for one in [*read[: max(0, limits.files - 1)], *about[-1:]]:
        yield from (Asked("POST", f"/assess/{one}/application.{kind}") for kind in FILES["kind"])
    for kind in FILES["format"]:
        yield from (Asked("POST", f"{here}/{name}.{kind}", takes=True) for name in _LISTS)
    yield Asked("POST", f"{here}/tables.xlsx", takes=True)
    moderated = [facts.applications[key].reference for key in sorted(facts.moderated(person))]
    yield from _packs(here, moderated[: limits.files], about[-1:], len(moderated) <= MOST_LISTED)


def _packs(here: str, some: Sequence[str], strange: Sequence[str], ticked: bool) -> Iterator[Asked]:
    """Of `some`, which are ticked or, among very many, looked for; and of what isn't theirs."""
    panel = {"kind": PackKind.PANEL.value, "scores": "yes", "names": "yes"}
    folders = {"kind": PackKind.DOSSIERS.value, "scores": "yes", "names": "no"}
    for key, given in (("shortlist", panel), ("to_moderate", folders)):
        page, everything_there = f"{here}/packs/{key}", (*given.items(), ("which", "all"))
        for one in strange:
            yield Asked("POST", f"{page}?q={one}", everything_there, takes=True)
        if ticked and len(some) > 1:
            chosen = [("which", "chosen"), *(("chosen", one) for one in some)]
            yield Asked("POST", page, (*given.items(), *chosen), takes=True)
        for one in some[:1] if len(some) == 1 or not ticked else ():
            yield Asked("POST", f"{page}?q={one}", everything_there, takes=True)


def make_room(copy: Copy, person: int) -> None:
    """What they asked for before is over, so that none of it keeps them from asking again."""
    for name in ("pack", "list_file"):
        own = TABLES[name].c
        kept = update(TABLES[name]).where(own.owner_id == person)
        copy.connection.execute(kept.values(asked_at=copy.at - _OLD))


def made(copy: Copy, got: Got, ask: Callable[[Asked], Got]) -> Got:
    """What comes of what was asked for: the file as its owner takes it, what it says of itself and
    the page where it waits. The answer alone, where no job makes anything."""
    waits = _WAITS.search(got.way)
    if waits is None:
        return got
    token = waits[1]
    with copy.app.app_context():
        ways, why = _run(token)
    page = ask(Asked("GET", "/exports"))
    own = [Part("text: the page of exports", page.text.replace(token, ""))]
    if why:
        return replace(got, way="/exports", parts=(*own, Part("text: why there is no file", why)))
    file, said = (ask(Asked("POST", f"{ways}/{token}/{what}")) for what in ("file", "manifest"))
    parts = [Part(one.where or "text: the file", one.text) for one in file.parts]
    own += [Part("metadata: the manifest", one.text) for one in (*said.parts, Part("", said.name))]
    return replace(file, parts=(*parts, *own))


@everything("the proof runs what the person whom it plays asked for, in a copy")
def _run(token: str) -> tuple[str, str]:
    """Every step of the job behind it, each by who asked, and of no other job; where its file is
    taken then, or why there is none."""
    ways, job = next(
        (ways, job)
        for ways, model in (("/exports", Pack), ("/exports/lists", ListFile))
        if (job := db.session.scalar(select(Job).join(model).where(model.token == token)))
    )
    kind, sofar = KINDS.all()[job.kind], Sofar(total=job.total)
    actor: Any = current_app.extensions["actor_of"](job.owner_id)
    arguments = kind.read(job.arguments)
    try:
        while not sofar.ended:
            work.still_here()
            with transaction():
                if actor is None or not can(actor, kind.permission):
                    return ways, "they may not"
                sofar = kind.run(arguments, sofar, actor)
    except Refused as refusal:
        return ways, refusal.reason
    return ways, ""
