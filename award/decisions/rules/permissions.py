"""Who sees, stages, releases and is told decisions."""

from __future__ import annotations

from award.applications.rules.permissions import takes_part
from award.decisions.rules.states import DecisionState
from award.foundation.policy import Permission, predicate, reads_everything, staff
from award.moderation.rules.permissions import chairs

released_to_lead = predicate(
    lambda actor, decision: (
        decision is not None
        and actor.user_id is not None
        and decision.state == DecisionState.RELEASED
        and takes_part(actor, decision.application)
    ),
    "lead of the application or works on it, once released",
)

PERMISSIONS = (
    Permission(
        "shortlist.view",
        reads_everything | chairs,
        "Read the shortlist; who chairs the round as their other pages show it",
    ),
    Permission("decision.view", reads_everything, "See the shortlist and the staged decisions"),
    Permission("decision.stage", staff, "Stage a decision, change it or clear it", apart=True),
    Permission("decision.confirm", staff, "Confirm decisions that others staged", apart=True),
    Permission("decision.release", staff, "Release a round's decisions and email the applicants"),
    Permission(
        "decision.told",
        reads_everything | chairs,
        "Read what an applicant is told with the decision",
    ),
    Permission("decision.outcome", released_to_lead, "Read the outcome of one's own application"),
)
