"""What stands in the database before a journey begins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from flask import Flask
from sqlalchemy import update

from award.accounts.services.people import create_user
from award.assessment.services.profiles import set_profile
from award.foundation import clock
from award.foundation.db import db, transaction
from award.foundation.policy import SYSTEM, Actor, Role
from award.rounds.models import Round
from award.rounds.rules.values import PhaseValues, RoundValues
from award.rounds.services.reference_data import (
    import_question_set,
    import_reference_data,
    load_criteria,
)
from award.rounds.services.rounds import create_round
from award.seeding.demo.files import DEMO

PASSWORD = "a-long-enough-password"
ROUND = "ASC-JOURNEY"


@dataclass(frozen=True)
class People:
    """Email addresses; everyone's password is PASSWORD."""

    staff: str = "staff@journey.example"
    first: str = "first.assessor@journey.example"
    second: str = "second.assessor@journey.example"
    publisher: str = "publisher@journey.example"


def set_up() -> People:
    """Staff, two assessors, a publisher, and a round with the full question set, open now."""
    people = People()
    now = clock.now()
    with transaction(), clock.at(now - timedelta(days=10)):
        import_reference_data(actor=SYSTEM)
        asked = import_question_set(DEMO / "question_sets" / "asc-ai-4.toml", actor=SYSTEM)
        staff = create_user(email=people.staff, name="Sam Staff", password=PASSWORD,
                            roles=[Role.STAFF], actor=SYSTEM)  # fmt: skip
        for email, name in ((people.first, "Fern First"), (people.second, "Sol Second")):
            assessor = create_user(email=email, name=name, password=PASSWORD,
                                   roles=[Role.ASSESSOR], actor=SYSTEM)  # fmt: skip
            set_profile(assessor, panel="professional", expertise=[], actor=SYSTEM)
        create_user(email=people.publisher, name="Pat Publisher", password=PASSWORD,
                    roles=[Role.PUBLISHER], actor=SYSTEM)  # fmt: skip
        create_round(
            RoundValues(
                reference=ROUND,
                title="Journey round",
                summary="A round for one journey from opening to case study.",
                announced_at=now - timedelta(days=5),
                opens_at=now - timedelta(days=4),
                closes_at=now + timedelta(days=20),
                assessment_due_at=now + timedelta(days=40),
                budget_gbp=2_000_000,
                question_set_id=asked.id,
                phases=(PhaseValues(1, cap_gbp=150_000, min_months=6, max_months=12),
                        PhaseValues(2, min_months=6, max_months=36)),
                criteria=load_criteria(DEMO.parent / "criteria" / "asc-ai-1.toml").criteria,
                min_assessments=2,
                assess_from="submission",
            ),
            actor=Actor(staff.id, staff.name, staff.email, frozenset({Role.STAFF})),
        )  # fmt: skip
    return people


def close_in(app: Flask, *, days: float) -> None:
    """Let the round close so many days from now; before now when negative. A journey can't wait."""
    moment = clock.shifted(days=days)
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(update(Round).where(Round.reference == ROUND).values(closes_at=moment))
