"""What an assignment can be, and how it gets from one state to the next."""

from __future__ import annotations

from award.foundation.workflow import Machine, State, Transition

ACTIVE = frozenset({"to_declare", "to_score", "submitted"})
"""The assessor has the application, and it is counted."""
SHOWN = ACTIVE | {"closed"}
"""The assessor still finds it; in every other state it is not there for them."""
UNFINISHED = frozenset({"to_declare", "to_score"})
CONFLICTED = frozenset({"conflicted", "voided"})
ASSESSABLE = frozenset({"submitted", "in_assessment", "assessed"})
"""States of an application in which it may be assigned and scored."""
READABLE = ASSESSABLE | {"awarded", "reserved", "rejected"}
"""States of an application in which its assessors may still look at what they did."""

_ASSESSORS_ONLY = "In assessment"  # applicants are never shown an assignment

STATES = {
    "to_declare": State("To declare", _ASSESSORS_ONLY, "yellow"),
    "to_score": State("To score", _ASSESSORS_ONLY, "blue"),
    "submitted": State("Submitted", _ASSESSORS_ONLY, "green"),
    "conflicted": State("Conflict of interest", _ASSESSORS_ONLY, "red"),
    "declined": State("Declined", _ASSESSORS_ONLY, "grey"),
    "voided": State("Voided: conflict raised later", _ASSESSORS_ONLY, "red"),
    "removed": State("Removed", _ASSESSORS_ONLY, "grey"),
    "closed": State("Closed: no longer needed", _ASSESSORS_ONLY, "grey"),
}

_DECLARE = "assignment.declare"
_CONFLICT = "assignment.declare_conflict"
_DECLINE = "assignment.decline"
_TELL_STAFF = ("assignment.conflict_declared",)

ASSIGNMENT = Machine(
    kind="assignment",
    states=STATES,
    start="to_declare",
    transitions=(
        Transition("to_declare", "declare_none", "to_score", _DECLARE, "No conflict"),
        Transition(
            "to_declare",
            "declare_conflict",
            "conflicted",
            _CONFLICT,
            "Declare a conflict",
            notices=_TELL_STAFF,
        ),
        Transition(
            "to_score",
            "declare_conflict",
            "conflicted",
            _CONFLICT,
            "Declare a conflict",
            notices=_TELL_STAFF,
        ),
        Transition(
            "submitted",
            "declare_conflict",
            "voided",
            _CONFLICT,
            "Declare a conflict",
            notices=_TELL_STAFF,
        ),
        Transition(
            "to_declare",
            "decline",
            "declined",
            _DECLINE,
            "Decline",
            notices=("assignment.declined",),
            reason_required=True,
        ),
        Transition(
            "to_score",
            "decline",
            "declined",
            _DECLINE,
            "Decline",
            notices=("assignment.declined",),
            reason_required=True,
        ),
        Transition(
            "to_score",
            "submit",
            "submitted",
            "assignment.submit",
            "Submit scores",
            notices=("assignment.submitted",),
        ),
        *(
            Transition(
                source, "remove", "removed", "assignment.remove", "Remove", reason_required=True
            )
            for source in ("to_declare", "to_score")
        ),
        Transition(
            "submitted",
            "return",
            "to_score",
            "assignment.return",
            "Return for changes",
            notices=("assignment.returned",),
            reason_required=True,
        ),
        Transition("to_declare", "close", "closed", "assignment.close", "Close"),
        Transition("to_score", "close", "closed", "assignment.close", "Close"),
        Transition("declined", "reassign", "to_declare", "assessment.assign", "Ask again"),
        Transition("removed", "reassign", "to_declare", "assessment.assign", "Ask again"),
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
