"""A specimen of the round in assessment: whoever was asked to assess has scored it before they
began, somebody was let off, and it comes before the first application of whoever is asked later."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from award.accounts.models import User
from award.assessment.queries.sheets import panel_of_sheet
from award.assessment.rules.sheet import ScoreValue, SheetValues
from award.calibration.queries import specimens
from award.calibration.rules.specimens import PartValues, SpecimenValues
from award.calibration.services import scoring, writing
from award.foundation.policy import Role
from award.seeding.demo import files
from award.seeding.demo.people import Cast
from award.seeding.demo.rounds import Call
from award.seeding.demo.timeline import Timeline

EXCUSED = "Joined after the others had scored it: talked it through with us by phone instead."


def plan(timeline: Timeline, cast: Cast, calls: dict[str, Call]) -> None:
    """Written before the round closed, scored between being asked and beginning."""
    call, staff = calls["assessment"], cast.actor("staff")
    told = files.specimen()

    def write() -> None:
        parts = {
            key: PartValues(one["text"], one["score"], one["reason"])
            for key, one in told["parts"].items()
        }
        values = SpecimenValues(told["title"], told["summary"], parts)
        writing.write_specimen(call.round, values, actor=staff)
        writing.ask_first(call.round, 1, actor=staff)

    def score(key: str, user: User) -> None:
        actor = cast.actor(key)
        (row,) = specimens.specimens_in(call.round, staff)
        found = specimens.specimen_to_score(actor, row.reference)
        if found is None:
            writing.excuse(call.round, user, EXCUSED, actor=staff)
            return
        panel = panel_of_sheet(user.id, call.round.id)
        values = {
            one.key: ScoreValue(
                _own(key, place, told["parts"][one.key]["score"]), told["parts"][one.key]["own"]
            )
            for place, one in enumerate(specimens.criteria_in(found, panel))
        }
        scoring.save_sheet(found, SheetValues(values), {}, seen=None, actor=actor)
        scoring.submit_sheet(found, actor=actor)

    timeline.at(call.closes_at - timedelta(days=3), write)
    assessors = [key for key, roles in cast.roles.items() if Role.ASSESSOR in roles]
    for number, key in enumerate(assessors):
        moment = call.closes_at + timedelta(days=2, hours=7, minutes=20 * number)
        timeline.at(moment, partial(score, key, cast.users[key]))


def _own(key: str, place: int, panel: int) -> int:
    """Near the panel's score; some are milder than others."""
    letters = sum(map(ord, key))
    return min(10, max(1, panel + letters % 3 - 1 + (letters + place) % 3 - 1))
