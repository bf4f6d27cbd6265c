"""From a funded application to the draft of a case study."""

from __future__ import annotations

from award.applications.models import Application
from award.case_studies.models import CaseStudy
from award.case_studies.queries import promotion as candidates
from award.case_studies.queries.promotion import Candidate
from award.case_studies.rules import copying
from award.case_studies.rules.fields import CALLED
from award.case_studies.services.addresses import working_slug
from award.foundation import audit
from award.foundation.acts import act
from award.foundation.db import db
from award.foundation.edits import Marks, still_as_shown
from award.foundation.errors import Refused
from award.foundation.outbox import send_notice
from award.foundation.policy import Actor, can
from award.foundation.text import one_line

MOST_CHARS = 300

NOT_PROMOTABLE = (
    "Only a funded project whose decision has been released can become a case study, and only "
    "staff, or an assessor who assessed it without a conflict of interest, can start one."
)


def _candidate(actor: Actor, application: Application) -> Candidate | None:
    return candidates.candidate(actor, application.reference)


@act("case_study.promote", about=_candidate, words=NOT_PROMOTABLE)
def promote(
    application: Application,
    *,
    actor: Actor,
    why: str = "",
    asked_again: bool = False,
    shown: Marks | None = None,
) -> CaseStudy:
    """Start a case study with what the applicant said may be published, once per application.

    The text is a snapshot: nothing that happens to the application later changes it. Until it is
    first published its address is the application's reference. When the
    applicant said no to a case study, somebody must have asked them again (`asked_again`).
    An assessor says `why`; those who edit it read that, and nobody else.
    Raises Refused, and Changed when it is not the copy whose marks are `shown`.
    """
    found = candidates.candidate(actor, application.reference)
    if found is None:  # the service itself is no candidate's assessor
        raise Refused(NOT_PROMOTABLE, rule="case_study.promote")
    if found.slug is not None:
        raise Refused("There is a case study of this project already.", rule="case_study.once")
    because = one_line(why)[:MOST_CHARS]
    if not because and not can(actor, "case_study.edit"):
        raise Refused("Say why others should read of it", field="why", rule="case_study.why")
    copy = candidates.copy_of(found)
    if copy.declined and not asked_again:
        raise Refused(
            "The applicant said they would rather not have a case study. Ask them first, then "
            "tick the box to say that you have.",
            field="asked_again",
            rule="case_study.consent",
        )
    submission = copy.submission
    values = {item.field: item.value for item in copy.items}
    still_as_shown(shown, values, CALLED)
    study = CaseStudy(
        application=found.application,
        slug=working_slug(found.reference),
        promoted_because=because,
        promoted_by_id=actor.user_id,
        provenance=copying.provenance(copy.items, submission.number, submission.sha256),
        **values,
    )
    db.session.add(study)
    db.session.flush()
    audit.record(
        actor,
        "case_study.promote",
        study,
        {
            "application": found.reference,
            "submission": submission.number,
            "copied": sorted(values),
            **({"asked_again": True} if copy.declined else {}),
        },
        codes={"copied"},
    )
    send_notice("case_study.promoted", study, actor)
    return study
