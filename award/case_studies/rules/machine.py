"""What a case study can be, and how it gets from one state to the next.

A case study is public while it has a published revision, whatever the text being worked on is:
revising a published one leaves the page as it is until it is agreed and published again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from award.case_studies.rules.completeness import missing
from award.foundation.policy import Actor
from award.foundation.workflow import Machine, State, Transition

STATES = {
    "draft": State("Draft", "Being edited", "grey"),
    "with_applicant": State("With the applicant", "For you to read", "yellow"),
    "approved": State("Agreed", "Agreed, not yet public", "blue"),
    "published": State("Published", "Public", "green"),
    "archived": State("Taken down", "Not public", "white"),
}

SHOWN_TO_LEAD = frozenset({"with_applicant", "approved", "published"})
"""States whose text was sent to the lead. A draft, or one archived while a draft, was not."""

CHANGES_ASKED = "changes_asked"
"""Not a state but a shelf: a draft whose lead asked for changes that were not sent yet."""

SHELVES = {
    "draft": STATES["draft"],
    CHANGES_ASKED: State("Changes asked for", "Being changed, as you asked", "orange"),
    **{key: state for key, state in STATES.items() if key != "draft"},
}
"""What the lists call them, in the order in which they pass."""

ASK = "ask_for_changes"


def shelf_of(state: str, answered: str | None) -> str:
    """`answered`: what the lead did last, when no later version was sent to them."""
    return CHANGES_ASKED if (state, answered) == ("draft", ASK) else state


_NEW_VERSION = {
    "draft": "Public, new version being written",
    CHANGES_ASKED: "Public, new version being changed, as you asked",
    "with_applicant": "New version for you to read",
    "approved": "New version agreed, earlier one public",
}


def standing(shelf: str, *, public: bool) -> State:
    """A state as it is told when an earlier text is public, or is not, whatever is worked on."""
    found = SHELVES[shelf]
    if public and shelf in _NEW_VERSION:
        return replace(found, applicant_label=_NEW_VERSION[shelf])
    return found


def complete(study: Any, _actor: Actor, _context: Mapping[str, Any]) -> str | None:
    """Everything that a case study must have is there."""
    gaps = missing(study)
    return f"Something is missing: {'; '.join(gap.text for gap in gaps)}." if gaps else None


def funded(study: Any, _actor: Actor, _context: Mapping[str, Any]) -> str | None:
    """Only what was funded is told here, whatever has become of the application since."""
    if study.application is None or study.application.state == "awarded":
        return None
    return "Its application is not funded any more."


def reachable(study: Any, _actor: Actor, _context: Mapping[str, Any]) -> str | None:
    """There is somebody who could agree it."""
    if study.application is None or study.application.lead.active:
        return None
    return (
        "The lead applicant’s account is suspended, so nobody could agree it. Ask an administrator "
        "about the account first."
    )


def agreed(study: Any, _actor: Actor, _context: Mapping[str, Any]) -> str | None:
    return None if study.agreed_at is not None else "The applicant hasn't agreed this text."


def _revise(source: str, label: str = "Take back to edit") -> Transition:
    return Transition(
        source, "revise", "draft", "case_study.edit", label, notices=("case_study.taken_back",)
    )


def _archive(source: str, action: str = "archive", label: str = "Take down") -> Transition:
    return Transition(
        source,
        action,
        "archived",
        "case_study.publish",
        label,
        notices=("case_study.taken_down",),
        reason_required=True,
    )


def _withdraw(source: str) -> Transition:
    return Transition(
        source,
        "withdraw_agreement",
        "archived",
        "case_study.agree",
        "Withdraw agreement",
        notices=("case_study.withdrawn", "case_study.withdrawal_kept"),
    )


CASE_STUDY = Machine(
    kind="case_study",
    states=STATES,
    start="draft",
    transitions=(
        Transition(
            "draft",
            "send_to_applicant",
            "with_applicant",
            "case_study.edit",
            "Send to the applicant",
            guards=(complete, funded, reachable),
            notices=("case_study.sent",),
        ),
        Transition(
            "with_applicant",
            "agree",
            "approved",
            "case_study.agree",
            "Agree",
            guards=(complete,),
            notices=("case_study.agreed", "case_study.agreement_kept"),
        ),
        Transition(
            "with_applicant",
            "ask_for_changes",
            "draft",
            "case_study.agree",
            "Ask for changes",
            notices=("case_study.changes_asked",),
            reason_required=True,
        ),
        Transition(
            "approved",
            "ask_for_changes",
            "draft",
            "case_study.agree",
            "Take back agreement and ask for changes",
            notices=("case_study.changes_asked",),
            reason_required=True,
        ),
        Transition(
            "approved",
            "publish",
            "published",
            "case_study.publish",
            "Publish",
            guards=(complete, funded, agreed),
            notices=("case_study.published",),
        ),
        _revise("with_applicant"),
        _revise("approved"),
        _revise("published", "Edit a new version"),
        _revise("archived", "Edit again"),
        _archive("draft"),
        _archive("with_applicant"),
        _archive("approved"),
        _archive("published", "unpublish"),
        _withdraw("draft"),
        _withdraw("with_applicant"),
        _withdraw("approved"),
        _withdraw("published"),
    ),
)
