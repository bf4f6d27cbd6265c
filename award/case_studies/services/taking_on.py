"""From a project that somebody shared to the draft of a case study."""

from __future__ import annotations

from sqlalchemy import func, select

from award.case_studies.models import CaseStudy
from award.case_studies.rules.copying import from_share
from award.case_studies.rules.states import StudyState
from award.case_studies.services.addresses import working_slug
from award.foundation import audit, clock
from award.foundation.acts import act
from award.foundation.db import db
from award.foundation.policy import Actor
from award.foundation.strangers import forget_letters
from award.foundation.workflow import StateChange
from award.sharing import services as sharing
from award.sharing.models import Share
from award.sharing.rules.asked import KEPT_FOR

_AT_ONCE = 200
AWARD_LINE = "No award: the project was shared by those who ran it, and never applied"


@act("share.handle")
def take_on(share: Share, *, actor: Actor) -> CaseStudy:
    """Start a case study with what was shared. The text is a snapshot, and goes the way of any
    other: edited, agreed by whoever shared it, published. What they wrote is plain text, and is
    escaped on the way."""
    sharing.take_on(share, actor=actor)
    texts, sources = from_share(share)
    study = CaseStudy(
        application=None,
        share=share,
        slug=working_slug(share.reference),
        title=share.title,
        organisation_name=share.organisation,
        organisation_type=share.organisation_type,
        award_line=AWARD_LINE,
        promoted_by_id=actor.user_id,
        provenance={
            key: {"source": "” and “".join(labels), "share": share.reference}
            for key, labels in sources.items()
        },
        **texts,
    )
    db.session.add(study)
    db.session.flush()
    audit.record(
        actor,
        "case_study.take_on",
        study,
        {"share": share.reference, "copied": sorted(texts)},
        codes={"share", "copied"},
    )
    return study


@act("share.forget")
def forget_taken_down(*, actor: Actor) -> int:
    """Let go of who shared a project whose case study was taken down long ago, and of what they
    wrote: nobody is left who could agree another text of it. How many."""
    last = select(func.max(StateChange.at)).where(
        StateChange.kind == "case_study", StateChange.subject_id == CaseStudy.id
    )
    old = db.session.scalars(
        select(CaseStudy)
        .where(
            CaseStudy.state == StudyState.ARCHIVED,
            CaseStudy.share.has(Share.forgotten_at.is_(None)),
            last.scalar_subquery() < clock.now() - KEPT_FOR,
        )
        .order_by(CaseStudy.id)
        .limit(_AT_ONCE)
    ).all()
    found = [(study, study.share) for study in old if study.share is not None]
    for study, share in found:
        forget_letters(study, share.email)
    sharing.let_all_go([share for _study, share in found], actor)
    return len(found)
