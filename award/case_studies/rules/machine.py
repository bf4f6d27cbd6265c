"""What a case study can be, and how it gets from one state to the next.

A case study is public while it has a published revision, whatever the text being worked on is:
revising a published one leaves the page as it is until it is agreed and published again.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from award.applications.rules.states import ApplicationState
from award.case_studies.rules.completeness import missing
from award.case_studies.rules.states import StudyState, nobody, reachable
from award.foundation.policy import Actor
from award.foundation.workflow import Machine, State, Transition

STATES = {
    StudyState.DRAFT: State("Draft", "Being edited", "grey"),
    StudyState.WITH_APPLICANT: State("With the project team", "For you to read", "yellow"),
    StudyState.APPROVED: State("Agreed", "Agreed, not yet public", "blue"),
    StudyState.PUBLISHED: State("Published", "Public", "green"),
    StudyState.ARCHIVED: State("Taken down", "Not public", "white"),
}

CHANGES_ASKED = "changes_asked"
"""Not a state but a shelf: a draft whose lead asked for changes that were not sent yet."""

SHELVES: dict[str, State] = {
    StudyState.DRAFT: STATES[StudyState.DRAFT],
    CHANGES_ASKED: State("Changes asked for", "Being changed, as you asked", "orange"),
    **{key: state for key, state in STATES.items() if key is not StudyState.DRAFT},
}
"""What the lists call them, in the order in which they pass."""

ASK = "ask_for_changes"


def shelf_of(state: StudyState, answered: str | None) -> str:
    """`answered`: what the lead did last, when no later version was sent to them."""
    return CHANGES_ASKED if (state, answered) == (StudyState.DRAFT, ASK) else state


_NEW_VERSION: dict[str, str] = {
    StudyState.DRAFT: "Public, new version being written",
    CHANGES_ASKED: "Public, new version being changed, as you asked",
    StudyState.WITH_APPLICANT: "New version for you to read",
    StudyState.APPROVED: "New version agreed, earlier one public",
}


def told_state(shelf: str, *, public: bool) -> State:
    """A state as it is told when an earlier text is public, or is not, whatever is worked on."""
    found = SHELVES[shelf]
    if public and shelf in _NEW_VERSION:
        return replace(found, applicant_label=_NEW_VERSION[shelf])
    return found


def complete(study: Any, _actor: Actor, _context: object) -> str | None:
    """Everything that a case study must have is there."""
    problems = missing(study)
    return f"Something is missing: {'; '.join(one.text for one in problems)}." if problems else None


def funded(study: Any, _actor: Actor, _context: object) -> str | None:
    """Only what was funded is told here, whatever has become of the application since."""
    if study.application is None or study.application.state == ApplicationState.AWARDED:
        return None
    return "Its application is not funded any more."


def somebody(study: Any, _actor: Actor, _context: object) -> str | None:
    """There is somebody who could agree it."""
    if reachable(study):
        return None
    ask = " Ask an administrator about the account first." if study.application_id else ""
    return f"Nobody could agree it: {nobody(study)}.{ask}"


def agreed(study: Any, _actor: Actor, _context: object) -> str | None:
    return None if study.agreed_at is not None else "The project team hasn't agreed this text."


def _revise(source: StudyState, label: str = "Take back to edit") -> Transition[StudyState]:
    return Transition(
        source,
        "revise",
        StudyState.DRAFT,
        "case_study.edit",
        label,
        notices=("case_study.taken_back",),
    )


def _archive(
    source: StudyState, action: str = "archive", label: str = "Take down"
) -> Transition[StudyState]:
    return Transition(
        source,
        action,
        StudyState.ARCHIVED,
        "case_study.publish",
        label,
        notices=("case_study.taken_down",),
        reason_required=True,
    )


def _withdraw(source: StudyState) -> Transition[StudyState]:
    return Transition(
        source,
        "withdraw_agreement",
        StudyState.ARCHIVED,
        "case_study.agree",
        "Withdraw agreement",
        notices=("case_study.withdrawn", "case_study.withdrawal_kept"),
    )


CASE_STUDY = Machine(
    kind="case_study",
    states=STATES,
    start=StudyState.DRAFT,
    transitions=(
        Transition(
            StudyState.DRAFT,
            "send_to_applicant",
            StudyState.WITH_APPLICANT,
            "case_study.edit",
            "Send to the project team",
            guards=(complete, funded, somebody),
            notices=("case_study.sent",),
        ),
        Transition(
            StudyState.WITH_APPLICANT,
            "agree",
            StudyState.APPROVED,
            "case_study.agree",
            "Agree",
            guards=(complete,),
            notices=("case_study.agreed", "case_study.agreement_kept"),
        ),
        Transition(
            StudyState.WITH_APPLICANT,
            "ask_for_changes",
            StudyState.DRAFT,
            "case_study.agree",
            "Ask for changes",
            notices=("case_study.changes_asked",),
            reason_required=True,
        ),
        Transition(
            StudyState.APPROVED,
            "ask_for_changes",
            StudyState.DRAFT,
            "case_study.agree",
            "Take back agreement and ask for changes",
            notices=("case_study.changes_asked",),
            reason_required=True,
        ),
        Transition(
            StudyState.APPROVED,
            "publish",
            StudyState.PUBLISHED,
            "case_study.publish",
            "Publish",
            guards=(complete, funded, agreed),
            notices=("case_study.published",),
        ),
        _revise(StudyState.WITH_APPLICANT),
        _revise(StudyState.APPROVED),
        _revise(StudyState.PUBLISHED, "Edit a new version"),
        _revise(StudyState.ARCHIVED, "Edit again"),
        _archive(StudyState.DRAFT),
        _archive(StudyState.WITH_APPLICANT),
        _archive(StudyState.APPROVED),
        _archive(StudyState.PUBLISHED, "unpublish"),
        _withdraw(StudyState.DRAFT),
        _withdraw(StudyState.WITH_APPLICANT),
        _withdraw(StudyState.APPROVED),
        _withdraw(StudyState.PUBLISHED),
    ),
)
