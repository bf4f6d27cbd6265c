"""Places on the reserve list after release: whose turn it is, and what became of one."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from award.applications.models import Application
from award.applications.rules.states import ApplicationState
from award.assessment.queries.reach import visible_applications
from award.assessment.queries.scores import summary_of
from award.decisions.models import Decision, Feedback
from award.decisions.queries.said import comments_of
from award.decisions.queries.words import as_words
from award.decisions.rules.feedback import once_decided, worth_a_look
from award.decisions.rules.questions import Asked, Raised, raised
from award.decisions.rules.states import DecisionState, Outcome
from award.decisions.rules.told import GOOD
from award.foundation.db import db
from award.foundation.many import among
from award.foundation.policy import Actor
from award.foundation.scopes import within
from award.rounds.models import Round
from award.rounds.queries.criteria import criteria_of


def waiting_on_reserve(round_: Round, actor: Actor, *, letters: bool = False) -> list[Decision]:
    """Released and still on the reserve list, in its order, those without a place last; each with
    its application, and with what its letter reads if asked for."""
    application = joinedload(Decision.application)
    further = [application.joinedload(Application.lead), application.joinedload(Application.round)]
    return list(
        db.session.scalars(
            select(Decision)
            .join(Decision.application)
            .where(
                Application.round_id == round_.id,
                Application.state == ApplicationState.RESERVED,
                Decision.state == DecisionState.RELEASED,
                Decision.outcome == Outcome.RESERVE,
                visible_applications(actor),
            )
            .options(application, *(further if letters else ()))
            .order_by(
                Decision.reserve_position.is_(None),
                Decision.reserve_position,
                Application.title_key,
                Decision.id,
            )
        )
    )


def before_on_reserve(application: Application, decision: Decision, actor: Actor) -> list[str]:
    """References of those that have a better place, as far as the actor may know."""
    own = decision.reserve_position
    return [
        one.application.reference
        for one in waiting_on_reserve(application.round, actor)
        if one.reserve_position is not None
        and (own is None or one.reserve_position < own)
        and one.id != decision.id
    ]


@within("decisions")
def read_about_each(
    decisions: Collection[Decision], round_: Round
) -> dict[int, tuple[int | None, str]]:
    """By decision: how many comments of assessors there are for its applicant, None where they come
    later; and what they read instead. Two statements."""
    ids = [one.id for one in decisions]
    texts = select(Feedback.decision_id, Feedback.text).where(among(Feedback.decision_id, ids))
    out: dict[int, str] = {number: text for number, text in db.session.execute(texts)}  # noqa: C416
    said = comments_of([one.application_id for one in decisions])
    later = round_.feedback_apart
    return {
        one.id: (None, "")
        if later and one.id not in out
        else (len(said.get(one.application_id, ())), out.get(one.id, ""))
        for one in decisions
    }


@dataclass(frozen=True)
class AskedAbout:
    """What is asked about the words that would be sent now, and about feedback that its applicant
    has, beside this decision."""

    reference: str
    words: Sequence[Asked] = ()
    feedback: Sequence[Asked] = ()

    @property
    def raised(self) -> list[Raised]:
        return raised({self.reference: self.words}, {self.reference: self.feedback})

    @property
    def said(self) -> list[Asked]:
        """Each as it stands on the page, those about feedback with which it is."""
        has = "The feedback that they have:"
        return [*self.words, *(Asked(one.question, f"{has} {one}") for one in self.feedback)]


@within("decision")
def asked_about(
    decision: Decision, application: Application, values: Mapping[str, Any]
) -> AskedAbout:
    """Of the place that `decision` gave it, were it decided as `values` (columns) say."""
    said, (_count, out) = values["words_for_applicant"], read_about(decision, application.round)
    if not said and not out:
        return AskedAbout(application.reference)
    summary, criteria = summary_of(application.id), criteria_of(application.round_id)
    good = values["outcome"] in GOOD
    has = replace(as_words(out, values["ground"], summary), awarded=good)
    return AskedAbout(
        application.reference,
        worth_a_look(as_words(said, values["ground"], summary), criteria),
        once_decided(has, criteria),
    )


@within("decision")
def read_about(decision: Decision, round_: Round) -> tuple[int | None, str]:
    """As `read_about_each`, of one."""
    return read_about_each([decision], round_)[decision.id]
