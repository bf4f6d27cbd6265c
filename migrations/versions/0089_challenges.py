"""People tell what stands in the way; rounds that have closed are counted."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0089"
down_revision = "0088"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
MOMENT = sa.DateTime(timezone=True)
TEXTS = ("question", "answer", "published_words", "reason")


def upgrade() -> None:
    op.create_table(
        "challenge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(20), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("kinds", JSON, nullable=False),
        sa.Column("organisation", sa.String(30), nullable=False),
        sa.Column("setting", sa.String(30), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("may_publish", sa.Boolean(), nullable=False),
        sa.Column("email", sa.String(255), nullable=False),
        sa.Column("told_at", MOMENT, nullable=False),
        sa.Column("asked_at", MOMENT, nullable=True),
        sa.Column("token_digest", sa.String(64), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in TEXTS),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("forgotten_at", MOMENT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "state IN ('received', 'asked', 'published', 'counted', 'declined')",
            name=op.f("ck_challenge_state"),
        ),
        sa.CheckConstraint(
            "(state IN ('received', 'asked')) = (decided_at IS NULL)",
            name=op.f("ck_challenge_decided"),
        ),
        sa.CheckConstraint(
            "email = '' OR decided_at IS NULL", name=op.f("ck_challenge_address_goes")
        ),
        sa.CheckConstraint(
            "(state = 'published') = (published_words <> '')", name=op.f("ck_challenge_published")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["user_account.id"], name=op.f("fk_challenge_decided_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_challenge")),
        sa.UniqueConstraint("reference", name=op.f("uq_challenge_reference")),
    )
    op.create_index("ix_challenge_state_decided", "challenge", ["state", "decided_at"])
    op.create_index(op.f("ix_challenge_token_digest"), "challenge", ["token_digest"])
    op.create_table(
        "challenge_round",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("counted_at", MOMENT, nullable=False),
        sa.Column("applications", sa.Integer(), nullable=False),
        sa.Column("counts", JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["round.id"], name=op.f("fk_challenge_round_round_id")
        ),
        sa.PrimaryKeyConstraint("round_id", name=op.f("pk_challenge_round")),
    )
    op.create_table(
        "challenge_picture",
        sa.Column("id", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("counted_at", MOMENT, nullable=False),
        sa.Column("applications", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("counts", JSON, nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_challenge_picture_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_challenge_picture")),
    )


def downgrade() -> None:
    op.drop_table("challenge_picture")
    op.drop_table("challenge_round")
    op.drop_table("challenge")
