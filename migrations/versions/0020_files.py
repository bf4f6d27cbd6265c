"""Files that people upload, and those that are still coming in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
MOMENT = sa.DateTime(timezone=True)
STATES = "'scanning', 'clean', 'unscanned', 'quarantined', 'failed'"


def upgrade() -> None:
    op.create_table(
        "stored_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(32), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("question_key", sa.String(60), nullable=False),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("type", sa.String(10), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("lies_at", sa.String(60), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=False),
        sa.Column("uploaded_at", MOMENT, nullable=False),
        sa.Column("removed_at", MOMENT, nullable=True),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("due_at", MOMENT, nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("scanned_at", MOMENT, nullable=True),
        sa.Column("finding", sa.String(200), nullable=False),
        sa.Column("looked_at", MOMENT, nullable=True),
        sa.Column("noticed", JSON, nullable=False),
        sa.Column("copy_at", sa.String(60), nullable=False),
        sa.Column("copy_failed", sa.Boolean(), nullable=False),
        sa.CheckConstraint(f"state IN ({STATES})", name=op.f("ck_stored_file_state")),
        sa.CheckConstraint("size > 0", name=op.f("ck_stored_file_size")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_stored_file_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["uploaded_by_id"], ["user_account.id"], name=op.f("fk_stored_file_uploaded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_file")),
        sa.UniqueConstraint("key", name=op.f("uq_stored_file_key")),
        sa.UniqueConstraint("lies_at", name=op.f("uq_stored_file_lies_at")),
    )
    op.create_index("ix_stored_file_application_id", "stored_file", ["application_id"])
    op.create_index("ix_stored_file_state", "stored_file", ["state", "due_at"])
    op.create_table(
        "file_upload",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(32), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("question_key", sa.String(60), nullable=False),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("received", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("file_key", sa.String(32), nullable=False),
        sa.CheckConstraint("received <= size", name=op.f("ck_file_upload_received")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_file_upload_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["user_account.id"], name=op.f("fk_file_upload_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file_upload")),
        sa.UniqueConstraint("token", name=op.f("uq_file_upload_token")),
    )
    op.create_index("ix_file_upload_application_id", "file_upload", ["application_id"])


def downgrade() -> None:
    op.drop_table("file_upload")
    op.drop_table("stored_file")
