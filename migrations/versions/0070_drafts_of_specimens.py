"""Staff write a specimen over days before it is offered; a claim says which one it makes again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0070"
down_revision = "0069"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "specimen", sa.Column("draft", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    with op.batch_alter_table("specimen_part") as part:
        part.alter_column("score", existing_type=sa.Integer(), nullable=True)
    with op.batch_alter_table("pay_claim") as claim:
        claim.add_column(sa.Column("again_id", sa.Integer(), nullable=True))
        claim.create_foreign_key(op.f("fk_pay_claim_again_id"), "pay_claim", ["again_id"], ["id"])
    op.create_index("ix_pay_claim_again_id", "pay_claim", ["again_id"])
    op.execute(
        "UPDATE pay_claim SET again_id = (SELECT max(back.id) FROM pay_claim AS back "
        "WHERE back.person_id = pay_claim.person_id AND back.round_id = pay_claim.round_id "
        "AND back.state = 'sent_back' AND back.decided_at <= pay_claim.made_at) "
        "WHERE state IN ('waiting', 'approved', 'paid')"
    )


def downgrade() -> None:
    op.drop_index("ix_pay_claim_again_id", "pay_claim")
    with op.batch_alter_table("pay_claim") as claim:
        claim.drop_constraint(op.f("fk_pay_claim_again_id"), type_="foreignkey")
        claim.drop_column("again_id")
    drafts = "(SELECT id FROM specimen WHERE draft)"
    op.execute(f"DELETE FROM specimen_part WHERE specimen_id IN {drafts}")
    op.execute("DELETE FROM specimen WHERE draft")
    with op.batch_alter_table("specimen_part") as part:
        part.alter_column("score", existing_type=sa.Integer(), nullable=False)
    op.drop_column("specimen", "draft")
