"""What the pages share that say what asking people would come to, before it is done."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from award.assessment.queries.planning import LEAVES
from award.assessment.services.asking_many import Done
from award.design.formatters import plural
from award.foundation.work import Job
from award.rounds.models import Round


def told(done: Done | Job, round_: Round, **back: Any) -> ResponseReturnValue:
    """Where one goes once people are asked. `back`: how the list stood."""
    if isinstance(done, Job):
        return redirect(url_for("work.show", reference=done.reference))
    asked, who = plural(done.assessments, "assessment"), plural(done.people, "person", "people")
    flash(f"{asked} assigned to {who}, each told in one email.", "success")
    where = "assessment_staff.applications"
    return redirect(url_for(where, reference=round_.reference, **back))


def left_out() -> list[str]:
    """Which of `LEAVES` whoever asks has ticked."""
    return [one for one in LEAVES if one in request.values.getlist("leave")]
