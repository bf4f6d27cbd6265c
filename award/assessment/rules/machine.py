"""What an assignment can be, and how it gets from one state to the next."""

from __future__ import annotations

from award.assessment.rules.states import AssignmentState
from award.foundation.workflow import Machine, State, Transition

_ASSESSORS_ONLY = "In assessment"  # applicants are never shown an assignment

STATES = {
    AssignmentState.TO_DECLARE: State("To declare", _ASSESSORS_ONLY, "yellow"),
    AssignmentState.TO_SCORE: State("To score", _ASSESSORS_ONLY, "blue"),
    AssignmentState.SUBMITTED: State("Submitted", _ASSESSORS_ONLY, "green"),
    AssignmentState.CONFLICTED: State("Conflict of interest", _ASSESSORS_ONLY, "red"),
    AssignmentState.DECLINED: State("Declined", _ASSESSORS_ONLY, "grey"),
    AssignmentState.VOIDED: State("Voided: conflict raised later", _ASSESSORS_ONLY, "red"),
    AssignmentState.REMOVED: State("Removed", _ASSESSORS_ONLY, "grey"),
    AssignmentState.CLOSED: State("Closed: no longer needed", _ASSESSORS_ONLY, "grey"),
}

_DECLARE = "assignment.declare"
_CONFLICT = "assignment.declare_conflict"
_DECLINE = "assignment.decline"
_TELL_STAFF = ("assignment.conflict_declared",)

ASSIGNMENT = Machine(
    kind="assignment",
    states=STATES,
    start=AssignmentState.TO_DECLARE,
    transitions=(
        Transition(
            AssignmentState.TO_DECLARE,
            "declare_none",
            AssignmentState.TO_SCORE,
            _DECLARE,
            "No conflict",
        ),
        Transition(
            AssignmentState.TO_DECLARE,
            "declare_conflict",
            AssignmentState.CONFLICTED,
            _CONFLICT,
            "Declare a conflict",
            notices=_TELL_STAFF,
        ),
        Transition(
            AssignmentState.TO_SCORE,
            "declare_conflict",
            AssignmentState.CONFLICTED,
            _CONFLICT,
            "Declare a conflict",
            notices=_TELL_STAFF,
        ),
        Transition(
            AssignmentState.SUBMITTED,
            "declare_conflict",
            AssignmentState.VOIDED,
            _CONFLICT,
            "Declare a conflict",
            notices=_TELL_STAFF,
        ),
        Transition(
            AssignmentState.TO_DECLARE,
            "decline",
            AssignmentState.DECLINED,
            _DECLINE,
            "Decline",
            notices=("assignment.declined",),
            reason_required=True,
        ),
        Transition(
            AssignmentState.TO_SCORE,
            "decline",
            AssignmentState.DECLINED,
            _DECLINE,
            "Decline",
            notices=("assignment.declined",),
            reason_required=True,
        ),
        Transition(
            AssignmentState.TO_SCORE,
            "submit",
            AssignmentState.SUBMITTED,
            "assignment.submit",
            "Submit scores",
            notices=("assignment.submitted",),
        ),
        *(
            Transition(
                source,
                "keep_apart",
                AssignmentState.VOIDED
                if source == AssignmentState.SUBMITTED
                else AssignmentState.CONFLICTED,
                "assignment.keep_apart",
                "Keep apart",
                notices=("assignment.kept_apart",),
                reason_required=True,
            )
            for source in (
                AssignmentState.TO_DECLARE,
                AssignmentState.TO_SCORE,
                AssignmentState.SUBMITTED,
            )
        ),
        *(
            Transition(
                source,
                "remove",
                AssignmentState.REMOVED,
                "assignment.remove",
                "Remove",
                reason_required=True,
            )
            for source in (AssignmentState.TO_DECLARE, AssignmentState.TO_SCORE)
        ),
        Transition(
            AssignmentState.SUBMITTED,
            "return",
            AssignmentState.TO_SCORE,
            "assignment.return",
            "Return for changes",
            notices=("assignment.returned",),
            reason_required=True,
        ),
        Transition(
            AssignmentState.SUBMITTED,
            "reconsider",
            AssignmentState.TO_SCORE,
            "assignment.reconsider",
            "Change my scores",
        ),
        Transition(
            AssignmentState.TO_DECLARE, "close", AssignmentState.CLOSED, "assignment.close", "Close"
        ),
        Transition(
            AssignmentState.TO_SCORE, "close", AssignmentState.CLOSED, "assignment.close", "Close"
        ),
        Transition(
            AssignmentState.DECLINED,
            "reassign",
            AssignmentState.TO_DECLARE,
            "assessment.assign",
            "Ask again",
        ),
        Transition(
            AssignmentState.REMOVED,
            "reassign",
            AssignmentState.TO_DECLARE,
            "assessment.assign",
            "Ask again",
        ),
        *(
            Transition(
                source,
                "give_back",
                AssignmentState.TO_DECLARE,
                "conflict.decide",
                "Give back",
                reason_required=True,
            )
            for source in (AssignmentState.CONFLICTED, AssignmentState.VOIDED)
        ),
    ),
)

CONFLICT_KINDS = {
    "employment": "Employment: I work, or have recently worked, with the applicant",
    "financial": "Financial: I could gain or lose money",
    "family": "Family: A relative of mine is involved",
    "personal": "Personal: A close friendship, or a dispute",
    "collaboration": "Collaboration: We have worked or published together",
    "competing_product": "Competing product: I have an interest in something similar",
    "involvement": "Involvement: I helped with this project or application",
}
DECLINE_REASONS = {
    "not_my_expertise": "Not my area of expertise",
    "too_many": "I have too many assessments",
}


def conflict_name(kind: str) -> str:
    """The first words of a kind, for lists: "Employment"."""
    return CONFLICT_KINDS[kind].partition(":")[0]
