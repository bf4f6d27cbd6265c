"""What waits for somebody in applications, as links."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flask import url_for

from award.applications.queries.waits import Waiting, waiting_in_applications
from award.applications.rules.states import ApplicationState, CollaboratorRole, ReopeningKind
from award.foundation.policy import Actor
from award.foundation.waits import Wait


def waits(actor: Actor) -> Sequence[Wait]:
    # Several sections asked of one application are several rows, and the rest is told once.
    return [*dict.fromkeys(w for row in waiting_in_applications(actor) for w in _waits_of(row))]


def _waits_of(row: Waiting) -> Iterator[Wait]:
    reference, about = row.reference, row.title or row.reference
    page = url_for("applications.task_list", reference=reference)
    if row.offered_lead_at is not None:
        team = url_for("applications.people", reference=reference)
        yield Wait("Say whether you will lead it", team, about)
    if row.section_key and row.open_now:
        section = url_for("applications.section", reference=reference, section=row.section_key)
        yield Wait(f"Answer “{row.section_title}”", section, about, by_day=row.due_on)
    if row.stage_closes_at is not None:
        stage = url_for("applications.next_stage", reference=reference)
        yield Wait("Start the second stage", stage, about, by=row.stage_closes_at)
    if not row.open_now or row.role == CollaboratorRole.VIEWER:
        return
    if row.reopened == ReopeningKind.CHANGE_REQUEST:
        yield Wait("Change what you were asked to change", page, about, by=row.closes_at)
    elif row.reopened is not None:
        yield Wait("Submit it again, or what you sent stands", page, about, by=row.closes_at)
    elif row.state == ApplicationState.DRAFT:
        text = "Finish and submit it" if row.leads else "Go on with your part of it"
        yield Wait(text, page, about, by=row.closes_at)
