"""Lots: committed to before a round opens, drawn once, drawn again by anybody."""

from __future__ import annotations

from award.draws.checks import CHECKS
from award.draws.commands import draw
from award.draws.rules.permissions import PERMISSIONS
from award.draws.views import pages, pointing
from award.foundation.chapters import Chapter, blueprints_of

CHAPTER = Chapter(
    "draws",
    blueprints=blueprints_of(pages),
    permissions=PERMISSIONS,
    kinds={"draw": "Draws of lots"},
    verbs={
        "draw.declare": "Said what a round draws lots for",
        "draw.withdraw": "Said that a round draws no lots",
        "draw.make": "Drew the lots of a round",
    },
    pointers=(
        ("round", pointing.for_staff),
        ("published round", pointing.for_everybody),
    ),
    commands=(draw,),
    checks=CHECKS,
)
