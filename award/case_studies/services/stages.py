"""The stage of a public case study: what was said of it last. That is the latest update on its page
that says one, if it was written since the text was sent to be agreed; otherwise the text itself.
Updates can be published in another order than they were written, and taken down: the stage is
worked out anew each time, and a revision that is the last one but for it says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from award.case_studies.later import StudyUpdate
from award.case_studies.models import (
    CaseStudy,
    CaseStudyAgreement,
    CaseStudyRevision,
    CaseStudyVersion,
)
from award.case_studies.queries.sendings import next_version
from award.case_studies.rules.states import StudyState
from award.case_studies.rules.updates import UpdateState
from award.case_studies.services.publication import freeze
from award.foundation import audit
from award.foundation.acts import part_of
from award.foundation.db import db
from award.foundation.errors import Refused
from award.foundation.policy import Actor
from award.foundation.scopes import within

BEING_CHANGED = (
    "A new version of this case study is being written, so the stage can’t change with an update "
    "now. Publish or take down that version first"
)


@dataclass(frozen=True)
class _Said:
    """A stage, and who agreed that it is published."""

    stage: str
    agreed_at: datetime
    agreed_by_id: int | None


@part_of("study_update.publish", "study_update.end")
def follow(update: StudyUpdate, actor: Actor) -> None:
    """This update was published, or is public no more: the stage follows from those that are."""
    study = update.study
    if not update.stage or not study.public:
        return
    said = _said_last(study)
    public = db.session.get_one(CaseStudyRevision, study.published_revision_id)
    was = public.content["stage"]
    if said is None or said.stage == was:
        return
    if update.state == UpdateState.PUBLISHED and study.state != StudyState.PUBLISHED:
        raise Refused(BEING_CHANGED, rule="study_update.publish")
    if study.state == StudyState.PUBLISHED or (study.state, study.stage) == (StudyState.DRAFT, was):
        study.stage = said.stage
    content = {**public.content, "stage": said.stage}
    revision = freeze(study, content, actor, moved_by=update.id)
    _agreed(revision, said, actor)
    told = {"revision": revision.number, "sha256": revision.sha256, "stage": said.stage}
    audit.record(actor, "case_study.move_stage", study, told, codes={"stage", "sha256"})
    db.session.flush()


@within("study")
def _said_last(study: CaseStudy) -> _Said | None:
    own = db.session.scalar(
        select(CaseStudyRevision)
        .where(CaseStudyRevision.case_study_id == study.id, CaseStudyRevision.moved_by_id.is_(None))
        .order_by(CaseStudyRevision.number.desc())
        .limit(1)
    )
    if own is None:
        return None
    agreed = db.session.execute(
        select(
            CaseStudyVersion.sent_at, CaseStudyAgreement.agreed_at, CaseStudyAgreement.agreed_by_id
        )
        .join(CaseStudyAgreement, CaseStudyAgreement.version_id == CaseStudyVersion.id)
        .where(
            CaseStudyVersion.case_study_id == study.id,
            CaseStudyVersion.sha256 == own.sha256,
            CaseStudyVersion.moved_by_id.is_(None),
        )
        .order_by(CaseStudyVersion.number.desc())
        .limit(1)
    ).first()
    sent_at = agreed.sent_at if agreed else own.published_at
    latest = db.session.scalar(
        select(StudyUpdate)
        .where(
            StudyUpdate.case_study_id == study.id,
            StudyUpdate.state == UpdateState.PUBLISHED,
            StudyUpdate.stage != "",
            StudyUpdate.written_at > sent_at,
        )
        .order_by(StudyUpdate.number.desc())
        .limit(1)
    )
    if latest is not None and latest.agreed_at is not None:
        return _Said(latest.stage, latest.agreed_at, latest.agreed_by_id)
    at, by = (agreed.agreed_at, agreed.agreed_by_id) if agreed else (own.published_at, None)
    return _Said(own.content["stage"], at, by)


@within("revision")
def _agreed(revision: CaseStudyRevision, said: _Said, actor: Actor) -> None:
    """The text is what was agreed as a whole, and its stage what was agreed with an update."""
    read = CaseStudyVersion(
        case_study_id=revision.case_study_id, number=next_version(revision.case_study_id),
        content=revision.content, sha256=revision.sha256, sent_at=said.agreed_at,
        sent_by_id=actor.user_id, moved_by_id=revision.moved_by_id,
    )  # fmt: skip
    db.session.add(read)
    db.session.flush()
    db.session.add(
        CaseStudyAgreement(
            version_id=read.id, agreed_at=said.agreed_at, agreed_by_id=said.agreed_by_id
        )
    )
