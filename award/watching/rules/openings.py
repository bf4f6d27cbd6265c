"""Rounds that opened, in words for an email."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from award.foundation.clock import long_datetime


class Opened(Protocol):
    @property
    def reference(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def closes_at(self) -> datetime: ...


def what(rounds: Sequence[Opened]) -> str:
    return rounds[0].title if len(rounds) == 1 else f"{len(rounds)} rounds"


def listed(rounds: Sequence[Opened], base_url: str) -> str:
    return "\n\n".join(
        f"{one.title}\nCloses {long_datetime(one.closes_at)}\n{base_url}/rounds/{one.reference}"
        for one in rounds
    )
