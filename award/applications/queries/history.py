"""What an answer was before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from award.accounts.models import User
from award.applications.rules.history import EACH_PAGE
from award.applications.together import AnswerVersion
from award.foundation.db import db
from award.foundation.scopes import within


@dataclass(frozen=True)
class Kept:
    """An earlier version in the list of them."""

    version: int
    value: Any
    saved_at: datetime
    author: str
    typed_by: str


@within("application_id")
def versions_of(application_id: int, question_key: str, before: int) -> list[Kept]:
    """What the answer was before this version of it, the latest first: as many as a page shows, and
    one more if there is one."""
    rows = db.session.execute(
        select(
            AnswerVersion.version,
            AnswerVersion.value,
            AnswerVersion.saved_at,
            User.name,
            AnswerVersion.typed_by,
        )
        .join(AnswerVersion.author)
        .where(
            AnswerVersion.application_id == application_id,
            AnswerVersion.question_key == question_key,
            AnswerVersion.version < before,
        )
        .order_by(AnswerVersion.version.desc())
        .limit(EACH_PAGE + 1)
    )
    return [Kept(*row) for row in rows]


@within("application_id")
def version_of(application_id: int, question_key: str, version: int) -> AnswerVersion | None:
    """One of them, with who saved it."""
    return db.session.scalar(
        select(AnswerVersion)
        .where(
            AnswerVersion.application_id == application_id,
            AnswerVersion.question_key == question_key,
            AnswerVersion.version == version,
        )
        .options(joinedload(AnswerVersion.author))
    )
