"""Eligibility, drafting, submitting, withdrawing."""

from __future__ import annotations

from award.applications.again import AGAIN
from award.applications.checks import CHECKS
from award.applications.commands import receipt, trouble
from award.applications.due import DUE
from award.applications.jobs import (
    forget_troubles,
    lapse_reopenings,
    look_at_files,
    sweep_files,
    tell_of_openings,
)
from award.applications.notices import NOTICES
from award.applications.reminders import remind
from award.applications.rules.files import kind_and_size
from award.applications.rules.machine import APPLICATION, REOPENING
from award.applications.rules.moments import to_the_second
from award.applications.rules.permissions import PERMISSIONS
from award.applications.views import (
    answering,
    co_applicants,
    conflicts,
    continuing,
    documents,
    eligibility,
    files,
    from_word,
    history,
    mine,
    presence,
    reopening,
    requests,
    starting,
    submitting,
    taking_part,
    team,
    troubled,
    waits,
)
from award.foundation import jobs
from award.foundation.chapters import Chapter, blueprints_of
from award.foundation.menu import MenuEntry
from award.foundation.policy import Role, admin, has_role, publisher, reads_everything

CHAPTER = Chapter(
    "applications",
    blueprints=blueprints_of(
        answering,
        co_applicants,
        conflicts,
        continuing,
        documents,
        eligibility,
        files,
        from_word,
        history,
        mine,
        presence,
        reopening,
        requests,
        starting,
        submitting,
        taking_part,
        team,
    ),
    permissions=PERMISSIONS,
    machines=(APPLICATION, REOPENING),
    notices=(*NOTICES, *AGAIN, *DUE),
    kinds={"application": "Applications", "reopening": "Reopened applications"},
    verbs={
        "application.start": "Started the application",
        "application.answer_eligibility": "Answered the eligibility check",
        "application.choose_organisation": "Chose the organisation",
        "application.save_answers": "Saved answers",
        "application.resolve_conflict": "Settled a conflict of edits",
        "application.restore_answer": "Put an earlier version of an answer back",
        "application.continue": "Went on into the second stage",
        "application.tell_opening": "Told the lead that the second stage is open",
        "application.invite": "Invited to the second stage",
        "application.submit": "Submitted the application",
        "application.withdraw": "Withdrew the application",
        "application.reopen": "Opened the application again",
        "application.close_again": "Closed the application again without submitting",
        "application.resubmit": "Submitted the application again",
        "application.extend": "Kept the application open for longer",
        "round.give_extra_time": "Gave more time to those whom a fault had hit",
        "application.ask_changes": "Asked for changes to answers",
        "reopening.open": "Opened a submitted application",
        "reopening.send": "Sent what was opened again",
        "reopening.close": "Closed what was opened again",
        "reopening.lapse": "Let what was opened again lapse",
        "application.add_file": "Uploaded a file",
        "application.remove_file": "Removed a file",
        "application.restore_file": "Put a removed file back",
        "application.move_file": "Changed the order of files",
        "application.quarantine_file": "Found a virus in a file",
        "application.hand_over": "Handed the application to another lead",
        "application.invite_person": "Asked somebody to work on the application",
        "application.invite_person_again": "Sent an invitation again",
        "application.take_invitation_back": "Took an invitation back",
        "application.join": "Accepted to work on the application",
        "application.decline_to_join": "Declined to work on the application",
        "application.change_part": "Changed what somebody may do with the application",
        "application.take_off": "Took somebody off the application",
        "application.leave": "Left the application",
        "application.offer_lead": "Offered the lead to a collaborator",
        "application.take_offer_back": "Took the offer of the lead back",
        "application.refuse_lead": "Declined to lead the application",
        "application.ask_co_applicant": "Asked an organisation to confirm that it takes part",
        "application.ask_co_applicant_again": "Asked an organisation to confirm again",
        "application.take_co_applicant_out": "Took an organisation out that was to take part",
        "application.confirm_co_applicant": "Confirmed that an organisation takes part",
        "application.decline_co_applicant": "Said that an organisation does not take part",
        "application.ask_for_section": "Asked somebody to answer a section",
        "application.finish_section_request": "Said that a section is answered",
        "application.take_section_request_back": "Took back that somebody answers a section",
        "application.take_lead": "Accepted to lead the application",
        "application.begin_assessment": "Assessment began",
        "application.finish_assessment": "Assessment finished",
        "application.resume_assessment": "Assessment resumed",
        "application.award": "Funded the application",
        "application.reserve": "Put on the reserve list",
        "application.reject": "Rejected the application",
    },
    menu=(
        MenuEntry(
            "My applications",
            "applications.index",
            has_role(Role.APPLICANT) & ~(reads_everything | publisher | admin),
            place=20,
            start=50,
        ),
    ),
    checks=CHECKS,
    commands=(receipt, trouble),
    pointers=(("application", continuing.invitations),),
    waits=waits.waits,
    periodic=(
        jobs.every_minute(look_at_files),
        jobs.every_minute(tell_of_openings),
        jobs.every_minute(lapse_reopenings),
        jobs.every_minute(remind),
        jobs.every_hour(sweep_files),
        jobs.every_hour(forget_troubles),
    ),
    set_up=troubled.init_app,
    filters={"to_the_second": to_the_second, "kind_and_size": kind_and_size},
)
