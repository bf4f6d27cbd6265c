"""Asking for an adjustment, answering, and letting go of the need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from award.adjustments.models import Adjustment, AdjustmentNeed
from award.adjustments.queries import adjustment_by_id, assesses_in, needs_to_forget, why_over
from award.adjustments.rules.states import (
    ANSWERED_WITHIN,
    FOR_ASSESSING,
    Kind,
    Part,
)
from award.applications.models import Application
from award.applications.queries.applications import application_for_update
from award.applications.rules.states import ExtensionKind
from award.applications.services.easing import Ease, ease
from award.applications.services.extending import Grant, extend
from award.assessment.services.longer import give_longer
from award.foundation import audit, clock, workflow
from award.foundation.acts import NOT_YOURS, act, part_of
from award.foundation.db import db
from award.foundation.errors import Refused, there
from award.foundation.outbox import send_notice
from award.foundation.policy import Actor, can
from award.foundation.references import new_reference
from award.foundation.scopes import within
from award.foundation.text import one_line, tidy
from award.rounds.models import Round

AGREED = "Agreed as an adjustment"
NO_APPLICATION = "There is no application yet that time, words or recordings could be granted to"


@dataclass(frozen=True)
class Asked:
    """What somebody asks for, and why if they say."""

    kinds: Sequence[str]
    need: str = ""
    helper: str = ""


@dataclass(frozen=True)
class Granted:
    """What staff grant; what is left out is not granted. `words` are for the person."""

    words: str
    until: datetime | None = None
    more_words: int = 0
    helper: str = ""
    recordings: bool = False


@act("adjustment.ask")
def ask(
    round_: Round, asked: Asked, *, actor: Actor, application: Application | None = None
) -> Adjustment:
    """Ask for adjustments in a round: for an application that the actor leads or works on, or as an
    assessor of the round. Staff are told that there is a request, not of what. Refused once there
    is nothing left that could be adjusted."""
    if application is not None and not can(actor, "application.see_people", application):
        raise Refused(NOT_YOURS, rule="adjustment.ask")
    if why := why_over(actor, round_, application):
        raise Refused(why, rule="adjustment.over")
    assessing = application is None and assesses_in(actor, round_.id)
    part = Part.ASSESSING if assessing else Part.APPLYING
    offered = FOR_ASSESSING if part == Part.ASSESSING else frozenset(Kind)
    kinds = [kind.value for kind in Kind if kind in offered and kind.value in asked.kinds]
    if not kinds:
        raise Refused("Choose what would help", field="kinds")
    now = clock.now()
    made = Adjustment(
        reference=new_reference("ADJ"),
        person_id=there(actor.user_id, "somebody who is signed in"),
        round_id=round_.id,
        application_id=application.id if application else None,
        part=part,
        kinds=kinds,
        helper=one_line(asked.helper) if Kind.HELPER.value in kinds else "",
        asked_at=now,
        due_at=now + ANSWERED_WITHIN,
    )
    db.session.add(made)
    db.session.flush()
    if need := _text(asked.need):
        db.session.add(AdjustmentNeed(adjustment_id=made.id, words=need))
    audit.record(actor, "adjustment.ask", made, {"kinds": kinds}, codes={"kinds"})
    db.session.flush()
    send_notice("adjustment.asked", made, actor)
    return made


@act("adjustment.take_back")
def take_back(adjustment: Adjustment, *, actor: Actor) -> None:
    """They need it no more: the need goes at once."""
    workflow.fire(adjustment, "take_back", actor=actor)
    _forget([adjustment.id])


@act("adjustment.answer")
def answer(adjustment: Adjustment, granted: Granted, *, actor: Actor) -> None:
    """Say what is agreed; what is granted applies at once: a later moment, more words, slots for
    recordings and the helper's name to the application, a later date to the assessments of the
    round."""
    words = _text(granted.words)
    if not words:
        raise Refused("Say what is agreed, or why it is not", field="agreed")
    if adjustment.application_id is not None:
        application_for_update(adjustment.application_id)
    move = workflow.judge(adjustment, "answer", actor=actor)
    helper = one_line(granted.helper)
    _apply(adjustment, replace(granted, helper=helper), actor)
    adjustment.agreed, adjustment.until = words, granted.until
    adjustment.more_words, adjustment.helper = granted.more_words, helper
    adjustment.recordings = granted.recordings
    adjustment.answered_at, adjustment.answered_by_id = clock.now(), actor.user_id
    workflow.make(
        move,
        changes={
            "until": granted.until,
            "more_words": granted.more_words,
            "helper": helper,
            "recordings": granted.recordings,
            "agreed": words,
        },
    )


def _apply(adjustment: Adjustment, granted: Granted, actor: Actor) -> None:
    if adjustment.part == Part.ASSESSING:
        if granted.until:
            give_longer(
                there(db.session.get(Round, adjustment.round_id), "the round"),
                adjustment.person_id,
                until=granted.until,
                actor=actor,
            )
        return
    if adjustment.application_id is None:
        if granted.until or granted.more_words or granted.recordings:
            raise Refused(NO_APPLICATION, field="until")
        return
    application = application_for_update(adjustment.application_id)
    if granted.until:
        grant = Grant(granted.until, ExtensionKind.ADJUSTMENT, AGREED)
        extend(application, grant, actor=actor)
    if granted.more_words or granted.helper or granted.recordings:
        agreed = Ease(granted.more_words, granted.helper, granted.recordings)
        ease(application, agreed, actor=actor)


@act("adjustment.forget")
def forget_needs(*, days: int, actor: Actor) -> int:
    """Let go of needs so many days after the last date of their round; how many."""
    old = [one.adjustment_id for one in needs_to_forget(clock.now() - timedelta(days=days))]
    for number in old:
        audit.record(actor, "adjustment.forget_need", adjustment_by_id(number))
    _forget(old)
    return len(old)


@part_of("own_data.use")
@within("user_id")
def forget_needs_of(user_id: int) -> None:
    """With an account goes why its person asked, and what still waits is over."""
    mine = select(Adjustment.id).where(Adjustment.person_id == user_id)
    _forget(list(db.session.scalars(mine)))


def _forget(numbers: Sequence[int]) -> None:
    statement = delete(AdjustmentNeed).where(AdjustmentNeed.adjustment_id.in_(numbers))
    db.session.execute(statement.execution_options(synchronize_session=False))


def _text(typed: str) -> str:
    return tidy(typed).replace("\x00", "").strip()
