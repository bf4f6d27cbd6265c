"""Making a case study public, and taking it down."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from award.case_studies.later import StudyUpdate
from award.case_studies.models import CaseStudy, CaseStudyRevision
from award.case_studies.queries.holding import held
from award.case_studies.rules.fields import CALLED
from award.case_studies.rules.states import StudyState
from award.case_studies.rules.story import content_of, shown_of
from award.case_studies.rules.updates import GOES, GOING, Hidden
from award.case_studies.services.addresses import public_slug
from award.case_studies.services.answering import leave_with
from award.case_studies.services.drawing import forget_beside, keep_beside
from award.foundation import clock, workflow
from award.foundation.acts import act, part_of
from award.foundation.db import db
from award.foundation.digests import sha256_of
from award.foundation.edits import Marks, still_as_shown
from award.foundation.errors import Refused
from award.foundation.policy import Actor

LONGEST_REVIEW = timedelta(days=3 * 366)


@act("case_study.publish")
def publish(
    study: CaseStudy, *, review_by_on: date, actor: Actor, shown: Marks | None = None
) -> CaseStudyRevision:
    """Freeze the agreed text as the next revision and make it what everybody reads.

    List, counts and search change in the same transaction. Raises Refused, and Changed when it is
    not the text whose marks are `shown`.
    """
    _check_review(review_by_on)
    held(study)
    move = workflow.judge(study, "publish", actor=actor)
    still_as_shown(shown, content_of(study), CALLED)
    revision = freeze(study, content_of(study), actor)
    study.slug = public_slug(study)
    study.first_published_at = study.first_published_at or revision.published_at
    study.review_by_on = review_by_on
    workflow.make(
        move,
        changes={
            "address": study.slug,
            "revision": revision.number,
            "sha256": revision.sha256,
            "review_by_on": review_by_on,
        },
        codes={"address"},
    )
    return revision


@act("case_study.publish")
def take_down(
    study: CaseStudy, *, reason: str, actor: Actor, shown: Marks | None = None
) -> CaseStudy:
    """Archive it, public or not: gone from page, list, search and counts at once. The lead is told
    why, in the words given."""
    words = reason.replace("\x00", "").strip()
    if not words:
        raise Refused("Give a reason", field="reason", rule="case_study.reason")
    still_as_shown(shown, shown_of(held(study)))
    action = "unpublish" if study.state == StudyState.PUBLISHED else "archive"
    workflow.fire(study, action, actor=actor, reason=words)
    hide(study, actor)
    return study


@part_of("case_study.publish", "case_study.agree")
def hide(study: CaseStudy, actor: Actor) -> None:
    """Leave nothing of it in public, and no agreement.

    The caller has moved its state: the database refuses a published one without a revision.
    """
    leave_with(study, actor)
    study.published_revision_id = None
    study.agreed_by_id = None
    study.agreed_at = None
    study.review_by_on = None
    forget_beside(study)
    db.session.flush()
    _end_updates(study, actor)


@part_of("case_study.publish", "case_study.agree")
def _end_updates(study: CaseStudy, actor: Actor) -> None:
    """Those on its page, and those agreed for it, go along and stay away (`rules.updates`)."""
    found = db.session.scalars(
        select(StudyUpdate)
        .where(StudyUpdate.case_study_id == study.id, StudyUpdate.state.in_(sorted(GOING)))
        .options(joinedload(StudyUpdate.study))
        .order_by(StudyUpdate.id)
    ).all()
    for update in found:
        workflow.fire(update, GOES, actor=actor, context=Hidden())


def _check_review(review_by_on: date) -> None:
    today = clock.today()
    if review_by_on <= today:
        raise Refused("The review date must be in the future", field="review_by_on")
    if review_by_on > today + LONGEST_REVIEW:
        raise Refused("The review date must be within 3 years", field="review_by_on")


@part_of("case_study.publish", "study_update.publish", "study_update.end")
def freeze(
    study: CaseStudy, content: dict[str, Any], actor: Actor, *, moved_by: int | None = None
) -> CaseStudyRevision:
    """This text as the next revision, which is the one that everybody reads from now on."""
    if actor.user_id is None:
        raise Refused("Sign in to publish", rule="case_study.publish")
    number = db.session.scalar(
        select(func.coalesce(func.max(CaseStudyRevision.number), 0) + 1).where(
            CaseStudyRevision.case_study_id == study.id
        )
    )
    revision = CaseStudyRevision(
        case_study_id=study.id,
        number=number,
        content=content,
        sha256=sha256_of(content),
        published_at=clock.now(),
        published_by_id=actor.user_id,
        moved_by_id=moved_by,
    )
    db.session.add(revision)
    db.session.flush()
    study.published_revision_id = revision.id
    keep_beside(revision)
    return revision
