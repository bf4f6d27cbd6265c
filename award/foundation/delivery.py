"""The worker sends what the outbox holds: each email by one worker, later again after a failure."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any, Final

from flask import current_app
from sqlalchemy import delete, event, or_, select
from sqlalchemy.orm import Session

from award.foundation import clock, jobs, mail
from award.foundation.db import db, transaction
from award.foundation.outbox import NUDGE, OutboxAttachment, OutboxMessage
from award.foundation.scopes import everything

log = logging.getLogger(__name__)

MAX_ATTEMPTS: Final = 8


def lease() -> timedelta:
    """A message claimed longer ago than this, and not sent, belongs to a dead worker."""
    return timedelta(seconds=current_app.config["SETTINGS"].outbox_lease_seconds)


@everything("the worker sends whatever waits")
def _claim() -> OutboxMessage | None:
    """Take the oldest message that is due, so that no other worker sends it."""
    now = clock.now()
    due = or_(
        (OutboxMessage.state == "queued") & (OutboxMessage.not_before <= now),
        (OutboxMessage.state == "sending") & (OutboxMessage.claimed_at < now - lease()),
    )
    with transaction():
        message = db.session.scalar(
            select(OutboxMessage)
            .where(due)
            .order_by(OutboxMessage.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        if message is not None:
            message.state = "sending"
            message.claimed_at = now
            message.attempts += 1
    return message


@everything("the worker sends whatever waits")
def _settle(message_id: int, error: str | None, *, for_good: bool = False) -> None:
    with transaction():
        message = db.session.get_one(
            OutboxMessage, message_id, populate_existing=True, with_for_update=True
        )
        given_up = message.state == "failed"  # its words were let go meanwhile
        message.error = None if given_up else error
        if error is None:
            message.state, message.sent_at = "sent", clock.now()
            db.session.execute(_attached_to(message, delete(OutboxAttachment)))
        elif given_up or for_good or message.attempts >= MAX_ATTEMPTS:
            message.state = "failed"
        else:
            message.state = "queued"
            message.not_before = clock.now() + timedelta(seconds=2**message.attempts * 15)


def deliver_due(limit: int = 200) -> int:
    """Send what is due, oldest first; how many went out. Failures wait longer each time."""
    transport = mail.transport(current_app.config["SETTINGS"].mail_url)
    sent = 0
    for _ in range(limit):
        message = _claim()
        if message is None:
            break
        error, for_good = None, False
        try:
            with transaction():  # over before it is sent, which may take long
                db.session.refresh(message)
                if message.state != "sending":
                    continue
                letter = _letter(message)
            transport.send(letter)
            sent += 1
        except mail.NotSent as refusal:
            error = str(refusal)
            log.warning("email %s not sent: %s", message.message_id, error)
        except mail.Undeliverable as refusal:
            error, for_good = str(refusal), True
            log.error("email %s given up: %s", message.message_id, error)
        except Exception as fault:  # one bad email must not keep back those behind it
            error = f"{type(fault).__name__}: {fault}"
            log.exception("email %s not sent", message.message_id)
        _settle(message.id, error, for_good=for_good)
    return sent


def _attached_to(message: OutboxMessage, statement: Any) -> Any:
    return statement.where(OutboxAttachment.message_id == message.message_id)


@everything("the worker sends whatever waits")
def _letter(message: OutboxMessage) -> mail.Letter:
    attached = _attached_to(message, select(OutboxAttachment)).order_by(OutboxAttachment.id)
    return mail.Letter(
        sender=current_app.config["SETTINGS"].mail_sender,
        recipient=message.recipient,
        recipient_name=message.recipient_name,
        subject=message.subject,
        body=message.body,
        message_id=message.message_id,
        date=message.created_at,
        attachments=tuple(
            mail.Attachment(one.name, one.media, one.content)
            for one in db.session.scalars(attached)
        ),
    )


def send_outbox() -> None:
    """Send every email that is due."""
    deliver_due()


def _nudge_after_commit(session: Session) -> None:
    if not session.in_nested_transaction() and session.info.pop(NUDGE, False):
        jobs.enqueue(send_outbox)


def listen() -> None:
    """Nudge the worker after each commit that queued an email."""
    if not event.contains(db.session.session_factory, "after_commit", _nudge_after_commit):
        event.listen(db.session.session_factory, "after_commit", _nudge_after_commit)
