"""Column registry, exports, the staff's overview."""

from __future__ import annotations

from award.foundation.chapters import Chapter
from award.foundation.jobs import every_minute
from award.foundation.menu import MenuEntry
from award.foundation.policy import reads_everything
from award.reporting.checks import CHECKS
from award.reporting.commands import export
from award.reporting.jobs import count_apart
from award.reporting.rules import PERMISSIONS
from award.reporting.services import KEEPERS
from award.reporting.views import staff, tables

CHAPTER = Chapter(
    "reporting",
    blueprints=(staff.blueprint, tables.blueprint),
    permissions=PERMISSIONS,
    kinds={"list": "Lists"},
    verbs={
        "round.export": "Downloaded a list",
        "list.export": "Downloaded a list",
        "round.count_apart": "Counted answers that are kept apart",
    },
    menu=(MenuEntry("Manage", "reporting.overview", reads_everything, place=40, start=10),),
    commands=(export,),
    checks=CHECKS,
    keepers=KEEPERS,
    periodic=(every_minute(count_apart),),
)
