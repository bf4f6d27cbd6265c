"""What happened to a case study: who sent it, who answered, and what they said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ScalarSelect, Select, func, select

from award.accounts.models import User
from award.case_studies.models import CaseStudy
from award.case_studies.rules.machine import ASK
from award.foundation.db import db
from award.foundation.workflow import StateChange

KIND = "case_study"
STEPS = 50
SEND, WITHDRAW = "send_to_applicant", "withdraw_agreement"


@dataclass(frozen=True)
class Step:
    """One step in the life of a case study."""

    action: str
    actor_name: str
    reason: str | None
    at: datetime

    @property
    def label(self) -> str:
        return _DONE.get(self.action, self.action)


_DONE = {
    SEND: "Sent to the applicant",
    "agree": "Agreed by the applicant",
    ASK: "Changes asked for",
    "publish": "Published",
    "revise": "Taken back to draft",
    "unpublish": "Unpublished",
    "archive": "Archived",
    WITHDRAW: "Agreement withdrawn by the applicant",
}


def _steps(study: CaseStudy) -> Select[str, str, str | None, datetime]:
    return (
        select(StateChange.action, StateChange.actor_name, StateChange.reason, StateChange.at)
        .where(StateChange.kind == KIND, StateChange.subject_id == study.id)
        .order_by(StateChange.id.desc())
    )


def history(study: CaseStudy) -> list[Step]:
    """What happened to it, newest first, the last fifty steps."""
    return [Step(*row) for row in db.session.execute(_steps(study).limit(STEPS))]


def open_answer(steps: list[Step]) -> Step | None:
    """What the lead said last, while no later version was sent to them: changes they ask for, or
    that they withdraw."""
    said = next((step for step in steps if step.action in (SEND, ASK, WITHDRAW)), None)
    return said if said is not None and said.action != SEND else None


@dataclass(frozen=True)
class Earlier:
    """A version that was sent before the latest one. `asked`: the changes the lead wanted."""

    asked: Step | None


def answer_before_last_send(study: CaseStudy) -> Earlier | None:
    """What the lead answered to the version before the one sent last; None after the first."""
    steps = [step for step in history(study) if step.action in (SEND, ASK)]
    before = steps[1:]
    if not before:
        return None
    return Earlier(before[0] if before[0].action == ASK else None)


def said_last() -> ScalarSelect[str]:
    """For each case study of a query: the last of `SEND`, `ASK` and `WITHDRAW`."""
    return (
        select(StateChange.action)
        .where(
            StateChange.kind == KIND,
            StateChange.subject_id == CaseStudy.id,
            StateChange.action.in_((SEND, ASK, WITHDRAW)),
        )
        .order_by(StateChange.id.desc())
        .limit(1)
        .correlate(CaseStudy)
        .scalar_subquery()
    )


def last_sender(study: CaseStudy) -> User | None:
    """Whoever sent it to the applicant last, else whoever started it."""
    sender = (
        select(StateChange.actor_id)
        .where(
            StateChange.kind == KIND,
            StateChange.subject_id == study.id,
            StateChange.action == SEND,
        )
        .order_by(StateChange.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return db.session.scalar(
        select(User).where(User.id == func.coalesce(sender, study.promoted_by_id))
    )
