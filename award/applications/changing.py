"""What may be changed after it was sent, or later than others: reopenings and extensions, and the
faults of the service that are a reason for those."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    false,
    literal_column,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from award.accounts.models import User
from award.applications.rules.states import ExtensionKind, ReopeningKind, ReopeningState
from award.applications.rules.troubles import TroubleKind
from award.foundation import clock
from award.foundation.db import Base, JsonValue, one_of, rows_where, states
from award.foundation.frozen import Frozen


class Reopening(Base):
    """A while in which a submitted application may be changed. Submission `replaces` stands until
    the next one is made of it, and goes on standing when none is.

    A change request names `questions`, says what staff ask (`asks`) and `until` when; the lead's
    own reopening is about everything, for as long as the application is open at all.
    """

    __tablename__ = "reopening"
    __table_args__ = (
        CheckConstraint(one_of("state", ReopeningState), name="state"),
        CheckConstraint(one_of("kind", ReopeningKind), name="kind"),
        CheckConstraint(
            f"(kind = '{ReopeningKind.CHANGE_REQUEST}') = (until IS NOT NULL)", name="until"
        ),
        CheckConstraint(
            f"(state = '{ReopeningState.OPEN}') = (ended_at IS NULL)", name="ended_at"
        ),
        Index(
            "ix_reopening_open", "application_id", unique=True,
            **rows_where(f"state = '{ReopeningState.OPEN}'"),
        ),
    )  # fmt: skip
    audited_as: ClassVar[str | None] = "reopening"

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    state: Mapped[ReopeningState] = mapped_column(
        states(ReopeningState, 12), default=ReopeningState.OPEN
    )
    kind: Mapped[ReopeningKind] = mapped_column(states(ReopeningKind, 20))
    replaces: Mapped[int]
    questions: Mapped[list[str] | None] = mapped_column(JsonValue, nullable=True)
    """Keys of what may be changed, with what it brings up; None: everything."""
    asks: Mapped[str] = mapped_column(Text, default="")
    until: Mapped[datetime | None]
    first_until: Mapped[datetime | None]
    """Until when it was asked first, where more time was given."""
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    opened_at: Mapped[datetime] = mapped_column(default=clock.now)
    ended_at: Mapped[datetime | None]
    set_aside: Mapped[dict[str, Any] | None] = mapped_column(JsonValue, nullable=True)
    """Answers that had been changed and were put back as they were sent, by question."""

    opened_by: Mapped[User] = relationship(lazy="raise")
    if TYPE_CHECKING:
        application: Mapped[Any]
    else:
        application = relationship("Application")  # loaded before it

    @property
    def lead_id(self) -> int:
        found: int = self.application.lead_id
        return found

    @property
    def reference(self) -> str:
        return str(self.application.reference)


IS_OPEN: ColumnElement[bool] = Reopening.state == literal_column(f"'{ReopeningState.OPEN}'")
"""Written out, as in the index of those that are open: to a state that is sent beside the statement
the index is known to fit only when it comes, so SQLite would plan the statement anew each time."""


class Eased:
    """Mixin: what was agreed with one application as an adjustment."""

    more_words: Mapped[int] = mapped_column(default=0, server_default="0")
    """So many per cent more in long answers."""
    helper: Mapped[str] = mapped_column(String(200), default="", server_default="")
    """Who types for those who apply."""
    recordings: Mapped[bool] = mapped_column(default=False, server_default=false())
    """A recording may stand beside each long answer."""


class Typed:
    """Mixin: an answer that somebody typed for whoever saved it."""

    typed_by: Mapped[str] = mapped_column(String(200), default="", server_default="")
    """The helper, by the name that was agreed then; "" for whoever saved it."""


class Extension(Base):
    """A later closing moment for one application, and why. The latest one counts."""

    __tablename__ = "extension"
    __table_args__ = (
        CheckConstraint(one_of("kind", ExtensionKind), name="kind"),
        UniqueConstraint("application_id", "until"),
    )
    frozen: ClassVar[Frozen | None] = Frozen(
        while_=(
            "EXISTS (SELECT 1 FROM application WHERE application.id = {row}.application_id "
            "AND application.state <> 'draft')"
        )
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    until: Mapped[datetime]
    kind: Mapped[ExtensionKind] = mapped_column(states(ExtensionKind, 20))
    reason: Mapped[str] = mapped_column(Text)
    granted_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    granted_at: Mapped[datetime] = mapped_column(default=clock.now)

    granted_by: Mapped[User] = relationship(lazy="raise")


class TroubledRequest(Base):
    """A request of somebody who wrote on an application in its last hours, that the service failed
    or answered late. Who it was is not known where the database could not be asked. `saving`: it
    would have written something. Deleted by the worker after some weeks."""

    __tablename__ = "troubled_request"
    __table_args__ = (
        CheckConstraint(one_of("kind", TroubleKind), name="kind"),
        UniqueConstraint("request_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[str] = mapped_column(String(40))
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime] = mapped_column(index=True)
    kind: Mapped[TroubleKind] = mapped_column(states(TroubleKind, 10))
    status: Mapped[int]
    seconds: Mapped[float]
    saving: Mapped[bool]
