"""Submit, and submit again what was opened again; withdraw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from award.accounts.rules.organisations import COLUMNS
from award.applications.changing import Reopening
from award.applications.models import Application, Submission
from award.applications.queries import applications, drafts
from award.applications.queries.drafts import Draft
from award.applications.rules import changing, seen
from award.applications.rules.machine import Submitting
from award.applications.rules.moments import to_the_second
from award.applications.rules.seen import own_answers
from award.applications.rules.states import ApplicationState, ReopeningKind
from award.applications.rules.team import others_of
from award.applications.services.answering import repeat_on, save_answers
from award.applications.services.locking import only_the_lead
from award.foundation import audit, clock, workflow
from award.foundation.acts import act
from award.foundation.db import db
from award.foundation.digests import sha256_of
from award.foundation.edits import Marks, still_as_shown
from award.foundation.errors import Refused, there
from award.foundation.naming import named
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
    number: int


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
    """Freeze the draft as the next submission and queue the receipt.

    What is `declared` with it is saved with it, or not at all.

    The deadline is judged by `received_at`: when the request reached the server. Pressed again,
    it gives the submission that exists. Refused when too late, incomplete or not the lead's;
    Changed when the person looked through something else (`shown`, marks of `Draft.shown`).
    """
    application = applications.application_for_update(application.id)
    only_the_lead(application, actor, "submit it")
    before = applications.latest_submission(application.id)
    again = changing.reopened(application)
    if before is not None and again is None:
        return before
    if declared is not None and declared.values:
        save_answers(
            application, declared.values, actor=actor, base_versions=declared.base_versions
        )
    draft = drafts.draft_of(application)
    obstacles = tuple(obstacle.text for obstacle in draft.obstacles)
    context = Submitting(received_at, obstacles)
    if again is not None:
        move = workflow.judge(again, "send", actor=actor, context=context)
    else:
        move = workflow.judge(application, "submit", actor=actor, context=context)
    still_as_shown(shown, draft.shown, draft.called)
    content = content_of(draft, received_at)
    if before is not None and changing.asking(application) is not None:
        content = _only_what_was_asked(before.content, content, draft)
    submission = Submission(
        application_id=application.id,
        number=before.number + 1 if before else 1,
        content=content,
        sha256=sha256_of(content),
        submitted_by_id=application.lead_id,  # nobody else may
        received_at=received_at,
    )
    db.session.add(submission)
    changes = {"number": submission.number, "sha256": submission.sha256}
    if again is None:
        application.submitted_at = received_at
        workflow.make(move, changes=changes, says=_receipt(submission, application.lead_id))
    else:
        _replace(application, again, draft, submission, actor)
        workflow.make(move, changes=changes, says=_receipt(submission, application.lead_id))
    return submission


def _replace(
    application: Application, again: Reopening, draft: Draft, submission: Submission, actor: Actor
) -> None:
    """From now on this is what was submitted, on every list too."""
    again.ended_at = clock.now()
    if again.kind == ReopeningKind.OWN:  # an answer to staff is no later application
        application.submitted_at = submission.received_at
    repeat_on(application, draft.question_set, own_answers(submission.content), sent=True)
    changes = {"number": submission.number, "sha256": submission.sha256}
    audit.record(actor, "application.resubmit", application, changes)


def _only_what_was_asked(
    before: Mapping[str, Any], after: Mapping[str, Any], draft: Draft
) -> dict[str, Any]:
    """The standing submission with the answers that were asked for, and nothing else changed."""
    asked = changing.open_questions(draft.application) or frozenset()
    stood, now = own_answers(before), own_answers(after)
    if any(stood.get(key) != value for key, value in now.items() if key not in asked):
        raise Refused("Something else was changed than what you were asked", rule="reopening.send")
    kept = {key: value for key, value in before.items() if key not in seen.FROZEN}
    made = {key: value for key, value in after.items() if key in seen.FROZEN}
    return {**kept, **made, "submitted_at": after["submitted_at"]}


def _receipt(submission: Submission, lead_id: int) -> Receipt:
    content = submission.content
    return Receipt(
        content["phase"],
        content["organisation"]["name"],
        named(content["lead"]["name"], lead_id),
        to_the_second(submission.received_at),
        submission.sha256,
        submission.number,
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
        **others_of(draft.co_applicants),
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
    only_the_lead(application, actor, "withdraw it")
    why = (reason or "").strip() or None
    move = workflow.judge(application, "withdraw", actor=actor, reason=why)
    still_as_shown(shown, shown_of(application))
    application.withdrawn_at = clock.now()
    workflow.make(move)


def shown_of(application: Application) -> dict[str, Any]:
    """What the page that asks about withdrawing says of it."""
    sent = application.state != ApplicationState.DRAFT  # how far assessors have come is not shown
    return {"sent": sent, "title": application.title}
