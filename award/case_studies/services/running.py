"""Asking project teams whether their project still runs, and what they answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select

from award.accounts.rules.strangers import OVER
from award.case_studies.later import RunningEarlier, RunningQuestion
from award.case_studies.models import CaseStudy, CaseStudyFacet
from award.case_studies.queries.holding import held
from award.case_studies.queries.running import earlier_of, public_title, standings
from award.case_studies.rules.openly import leads_to_nobody
from award.case_studies.rules.openly import said as said_openly
from award.case_studies.rules.running import (
    ANSWERS,
    FACET,
    MOST_MENDED,
    NOT_AGAIN_WITHIN,
    WORDS,
    WORKS_FOR,
    Running,
    can_be_answered,
    can_be_mended,
    mended_until,
)
from award.case_studies.rules.states import nobody, reachable
from award.foundation import arrival, audit, clock
from award.foundation.acts import act, part_of
from award.foundation.db import db
from award.foundation.errors import Refused, there
from award.foundation.links import digest_of, new_token
from award.foundation.many import among
from award.foundation.outbox import send_notice
from award.foundation.policy import Actor
from award.foundation.text import count_words

SAID = "This was answered already"
TOO_OFTEN = "This was changed as often as it can be by the link. Write to us"


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
    question: RunningQuestion, said: Running, words: str, *, actor: Actor, token: str = ""
) -> RunningQuestion:
    """Of whoever has the link. It stands on the page at once, with its day; those who edit case
    studies are told, and so is the team, with the `token` that changes it. Refused when the link
    is old or was used."""
    held(question.study)
    if question.answer is not None:
        raise Refused(SAID, rule="case_study.answer_running")
    if not can_be_answered(question, arrival.moment()):
        raise Refused(OVER, rule="case_study.answer_running")
    _say(question, said, words, "case_study.answer_running", actor)
    _tell(question, actor, token, mended_until(clock.now()))
    return question


@act("case_study.answer_running")
def mend(
    question: RunningQuestion, said: Running, words: str, *, actor: Actor, token: str
) -> RunningQuestion:
    """Whoever has the link said something else by mistake: what they said before is kept, with its
    day, for those who edit; the page shows the last. The same again changes nothing."""
    held(question.study)
    before = earlier_of([question.id])[question.id]
    first = before[0].answered_at if before else question.answered_at
    if not can_be_mended(question, first, arrival.moment()) or first is None:
        raise Refused(OVER, rule="case_study.answer_running")
    if (question.answer, question.words) == (said, said_openly(words)):
        return question
    if len(before) >= MOST_MENDED:
        raise Refused(TOO_OFTEN, rule="case_study.answer_running")
    db.session.add(
        RunningEarlier(
            question_id=question.id, answer=question.answer, words=question.words,
            answered_at=question.answered_at,
        )
    )  # fmt: skip
    question.taken_out_at = None
    _say(question, said, words, "case_study.mend_running", actor)
    _tell(question, actor, token, mended_until(first))
    return question


@part_of("case_study.answer_running")
def _say(question: RunningQuestion, said: Running, words: str, verb: str, actor: Actor) -> None:
    why = said_openly(words)
    if said != Running.RUNNING and not why:
        raise Refused("Say what has changed, or why", field="why")
    if count_words(why) > WORDS:
        raise Refused(f"Use {WORDS} words or fewer", field="why")
    leads_to_nobody(why, "why", "")
    question.answer, question.words, question.answered_at = said, why, clock.now()
    db.session.flush()
    audit.record(
        actor, verb, question.study,
        {"question": question.number, "answer": said.value, "words": why}, codes={"answer"},
    )  # fmt: skip
    file_running(question.case_study_id)


@part_of("case_study.answer_running")
def _tell(question: RunningQuestion, actor: Actor, token: str, until: datetime) -> None:
    """Those who edit, and the team: somebody may have answered for it by mistake."""
    said = ANSWERS[there(question.answer, "The answer")].label.lower()
    told = {"title": public_title(question.study), "answer": said}
    send_notice("case_study.running_told", question, actor, told)
    if token and reachable(question.study):
        words = f"\nYour words: {question.words}\n" if question.words else ""
        link = vars(Link(told["title"], token, until))
        send_notice("case_study.running_answered", question, actor,
                    {**link, "answer": said, "words": words})  # fmt: skip


@act("case_study.publish", about=lambda _actor, question: question.study)
def take_words_out(question: RunningQuestion, *, actor: Actor) -> None:
    """Staff keep personal details and the like off the page, and those of answers before it; the
    answer and its day stay."""
    if not question.words:
        raise Refused("The words are taken out already", rule="case_study.publish")
    question.words, question.taken_out_at = "", clock.now()
    for one in earlier_of([question.id])[question.id]:
        one.words = ""
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
