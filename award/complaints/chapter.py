"""Complaints about data or service, from anyone."""

from __future__ import annotations

from award.complaints.checks import CHECKS
from award.complaints.jobs import forget_old_complaints, remind_of_complaints
from award.complaints.notices import NOTICES
from award.complaints.queries import COMPLAINTS, concealed
from award.complaints.rules.machine import COMPLAINT
from award.complaints.rules.permissions import PERMISSIONS
from award.complaints.views import public, staff
from award.foundation import jobs
from award.foundation.chapters import Chapter, blueprints_of
from award.foundation.menu import MenuEntry
from award.foundation.policy import admin, anyone, reads_everything

CHAPTER = Chapter(
    "complaints",
    blueprints=blueprints_of(public, staff),
    permissions=PERMISSIONS,
    machines=(COMPLAINT,),
    notices=NOTICES,
    kinds={"complaint": "Complaints"},
    verbs={
        "complaint.receive": "Complained",
        "complaint.acknowledge": "Acknowledged a complaint",
        "complaint.answer": "Answered a complaint",
        "complaint.set_aside": "Set a complaint aside",
        "complaint.note": "Added a note to a complaint",
        "complaint.keep_from": "Kept a complaint from somebody it is about",
        "complaint.find_handlers": "Found somebody to deal with a complaint that nobody could",
        "complaint.remind": "Reminded of a complaint that nobody acknowledged",
        "complaint.forget": "Let go of the words of an old complaint",
    },
    menu=(
        MenuEntry("Complaints", "complaints_staff.index", reads_everything | admin, place=65),
    ),
    footer=(MenuEntry("Complain", "complaints.complain", anyone),),
    lists={"complaints": lambda actor, of: None if of else COMPLAINTS},
    concealed=concealed,
    periodic=(jobs.every_hour(forget_old_complaints), jobs.every_hour(remind_of_complaints)),
    checks=CHECKS,
)  # fmt: skip
