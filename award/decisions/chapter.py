"""Ranking, deciding, releasing."""

from __future__ import annotations

from award.decisions import objections
from award.decisions.checks import CHECKS
from award.decisions.jobs import JOBS
from award.decisions.notices import NOTICES
from award.decisions.queries.decisions import concealed
from award.decisions.queries.due_diligence import due_diligence_of
from award.decisions.queries.invited import invited_of
from award.decisions.queries.shortlist_list import shortlist_of
from award.decisions.rules.permissions import PERMISSIONS
from award.decisions.rules.states import DECISION
from award.decisions.services import standing
from award.decisions.views import (
    applicant,
    by_rule,
    closing,
    confirming,
    deciding,
    drafting,
    feedback,
    holding,
    releasing,
    reserve,
    several,
    staff,
)
from award.foundation.chapters import Chapter, blueprints_of

CHAPTER = Chapter(
    "decisions",
    blueprints=blueprints_of(
        applicant,
        by_rule,
        closing,
        confirming,
        deciding,
        drafting,
        feedback,
        holding,
        releasing,
        reserve,
        several,
        staff,
    ),
    permissions=PERMISSIONS,
    machines=(DECISION,),
    notices=NOTICES,
    kinds={"decision": "Decisions"},
    verbs={
        "round.release_decisions": "Released decisions",
        "round.close_reserve": "Closed the reserve list",
        "round.release_feedback": "Released feedback",
        "round.draft_feedback": "Drafted feedback from assessors’ words",
        "decision.write_feedback": "Wrote feedback",
        "decision.stage": "Staged a decision",
        "decision.clear": "Cleared a staged decision",
        "decision.confirm": "Confirmed a staged decision",
        "decision.hold": "Held a decision back from the release",
        "decision.unhold": "Let a decision go out with the release",
        "decision.release": "Released the decision",
        "decision.from_reserve": "Decided about its place on the reserve list",
    },
    lists={
        "shortlist": shortlist_of,
        "invited": invited_of,
        "due-diligence": due_diligence_of,
    },
    concealed=concealed,
    checks=CHECKS,
    jobs=JOBS,
    objections=(
        ("round.update", objections.decided_by_then),
        ("round.update", objections.invited_on),
        ("moderation.decide", objections.decided_on_it),
    ),
    keepers=standing.KEEPERS,
    watches=standing.WATCHES,
    remarks=(("assignment.return", objections.staged_on_it),),
)
