"""Updates: written by the team or by staff, agreed by the lead, published by staff."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from award.case_studies.later import StudyUpdate
from award.case_studies.models import CaseStudy, CaseStudyRevision
from award.case_studies.queries.holding import held
from award.case_studies.rules.updates import (
    AGREE,
    HEADING,
    STUDY_UPDATE,
    WORDS,
    About,
    UpdateState,
)
from award.case_studies.rules.vocabulary import STAGES
from award.case_studies.services.drawing import find_again
from award.case_studies.services.stages import follow
from award.foundation import audit, clock, workflow
from award.foundation.acts import act
from award.foundation.db import db
from award.foundation.errors import Refused
from award.foundation.outbox import send_notice
from award.foundation.policy import Actor, can
from award.foundation.text import count_words, one_line, tidy

NOT_PUBLIC = "Only a public case study has updates"


@dataclass(frozen=True)
class News:
    """What somebody writes."""

    about: About
    heading: str
    words: str
    stage: str = ""


@act("study_update.write")
def write(study: CaseStudy, news: News, *, actor: Actor) -> StudyUpdate:
    """By the lead it is agreed with that, and waits to be published; by staff it goes to the lead
    to be agreed."""
    if not held(study).public:
        raise Refused(NOT_PUBLIC, rule="study_update.write")
    heading, words = one_line(news.heading), tidy(news.words).replace("\x00", "").strip()
    if not heading or len(heading) > HEADING:
        raise Refused(f"Write a heading of up to {HEADING} characters", field="heading")
    if not words or count_words(words) > WORDS:
        raise Refused(f"Write what has happened, in up to {WORDS} words", field="news")
    public = db.session.get_one(CaseStudyRevision, study.published_revision_id)
    new = news.stage in STAGES and news.stage != public.content["stage"]
    number = db.session.scalar(
        select(func.coalesce(func.max(StudyUpdate.number), 0) + 1).where(
            StudyUpdate.case_study_id == study.id
        )
    )
    update = StudyUpdate(
        case_study_id=study.id, number=number, about=news.about, heading=heading, words=words,
        stage=news.stage if new else "",
        written_at=clock.now(), written_by_id=actor.user_id,
    )  # fmt: skip
    update.study = study
    db.session.add(update)
    db.session.flush()
    digest = audit.digest_of({"heading": heading, "words": words})
    told = {"digest": digest, "stage": update.stage}
    audit.record(actor, "study_update.write", update, told, codes={"stage"})
    if can(actor, AGREE, update):
        agree(update, actor=actor)
    else:
        send_notice("study_update.written", update, actor)
    return update


@act("study_update.agree")
def agree(update: StudyUpdate, *, actor: Actor) -> None:
    """The lead agrees that it is published."""
    held(update.study)
    move = workflow.judge(update, "agree", actor=actor)
    update.agreed_at, update.agreed_by_id = clock.now(), actor.user_id
    workflow.make(move)


@act("study_update.publish")
def publish(update: StudyUpdate, *, actor: Actor) -> None:
    """On the page at once, with today’s date; its stage, where it is the last that says one."""
    held(update.study)
    move = workflow.judge(update, "publish", actor=actor)
    update.published_at, update.published_by_id = clock.now(), actor.user_id
    workflow.make(move)
    follow(update, actor)
    find_again(update.study)


STEPS = ("decline", "set_aside", "take_down", "withdraw")


@act("study_update.end")
def end(update: StudyUpdate, step: str, *, reason: str, actor: Actor) -> None:
    """It is not published, or not any more: who may is asked by the machine."""
    if step not in STEPS:
        raise Refused("Choose what to do", field="step")
    said = tidy(reason).replace("\x00", "").strip()
    row = STUDY_UPDATE.find(update.state, step)
    if row is not None and row.reason_required and not said:
        raise Refused("Say why", field="reason")
    held(update.study)
    was_public = update.state == UpdateState.PUBLISHED
    workflow.fire(update, step, actor=actor, reason=said or None)
    if was_public:
        follow(update, actor)
        find_again(update.study)
