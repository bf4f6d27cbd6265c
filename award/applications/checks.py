"""What must be true of applications."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from award.applications.models import Application, Submission
from award.foundation import audit
from award.foundation.checks import AT_A_TIME
from award.foundation.db import db
from award.foundation.digests import sha256_of
from award.rounds.queries.question_sets import question_set_by_digest


def submissions() -> Iterator[str]:
    """The SHA-256 fits, and what lists show of the application is what it submitted."""
    query = (
        select(
            Application.reference,
            Application.title,
            Application.amount_requested_gbp,
            Submission.content,
            Submission.sha256,
        )
        .join(Submission, Submission.application_id == Application.id)
        .order_by(Submission.id)
        .execution_options(yield_per=AT_A_TIME)
    )
    for reference, title, amount, content, sha256 in db.session.execute(query):
        if sha256_of(content) != sha256:
            yield f"{reference}: the submission does not fit its SHA-256"
        questions = question_set_by_digest(content["question_set"]["digest"])
        for means, shown in (("title", title), ("amount_requested", amount)):
            question = questions.meaning(means)
            given = content["answers"].get(question.key) if question else None
            if question and given != shown and question.amount(given) != shown:
                yield f"{reference}: lists show another {question.short.lower()} than was submitted"


def submitted() -> Iterator[str]:
    """A submitted application without its frozen answers has lost them."""
    query = (
        select(Application.reference)
        .outerjoin(Submission, Submission.application_id == Application.id)
        .where(Application.submitted_at.is_not(None), Submission.id.is_(None))
        .order_by(Application.reference)
    )
    for reference in db.session.scalars(query):
        yield f"{reference}: is submitted, but its submission is missing"


def submissions_told() -> Iterator[str]:
    """Number and SHA-256 of each, and no others."""
    told = {
        (key, one.get("number"), one.get("sha256"))
        for key, events in audit.all_told(["application.submit"]).items()
        for one in events
    }
    query = select(Application.reference, Submission.application_id, Submission.number,
                   Submission.sha256)  # fmt: skip
    query = query.join(Submission, Submission.application_id == Application.id)
    for reference, *submission in db.session.execute(query.order_by(Submission.id)):
        if tuple(submission) not in told:
            yield f"{reference}: the trail does not say that submission {submission[1]} was made"


CHECKS = (
    ("Every submission is what was received", submissions),
    ("Whatever was submitted has a submission", submitted),
    ("Every submission is in the audit trail as it was received", submissions_told),
)
