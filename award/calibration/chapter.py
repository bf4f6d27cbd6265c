"""Specimens that are scored before an assessor's first application, and looking back."""

from __future__ import annotations

from award.calibration import objections
from award.calibration.checks import CHECKS
from award.calibration.queries.standing import standings_of
from award.calibration.rules.permissions import PERMISSIONS
from award.calibration.views import assessor, pointing, staff
from award.foundation.chapters import Chapter, blueprints_of

CHAPTER = Chapter(
    "calibration",
    blueprints=blueprints_of(assessor, staff),
    permissions=PERMISSIONS,
    kinds={
        "calibration": "What is scored first",
        "specimen": "Specimens",
        "specimen_sheet": "Scores of specimens",
    },
    verbs={
        "calibration.ask": "Said how many specimens are scored first",
        "calibration.excuse": "Let somebody assess without scoring specimens",
        "calibration.excuse_back": "Asked somebody to score specimens first after all",
        "specimen.write": "Wrote a specimen",
        "specimen.offer": "Offered a specimen to assessors",
        "specimen.remove": "Removed a specimen",
        "specimen_sheet.save": "Saved scores of a specimen",
        "specimen_sheet.submit": "Submitted scores of a specimen",
    },
    lists={"calibration": standings_of},
    objections=(("assignment.declare", objections.specimens_first),),
    pointers=(("assessing in", pointing.in_rounds),),
    checks=CHECKS,
)
