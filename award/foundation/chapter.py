"""What every chapter stands on, as the first of them."""

from __future__ import annotations

from flask import Flask

from award.foundation import (
    audit,
    checks,
    delivery,
    earlier,
    health,
    heard,
    jobs,
    kept,
    locks,
    public_version,
    saved_views,
    strangers,
    work,
)
from award.foundation.chapters import Chapter
from award.foundation.work import asking


def _set_up(_app: Flask) -> None:
    audit.listen()
    locks.listen()
    delivery.listen()
    kept.listen()
    asking.listen()
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
        ("No job waits for longer than ten minutes", work.late),
        ("Files can be stored, and the scanner answers", health.files_and_scanner),
    ),
    permissions=(*work.PERMISSIONS, *saved_views.PERMISSIONS),
    machines=(work.JOB,),
    kinds={"trail": "The audit trail", "job": "Jobs", "saved_view": "Saved views"},
    verbs={
        "trail.seal": "Wrote the trail anew without words, and sealed it",
        "trail.export": "Wrote the trail to a file",
        "job.ask": "Asked for a job",
        "job.cancel": "Asked for a job to stop",
        "job.start": "Began a job",
        "job.finish": "Finished a job",
        "job.fail": "Gave a job up",
        "job.stop": "Stopped a job",
        "saved_view.save": "Saved a view of a list",
        "saved_view.rename": "Renamed a saved view",
        "saved_view.share": "Shared a saved view",
        "saved_view.take_back": "Stopped sharing a saved view",
        "saved_view.delete": "Deleted a saved view",
    },
    periodic=(
        jobs.every_minute(delivery.send_outbox),
        jobs.every_minute(kept.keep_rows),
        jobs.every_minute(work.run_jobs),
        jobs.every_hour(earlier.forget_earlier),
        jobs.every_hour(heard.forget_answers),
        jobs.every_hour(strangers.sweep_letters),
    ),
    set_up=_set_up,
)
