"""Who takes applications away together: the programme team, and who chairs their round. Auditors
read, and take lists and single documents. Long lists wait for whoever may take them."""

from __future__ import annotations

from typing import Any

from award.foundation.policy import (
    Actor,
    Permission,
    Role,
    assessor,
    can,
    has_role,
    predicate,
    staff,
    system,
)


def _may_take(actor: Actor, table: Any) -> bool:
    return bool(getattr(table, "packed", False) and table.download) and can(
        actor, table.download, table.thing
    )


takes = staff | assessor
keeps = takes | has_role(Role.AUDITOR, Role.PUBLISHER, Role.ADMIN)
its_own = predicate(
    lambda actor, pack: (
        actor.user_id is not None and getattr(pack, "owner_id", None) == actor.user_id
    ),
    "who asked for it",
)

PERMISSIONS = (
    Permission(
        "pack.ask",
        takes & predicate(_may_take, "may take this list away"),
        "Take the applications of a list away as a pack or as dossiers",
    ),
    Permission("pack.use", keeps, "See what one took away, while it is kept"),
    Permission("pack.take", takes & its_own, "Download a pack of one’s own, or remove it"),
    Permission(
        "list_file.take", keeps & its_own, "Download a long list of one’s own, or remove it"
    ),
    Permission("pack.make", system, "Note what became of a pack, and let go of old ones"),
)
