from __future__ import annotations

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import IntegrityError, StatementError

from award.accounts.models import Role
from award.foundation import audit, clock, references
from award.foundation.db import broken_constraint, db, transaction
from award.foundation.policy import SYSTEM


def test_a_broken_unique_constraint_names_its_columns_on_both_databases(app: Flask) -> None:
    with transaction():
        db.session.add(Role(name="test-role"))
    with pytest.raises(IntegrityError) as caught, transaction():
        db.session.add(Role(name="test-role"))
    assert broken_constraint(caught.value) == frozenset({"name"})


def test_datetimes_are_aware_and_utc(app: Flask) -> None:
    moment = datetime(2026, 7, 1, 12, 0, tzinfo=clock.LONDON)
    with clock.at(moment), transaction():
        audit.record(SYSTEM, "test.moment", "a moment")
    stored = db.session.scalars(sa.select(audit.AuditEvent.at)).one()
    assert stored == moment
    assert stored.tzinfo == UTC
    with pytest.raises(StatementError, match="naive datetime"):
        db.session.scalars(
            sa.select(audit.AuditEvent).where(audit.AuditEvent.at > datetime(2026, 7, 1))  # noqa: DTZ001
        ).all()


def test_references_leave_out_what_people_mix_up() -> None:
    reference = references.new_reference("AIA")
    assert reference.startswith("AIA-")
    assert len(reference) == 10
    assert not set("AEIOU01L") & set(references.ALPHABET)


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Fewer falls: at night!", "fewer-falls-at-night"),
        ("Café £5", "cafe-5"),
        ("???", "untitled"),
        ("word " * 50, "-".join(["word"] * 16)),
    ],
)
def test_slugs(text: str, slug: str) -> None:
    assert references.slugify(text) == slug
