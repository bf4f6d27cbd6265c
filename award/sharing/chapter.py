"""Projects that people share."""

from __future__ import annotations

from award.foundation import jobs
from award.foundation.chapters import Chapter, blueprints_of
from award.foundation.menu import MenuEntry
from award.foundation.policy import anyone, publisher, reads_everything
from award.sharing.checks import CHECKS
from award.sharing.jobs import forget_old_shares, remind_of_changes
from award.sharing.notices import NOTICES
from award.sharing.queries import SHARES
from award.sharing.rules.machine import SHARE
from award.sharing.rules.permissions import PERMISSIONS
from award.sharing.views import public, staff

CHAPTER = Chapter(
    "sharing",
    blueprints=blueprints_of(public, staff),
    permissions=PERMISSIONS,
    machines=(SHARE,),
    notices=NOTICES,
    kinds={"share": "Shared projects"},
    verbs={
        "share.begin": "Began to share a project",
        "share.save": "Wrote in a shared project",
        "share.wait": "Sent a shared project, before its address was confirmed",
        "share.send": "Sent a shared project",
        "share.withdraw": "Took a shared project back",
        "share.ask": "Asked for changes to a shared project",
        "share.remind": "Reminded somebody to change a shared project",
        "share.lapse": "Let go of a shared project that nobody changed",
        "share.decline": "Declined a shared project",
        "share.take_on": "Took a shared project on",
        "share.drop": "Deleted a shared project that nobody sent",
        "share.forget": "Let go of the words of an old shared project",
    },
    menu=(
        MenuEntry("Shared projects", "sharing_staff.index", publisher | reads_everything, place=62),
    ),
    footer=(MenuEntry("Share a case study", "sharing.begin", anyone),),
    lists={"shared-projects": lambda actor, of: None if of else SHARES},
    periodic=(jobs.every_hour(forget_old_shares), jobs.every_hour(remind_of_changes)),
    checks=CHECKS,
)
