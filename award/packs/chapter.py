"""Panel packs, dossiers and long lists, and the page where they wait."""

from __future__ import annotations

from award.foundation.chapters import Chapter, blueprints_of
from award.foundation.jobs import every_hour
from award.packs.jobs import JOBS, sweep_packs
from award.packs.notices import NOTICES
from award.packs.queries import lists, packs
from award.packs.rules.permissions import PERMISSIONS
from award.packs.views import asking, keeping
from award.packs.views import lists as long_lists

CHAPTER = Chapter(
    "packs",
    blueprints=blueprints_of(asking, keeping, long_lists),
    permissions=PERMISSIONS,
    verbs={
        "round.ask_pack": "Asked for a pack or dossiers",
        "round.make_pack": "Made a pack or dossiers",
        "round.take_pack": "Downloaded a pack or dossiers",
        "round.ask_list": "Asked for a long list as a file",
        "round.make_list": "Made a long list as a file",
        "list.ask_list": "Asked for a long list as a file",
        "list.make_list": "Made a long list as a file",
    },
    jobs=JOBS,
    notices=NOTICES,
    periodic=(every_hour(sweep_packs),),
    objects=lambda: [*packs.objects(), *lists.objects()],
)
