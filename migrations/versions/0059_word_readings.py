"""What was read out of a Word form is kept for a day, so that its page can be opened again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    op.create_table(
        "word_reading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(32), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("content", JSON, nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_word_reading_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["user_account.id"], name=op.f("fk_word_reading_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_word_reading")),
        sa.UniqueConstraint("key", name=op.f("uq_word_reading_key")),
    )
    op.create_index(
        "ix_word_reading_application_person", "word_reading", ["application_id", "person_id"]
    )
    for column in ("person_id", "read_at"):
        op.create_index(f"ix_word_reading_{column}", "word_reading", [column])


def downgrade() -> None:
    op.drop_table("word_reading")
