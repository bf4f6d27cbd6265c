"""Messages that somebody has not read yet, among what waits for them."""

from __future__ import annotations

from collections.abc import Sequence

from flask import url_for

from award.foundation.policy import Actor
from award.foundation.waits import Wait
from award.messages.queries import unread_from_team


def waits(actor: Actor) -> Sequence[Wait]:
    return [
        Wait(
            f"Read the message “{subject}”",
            url_for("messages.show", reference=reference, number=number),
            title or reference,
        )
        for reference, title, number, subject in unread_from_team(actor)
    ]
