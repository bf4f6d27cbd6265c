"""What people can do about what is kept of them."""

from __future__ import annotations

from award.foundation import jobs
from award.foundation.chapters import Chapter, blueprints_of
from award.own_data.jobs import make_copies, sweep_own_data
from award.own_data.notices import NOTICES
from award.own_data.rules.closing import CLOSED
from award.own_data.rules.permissions import PERMISSIONS
from award.own_data.views import pages

CHAPTER = Chapter(
    "own_data",
    blueprints=blueprints_of(pages),
    permissions=PERMISSIONS,
    notices=NOTICES,
    verbs={
        "application.delete": "Deleted the draft",
        "user_account.ask_for_data": "Asked for a copy of their data",
        "user_account.make_copy": "Made the copy of somebody’s data",
        CLOSED: "Closed their account",
    },
    periodic=(jobs.every_minute(make_copies), jobs.every_hour(sweep_own_data)),
)
