"""A decision's letter as it would be sent, without sending it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask import current_app, render_template

from award.decisions.queries.invited import about_the_next
from award.decisions.queries.staged import Staged
from award.decisions.rules.states import Outcome
from award.foundation import outbox


@dataclass(frozen=True)
class Letter:
    """One email to one person, as the outbox would render it."""

    to: outbox.Recipient
    outcome: Outcome
    subject: str
    body: str


def letters(staged: Iterable[Staged]) -> list[Letter]:
    """Every letter these decisions would send, from the same templates and the same words."""
    shown, found = list(staged), []
    going_on = about_the_next(one.decision for one in shown)
    for one in shown:
        decision = one.decision
        notice = outbox.NOTICES.all()[f"decision.{decision.outcome}"]
        template, words = notice.email(decision, {"comments": one.comments, **going_on})
        for recipient in notice.recipients(decision):
            text = render_template(
                f"email/{template}.txt",
                base_url=current_app.config["BASE_URL"],
                recipient=recipient,
                **words,
            )
            first, _, body = text.partition("\n")
            subject = first.removeprefix("Subject:").strip()
            found.append(Letter(recipient, decision.outcome, subject, body.strip()))
    return found
