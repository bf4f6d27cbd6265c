"""Accounts have a reference of their own in addresses: an email address may hold a slash."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from award.foundation.references import new_reference

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "user_account", sa.Column("reference", sa.String(20), nullable=False, server_default="")
    )
    account = sa.table("user_account", sa.column("id", sa.Integer), sa.column("reference"))
    connection = op.get_bind()
    numbers = connection.scalars(sa.select(account.c.id).order_by(account.c.id)).all()
    made: set[str] = set()
    while len(made) < len(numbers):
        made.add(new_reference("PER"))
    if numbers:
        connection.execute(
            sa.update(account)
            .where(account.c.id == sa.bindparam("of"))
            .values(reference=sa.bindparam("is_now")),
            [{"of": number, "is_now": one} for number, one in zip(numbers, made, strict=True)],
        )
    op.create_index(op.f("ix_user_account_reference"), "user_account", ["reference"], unique=True)


def downgrade() -> None:
    op.drop_index(op.f("ix_user_account_reference"), table_name="user_account")
    op.drop_column("user_account", "reference")
