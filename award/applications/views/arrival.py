"""When the request reached the server: what a deadline is judged by."""

from __future__ import annotations

from datetime import datetime

from flask import g

from award.foundation import clock


def note_arrival() -> None:
    g.received_at = clock.now()


def received_at() -> datetime:
    moment: datetime = g.received_at
    return moment
