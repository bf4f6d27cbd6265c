"""How many emails to others a person can cause in a day."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import func, select

from award.foundation import clock
from award.foundation.db import db
from award.foundation.errors import Refused

ENOUGH: Final = "You have sent as many of these emails today as one person may. Try tomorrow"
ENOUGH_THERE: Final = "This address has had as many of these emails today as it may. Try tomorrow"


@dataclass(frozen=True)
class Limit:
    """Counted from the emails that are kept: neither deleting what they are about nor spreading
    them over several changes it. `to_one`: to one address, and whoever they come from where it may
    be a stranger's (`cold`)."""

    in_all: int
    to_one: int
    cold: bool = False

    def ask(self, letters: Any, key: str, to: Collection[str], person: int) -> None:
        """Refused once the person has caused enough of this kind; `letters` is their model."""
        today = (letters.notice == key, letters.created_at > clock.now() - timedelta(days=1))
        mine = letters.by_id == person
        if (db.session.scalar(select(func.count()).where(*today, mine)) or 0) >= self.in_all:
            raise Refused(ENOUGH, rule="letters a day")
        there = select(func.count()).where(*today, letters.recipient.in_(to))
        there = there if self.cold else there.where(mine)
        most = there.group_by(letters.recipient).order_by(func.count().desc()).limit(1)
        if (db.session.scalar(most) or 0) >= self.to_one:
            raise Refused(ENOUGH_THERE if self.cold else ENOUGH, rule="letters a day")
