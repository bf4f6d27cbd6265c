"""A question to a team keeps why it lapsed. Of those before it follows from when they did: until
their time was over, none lapsed but with its page."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
from alembic import op

revision = "0114"
down_revision = "0113"
branch_labels = None
depends_on = None

_WAITED = timedelta(days=42)


def upgrade() -> None:
    op.add_column(
        "team_question",
        sa.Column("page_gone", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    moment = sa.DateTime(timezone=True)
    table = sa.table(
        "team_question", sa.column("id", sa.Integer), sa.column("state", sa.String),
        sa.column("confirmed_at", moment), sa.column("over_at", moment),
        sa.column("page_gone", sa.Boolean),
    )  # fmt: skip
    lapsed = sa.select(table.c.id, table.c.confirmed_at, table.c.over_at).where(
        table.c.state == "lapsed"
    )
    connection = op.get_bind()
    early = [key for key, since, over in connection.execute(lapsed) if over < since + _WAITED]
    for key in early:
        connection.execute(sa.update(table).where(table.c.id == key).values(page_gone=True))


def downgrade() -> None:
    op.drop_column("team_question", "page_gone")
