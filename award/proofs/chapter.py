"""Proofs of what rounds promise."""

from __future__ import annotations

from award.foundation.chapters import Chapter
from award.proofs.commands import prove
from award.proofs.jobs import JOBS
from award.proofs.rules import PERMISSIONS
from award.proofs.views import blueprint

CHAPTER = Chapter(
    "proofs",
    blueprints=(blueprint,),
    permissions=PERMISSIONS,
    jobs=JOBS,
    commands=(prove,),
)
