"""Specimens, scored or not, through the services."""

from __future__ import annotations

from collections.abc import Sequence

from award.accounts.models import User
from award.accounts.queries.people import user_with_roles
from award.assessment.rules.sheet import ScoreValue, SheetValues
from award.calibration.models import Specimen, SpecimenSheet
from award.calibration.queries import specimens
from award.calibration.rules.specimens import PartValues, SpecimenValues
from award.calibration.services import scoring, writing
from award.foundation.db import transaction
from award.foundation.errors import there
from award.foundation.policy import Actor, Role
from award.rounds.models import Criterion, Round
from tests.build import applications, assessment
from tests.build.accounts import actor_of, user

SCORE = 6
"""What the panel gives for everything."""


def values(criteria: Sequence[Criterion], title: str = "A lamp that calls for help") -> (
    SpecimenValues
):  # fmt: skip
    return SpecimenValues(
        title,
        "A lamp in a flat that notices when nobody gets up, and rings a neighbour.",
        {
            one.key: PartValues(
                f"On {one.title}: tried in nine flats for a month.", SCORE,
                f"Nine flats tell little about {one.title}.",
            )
            for one in criteria
        },
    )  # fmt: skip


def staff_actor() -> Actor:
    return actor_of(user("Sam Staff", roles=(Role.STAFF,)))


def specimen(round_: Round, title: str = "A lamp that calls for help") -> Specimen:
    """Committed: one more specimen of the round."""
    with transaction():
        criteria = specimens.all_criteria(round_)
        made = writing.write_specimen(round_, values(criteria, title), actor=staff_actor())
        reference = made.reference
    return there(specimens.managed_specimen(staff_actor(), reference), "the specimen")


def asked(round_: Round, needed: int = 1) -> list[Specimen]:
    """Committed: the round has so many specimens, and asks for all of them first."""
    made = [specimen(round_, f"A lamp that calls for help, {n}") for n in range(1, needed + 1)]
    with transaction():
        writing.ask_first(round_, needed, actor=staff_actor())
    return made


def sheet_values(criteria: Sequence[Criterion], scores: Sequence[int]) -> SheetValues:
    return SheetValues(
        {
            one.key: ScoreValue(score, f"Nine flats are few to go by on {one.title}, I think.")
            for one, score in zip(criteria, scores, strict=True)
        }
    )


def scored(found: Specimen, person: User, by: int = 0, panel: str = "") -> SpecimenSheet:
    """Committed: the person submits scores that differ by so much from the panel's."""
    actor = actor_of(there(user_with_roles(person.id), "the account"))
    with transaction():
        criteria = specimens.criteria_in(found, panel)
        given = sheet_values(criteria, [SCORE + by] * len(criteria))
        scoring.save_sheet(found, given, {}, seen=None, actor=actor)
        return scoring.submit_sheet(found, actor=actor)


def calibrated(round_: Round, person: User, by: int = 2) -> Specimen:
    """Committed: the round asks for a specimen, somebody who is asked to assess scores it, and
    another one is excused."""
    (found,) = asked(round_)
    assessment.assigned(applications.submitted(round_), person)
    scored(found, person, by)
    other = assessment.assessor("Ex Cused")
    with transaction():
        writing.excuse(round_, other, "Helped to write the specimen.", actor=staff_actor())
    return found
