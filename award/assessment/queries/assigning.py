"""What joins somebody to applications."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from award.assessment.models.assignments import Assignment
from award.foundation.db import db
from award.foundation.many import among
from award.foundation.scopes import within


@within("application_ids")
def assignments_between(application_ids: Collection[int], user_id: int) -> list[Assignment]:
    """The assignments that join them, in whatever state, as they are in the database now; at most
    one about each application."""
    return list(
        db.session.scalars(
            select(Assignment)
            .where(
                among(Assignment.application_id, application_ids),
                Assignment.assessor_id == user_id,
            )
            .order_by(Assignment.id)
            .execution_options(populate_existing=True)
        )
    )
