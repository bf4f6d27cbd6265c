"""Requests of people who write on an application that the service failed, or answered late."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

TOLD: Final = "troubled request: "
"""How the line about one begins in the process's own log."""
FIRST_REFUSAL, FIRST_FAULT = 400, 500


class TroubleKind(StrEnum):
    ERROR = "error"
    SLOW = "slow"


@dataclass(frozen=True)
class Trouble:
    """One of them, as it is known when the answer goes out. Who asked is known by account, or, if
    the database could not be asked, by the key in their signed cookie (`session_key`)."""

    request_id: str
    reference: str
    at: datetime
    status: int
    seconds: float
    method: str
    person_id: int | None = None
    session_key: str = ""

    @property
    def kind(self) -> TroubleKind:
        return TroubleKind.ERROR if self.status >= FIRST_FAULT else TroubleKind.SLOW

    def line(self) -> str:
        """For the log: without the key, which names an account."""
        data: dict[str, Any] = {**asdict(self), "at": self.at.isoformat()}
        del data["session_key"]
        return TOLD + json.dumps(data)


def out_of_line(text: str) -> Trouble | None:
    """What `line` said of one; None for any other line of a log."""
    try:
        record = json.loads(text)
        said = record["message"]
        data = json.loads(said.removeprefix(TOLD)) if said.startswith(TOLD) else None
        return data and Trouble(**{**data, "at": datetime.fromisoformat(data["at"])})
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def is_trouble(status: int, seconds: float, slow_seconds: float) -> bool:
    """What was refused for a fault of the request's own is none, however long that took."""
    return status >= FIRST_FAULT or (status < FIRST_REFUSAL and seconds >= slow_seconds)


def near(at: datetime, closes_at: datetime, hours: float) -> bool:
    """Did it arrive in the last hours before its application closed?"""
    return closes_at - timedelta(hours=hours) <= at < closes_at


def still_granted(closes_at: datetime, now: datetime, days: int) -> bool:
    """May more time be given for what happened before this closing?"""
    return now < closes_at + timedelta(days=days)
