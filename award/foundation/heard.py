"""What a page would start from, had it heard the answer to what it sent last.

A save is made, and its answer gets lost on the way. The page still starts from what it was drawn
with: what it saved would look like somebody else's, and what is put back as it was before would
look as if nobody had touched it. So every save leaves here what its answer said. A page has a name
that no other has, and says with each save how many answers it has heard; where it has missed one,
it goes on from that. In the same transaction as what is saved, and known to nobody but that page.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Index, String, delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from award.foundation import clock
from award.foundation.db import Base, JsonValue, db, transaction
from award.foundation.digests import sha256_of
from award.foundation.policy import Actor
from award.foundation.scopes import everything

NAME: Final = "page_heard"
"""Of the hidden input: "<page>.<how many answers it has heard>"."""
KEPT: Final = timedelta(days=2)
"""A page that was away for longer asks a person which version to keep."""
_TOKEN = re.compile(r"([A-Za-z0-9_-]{8,32})\.(\d{1,6})", re.ASCII)


class AnsweredPage(Base):
    """The newest answer to a page that saves: what it starts from now, by hidden input."""

    __tablename__ = "answered_page"
    __table_args__ = (Index("ix_answered_page_answered_at", "answered_at"),)

    page: Mapped[str] = mapped_column(String(64), primary_key=True)
    number: Mapped[int]
    starts: Mapped[Any] = mapped_column(JsonValue)
    answered_at: Mapped[datetime]


def new_page() -> str:
    """For a page that is drawn: it has heard nothing yet."""
    return f"{secrets.token_urlsafe(9)}.0"


def missed_by(token: str, actor: Actor) -> dict[str, str]:
    """What the page starts from by an answer that it did not hear; nothing if it heard the last."""
    named = _named(token, actor)
    row = named and db.session.get(AnsweredPage, named[0], populate_existing=True)
    return dict(row.starts) if named and row and row.number > named[1] else {}


def keep(token: str, starts: Mapping[str, str], *, missed: Mapping[str, str], actor: Actor) -> str:
    """Remember what this save is answered with, beside what the page had `missed` before; what it
    calls itself once it has heard that."""
    named = _named(token, actor)
    if named is None:
        return token
    row = db.session.get(AnsweredPage, named[0], populate_existing=True)
    number = 1 + max(named[1], row.number if row else 0)
    new = {
        "number": number, "starts": {**missed, **starts}, "answered_at": clock.now(),
    }  # fmt: skip
    dialect: Any = sqlite if db.engine.dialect.name == "sqlite" else postgresql
    db.session.execute(
        dialect.insert(AnsweredPage)
        .values(page=named[0], **new)
        .on_conflict_do_update(index_elements=["page"], set_=new)
    )
    return f"{token.partition('.')[0]}.{number}"


def _named(token: str, actor: Actor) -> tuple[str, int] | None:
    """The key that only this person's page has, and how many answers it has heard."""
    found = _TOKEN.fullmatch(token)
    if found is None or actor.user_id is None:
        return None
    return sha256_of([actor.user_id, found[1]]), int(found[2])


@everything("what no page can miss any more")
def forget_answers() -> None:
    """Hourly."""
    with transaction():
        db.session.execute(
            delete(AnsweredPage).where(AnsweredPage.answered_at < clock.now() - KEPT),
            execution_options={"synchronize_session": False},
        )
