"""Emails as they would be sent, for whoever looks at them first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from award.foundation import naming
from award.foundation.outbox import NOTICES, Words, rendered


@dataclass(frozen=True)
class Preview:
    """An email as its recipient will read it."""

    to: str
    subject: str
    body: str


def preview(key: str, thing: Any, context: Words) -> Preview:
    """What `outbox.send_many` would send about the thing to its first recipient. Writes nothing."""
    found = NOTICES.all()[key]
    recipient = next(iter(found.recipients(thing)))
    template, words = found.email(thing, {"by": "", **context})
    subject, body = rendered(template, {**words, "recipient": recipient})
    told = naming.Told.of(" ".join(subject.split()), body, most=255)
    return Preview(recipient.email, told.subject, told.body)
