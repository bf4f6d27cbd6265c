"""Who applies, and what applying cost them."""

from __future__ import annotations

from award.foundation.chapters import Chapter, blueprints_of
from award.monitoring.rules.permissions import PERMISSIONS
from award.monitoring.views import answering, asking, pointing, telling

CHAPTER = Chapter(
    "monitoring",
    blueprints=blueprints_of(answering, telling),
    permissions=PERMISSIONS,
    pointers=(
        ("round", pointing.hardest),
        ("asked apart", asking.costs),
        ("asked apart", asking.about_you),
    ),
    verbs={
        "round.count_who_applied": "Counted who applied",
        "round.count_cost": "Counted what applying cost people",
    },
)
