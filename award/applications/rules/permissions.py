"""Who may do what with an application."""

from __future__ import annotations

from award.applications.rules.states import BEFORE_DECISION, ApplicationState
from award.foundation.policy import (
    Permission,
    Role,
    auditor,
    has_role,
    predicate,
    reads_everything,
    staff,
    system,
)

lead = predicate(
    lambda actor, application: actor.user_id is not None and application.lead_id == actor.user_id,
    "lead",
)
draft = predicate(lambda _actor, application: application.state == ApplicationState.DRAFT, "draft")
before_decision = predicate(
    lambda _actor, application: application.state in BEFORE_DECISION, "before decision"
)

# That a round has closed is not in these: it is a guard of the service, so that a person who is
# a minute late reads why, and whom to write to, instead of "no such page".
applicant = has_role(Role.APPLICANT)  # any confirmed account but an auditor's
writer = lead & ~auditor  # an auditor changes nothing, not even what they led before

invited = predicate(
    lambda _actor, application: application.state == ApplicationState.INVITED, "invited"
)

PERMISSIONS = (
    Permission("application.start", applicant, "Start an application"),
    Permission("application.view", lead | (reads_everything & ~draft), "See the application"),
    Permission("application.continue", writer & invited, "Go on into the second stage"),
    Permission(
        "application.tell_opening", system, "Tell an invited lead that the next stage opens"
    ),
    Permission("application.edit", writer & draft, "Write the application"),
    Permission("application.submit", writer & draft, "Submit the application"),
    Permission("application.withdraw", writer & before_decision, "Withdraw the application"),
    Permission(
        "application.read_submission",
        (lead | reads_everything) & ~draft,
        "Read what was submitted",
    ),
    Permission(
        "application.hand_over", staff, "Put somebody else in the place of its lead", apart=True
    ),
    Permission(
        "application.assess", staff | system, "Move the application through assessment", apart=True
    ),
    Permission(
        "application.decide",
        staff,
        "Release the decision on the application",
        apart=True,
    ),
    Permission("file.check", system, "Note what was found out about an uploaded file"),
)
