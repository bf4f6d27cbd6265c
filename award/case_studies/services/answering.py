"""What the team does with a question, and what staff and the worker do about it."""

from __future__ import annotations

from dataclasses import dataclass

from award.case_studies.later import TeamQuestion
from award.case_studies.models import CaseStudy
from award.case_studies.queries import asking as queries
from award.case_studies.queries.holding import held
from award.case_studies.rules.asking import (
    ANSWER_WORDS,
    DECLINED,
    LET_GO,
    Declined,
    QuestionState,
    Stands,
)
from award.case_studies.rules.openly import leads_to_nobody, said
from award.case_studies.services.asking import off_the_page
from award.foundation import audit, clock, workflow
from award.foundation.acts import act, part_of
from award.foundation.db import db
from award.foundation.errors import Refused
from award.foundation.moving import make_many
from award.foundation.outbox import send_notice
from award.foundation.policy import Actor
from award.foundation.text import count_words


@dataclass(frozen=True)
class Answered:
    """What whoever asked is told."""

    words: str
    public: bool


@dataclass(frozen=True)
class Why:
    """Why there is no answer, in our words."""

    why: str


@dataclass(frozen=True)
class Lapsed:
    """Whether the page went, or nobody answered."""

    gone: bool


@act("team_question.answer")
def answer(question: TeamQuestion, *, words: str, publish: bool, actor: Actor) -> None:
    """Once, in writing, by email to whoever asked; on the page as well where both agree."""
    answered = said(words)
    if not answered or count_words(answered) > ANSWER_WORDS:
        raise Refused(f"Write your answer, in up to {ANSWER_WORDS} words", field="answer")
    public = publish and question.stands != Stands.NOT
    if public:
        leads_to_nobody(answered, "answer")
    held(question.study)
    move = workflow.judge(question, "answer", actor=actor)
    question.answer, question.team_agrees = answered, public
    _over(question, actor)
    workflow.make(move, changes={"answer": answered}, says=Answered(answered, public))
    if public:
        workflow.fire(question, "publish", actor=actor)


@act("team_question.answer")
def decline(question: TeamQuestion, why: Declined, *, actor: Actor) -> None:
    """With one of our reasons, which whoever asked is told."""
    move = workflow.judge(question, "decline", actor=actor)
    question.reason = why.value
    _over(question, actor)
    workflow.make(move, changes={"why": why.value}, codes={"why"}, says=Why(DECLINED[why][1]))


@act("team_question.answer")
def take_off(question: TeamQuestion, *, actor: Actor) -> None:
    """The team lets it stand on the page no more."""
    move = workflow.judge(question, "hide", actor=actor)
    question.team_agrees = False
    workflow.make(move)
    off_the_page(question)


@act("team_question.handle")
def remove(question: TeamQuestion, *, reason: str, actor: Actor) -> None:
    """Abuse and the like: from the team, or off the page, where both sides are told why."""
    why = said(reason)
    if not why:
        raise Refused("Say why it is taken away", field="reason")
    move = workflow.judge(question, "remove", actor=actor, reason=why)
    question.over_at = question.over_at or clock.now()
    workflow.make(move)
    off_the_page(question)


@part_of("case_study.publish", "case_study.agree")
def leave_with(study: CaseStudy, actor: Actor) -> None:
    """Its page goes, and what stood there does not come back with another version unasked."""
    found = queries.on_the_page(study.id)
    moves = [workflow.judge(one, "leave", actor=actor) for one in found]
    make_many(moves, values={"team_agrees": False})
    for one in found:
        off_the_page(one)


@act(LET_GO)
def remind(question: TeamQuestion, *, actor: Actor) -> None:
    """Once."""
    if question.state != QuestionState.WAITING or question.reminded_at:
        return
    if not held(question.study).public:
        return
    question.reminded_at = clock.now()
    audit.record(actor, "team_question.remind", question)
    db.session.flush()
    send_notice("team_question.reminded", question, actor)


@act(LET_GO)
def lapse(question: TeamQuestion, *, actor: Actor) -> None:
    """Nobody answered in time, or the case study is public no more."""
    if question.state != QuestionState.WAITING:
        return
    gone = not held(question.study).public
    move = workflow.judge(question, "lapse", actor=actor)
    question.over_at, question.page_gone = clock.now(), gone
    workflow.make(move, says=Lapsed(gone))


def _over(question: TeamQuestion, actor: Actor) -> None:
    question.over_at, question.answered_by_id = clock.now(), actor.user_id
