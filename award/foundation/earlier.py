"""What stood in a box before it was replaced, found again by the mark that a page remembers of it.

A page that acts on what it showed carries marks, no words (`award.foundation.edits`). When it finds
something else by now, it shows both: the words of now, and those that these rows kept. Nothing that
a browser sends is ever shown as having been there. A service that replaces a value which such a
page shows calls `keep` in the same transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Index, String, delete, exists, select
from sqlalchemy.orm import Mapped, aliased, mapped_column

from award.foundation import clock
from award.foundation.db import Base, JsonValue, db, transaction
from award.foundation.edits import NOTHING, Marks, mark
from award.foundation.many import insert_rows
from award.foundation.scopes import everything, within

KEPT: Final = timedelta(days=7)
"""As long as anybody stays signed in: an older page can't be sent."""
EACH: Final = timedelta(hours=1)
"""How long every one is kept. Of older ones, that come of typing, one is left in each `SPAN`."""
SPAN: Final = 600


class EarlierValue(Base):
    """A value that was replaced. `span` numbers the ten minutes in which it was."""

    __tablename__ = "earlier_value"
    __table_args__ = (
        Index("ix_earlier_value_subject", "kind", "subject_id", "field", "span"),
        Index("ix_earlier_value_replaced_at", "replaced_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[int]
    field: Mapped[str] = mapped_column(String(80))
    mark: Mapped[str] = mapped_column(String(12))
    value: Mapped[Any] = mapped_column(JsonValue, nullable=True)
    span: Mapped[int]
    replaced_at: Mapped[datetime]


def keep(kind: str, subject_id: int, values: Mapping[str, Any]) -> None:
    """Remember what is being replaced, by field. Nothing needs no row: it has one mark."""
    now = clock.now()
    rows = [
        {
            "kind": kind,
            "subject_id": subject_id,
            "field": name,
            "mark": mark(value),
            "value": value,
            "span": int(now.timestamp()) // SPAN,
            "replaced_at": now,
        }
        for name, value in values.items()
        if mark(value) != NOTHING
    ]
    with db.session.no_autoflush:  # before it nothing goes that is half changed
        insert_rows(EarlierValue, rows)


@within("subject_id")
def find(kind: str, subject_id: int, marks: Marks) -> dict[str, Any]:
    """By field, the value that had the mark given; nothing for one that is not kept any more."""
    if not marks:
        return {}
    rows = db.session.execute(
        select(EarlierValue.field, EarlierValue.mark, EarlierValue.value).where(
            EarlierValue.kind == kind,
            EarlierValue.subject_id == subject_id,
            EarlierValue.field.in_(marks),
            EarlierValue.mark.in_(set(marks.values())),
        )
    )
    return {name: value for name, one, value in rows if marks[name] == one}


def among(marks: Marks, possible: Mapping[str, Iterable[Any]]) -> dict[str, Any]:
    """The same for what has few `possible` values: the one of them that has the mark."""
    return {
        name: value
        for name, values in possible.items()
        for value in values
        if name in marks and mark(value) == marks[name]
    }


@within("subject_id")
def forget_about(kind: str, subject_id: int) -> None:
    """Let go of all that is kept about a thing which goes itself."""
    which = (EarlierValue.kind == kind, EarlierValue.subject_id == subject_id)
    with db.session.no_autoflush:  # as above
        db.session.execute(
            delete(EarlierValue).where(*which), execution_options={"synchronize_session": False}
        )


@everything("what is too old for any page")
def forget_earlier() -> None:
    """Hourly: let go of what no page can ask for, and of the states between that typing leaves."""
    now = clock.now()
    before = aliased(EarlierValue)
    passed_by = exists().where(
        before.kind == EarlierValue.kind,
        before.subject_id == EarlierValue.subject_id,
        before.field == EarlierValue.field,
        before.span == EarlierValue.span,
        before.id < EarlierValue.id,
    )
    with transaction():
        for gone in (
            EarlierValue.replaced_at < now - KEPT,
            (EarlierValue.replaced_at < now - EACH) & passed_by,
        ):
            db.session.execute(
                delete(EarlierValue).where(gone), execution_options={"synchronize_session": False}
            )
