"""Who shares a project, and who decides what becomes of it. Whoever writes in one came to it by its
link, which is asked by `queries.share_by`. Nobody decides about their own."""

from __future__ import annotations

from typing import Any

from award.foundation.policy import (
    Actor,
    Permission,
    anyone,
    auditor,
    predicate,
    publisher,
    system,
)


def _own(actor: Actor, share: Any) -> bool:
    return bool(actor.email) and actor.email == getattr(share, "email", None)


own = predicate(_own, "shared it from their own address")

PERMISSIONS = (
    Permission("share.begin", anyone, "Begin to share a project, with or without account"),
    Permission("share.write", anyone, "Write, send or take back a shared project, by its link"),
    Permission("share.list", publisher | auditor, "See the projects that people shared"),
    Permission("share.read", publisher | auditor, "Read a project that somebody shared"),
    Permission(
        "share.handle",
        publisher & ~own,
        "Take a shared project on, decline it, or ask for changes",
    ),
    Permission("share.remind", system, "Remind of changes that were asked for, and let go"),
    Permission("share.forget", system, "Let go of shared projects that nobody sent, or over long"),
)
