"""A registration number is one organisation's."""

from __future__ import annotations

import re

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

KINDS = ("charity_number", "company_number", "cqc_provider_id", "ods_code")
NO_CODES = ("NOTSURE", "NONE", "NA", "NOTKNOWN", "UNKNOWN", "PENDING", "TBC", "DONTKNOW")
"""What the box for an ODS code once took."""


def upgrade() -> None:
    """The earliest organisation with a number holds it; the others keep it in their record."""
    table = op.create_table(
        "organisation_number",
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("number", sa.String(20), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_organisation_number_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("kind", "number", name=op.f("pk_organisation_number")),
    )
    op.create_index(
        op.f("ix_organisation_number_organisation_id"), "organisation_number", ["organisation_id"]
    )
    there = sa.table(
        "organisation", sa.column("id"), sa.column("created_at"), *map(sa.column, KINDS)
    )
    held: dict[tuple[str, str], int] = {}
    for row in op.get_bind().execute(sa.select(there).order_by(there.c.created_at, there.c.id)):
        for kind in KINDS:
            number = _same(kind, getattr(row, kind) or "")
            if number and number not in NO_CODES:
                held.setdefault((kind, number), row.id)
    op.bulk_insert(
        table,
        [
            {"kind": kind, "number": number, "organisation_id": key}
            for (kind, number), key in held.items()
        ],
    )


def _same(kind: str, number: str) -> str:
    packed = re.sub(r"[ ./]", "", number).upper()
    if kind == "charity_number":
        main, hyphen, link = packed.partition("-")
        return main.lstrip("0") + hyphen + link.lstrip("0")
    return packed.zfill(8) if kind == "company_number" and packed.isdigit() else packed


def downgrade() -> None:
    op.drop_table("organisation_number")
