"""Panel packs, dossiers, and the page where they wait."""

from __future__ import annotations

from award.foundation.chapters import Chapter, blueprints_of
from award.foundation.jobs import every_hour
from award.packs.jobs import JOBS, sweep_packs
from award.packs.notices import NOTICES
from award.packs.queries.packs import objects
from award.packs.rules.permissions import PERMISSIONS
from award.packs.views import asking, keeping

CHAPTER = Chapter(
    "packs",
    blueprints=blueprints_of(asking, keeping),
    permissions=PERMISSIONS,
    verbs={
        "round.ask_pack": "Asked for a pack or dossiers",
        "round.make_pack": "Made a pack or dossiers",
        "round.take_pack": "Downloaded a pack or dossiers",
    },
    jobs=JOBS,
    notices=NOTICES,
    periodic=(every_hour(sweep_packs),),
    objects=objects,
)
