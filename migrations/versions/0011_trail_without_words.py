"""The trail is written once more: words as length and digest, people's names outside the hash, the
hash keyed. An event at its end seals what was there: how many, and the last hash as it was.

Events can't be altered without breaking the chain, and those from before hold drafts and comments
in full. So the chain is checked as it was, written anew, and the event that says so names the
number and fingerprint of the old chain's last event, which whoever noted it down can compare.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op
from flask import current_app
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

Json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
Moment = sa.DateTime(timezone=True)
GENESIS = "0" * 64
SERVICE = "The service"
_AT_A_TIME = 1000
# What stands under these names was never anybody's words.
CODES = frozenset(
    """
    state sha256 digest application applications round outcome amount_gbp panel roles format table
    columns alias organisation step copied question choice conflicts submission org_type region
    blindness reveal reference announced_at opens_at closes_at assessment_due_at stage
    evidence_level settings beneficiaries capabilities organisation_type submitted_at review_by_on
    address exceptional criterion_order answers
    """.split()
)


def upgrade() -> None:
    op.execute("CREATE TABLE audit_before AS SELECT * FROM audit_event")
    op.drop_table("audit_event")
    _new_tables()
    trail = Trail()
    for row in _rows("audit_before"):
        trail.take(row)
    if trail.count:
        trail.seal()
    op.execute("DROP TABLE audit_before")
    _count_on("audit_event", "audit_person")


def downgrade() -> None:
    """Back to one table and a plain hash. The words stay away, and whoever was erased."""
    op.execute("CREATE TABLE audit_before AS SELECT * FROM audit_event")
    people = {row.id: row for row in op.get_bind().execute(sa.select(PERSON)).all()}
    known = {row.id: row for row in op.get_bind().execute(sa.select(ACCOUNT)).all()}
    op.drop_table("audit_event")
    op.drop_table("audit_name")
    op.drop_table("audit_person")
    _old_table()
    previous = GENESIS
    for row in _rows("audit_before"):
        person = people[row.person_id]
        name = row.subject_name
        if row.subject_kind == "user_account" and row.subject_id in known:
            name = known[row.subject_id].email
        body = {
            "at": row.at,
            "actor_id": person.user_id if person.user_id in known else None,
            "actor_name": person.name,
            "verb": row.verb,
            "subject_kind": row.subject_kind,
            "subject_id": row.subject_id,
            "subject_name": name[:200],
            "changes": row.changes,
        }
        this = _plain_hash(previous, body)
        values = {**body, "id": row.id, "previous_hash": previous, "hash": this}
        op.get_bind().execute(sa.insert(OLD).values(values))
        previous = this
    op.execute("DROP TABLE audit_before")
    _count_on("audit_event")


class Trail:
    """The new chain as it grows, and what of the old one was broken."""

    def __init__(self) -> None:
        settings = current_app.config["SETTINGS"]
        self.key = settings.audit_key.encode()
        name = f"name of an audit key\n{settings.audit_key}"
        self.key_id = hashlib.sha256(name.encode()).hexdigest()[:8]
        self.accounts = {row.id: row for row in op.get_bind().execute(sa.select(ACCOUNT)).all()}
        self.people: dict[tuple[int | None, str, str], tuple[int, str]] = {}
        self.names: set[tuple[str, int, str]] = set()
        self.before = self.previous = GENESIS
        self.broken: list[int] = []
        self.count = self.last = 0

    def take(self, row: Any) -> None:
        """Check an old event and write it as a new one, under its own number."""
        body = {name: getattr(row, name) for name in BODY}
        if row.previous_hash != self.before or row.hash != _plain_hash(row.previous_hash, body):
            self.broken.append(row.id)
        self.before, self.count, self.last = row.hash, self.count + 1, row.id
        account = self.accounts.get(row.actor_id)
        person = self._person(row.actor_id, row.actor_name, account.email if account else "")
        about_person = row.subject_kind == "user_account" and row.subject_id is not None
        if about_person:
            subject = self.accounts.get(row.subject_id)
            self._person(row.subject_id, subject.name if subject else "", row.subject_name)
        name = "" if about_person else row.subject_name
        self._write(row, person, name, _without_words(row.changes, self._digest))
        called = name or row.changes.get("application")
        if row.subject_id is not None and not about_person and isinstance(called, str) and called:
            self._name(row.subject_kind, row.subject_id, called[:200])

    def seal(self) -> None:
        """One more event, about all that were there."""
        found = {
            "events": self.count,
            "last": self.last,
            "sha256": self.before,
            "broken": len(self.broken),
            "broken_first": self.broken[:20],
        }
        event = _Sealing(self.last + 1, datetime.now(UTC), "trail.seal", "trail", None)
        self._write(event, self._person(None, SERVICE, ""), "audit trail", found)

    def _digest(self, text: str) -> str:
        return hmac.new(self.key, text.encode(), hashlib.sha256).hexdigest()

    def _write(
        self, row: Any, person: tuple[int, str, int | None], name: str, changes: Any
    ) -> None:
        number, mark, user_id = person
        values = {
            "at": row.at,
            "verb": row.verb,
            "subject_kind": row.subject_kind,
            "subject_id": row.subject_id,
            "subject_name": name,
            "changes": changes,
        }
        covered = {
            **values,
            "at": row.at.astimezone(UTC).isoformat(),
            "actor": user_id,
            "actor_mark": mark,
            "key": self.key_id,
        }
        this = self._digest(f"{self.previous}\n{_canonical(covered)}")
        op.get_bind().execute(
            sa.insert(NEW).values(
                id=row.id, person_id=number, key_id=self.key_id, previous_hash=self.previous,
                hash=this, **values,
            )
        )  # fmt: skip
        self.previous = this

    def _person(self, user_id: int | None, name: str, address: str) -> tuple[int, str, int | None]:
        called = (user_id, name[:200], address[:255])
        if called not in self.people:
            salt, number = secrets.token_hex(16), len(self.people) + 1
            mark = hashlib.sha256(_canonical([salt, *called]).encode()).hexdigest()
            op.get_bind().execute(
                sa.insert(PERSON).values(
                    id=number, user_id=user_id, name=called[1], address=called[2], salt=salt,
                    mark=mark,
                )
            )  # fmt: skip
            self.people[called] = (number, mark)
        return (*self.people[called], user_id)

    def _name(self, kind: str, key: int, name: str) -> None:
        if (kind, key, name) not in self.names:
            self.names.add((kind, key, name))
            op.get_bind().execute(sa.insert(NAME).values(kind=kind, subject_id=key, name=name))


class _Sealing:
    """What an old row would be for the event that seals."""

    def __init__(self, id: int, at: datetime, verb: str, kind: str, subject: int | None) -> None:
        self.id, self.at, self.verb = id, at, verb
        self.subject_kind, self.subject_id = kind, subject


BODY = (
    "at", "actor_id", "actor_name", "verb", "subject_kind", "subject_id", "subject_name", "changes",
)  # fmt: skip


def _canonical(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _plain_hash(previous: str, body: dict[str, Any]) -> str:
    plain = _canonical({**body, "at": body["at"].astimezone(UTC).isoformat()})
    return hashlib.sha256(f"{previous}\n{plain}".encode()).hexdigest()


def _without_words(changes: dict[str, Any], digest: Callable[[str], str]) -> dict[str, Any]:
    def told(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: told(item) for key, item in value.items()}
        if isinstance(value, list):
            return [told(item) for item in value]
        if not isinstance(value, str) or value == "" or _is_date(value):
            return value
        return {"characters": len(value), "digest": digest(value)[:32]}

    return {key: value if key in CODES else told(value) for key, value in changes.items()}


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text[:10])
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _rows(table: str) -> Iterator[Any]:
    """In order, a thousand in memory; each with `at` aware and `changes` read."""
    source = sa.table(
        table,
        *(sa.column(name, kind) for name, kind in (OLD_TYPES | NEW_TYPES).items()
          if table_has(table, name)),
    )  # fmt: skip
    after = 0
    while True:
        query = sa.select(source).where(source.c.id > after).order_by(source.c.id)
        rows = op.get_bind().execute(query.limit(_AT_A_TIME)).all()
        if not rows:
            return
        for row in rows:
            values = row._asdict()
            if values["at"].tzinfo is None:
                values["at"] = values["at"].replace(tzinfo=UTC)
            yield _Row(values)
        after = rows[-1].id


class _Row:
    def __init__(self, values: dict[str, Any]) -> None:
        self.__dict__.update(values)


def table_has(table: str, column: str) -> bool:
    return column in {one["name"] for one in sa.inspect(op.get_bind()).get_columns(table)}


OLD_TYPES: dict[str, Any] = {
    "id": sa.Integer(), "at": Moment, "actor_id": sa.Integer(), "actor_name": sa.String(),
    "verb": sa.String(), "subject_kind": sa.String(), "subject_id": sa.Integer(),
    "subject_name": sa.String(), "changes": Json, "previous_hash": sa.String(),
    "hash": sa.String(),
}  # fmt: skip
NEW_TYPES: dict[str, Any] = {
    **{name: kind for name, kind in OLD_TYPES.items() if not name.startswith("actor")},
    "person_id": sa.Integer(),
    "key_id": sa.String(),
}
OLD = sa.table("audit_event", *(sa.column(name, kind) for name, kind in OLD_TYPES.items()))
NEW = sa.table("audit_event", *(sa.column(name, kind) for name, kind in NEW_TYPES.items()))
PERSON = sa.table(
    "audit_person",
    sa.column("id", sa.Integer()),
    sa.column("user_id", sa.Integer()),
    *(sa.column(name, sa.String()) for name in ("name", "address", "salt", "mark")),
)
NAME = sa.table(
    "audit_name",
    sa.column("subject_id", sa.Integer()),
    *(sa.column(name, sa.String()) for name in ("kind", "name")),
)
ACCOUNT = sa.table(
    "user_account",
    sa.column("id", sa.Integer()),
    *(sa.column(name, sa.String()) for name in ("name", "email")),
)


def _count_on(*tables: str) -> None:
    """PostgreSQL goes on counting from the numbers that were given here."""
    if op.get_bind().dialect.name == "postgresql":
        for table in tables:
            op.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), "
                f"COALESCE((SELECT max(id) FROM {table}), 1), "
                f"EXISTS (SELECT 1 FROM {table}))"
            )


def _new_tables() -> None:
    op.create_table(
        "audit_person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("address", sa.String(length=255), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_person")),
    )
    op.create_index(op.f("ix_audit_person_user_id"), "audit_person", ["user_id"])
    op.create_index(op.f("ix_audit_person_address"), "audit_person", ["address"])
    op.create_table(
        "audit_name",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_name")),
        sa.UniqueConstraint(
            "kind", "subject_id", "name", name=op.f("uq_audit_name_kind_subject_id_name")
        ),
    )
    op.create_index(op.f("ix_audit_name_name"), "audit_name", ["name"])
    op.create_table(
        "audit_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("verb", sa.String(length=80), nullable=False),
        sa.Column("subject_kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("subject_name", sa.String(length=200), nullable=False),
        sa.Column("changes", Json, nullable=False),
        sa.Column("key_id", sa.String(length=8), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["audit_person.id"], name=op.f("fk_audit_event_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_event")),
        sa.UniqueConstraint("hash", name=op.f("uq_audit_event_hash")),
    )
    for name in ("at", "person_id", "subject_name", "verb"):
        op.create_index(op.f(f"ix_audit_event_{name}"), "audit_event", [name])
    op.create_index("ix_audit_event_subject", "audit_event", ["subject_kind", "subject_id", "id"])


def _old_table() -> None:
    op.create_table(
        "audit_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor_name", sa.String(length=200), nullable=False),
        sa.Column("verb", sa.String(length=80), nullable=False),
        sa.Column("subject_kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("subject_name", sa.String(length=200), nullable=False),
        sa.Column("changes", Json, nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["user_account.id"], name=op.f("fk_audit_event_actor_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_event")),
        sa.UniqueConstraint("hash", name=op.f("uq_audit_event_hash")),
    )
    for name in ("actor_id", "at", "verb"):
        op.create_index(op.f(f"ix_audit_event_{name}"), "audit_event", [name])
    op.create_index("ix_audit_event_subject", "audit_event", ["subject_kind", "subject_id"])
