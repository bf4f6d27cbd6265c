"""Email that can't get lost: written in the transaction that causes it, sent by the worker.

The row is the source of truth and the evidence of what was said; the job is only a nudge.
Delivery is at least once, under one Message-ID; the file transport makes it exactly once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from email.utils import make_msgid, parseaddr
from typing import Any, Final

from flask import current_app, render_template
from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    delete,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column

from award.foundation import clock, naming
from award.foundation.db import Base, Dated, db
from award.foundation.enough import Limit
from award.foundation.mail import Attachment
from award.foundation.many import insert_rows
from award.foundation.policy import Actor, Role
from award.foundation.registers import Register
from award.foundation.scopes import within
from award.foundation.unwanted import Choices, choices_of

NUDGE: Final = "outbox_nudge"


class OutboxMessage(Dated, Base):
    """One email to one person, as it was rendered when it was queued."""

    __tablename__ = "outbox_message"
    __table_args__ = (
        CheckConstraint("state IN ('queued', 'sending', 'sent', 'failed')", name="state"),
        CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name="sent_at"),
        Index("ix_outbox_message_due", "state", "not_before"),
        Index("ix_outbox_message_about", "about_kind", "about_id"),
        Index("ix_outbox_message_by", "by_id", "notice", "created_at"),
        Index("ix_outbox_message_recipient", "recipient", "notice", "created_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    notice: Mapped[str] = mapped_column(String(80))
    recipient: Mapped[str] = mapped_column(String(255))
    recipient_name: Mapped[str] = mapped_column(String(200), default="")
    subject: Mapped[str] = mapped_column(String(255))
    body: Mapped[str] = mapped_column(Text)
    names: Mapped[str] = mapped_column(Text, default="", server_default="")
    """Where it names people who have accounts: see `naming`."""
    by_id: Mapped[int | None]
    """The number of the account that caused it; it stays when the account is closed."""
    about_kind: Mapped[str | None] = mapped_column(String(40))
    about_id: Mapped[int | None]
    message_id: Mapped[str] = mapped_column(String(255), unique=True)
    state: Mapped[str] = mapped_column(String(10), default="queued")
    attempts: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[datetime] = mapped_column(default=clock.now)
    claimed_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    error: Mapped[str | None] = mapped_column(Text)


class OutboxAttachment(Base):
    """A file that goes along with an email. It is gone once the email is sent: what was attached is
    made of what stands elsewhere."""

    __tablename__ = "outbox_attachment"

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[str] = mapped_column(
        String(255), ForeignKey("outbox_message.message_id"), index=True
    )
    name: Mapped[str] = mapped_column(String(120))
    media: Mapped[str] = mapped_column(String(120))
    content: Mapped[bytes] = mapped_column(LargeBinary)


@dataclass(frozen=True)
class Recipient:
    email: str
    name: str = ""


Words = Mapping[str, Any]
"""What an email may say: merge fields, and what its case is told by."""


@dataclass(frozen=True)
class Case:
    """One of the emails that a notice can be, in plain words of its own: the first whose `when`
    holds is sent."""

    name: str
    when: Callable[[Words], bool]
    sample: Words


ABOUT_YOURS: Final = (
    "They say what has happened to something of yours, or what you are asked to do by when"
)
ACCOUNT: Final = "They keep your account safe: nobody’s account changes without their knowing"
ANSWERS: Final = "They answer something that you wrote to us"


@dataclass(frozen=True)
class Notice:
    """A kind of email. `recipients` answers who gets it about `thing`; `context` what it may say.

    The template is `templates/email/<key with _ for .>.txt`, or that with `_<name>` for one of its
    `cases`; its first line is `Subject: ...`. None decides anything: a field that may have nothing
    to say brings its own space.
    """

    key: str
    recipients: Callable[[Any], Iterable[Recipient]]
    context: Callable[[Any], Mapping[str, Any]]
    says: str
    sample: Mapping[str, Any] = field(default_factory=dict)
    """Its merge fields, each with a value to show it with."""
    optional: str = ""
    """What its recipients call it where they choose; "" where it must be said, whatever they want.
    """
    because: str = ABOUT_YOURS
    """Why it must be said."""
    limit: Limit | None = None
    """Where a person can cause it at will to somebody else."""
    roles: frozenset[Role] = frozenset()
    """Whoever has none of them never gets it; empty where it can come to anybody."""
    cases: tuple[Case, ...] = ()
    further: Callable[[Words], Words] = lambda words: {}
    """Merge fields made of others, whoever gave them."""

    @property
    def template(self) -> str:
        """When it is none of its cases."""
        return self.key.replace(".", "_")

    @property
    def samples(self) -> dict[str, Words]:
        """Of each template that it has."""
        return {
            self.template: self.sample,
            **{f"{self.template}_{one.name}": one.sample for one in self.cases},
        }

    def email(self, thing: Any, given: Words) -> tuple[str, Words]:
        """Which template tells of the thing, and with what."""
        words = {**self.context(thing), **given}
        words |= self.further(words)
        name = next((f"_{one.name}" for one in self.cases if one.when(words)), "")
        return f"{self.template}{name}", words


NOTICES: Register[Notice] = Register("notice")
"""By key: what transition tables name."""


def notices() -> dict[str, Notice]:
    return dict(sorted(NOTICES.all().items()))


def send_notice(
    key: str, thing: Any, actor: Actor, context: Mapping[str, Any] | None = None
) -> list[OutboxMessage]:
    """Queue the notice `key` about `thing` to everyone it goes to."""
    found = NOTICES.all()[key]
    if found.limit is not None and actor.user_id is not None:
        to = {one.email for one in found.recipients(thing)}
        found.limit.ask(OutboxMessage, key, to, actor.user_id)
    rows = [row for _, row in _rows(key, [(thing, context or {})], actor)]
    messages = [OutboxMessage(**row) for row in rows]
    db.session.add_all(messages)
    _nudge()
    return messages


def send_many(
    key: str,
    things: Iterable[tuple[Any, Mapping[str, Any]]],
    actor: Actor,
    attached: Callable[[Any], Sequence[Attachment]] = lambda thing: (),
) -> int:
    """As `send_notice` about each thing with its context, all in one INSERT, and one for what is
    `attached`; how many emails. It costs no other statement if what the notice reads is loaded on
    the things."""
    rows: list[dict[str, Any]] = []
    files: list[dict[str, Any]] = []
    for thing, row in _rows(key, things, actor):
        rows.append(row)
        files += [{"message_id": row["message_id"], **vars(one)} for one in attached(thing)]
    insert_rows(OutboxMessage, rows)
    insert_rows(OutboxAttachment, files)
    _nudge()
    return len(rows)


def _rows(
    key: str, things: Iterable[tuple[Any, Mapping[str, Any]]], actor: Actor
) -> Iterator[tuple[Any, dict[str, Any]]]:
    """To each recipient, but for those who don't want what they needn't get: one statement."""
    found = NOTICES.all()[key]
    going = [(thing, given, list(found.recipients(thing))) for thing, given in things]
    chose = Choices()
    if found.optional:
        chose = choices_of(key, {one.email for _, _, to in going for one in to})
    for thing, given, to in going:
        by = naming.named(actor.name, actor.user_id)
        template, words = found.email(thing, {"by": by, **given})
        for recipient in to:
            if recipient.email not in chose.unwilling:
                subject, body = rendered(template, {**words, "recipient": recipient})
                if recipient.email in chose.accounts:
                    body += rendered("_stop", {"called": found.optional})[1]
                yield thing, _row(key, recipient, subject, body, thing, actor.user_id)


def rendered(template: str, context: Mapping[str, Any]) -> tuple[str, str]:
    """Subject and body. Names in it are between marks still: `_row` takes those out."""
    words = {key: naming.marked(value) for key, value in context.items()}
    if isinstance(to := context.get("recipient"), Recipient):
        words["recipient"] = replace(to, name=naming.marked(naming.Named(to.name, naming.THEM)))
    text = render_template(
        f"email/{template}.txt", base_url=current_app.config["BASE_URL"], **words
    )
    first, _, body = text.partition("\n")
    return first.removeprefix("Subject:").strip(), body.strip() + "\n"


def queue(
    key: str,
    recipient: Recipient,
    template: str,
    context: Mapping[str, Any],
    *,
    about: Any = None,
) -> OutboxMessage:
    """Render one email and queue it in the present transaction."""
    subject, body = rendered(template, context)
    return queue_text(key, recipient, subject, body, about=about)


def queue_text(
    key: str, recipient: Recipient, subject: str, body: str, *, about: Any = None
) -> OutboxMessage:
    """Queue an email whose words are already made, its greeting by name among them."""
    greeting = f"{naming.GREETS}{recipient.name},"
    if recipient.name and body.startswith(greeting):
        to = naming.marked(naming.Named(recipient.name, naming.THEM))
        body = f"{naming.GREETS}{to},{body.removeprefix(greeting)}"
    message = OutboxMessage(**_row(key, recipient, subject, body, about))
    db.session.add(message)
    _nudge()
    return message


def _nudge() -> None:
    db.session().info[NUDGE] = True


def _row(
    key: str, recipient: Recipient, subject: str, body: str, about: Any, by: int | None = None
) -> dict[str, Any]:
    sender = parseaddr(current_app.config["SETTINGS"].mail_sender)[1]
    told = naming.Told.of(" ".join(subject.split()), body, most=255)
    return {
        "notice": key,
        "recipient": recipient.email,
        "recipient_name": recipient.name,
        "subject": told.subject,
        "body": told.body,
        "names": told.names,
        "by_id": by,
        "about_kind": about.__tablename__ if about is not None else None,
        "about_id": about.id if about is not None else None,
        "message_id": make_msgid(domain=sender.partition("@")[2] or "localhost"),
        "not_before": clock.now(),
    }


@within("number")
def forget_attachments(kind: str, number: int) -> None:
    """What goes along with emails about a thing that is being deleted; they go out without it."""
    about = select(OutboxMessage.message_id).where(
        OutboxMessage.about_kind == kind, OutboxMessage.about_id == number
    )
    db.session.execute(delete(OutboxAttachment).where(OutboxAttachment.message_id.in_(about)))
