"""What the people whose project it is say to the text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from award.case_studies.models import CaseStudy, CaseStudyAgreement, CaseStudyRemark
from award.case_studies.queries.holding import held
from award.case_studies.queries.sendings import last_version
from award.case_studies.rules.fields import CALLED
from award.case_studies.rules.machine import ASK
from award.case_studies.rules.story import REMARKED, content_of, shown_of
from award.case_studies.services.publication import hide
from award.foundation import clock, workflow
from award.foundation.acts import act
from award.foundation.db import db
from award.foundation.digests import sha256_of
from award.foundation.edits import Marks, still_as_shown
from award.foundation.errors import Refused
from award.foundation.naming import named
from award.foundation.policy import Actor


@dataclass(frozen=True)
class Signed:
    """The name that the lead agreed with."""

    signed: str


@dataclass(frozen=True)
class Asked:
    """Had they agreed the text that they now want changed?"""

    agreed: bool


@act("case_study.agree")
def agree(study: CaseStudy, *, name: str, actor: Actor, shown: Marks | None = None) -> CaseStudy:
    """The lead agrees the text they read, which is the version sent last. `name` is what they
    signed with.

    `shown` has the marks of the text they had before them: Changed when it is another one now.
    """
    signed = " ".join(name.replace("\x00", "").split())
    if not signed:
        raise Refused("Enter your name", field="name", rule="case_study.agree")
    still_as_shown(shown, content_of(study), CALLED)
    study.agreed_by_id = actor.user_id
    study.agreed_at = clock.now()
    workflow.fire(
        study,
        "agree",
        actor=actor,
        reason=f"Signed: {signed[:200]}",
        says=Signed(named(signed[:200], actor.user_id)),
        changes={"sha256": sha256_of(content_of(study))},
    )
    read = last_version(study)
    if read is not None:
        db.session.add(
            CaseStudyAgreement(
                version_id=read.id, agreed_at=study.agreed_at, agreed_by_id=actor.user_id
            )
        )
        db.session.flush()
    return study


@act("case_study.agree")
def ask_for_changes(
    study: CaseStudy,
    *,
    reason: str,
    actor: Actor,
    remarks: Mapping[str, str] | None = None,
    shown: Marks | None = None,
) -> CaseStudy:
    """Back to those who edit it, with what to change in the lead's own words. Until it is public
    that takes back an agreement, too. `remarks` are about single sections, by key: they stand
    beside the text where it is edited, and what is sent has them with the rest. `shown` has the
    marks of the text that they are about: Changed when it is another one now."""
    said = {key: tidied for key, text in (remarks or {}).items() if (tidied := _tidied(text))}
    if unknown := sorted(set(said) - set(REMARKED)):
        raise ValueError(f"no sections of a case study: {', '.join(unknown)}")
    named = [f"{heading}: {said[key]}" for key, heading in REMARKED.items() if key in said]
    words = "\n\n".join(filter(None, [_tidied(reason), *named]))
    if not words:
        raise Refused("Say what should change", field="reason", rule="case_study.reason")
    still_as_shown(shown, content_of(study), CALLED)
    agreed = study.agreed_at is not None
    read = last_version(study)
    workflow.fire(study, ASK, actor=actor, reason=words, says=Asked(agreed))
    if read is not None:
        db.session.add_all(
            CaseStudyRemark(
                version_id=read.id, section=key, words=text, made_at=clock.now(),
                made_by_id=actor.user_id,
            )
            for key, text in said.items()
        )  # fmt: skip
    study.agreed_by_id = None
    study.agreed_at = None
    db.session.flush()
    return study


def _tidied(text: str) -> str:
    return text.replace("\x00", "").strip()


@act("case_study.agree")
def withdraw_agreement(
    study: CaseStudy, *, reason: str, actor: Actor, shown: Marks | None = None
) -> CaseStudy:
    """The lead changes their mind: whatever is public of it is taken down at once. They need not
    say why: `reason` may be empty."""
    words = _tidied(reason)
    still_as_shown(shown, shown_of(held(study)))
    workflow.fire(study, "withdraw_agreement", actor=actor, reason=words or None)
    hide(study, actor)
    return study
