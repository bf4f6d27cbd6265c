"""Asking project teams whether their project still runs, and what they answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select

from award.accounts.rules.strangers import OVER
from award.case_studies.later import RunningQuestion
from award.case_studies.models import CaseStudy, CaseStudyFacet
from award.case_studies.queries.holding import held
from award.case_studies.queries.running import public_title, standings
from award.case_studies.rules.openly import leads_to_nobody
from award.case_studies.rules.openly import said as said_openly
from award.case_studies.rules.running import (
    ANSWERS,
    FACET,
    NOT_AGAIN_WITHIN,
    WORDS,
    WORKS_FOR,
    Running,
    can_be_answered,
)
from award.case_studies.rules.states import nobody, reachable
from award.foundation import arrival, audit, clock
from award.foundation.acts import act, part_of
from award.foundation.db import db
from award.foundation.errors import Refused
from award.foundation.links import digest_of, new_token
from award.foundation.many import among
from award.foundation.outbox import send_notice
from award.foundation.policy import Actor
from award.foundation.text import count_words

SAID = "This was answered already"


@dataclass(frozen=True)
class Link:
    """What the email says that asks."""

    title: str
    token: str
    until: datetime


@act("case_study.ask_running")
def ask(study: CaseStudy, *, actor: Actor) -> RunningQuestion:
    """Write to the team: one link, good until the next question. Refused so soon after the last."""
    if not held(study).public:
        raise Refused("Only a public case study is asked about", rule="case_study.ask_running")
    if not reachable(study):
        raise Refused(f"There is nobody to ask: {nobody(study)}", rule="case_study.ask_running")
    now = clock.now()
    number, last = _asked_before(study)
    if last is not None and now < last + NOT_AGAIN_WITHIN:
        raise Refused("The team was asked less than two weeks ago", rule="case_study.ask_running")
    _close_earlier(study, now)
    token = new_token()
    question = RunningQuestion(
        case_study_id=study.id, number=number, asked_at=now, asked_by_id=actor.user_id,
        token_digest=digest_of(token), expires_at=now + WORKS_FOR,
    )  # fmt: skip
    question.study = study
    db.session.add(question)
    db.session.flush()
    audit.record(actor, "case_study.ask_running", study, {"question": number})
    file_running(study.id)
    link = Link(public_title(study), token, question.expires_at)
    send_notice("case_study.running_asked", question, actor, vars(link))
    return question


@part_of("case_study.ask_running")
def _close_earlier(study: CaseStudy, now: datetime) -> None:
    """The link of a question that nobody answered works no more."""
    earlier = db.session.scalars(
        select(RunningQuestion).where(
            RunningQuestion.case_study_id == study.id,
            RunningQuestion.answer.is_(None),
            RunningQuestion.expires_at > now,
        )
    )
    for one in earlier:
        one.expires_at = now


@part_of("case_study.ask_running")
def _asked_before(study: CaseStudy) -> tuple[int, datetime | None]:
    """The next number, and when the last was asked."""
    query = select(func.max(RunningQuestion.number), func.max(RunningQuestion.asked_at))
    number, last = db.session.execute(query.where(RunningQuestion.case_study_id == study.id)).one()
    return (number or 0) + 1, last


@act("case_study.ask_running")
def remind(question: RunningQuestion, *, actor: Actor) -> None:
    """Once, with a link of its own; the first works still."""
    if question.answer is not None or question.reminded_at or not reachable(question.study):
        return
    if not held(question.study).public:
        return
    token = new_token()
    question.reminder_digest, question.reminded_at = digest_of(token), clock.now()
    db.session.flush()
    audit.record(actor, "case_study.remind_running", question.study, {"question": question.number})
    link = Link(public_title(question.study), token, question.expires_at)
    send_notice("case_study.running_reminded", question, actor, vars(link))


@act("case_study.ask_running")
def lapse(question: RunningQuestion, *, actor: Actor) -> None:
    """From now on the collection counts it as silence."""
    if question.answer is not None or question.lapsed_at or not held(question.study).public:
        return
    question.lapsed_at = clock.now()
    db.session.flush()
    audit.record(actor, "case_study.lapse_running", question.study, {"question": question.number})
    file_running(question.case_study_id)


@act("case_study.answer_running")
def answer(
    question: RunningQuestion, said: Running, words: str, *, actor: Actor
) -> RunningQuestion:
    """Of whoever has the link. It stands on the page at once, with its day; those who edit case
    studies are told. Refused when the link is old or was used."""
    held(question.study)
    if question.answer is not None:
        raise Refused(SAID, rule="case_study.answer_running")
    if not can_be_answered(question, arrival.moment()):
        raise Refused(OVER, rule="case_study.answer_running")
    why = said_openly(words)
    if said != Running.RUNNING and not why:
        raise Refused("Say what has changed, or why", field="why")
    if count_words(why) > WORDS:
        raise Refused(f"Use {WORDS} words or fewer", field="why")
    leads_to_nobody(why, "why", "")
    question.answer, question.words, question.answered_at = said, why, clock.now()
    db.session.flush()
    audit.record(
        actor, "case_study.answer_running", question.study,
        {"question": question.number, "answer": said.value, "words": why}, codes={"answer"},
    )  # fmt: skip
    file_running(question.case_study_id)
    told = {"title": public_title(question.study), "answer": ANSWERS[said].label.lower()}
    send_notice("case_study.running_told", question, actor, told)
    return question


@act("case_study.publish", about=lambda _actor, question: question.study)
def take_words_out(question: RunningQuestion, *, actor: Actor) -> None:
    """Staff keep personal details and the like off the page; the answer and its day stay."""
    if not question.words:
        raise Refused("The words are taken out already", rule="case_study.publish")
    question.words, question.taken_out_at = "", clock.now()
    db.session.flush()
    audit.record(actor, "case_study.take_out_running", question.study,
                 {"question": question.number})  # fmt: skip


@part_of(
    "case_study.publish", "case_study.ask_running", "case_study.answer_running",
    "study_update.publish", "study_update.end",
)  # fmt: skip
def file_running(*keys: int) -> None:
    """The public case studies of these numbers are found by what was said last of whether they run:
    one row of each beside those of its published text, in the same transaction."""
    db.session.execute(
        delete(CaseStudyFacet).where(
            among(CaseStudyFacet.case_study_id, keys), CaseStudyFacet.facet == FACET
        )
    )
    found = standings(keys)
    db.session.add_all(
        CaseStudyFacet(case_study_id=key, facet=FACET, value=found[key].value) for key in keys
    )
    db.session.flush()
