"""Adjustments for whoever applies or assesses."""

from __future__ import annotations

from award.adjustments.checks import CHECKS
from award.adjustments.jobs import forget_old_needs
from award.adjustments.notices import NOTICES
from award.adjustments.queries import ADJUSTMENTS
from award.adjustments.rules.machine import ADJUSTMENT
from award.adjustments.rules.permissions import PERMISSIONS
from award.adjustments.views import asking, staff
from award.foundation import jobs
from award.foundation.chapters import Chapter, blueprints_of
from award.foundation.menu import MenuEntry
from award.foundation.policy import staff as of_staff

CHAPTER = Chapter(
    "adjustments",
    blueprints=blueprints_of(asking, staff),
    permissions=PERMISSIONS,
    machines=(ADJUSTMENT,),
    notices=NOTICES,
    kinds={"adjustment": "Adjustments"},
    verbs={
        "adjustment.ask": "Asked for an adjustment",
        "adjustment.answer": "Answered a request for an adjustment",
        "adjustment.take_back": "Took back a request for an adjustment",
        "adjustment.forget_need": "Let go of why somebody asked for an adjustment",
    },
    menu=(MenuEntry("Adjustments", "adjustments_staff.index", of_staff, place=66),),
    lists={"adjustments": lambda actor, of: None if of else ADJUSTMENTS},
    periodic=(jobs.every_hour(forget_old_needs),),
    checks=CHECKS,
)
