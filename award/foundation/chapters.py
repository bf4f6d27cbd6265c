"""A chapter says all of itself in one value, and the app is what its chapters say, in order.

    CHAPTER = Chapter("decisions", permissions=PERMISSIONS, machines=(DECISION,), ...)

Nothing is registered by being imported: `create_app` folds the list of chapters, that of
`award/chapters.py`, into the registers of the one app. What is misspelt between chapters stops
the start.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

import click
from flask import Blueprint, Flask
from sqlalchemy import ColumnElement

from award.foundation import events, jobs, outbox, policy, work, workflow
from award.foundation.acts import BEYOND, CONCEALED, Beyond, Concealed
from award.foundation.checks import CHECKS, Check
from award.foundation.files.objects import OBJECTS, Objects
from award.foundation.kept import KEEPERS, WATCHES, Keeper, Watch
from award.foundation.lists import LISTS, Maker
from award.foundation.marks import MARKS
from award.foundation.menu import FOOTER, MENU, MenuEntry
from award.foundation.objections import OBJECTIONS, REMARKS, Objection, Remark
from award.foundation.pointers import SOURCES, Source
from award.foundation.registers import gathered
from award.foundation.waits import WAITS
from award.foundation.waits import Source as WaitSource


@dataclass(frozen=True)
class Chapter:
    """What one chapter brings. All but the name can be left out.

    `kinds` and `verbs` are its words for the audit trail: what things of a kind are called
    together, and what was done (`kind.action`), of its own kinds or of those before it.
    `objections`, `remarks`, `follows` (`kind.action`) and `pointers` (kind) name what they are
    about; `lists` can be downloaded, by key. `beyond` says what is out of somebody's reach in every
    role, `concealed` whose events they may not read, `waits` what waits for them, `objects` what it
    keeps in the storage, `marks` what the header knows of who is signed in. `set_up` is for what
    only the app itself can take: hooks, and the set-up of libraries.
    """

    name: str
    blueprints: Sequence[Blueprint] = ()
    permissions: Sequence[policy.Permission] = ()
    machines: Sequence[workflow.Machine[Any]] = ()
    notices: Sequence[outbox.Notice] = ()
    kinds: Mapping[str, str] = field(default_factory=dict)
    verbs: Mapping[str, str] = field(default_factory=dict)
    menu: Sequence[MenuEntry] = ()
    marks: Mapping[str, ColumnElement[bool]] = field(default_factory=dict)
    footer: Sequence[MenuEntry] = ()
    checks: Sequence[tuple[str, Check]] = ()
    objections: Sequence[tuple[str, Objection]] = ()
    remarks: Sequence[tuple[str, Remark]] = ()
    follows: Sequence[tuple[str, workflow.Follower]] = ()
    pointers: Sequence[tuple[str, Source]] = ()
    lists: Mapping[str, Maker] = field(default_factory=dict)
    periodic: Sequence[jobs.Periodic] = ()
    jobs: Sequence[work.JobKind[Any]] = ()
    keepers: Sequence[tuple[str, Keeper]] = ()
    watches: Sequence[Watch] = ()
    commands: Sequence[click.Command] = ()
    beyond: Beyond | None = None
    waits: WaitSource | None = None
    concealed: Callable[[policy.Actor], Mapping[str, Concealed]] | None = None
    objects: Objects | None = None
    filters: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
    set_up: Callable[[Flask], None] | None = None


def blueprints_of(*views: ModuleType) -> tuple[Blueprint, ...]:
    """The blueprints of these modules of pages, each once: several modules may share one, and a
    page is part of the app because its module is named here."""
    return tuple(dict.fromkeys(module.blueprint for module in views))


def fold(app: Flask, chapters: Sequence[Chapter]) -> None:
    """Make the app of its chapters. Once for each app."""
    each = tuple(chapters)
    policy.PERMISSIONS.fill(app, ((row.name, row) for one in each for row in one.permissions))
    workflow.MACHINES.fill(app, ((row.kind, row) for one in each for row in one.machines))
    outbox.NOTICES.fill(app, ((row.key, row) for one in each for row in one.notices))
    events.KINDS.fill(app, (pair for one in each for pair in one.kinds.items()))
    events.VERBS.fill(app, (pair for one in each for pair in one.verbs.items()))
    MARKS.fill(app, (pair for one in each for pair in one.marks.items()))
    MENU.fill(app, ((row.endpoint, row) for one in each for row in one.menu))
    FOOTER.fill(app, ((row.endpoint, row) for one in each for row in one.footer))
    CHECKS.fill(app, (pair for one in each for pair in one.checks))
    OBJECTIONS.fill(app, gathered(pair for one in each for pair in one.objections))
    REMARKS.fill(app, gathered(pair for one in each for pair in one.remarks))
    workflow.FOLLOWERS.fill(app, gathered(pair for one in each for pair in one.follows))
    SOURCES.fill(app, gathered(pair for one in each for pair in one.pointers))
    LISTS.fill(app, (pair for one in each for pair in one.lists.items()))
    KEEPERS.fill(app, (pair for one in each for pair in one.keepers))
    WATCHES.fill(app, gathered((w.model.__tablename__, w) for c in each for w in c.watches))
    jobs.PERIODIC.fill(app, ((job.name, job) for one in each for job in one.periodic))
    work.KINDS.fill(app, ((kind.key, kind) for one in each for kind in one.jobs))
    BEYOND.fill(app, ((one.name, one.beyond) for one in each if one.beyond is not None))
    WAITS.fill(app, ((one.name, one.waits) for one in each if one.waits is not None))
    CONCEALED.fill(app, ((c.name, c.concealed) for c in each if c.concealed is not None))
    OBJECTS.fill(app, ((one.name, one.objects) for one in each if one.objects is not None))
    for chapter in each:
        if chapter.set_up is not None:
            chapter.set_up(app)
        app.jinja_env.filters.update(chapter.filters)
        for blueprint in chapter.blueprints:
            app.register_blueprint(blueprint)
        for command in chapter.commands:
            app.cli.add_command(command)
    if wrong := sorted(_unknown(app)):
        raise RuntimeError("Chapters that don't fit together: " + "; ".join(wrong))


def _unknown(app: Flask) -> Iterator[str]:
    """What one part of a chapter names and no chapter brings."""
    moves = set()
    for machine in workflow.MACHINES.of(app).values():
        for row in machine.transitions:
            move = f"{machine.kind}.{row.action}"
            moves.add(move)
            if row.permission not in policy.PERMISSIONS.of(app):
                yield f"{move} needs the unknown permission {row.permission!r}"
            for notice in set(row.notices) - set(outbox.NOTICES.of(app)):
                yield f"{move} sends the unknown notice {notice!r}"
    for move in set(workflow.FOLLOWERS.of(app)) - moves:
        yield f"somebody follows {move!r}, which no machine does"
    for kind in work.KINDS.of(app).values():
        if kind.permission not in policy.PERMISSIONS.of(app):
            yield f"the job {kind.key} needs the unknown permission {kind.permission!r}"
    for verb in events.VERBS.of(app):
        if verb.partition(".")[0] not in events.KINDS.of(app):
            yield f"the verb {verb!r} is about an unknown kind"
    for register in (MENU, FOOTER):
        for endpoint in set(register.of(app)) - set(app.view_functions):
            yield f"the {register.what} {endpoint!r} leads nowhere"
