"""What happened to a case study: who sent it, who answered, and what they said."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ScalarSelect, Select, func, select

from award.accounts.models import User
from award.case_studies.models import CaseStudy, CaseStudyEdit
from award.case_studies.rules.machine import ASK
from award.foundation.db import db
from award.foundation.policy import ANONYMOUS, Actor
from award.foundation.scopes import within
from award.foundation.workflow import StateChange

KIND = "case_study"
STEPS = 50
SHARER = "Whoever shared the project"
SEND, AGREE, WITHDRAW = "send_to_applicant", "agree", "withdraw_agreement"
START, TAKE_ON = "promote", "take_on"


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

    @property
    def told(self) -> str:
        """What became of a draft with this step, as the start of a sentence."""
        return _NOW.get(self.action, "It was moved on")


_DONE = {
    SEND: "Sent to the project team",
    AGREE: "Agreed by the project team",
    ASK: "Changes asked for",
    "publish": "Published",
    "revise": "Taken back to draft",
    "unpublish": "Taken down",
    "archive": "Taken down",
    WITHDRAW: "Agreement withdrawn by the project team",
    START: "Promoted: started from the application",
    TAKE_ON: "Taken on: started from the project that was shared",
}
_NOW = {
    SEND: "It was sent to the project team",
    AGREE: "The project team agreed it",
    "publish": "It was published",
    "unpublish": "It was taken down",
    "archive": "It was taken down",
    WITHDRAW: "The project team withdrew it",
}


@within("study")
def _steps(study: CaseStudy) -> Select[str, str, str | None, datetime]:
    return (
        select(StateChange.action, StateChange.actor_name, StateChange.reason, StateChange.at)
        .where(StateChange.kind == KIND, StateChange.subject_id == study.id)
        .order_by(StateChange.id.desc())
    )


def history(study: CaseStudy) -> list[Step]:
    """What happened to it, newest first, the last fifty steps. What was done by the link of whoever
    shared the project has their name."""
    steps = [Step(*row) for row in db.session.execute(_steps(study).limit(STEPS))]
    if study.share is None:
        return steps
    sharer = study.share.name or SHARER
    return [
        replace(one, actor_name=sharer) if one.actor_name == ANONYMOUS.name else one
        for one in steps
    ]


def beginning(study: CaseStudy) -> list[Step]:
    """Who promoted it or took it on, and when, which no transition tells."""
    who = db.session.scalar(select(User.name).where(User.id == study.promoted_by_id))
    why = study.promoted_because or None
    step = START if study.share is None else TAKE_ON
    return [Step(step, who, why, study.created_at)] if who is not None else []


@within("study")
def changed_by(study: CaseStudy, actor: Actor) -> dict[str, str]:
    """Who changed each field last, "by" somebody; or, where that was `actor`, in which window."""
    edits = db.session.execute(
        select(CaseStudyEdit.field, CaseStudyEdit.editor_id, User.name)
        .outerjoin(User, User.id == CaseStudyEdit.editor_id)
        .where(CaseStudyEdit.case_study_id == study.id)
    )
    return {
        field: "in another window" if who == actor.user_id or name is None else f"by {name}"
        for field, who, name in edits
    }


def open_answer(steps: list[Step]) -> Step | None:
    """What the lead said last, while no later version was sent to them: changes they ask for, or
    that they withdraw."""
    said = next((step for step in steps if step.action in (SEND, ASK, WITHDRAW)), None)
    return said if said is not None and said.action != SEND else None


def open_request(steps: list[Step]) -> Step | None:
    """The changes that the lead asked for, whatever was sent since, until they say something else:
    agree, ask again or withdraw."""
    said = next((step for step in steps if step.action in (ASK, AGREE, WITHDRAW)), None)
    return said if said is not None and said.action == ASK else None


@within()
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


@within("study")
def last_sender(study: CaseStudy) -> User | None:
    """Whoever sent it to its team last, else whoever started it."""
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
