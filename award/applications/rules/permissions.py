"""Who may do what with an application."""

from __future__ import annotations

from award.foundation.policy import (
    permission,
    predicate,
    reads_everything,
    signed_in,
    staff,
    system,
)

BEFORE_DECISION = frozenset({"draft", "submitted", "in_assessment", "assessed"})

lead = predicate(
    lambda actor, application: actor.user_id is not None and application.lead_id == actor.user_id,
    "lead",
)
draft = predicate(lambda _actor, application: application.state == "draft", "draft")
before_decision = predicate(
    lambda _actor, application: application.state in BEFORE_DECISION, "before decision"
)

# That a round has closed is not in these: it is a guard of the service, so that a person who is
# a minute late reads why, and whom to write to, instead of "no such page".
permission("application.start", signed_in, "Start an application")
permission("application.view", lead | (reads_everything & ~draft), "See the application")
permission("application.edit", lead & draft, "Write the application")
permission("application.submit", lead & draft, "Submit the application")
permission("application.withdraw", lead & before_decision, "Withdraw the application")
permission(
    "application.read_submission",
    (lead | reads_everything) & ~draft,
    "Read what was submitted",
)
permission("application.assess", staff | system, "Move the application through assessment")
permission("application.decide", staff, "Release the decision on the application")
