"""Asking the team of a case study: taking questions in, taking them back, letting go of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from award.accounts.rules.strangers import OVER, address_given
from award.case_studies.later import TeamQuestion
from award.case_studies.models import CaseStudy
from award.case_studies.queries import asking as queries
from award.case_studies.queries.holding import held
from award.case_studies.rules.asking import (
    CONFIRMED_WITHIN,
    KEPT_FOR,
    LET_GO,
    MOST_IN_A_DAY,
    MOST_OF_ONE,
    MOST_WAITING,
    QUESTION_WORDS,
    QuestionState,
    Stands,
    can_be_confirmed,
)
from award.case_studies.rules.openly import leads_to_nobody, said
from award.case_studies.rules.states import reachable
from award.foundation import arrival, audit, clock, workflow
from award.foundation.acts import act, part_of
from award.foundation.db import db
from award.foundation.errors import Refused
from award.foundation.outbox import send_notice
from award.foundation.policy import Actor
from award.foundation.references import new_reference
from award.foundation.strangers import empty_letters, forget_letters
from award.foundation.text import count_words, one_line

_AT_ONCE = 200
NOBODY = "The team of this project can’t be reached through us at the moment"
FULL = (
    f"{MOST_WAITING} questions came to this team today or wait for it, so it can’t take more now. "
    "Come back another day"
)
ENOUGH = (
    "You have asked as much as one person may at a time. Wait until the team has answered, or ask "
    "tomorrow"
)


@dataclass(frozen=True)
class QuestionValues:
    """What somebody asks, as they typed it."""

    question: str
    name: str
    email: str
    stands: Stands


@dataclass(frozen=True)
class Link:
    """What the email says that asks to confirm."""

    until: datetime


@act("team_question.ask")
def ask(
    study: CaseStudy, values: QuestionValues, *, actor: Actor, may_send: bool = True
) -> TeamQuestion:
    """Take a question in. From the confirmed address of whoever is signed in it goes to the team at
    once; else a link goes to the address, and the team gets it once somebody who has that confirms.
    """
    _can_be_asked(study)
    given = address_given(values.email, actor=actor, may_send=may_send)
    words, name = said(values.question), one_line(values.name)
    if not words or count_words(words) > QUESTION_WORDS:
        raise Refused(f"Write your question, in up to {QUESTION_WORDS} words", field="question")
    if not name:
        raise Refused("Enter your name", field="name")
    leads_to_nobody(name, "name", " Write only your name")
    if values.stands != Stands.NOT:
        leads_to_nobody(words, "question")
    made = TeamQuestion(
        reference=new_reference("QST"), case_study_id=study.id,
        number=queries.next_number(study.id), name=name, email=given.email, question=words,
        stands=values.stands, asked_at=clock.now(),
    )  # fmt: skip
    made.study = study
    db.session.add(made)
    changes = {"study": study.slug, "question": words, "stands": values.stands.value}
    audit.record(actor, "team_question.receive", made, changes, codes={"study", "stands"})
    db.session.flush()
    if given.theirs:
        confirm(made, actor=actor)
    else:
        until = made.asked_at + CONFIRMED_WITHIN
        send_notice("team_question.confirm", made, actor, vars(Link(until)))
    return made


@part_of("team_question.ask", "team_question.own")
def _can_be_asked(study: CaseStudy) -> None:
    if not held(study).public:
        raise Refused("This case study is not public any more", rule="team_question.ask")
    if not reachable(study):
        raise Refused(NOBODY, rule="team_question.ask")
    if queries.waiting_for(study.id) >= MOST_WAITING:
        raise Refused(FULL, rule="team_question.ask")


@act("team_question.own")
def confirm(question: TeamQuestion, *, actor: Actor) -> None:
    """Whoever has the link says that the address is theirs: now it goes to the team."""
    if not can_be_confirmed(question, arrival.moment()):
        raise Refused(OVER, rule="team_question.own")
    _can_be_asked(question.study)
    waiting, today = queries.of_the_same(question)
    if waiting >= MOST_OF_ONE or today >= MOST_IN_A_DAY:
        raise Refused(ENOUGH, rule="team_question.own")
    move = workflow.judge(question, "confirm", actor=actor)
    question.confirmed_at = clock.now()
    workflow.make(move)


@act("team_question.own")
def keep_private(question: TeamQuestion, *, actor: Actor) -> None:
    """Whoever asked lets nothing of it stand on the page, or not any more."""
    if question.state == QuestionState.PUBLISHED:
        move = workflow.judge(question, "keep_private", actor=actor)
        question.stands = Stands.NOT
        workflow.make(move)
        off_the_page(question)
    elif question.state == QuestionState.WAITING and question.stands != Stands.NOT:
        question.stands = Stands.NOT
        audit.record(actor, "team_question.keep_unpublished", question)
        db.session.flush()
    else:
        raise Refused("It is not on the page", rule="team_question.own")


@act("team_question.own")
def withdraw(question: TeamQuestion, *, actor: Actor) -> None:
    """Before it is answered: the team reads it no more, and its words are let go at once."""
    move = workflow.judge(question, "withdraw", actor=actor)
    question.over_at = clock.now()
    workflow.make(move)
    _let_go(question)
    db.session.flush()


@act(LET_GO)
def drop_unconfirmed(*, actor: Actor) -> int:
    """Delete what nobody has confirmed in time, with the letter about it; how many."""
    old = db.session.scalars(
        queries.whole()
        .where(
            TeamQuestion.state == QuestionState.UNCONFIRMED,
            TeamQuestion.asked_at < clock.now() - CONFIRMED_WITHIN,
        )
        .order_by(TeamQuestion.id)
        .limit(_AT_ONCE)
    ).all()
    for each in old:
        _drop(each, actor)
    db.session.flush()
    return len(old)


@act(LET_GO)
def forget(*, actor: Actor) -> int:
    """Let go of names, addresses and words of what was over long ago, and of the letters about it;
    what stands on a page stays there, and names nobody any more. How many."""
    old = db.session.scalars(
        select(TeamQuestion)
        .where(TeamQuestion.over_at < clock.now() - KEPT_FOR, TeamQuestion.forgotten_at.is_(None))
        .order_by(TeamQuestion.id)
        .limit(_AT_ONCE)
    ).all()
    for each in old:
        _let_go(each)
        audit.record(actor, "team_question.forget", each)
    db.session.flush()
    return len(old)


@act("team_question.own")
def forget_asked_by(*, actor: Actor) -> None:
    """With the account whose confirmed address it is: what waits is taken back, what is over names
    nobody."""
    for each in queries.questions_from(actor):
        if each.state == QuestionState.UNCONFIRMED:
            _drop(each, actor)
        elif each.state == QuestionState.WAITING:
            withdraw(each, actor=actor)
        else:
            _let_go(each)
            audit.record(actor, "team_question.forget", each)
    db.session.flush()


def _drop(question: TeamQuestion, actor: Actor) -> None:
    audit.record(actor, "team_question.drop", question)
    forget_letters(question, question.email)
    db.session.delete(question)


def _let_go(question: TeamQuestion) -> None:
    forget_letters(question, question.email)
    empty_letters(question)
    question.forgotten_at, question.email = clock.now(), ""
    question.name = ""
    if question.state != QuestionState.PUBLISHED:
        question.question = question.answer = ""
    elif question.stands == Stands.NAMED:
        question.stands = Stands.UNNAMED  # nobody we can't find again is named in public


@part_of("team_question.own", "team_question.answer", "team_question.handle", "team_question.leave")
def off_the_page(question: TeamQuestion) -> None:
    """What stayed only because it stood there goes."""
    if question.forgotten_at is not None:
        question.question = question.answer = ""
    db.session.flush()
