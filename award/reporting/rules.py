"""Who may take data out, and who sees how the rounds stand."""

from __future__ import annotations

from typing import Any

from award.foundation.policy import Actor, Permission, can, predicate, reads_everything, system


def _may_take(actor: Actor, table: Any) -> bool:
    return bool(table and table.download) and can(actor, table.download, table.thing)


def _may_take_tables(actor: Actor, panel: Any) -> bool:
    return can(actor, "moderation.list", panel)


PERMISSIONS = (
    Permission("reporting.view", reads_everything, "See how the rounds stand"),
    Permission("reporting.export", reads_everything | system, "Download a list as a file"),
    Permission("apart.count", system, "Count answers that are kept apart, once"),
    Permission(
        "list.download",
        predicate(_may_take, "may take this list away"),
        "Download the list that one reads",
    ),
    Permission(
        "tables.take",
        predicate(_may_take_tables, "may read the round's tables"),
        "Download all tables of a round that one reads as one workbook",
    ),
)
