"""Interests of those who assess, and conflicts that follow from them."""

from __future__ import annotations

from award.foundation import jobs
from award.foundation.chapters import Chapter, blueprints_of
from award.interests.checks import CHECKS
from award.interests.notices import NOTICES
from award.interests.queries.declarations import DECLARATIONS
from award.interests.reminders import remind_of_interests
from award.interests.rules.permissions import PERMISSIONS
from award.interests.services.keeping import KEEPERS, WATCHES
from award.interests.views import own, staff

CHAPTER = Chapter(
    "interests",
    blueprints=blueprints_of(own, staff),
    permissions=PERMISSIONS,
    notices=NOTICES,
    verbs={
        "user_account.declare_interests": "Declared interests",
        "application.decide_conflict": "Decided about a conflict of interest",
    },
    lists={"interests": lambda actor, of: None if of else DECLARATIONS},
    periodic=(jobs.every_hour(remind_of_interests),),
    checks=CHECKS,
    keepers=KEEPERS,
    watches=WATCHES,
)
