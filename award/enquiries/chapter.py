"""Questions before applying."""

from __future__ import annotations

from award.enquiries.checks import CHECKS
from award.enquiries.jobs import forget_old_enquiries
from award.enquiries.notices import NOTICES
from award.enquiries.queries import ENQUIRIES
from award.enquiries.rules.machine import ENQUIRY
from award.enquiries.rules.permissions import PERMISSIONS
from award.enquiries.views import public, staff
from award.foundation import jobs
from award.foundation.chapters import Chapter, blueprints_of
from award.foundation.menu import MenuEntry
from award.foundation.policy import reads_everything

CHAPTER = Chapter(
    "enquiries",
    blueprints=blueprints_of(public, staff),
    permissions=PERMISSIONS,
    machines=(ENQUIRY,),
    notices=NOTICES,
    kinds={"enquiry": "Enquiries"},
    verbs={
        "enquiry.receive": "Asked before applying",
        "enquiry.confirm": "Confirmed the address of an enquiry",
        "enquiry.drop": "Deleted an enquiry that nobody confirmed",
        "enquiry.answer": "Answered an enquiry",
        "enquiry.set_aside": "Set an enquiry aside",
        "enquiry.forget": "Let go of the words of an old enquiry",
    },
    menu=(MenuEntry("Enquiries", "enquiries_staff.index", reads_everything, place=63),),
    lists={"enquiries": lambda actor, of: None if of else ENQUIRIES},
    periodic=(jobs.every_hour(forget_old_enquiries),),
    checks=CHECKS,
)
