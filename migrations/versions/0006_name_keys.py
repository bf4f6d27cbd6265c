"""Names and titles are found and sorted by a folded key of their own."""

from __future__ import annotations

import re
import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

KEYS = (
    ("user_account", "name", "name_key"),
    ("organisation", "name", "name_key"),
    ("application", "title", "title_key"),
)
LETTERS = {
    **dict.fromkeys("’‘ʼʹ`´＇ʻ", "'"),
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "æ": "ae",
    "œ": "oe",
    "ı": "i",
    "ى": "ي",
    "ة": "ه",
    "ک": "ك",
    "ی": "ي",
}
AT_A_TIME = 2000


def upgrade() -> None:
    key = sa.String(300).with_variant(sa.String(300, collation="C"), "postgresql")
    for table, _name, column in KEYS:
        op.add_column(table, sa.Column(column, key, nullable=False, server_default=""))
    for table, name, column in KEYS:
        _fill(table, name, column)
        op.create_index(f"ix_{table}_{column}", table, [column])


def _fill(table: str, name: str, column: str) -> None:
    """A thousand rows at a time: reading on while writing is not the same on both databases."""
    database, last = op.get_bind(), 0
    read = sa.text(
        f"SELECT id, {name} AS name FROM {table} WHERE id > :last ORDER BY id LIMIT {AT_A_TIME}"
    )
    while rows := database.execute(read, {"last": last}).all():
        database.execute(
            sa.text(f"UPDATE {table} SET {column} = :key WHERE id = :id"),
            [{"id": row.id, "key": name_key(row.name)} for row in rows],
        )
        last = rows[-1].id


def name_key(text: str) -> str:
    """As the application makes it at this point; what it makes later, it can make again."""
    whole = "".join(map(_of, text)).replace("'", "").replace("&", " and ")
    return " ".join(re.findall(r"[^\W_]+", whole))[:300].rstrip()


def _of(character: str) -> str:
    if character in LETTERS:
        return LETTERS[character]
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold())
    return "".join(
        str(unicodedata.decimal(c)) if unicodedata.category(c) == "Nd" else LETTERS.get(c, c)
        for c in plain
        if unicodedata.category(c) not in ("Mn", "Me", "Cf")
    )


def downgrade() -> None:
    for table, _name, column in KEYS:
        op.drop_index(f"ix_{table}_{column}", table)
        op.drop_column(table, column)
