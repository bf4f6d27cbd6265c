"""What must be true of complaints."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import func, select

from award.complaints.models import Complaint, ComplaintStep
from award.complaints.rules.states import Step
from award.foundation import audit
from award.foundation.db import db

_LETTERS = {Step.ACKNOWLEDGED: "acknowledge", Step.ANSWERED: "answer", Step.SET_ASIDE: "set_aside"}


def steps_told() -> Iterator[str]:
    """Each complaint came in once, and each letter and reason is a move of the trail."""
    told = audit.times_told("complaint")
    query_of_all = select(Complaint.id, Complaint.reference)
    rows = {row.id: row.reference for row in db.session.execute(query_of_all)}
    for key, reference in sorted(rows.items()):
        if told[key, "receive"] != 1:
            yield f"{reference}: the trail does not say that it came in once"
    query = select(ComplaintStep.complaint_id, ComplaintStep.kind, func.count()).group_by(
        ComplaintStep.complaint_id, ComplaintStep.kind
    )
    found = {(key, kind): number for key, kind, number in db.session.execute(query)}
    for key, reference in sorted(rows.items()):
        for kind, action in _LETTERS.items():
            if found.get((key, kind), 0) != told[key, action]:
                yield f"{reference}: what was done and the trail differ in {kind.value}"


CHECKS = (("Every complaint and each letter about it is in the audit trail", steps_told),)
