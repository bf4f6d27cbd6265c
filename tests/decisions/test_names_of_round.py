"""Feedback names nobody of its round: not who assesses anything in it, chairs, or was there."""

from __future__ import annotations

import pytest

from award.accounts.models import User
from award.applications.models import Application
from award.assessment.models.chairs import RoundChair
from award.assessment.services.hiding import refuse_assessors
from award.foundation.db import db
from award.foundation.errors import Asked, Refused
from award.foundation.policy import Role
from tests.build import applications, assessment, moderation, rounds
from tests.build.accounts import actor_of, user

SAYS = "Your plan is good, as {} says."


def typed(application: Application, name: str, staff: User, *ticks: str) -> str:
    """What is said about words with it."""
    about = frozenset(("text", one) for one in ticks)
    try:
        words = {"text": SAYS.format(name)}
        refuse_assessors(application, words, about_nobody=about, actor=actor_of(staff))
    except (Refused, Asked) as error:
        return str(error)
    return ""


@pytest.mark.each_database
def test_whoever_assesses_chairs_or_was_in_the_room_is_named_to_no_applicant(staff: User) -> None:
    round_, lead = rounds.closed_round(), user("Temperance Adlam", roles=())
    bid = applications.submitted(round_, user("Grace Okafor", roles=()))
    assessment.assessed(bid, [[8, 8, 8]] * 2)
    beside = applications.submitted(round_, lead)
    far = assessment.assessor("Nell Pargeter")
    assessment.assigned(beside, far)
    moderation.agreed(bid, 74.0, staff=staff)
    chair = assessment.assessor("Winifred Ayling")
    elsewhere = assessment.assessor("Ida Elsewhere")
    assessment.assigned(applications.submitted(rounds.closed_round()), elsewhere)
    other = user("Other Colleague", roles=(Role.STAFF,))
    chairs = RoundChair(
        round_id=round_.id, person_id=chair.id, deputy=False, appointed_by_id=staff.id
    )
    db.session.add(chairs)
    db.session.commit()
    for name in ("Winifred Ayling", "W. Ayling", "Ayling", chair.email, "Nell Pargeter",
                 "Pargeter, Nell", far.email, staff.name, staff.email):  # fmt: skip
        assert "never told who assesses or chairs" in typed(bid, name, other), name
        assert name in typed(bid, name, other) or "Pargeter" in name, name
    assert "Does “Winifred” tell who assesses?" in typed(bid, "Winifred", other)
    assert typed(bid, "Winifred", other, "Winifred") == ""
    for name in (elsewhere.name, elsewhere.email):
        assert f"Does “{name}” tell who assesses?" in typed(bid, name, other)
        assert typed(bid, name, other, name) == ""
    for name in ("Nell", "Grace Okafor", other.name):
        assert typed(bid, name, other) == "", name
    assert typed(bid, staff.name, staff) == "", "who signs what they write"
