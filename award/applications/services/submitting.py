"""Submit once, for good; withdraw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from award.accounts.rules.organisations import COLUMNS
from award.applications.models import Application, Submission
from award.applications.queries import applications, drafts
from award.applications.queries.drafts import Draft
from award.applications.rules import seen
from award.applications.rules.machine import Submitting
from award.applications.rules.moments import to_the_second
from award.applications.rules.states import ApplicationState
from award.applications.services.answering import save_answers
from award.foundation import clock, workflow
from award.foundation.acts import act
from award.foundation.db import db
from award.foundation.digests import sha256_of
from award.foundation.edits import Marks, still_as_shown
from award.foundation.errors import there
from award.foundation.policy import Actor

ORGANISATION = ("reference", *COLUMNS)
"""What a submission keeps of the organisation that leads."""


@dataclass(frozen=True)
class Receipt:
    """What the email about a submission tells."""

    phase: int
    organisation: str
    lead: str
    received: str
    sha256: str


@dataclass(frozen=True)
class Declared:
    """Declarations that were made or taken back on the page that sends, each with the version of
    the stored one."""

    values: Mapping[str, Any]
    base_versions: Mapping[str, int]


@act("application.view")
def submit(
    application: Application,
    *,
    actor: Actor,
    received_at: datetime,
    shown: Marks | None = None,
    declared: Declared | None = None,
) -> Submission:
    """Freeze the draft as submission number 1 and queue the receipt.

    What is `declared` with it is saved with it, or not at all.

    The deadline is judged by `received_at`: when the request reached the server. Pressed again,
    it gives the submission that exists. Refused when too late, incomplete or not the lead's;
    Changed when the person looked through something else (`shown`, marks of `Draft.shown`).
    """
    application = applications.application_for_update(application.id)
    already = applications.latest_submission(application.id)
    if already is not None and application.lead_id == actor.user_id:
        return already
    if declared is not None and declared.values:
        save_answers(
            application, declared.values, actor=actor, base_versions=declared.base_versions
        )
    draft = drafts.draft_of(application)
    obstacles = tuple(obstacle.text for obstacle in draft.obstacles)
    context = Submitting(received_at, obstacles)
    move = workflow.judge(application, "submit", actor=actor, context=context)
    still_as_shown(shown, draft.shown, draft.called)
    content = content_of(draft, received_at)
    submission = Submission(
        application_id=application.id,
        number=1,
        content=content,
        sha256=sha256_of(content),
        submitted_by_id=application.lead_id,  # nobody else may
        received_at=received_at,
    )
    db.session.add(submission)
    application.submitted_at = received_at
    changes = {"number": 1, "sha256": submission.sha256}
    workflow.make(move, changes=changes, says=_receipt(submission))
    return submission


def _receipt(submission: Submission) -> Receipt:
    content = submission.content
    return Receipt(
        content["phase"],
        content["organisation"]["name"],
        content["lead"]["name"],
        to_the_second(submission.received_at),
        submission.sha256,
    )


def content_of(draft: Draft, received_at: datetime) -> dict[str, Any]:
    """What a submission freezes: all that assessors and exports will ever read."""
    application, questions = draft.application, draft.question_set
    eligibility = draft.terms.eligibility
    organisation = there(application.organisation, "the organisation")
    return {
        "reference": application.reference,
        "round": {"reference": application.round.reference, "title": application.round.title},
        "phase": application.phase,
        "organisation": {name: getattr(organisation, name) for name in ORGANISATION},
        "lead": {"name": application.lead.name, "email": application.lead.email},
        **_with_others(draft),
        "eligibility": eligibility and {
            "answers": eligibility.answers,
            "outcome": eligibility.outcome,
            "reasons": eligibility.reasons,
        },
        "question_set": {
            "key": questions.key,
            "version": questions.version,
            "digest": questions.digest,
            "id": application.round.question_set_id,
        },
        **seen.frozen(
            questions, draft.given, application.phase, draft.regimes,
            clock.london(received_at).date(),
        ),
        "submitted_at": received_at.astimezone(UTC).isoformat(),
    }  # fmt: skip


def _with_others(draft: Draft) -> dict[str, Any]:
    """Who confirmed for each organisation that applies with the lead's; nothing without any."""
    found = [
        {
            "organisation": one.organisation,
            "name": one.name,
            "job_title": one.job_title,
            "confirmed_at": there(one.answered_at, "the moment").astimezone(UTC).isoformat(),
        }
        for one in draft.co_applicants
    ]
    return {"co_applicants": found} if found else {}


@act("application.view")
def withdraw(
    application: Application,
    *,
    actor: Actor,
    reason: str | None = None,
    shown: Marks | None = None,
) -> None:
    """Take the application out, for good. Refused once a decision has been released; Changed when
    it stood otherwise on the page (`shown_of`)."""
    application = applications.application_for_update(application.id)
    why = (reason or "").strip() or None
    move = workflow.judge(application, "withdraw", actor=actor, reason=why)
    still_as_shown(shown, shown_of(application))
    application.withdrawn_at = clock.now()
    workflow.make(move)


def shown_of(application: Application) -> dict[str, Any]:
    """What the page that asks about withdrawing says of it."""
    sent = application.state != ApplicationState.DRAFT  # how far assessors have come is not shown
    return {"sent": sent, "title": application.title}
