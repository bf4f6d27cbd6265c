"""A closed round with many submitted and assessed applications, through bulk inserts.

For measuring, so it goes around the services on purpose: rows are made in memory by the same
pure rules (weights, statistics, digests) and written a batch at a time. The text is drawn from a
word list with a seeded generator: the same arguments give the same round.
"""

from __future__ import annotations

import random
from datetime import timedelta

from sqlalchemy import func, select, text

from award.accounts.models import LastSignIn, User
from award.accounts.services.people import create_user
from award.applications.models import Application
from award.assessment.queries.profiles import offered
from award.assessment.rules.profiles import TOPICS, ProfileValues
from award.assessment.services.profiles import save_profile
from award.foundation import audit, clock, kept
from award.foundation.db import Base, db, transaction
from award.foundation.many import inserting, on_postgresql
from award.foundation.policy import SYSTEM, Actor, Role
from award.rounds.models import Round
from award.rounds.queries.question_sets import question_set, question_sets
from award.rounds.rules.values import BESIDE, PhaseValues, RoundValues
from award.rounds.seeds import CRITERIA
from award.rounds.services.reference_data import import_reference_data, load_criteria
from award.rounds.services.rounds import create_round
from award.seeding import (
    bulk,
    lifting,
    volume_borrowed,
    volume_files,
    volume_making,
    volume_studies,
)
from award.seeding.volume_parts import Setting
from award.seeding.volume_rows import MADE, NUMBERED, Maker

BATCH = 500
PREFIX = "VOL"
LEADS = 200
MANY = 1_000
"""From here on tables lose their indexes meanwhile, unless more is in them already."""
_FILLED: tuple[type[Base], ...] = (*MADE, *volume_studies.MADE, *audit.FILLED)


def seed(
    count: int, assessors: int, number: int, studies: int = 0, *, under_way: bool = False
) -> str:
    """Add a round with `count` applications, and so many case studies; the round's reference. One
    transaction. `under_way`: some of it is still to be assigned, and to be chased."""
    chance = random.Random(number)
    with transaction():
        import_reference_data(actor=SYSTEM)
        staff = _person("volume-staff", "Volume Staff", Role.STAFF)
        panel = [
            _person(f"volume-assessor-{i}", f"Assessor Number {i}", Role.ASSESSOR)
            for i in range(assessors)
        ]
        leads = [_person(f"volume-lead-{i}", f"Lead Number {i}") for i in range(LEADS)]
        round_ = _round(number, under_way=under_way)
        setting = _setting(round_, staff, panel, leads, number, under_way=under_way)
        maker = Maker(setting)
        batches = [range(at, min(at + BATCH, count)) for at in range(0, count, BATCH)]
        with lifting.lifted(_FILLED if _many(count) else ()):
            chain = audit.Chain()
            with volume_making.beside(maker.pack, batches) as made, bulk.ahead() as send:
                for batch in made:
                    send([*batch.rows, *chain.follow(batch.told)])
            volume_studies.write(studies, staff, leads[0], chance)
        _sign_in(setting)
        kept.touch(round_.id)
        bulk.take_numbers(NUMBERED)
        _analyse()
        audit.record(
            SYSTEM, "round.seed_volume", round_,
            {"applications": count, "assessors": assessors, "seed": number, "studies": studies,
             "under_way": under_way},
        )  # fmt: skip
    kept.keep_rows()
    with transaction():
        _analyse()
    return round_.reference


def _many(count: int) -> bool:
    """So many that to make indexes again of all costs less than to keep them up with each?"""
    there = db.session.scalar(select(func.count()).select_from(Application)) or 0
    return count >= max(MANY, there)


def other_rounds() -> list[str]:
    """References of rounds that were not made to measure with, the first few."""
    query = select(Round.reference).where(Round.reference.not_like(f"{PREFIX}-%"))
    return list(db.session.scalars(query.order_by(Round.reference).limit(3)))


def _sign_in(setting: Setting) -> None:
    """Whoever isn't silent has been there."""
    there = [one for one in setting.panel if one.user_id not in setting.silent]
    at = setting.closes_at + timedelta(days=24)
    rows = [{"user_id": one.user_id, "at": at} for one in there if setting.under_way]
    if rows:
        db.session.execute(inserting(LastSignIn).on_conflict_do_nothing(), rows)


def _setting(
    round_: Round,
    staff: User,
    panel: list[User],
    leads: list[User],
    number: int,
    *,
    under_way: bool,
) -> Setting:
    def actors(people: list[User]) -> tuple[Actor, ...]:
        return tuple(Actor(one.id, one.name, one.email) for one in people)

    questions = question_set(round_.question_set_id)
    return Setting(
        round_.id, round_.reference, round_.title, round_.opens_at, round_.closes_at,
        round_.question_set_id, actors([staff])[0], actors(panel), actors(leads), number,
        round_.reveal,
        tuple(volume_files.stored(questions, Maker.PHASE)),
        volume_borrowed.tables(questions, Maker.PHASE),
        under_way,
    )  # fmt: skip


def _analyse() -> None:
    """Tell PostgreSQL how many rows there are now: until it knows, it plans for a few, and the
    shortlist takes minutes."""
    if on_postgresql():
        db.session.execute(text("ANALYZE"))


def _person(key: str, name: str, *roles: Role) -> User:
    email = f"{key}@volume.example"
    found = db.session.scalar(select(User).where(User.email == email))
    if found is not None:
        return found
    user = create_user(email=email, name=name, roles=roles, actor=SYSTEM)
    if Role.ASSESSOR in roles:
        save_profile(user, _profile(key), actor=SYSTEM)
    return user


def _profile(key: str) -> ProfileValues:
    """Of some panel, knowing some things, taking some number: the same for the same person."""
    chance, options = random.Random(key), offered()
    known = {
        topic: chance.sample([*options[topic]], min(3, len(options[topic]))) for topic in TOPICS
    }
    panel = "lived_experience" if chance.random() < 1 / 3 else "professional"
    return ProfileValues(panel, most=chance.randint(30, 50), evening=4, **known)


def _round(number: int, *, under_way: bool) -> Round:
    taken = db.session.scalar(select(func.count()).select_from(Round)) or 0
    now = clock.now()
    values = RoundValues(
        reference=f"{PREFIX}-{number}-{taken + 1}",
        title=f"Volume round {number}",
        summary="A round made to measure with. Nothing in it is real.",
        announced_at=now - timedelta(days=120),
        opens_at=now - timedelta(days=110),
        closes_at=now - timedelta(days=40),
        assessment_due_at=now + timedelta(days=-2 if under_way else 10),
        budget_gbp=100_000_000,
        question_set_id=max(
            (one for one in question_sets() if one.key == "asc-ai"), key=lambda one: one.version
        ).id,
        phases=(PhaseValues(2, min_months=6, max_months=36),),
        criteria=load_criteria(CRITERIA / "asc-ai-2.toml").criteria,
        scores_told=BESIDE,
    )
    with clock.at(now - timedelta(days=130)):
        staff = db.session.scalars(
            select(User).where(User.email == "volume-staff@volume.example")
        ).one()
        actor = Actor(staff.id, staff.name, staff.email, frozenset({Role.STAFF}))
        return create_round(values, actor=actor)
