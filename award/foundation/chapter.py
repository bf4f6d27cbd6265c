"""What every chapter stands on, as the first of them."""

from __future__ import annotations

from flask import Flask

from award.foundation import audit, checks, health, jobs, kept, locks, outbox, public_version
from award.foundation.chapters import Chapter


def _set_up(_app: Flask) -> None:
    audit.listen()
    locks.listen()
    outbox.listen()
    kept.listen()
    public_version.listen()


CHAPTER = Chapter(
    "foundation",
    blueprints=(health.blueprint,),
    checks=(
        ("The audit trail is whole", checks.audit_trail),
        ("Lists find and sort by what things are called now", checks.name_keys),
        ("Search finds texts by the words they have now", checks.search_index),
        ("Everything stands where its last recorded move put it", checks.states),
        ("Every move is in the audit trail, and no other", checks.moves),
    ),
    kinds={"trail": "The audit trail"},
    verbs={
        "trail.seal": "Wrote the trail anew without words, and sealed it",
        "trail.export": "Wrote the trail to a file",
    },
    periodic=(jobs.every_minute(outbox.send_outbox), jobs.every_minute(kept.keep_rows)),
    set_up=_set_up,
)
