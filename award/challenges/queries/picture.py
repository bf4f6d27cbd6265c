"""How often each challenge was named: in rounds that are over, by people, and as it is told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload

from award.applications.models import Application
from award.applications.queries.applications import latest_submissions
from award.applications.rules.states import READABLE
from award.challenges.models import Challenge, ChallengePicture, ChallengeRound
from award.challenges.rules.asked import KINDS, NOT_SAID, ORGANISATIONS, PLACES, SEVERAL
from award.challenges.rules.picture import Counts, Naming, added, counted
from award.challenges.rules.states import IN_THE_PICTURE
from award.foundation import clock
from award.foundation.db import db
from award.foundation.scopes import everything
from award.monitoring.queries import may_be_counted
from award.monitoring.rules.asked import Moment
from award.rounds.models import QuestionSetVersion, Round
from award.rounds.queries.question_sets import question_set

BARRIERS = "barriers"
OLD_KEY = "barriers"
"""What sets were stored with before they said what it means; those never change."""
SETTINGS = "care_settings"


def year_of(moment: datetime) -> str:
    return str(clock.london(moment).year)


def rounds_to_count() -> list[Round]:
    """Those that have closed for everybody, and were not counted yet."""
    closed = db.session.scalars(
        select(Round)
        .join(QuestionSetVersion, QuestionSetVersion.id == Round.question_set_id)
        .where(
            Round.closes_at <= clock.now(),
            ~exists().where(ChallengeRound.round_id == Round.id),
        )
        .order_by(Round.id)
    )
    return [one for one in closed if Moment.SUBMITTED in may_be_counted(one)]


@everything("sums of a round, in which nobody can be found")
def barriers_named(round_: Round) -> list[Naming]:
    """What each application that was submitted, and not withdrawn, said stands in its way."""
    questions = question_set(round_.question_set_id)
    asked = questions.meaning(BARRIERS) or next((q for q in questions if q.key == OLD_KEY), None)
    places = questions.meaning(SETTINGS)
    if asked is None:
        return []
    applications = db.session.scalars(
        select(Application)
        .where(Application.round_id == round_.id, Application.state.in_(sorted(READABLE)))
        .options(joinedload(Application.organisation))
        .order_by(Application.id)
    ).all()
    sent = latest_submissions([one.id for one in applications])
    found = []
    for one in applications:
        if one.id not in sent:
            continue
        content = sent[one.id].content
        kinds = frozenset(content["answers"].get(asked.key) or ()) & KINDS.keys()
        if not kinds:
            continue
        where = content["answers"].get(places.key) if places else None
        found.append(
            Naming(
                kinds,
                _known(content["organisation"].get("org_type"), ORGANISATIONS),
                SEVERAL if len(where or ()) > 1 else _known((where or [None])[0], PLACES),
                year_of(round_.closes_at),
            )
        )
    return found


def _known(value: str | None, words: Mapping[str, str]) -> str:
    return value if value is not None and value in words else NOT_SAID


def known() -> tuple[int, int, Counts]:
    """How many applications and people, and what they named."""
    rounds = db.session.execute(select(ChallengeRound.applications, ChallengeRound.counts)).all()
    people = db.session.execute(
        select(Challenge.kinds, Challenge.organisation, Challenge.setting, Challenge.told_at).where(
            Challenge.state.in_(sorted(IN_THE_PICTURE))
        )
    ).all()
    told = counted(
        Naming(frozenset(one.kinds), one.organisation, one.setting, year_of(one.told_at))
        for one in people
    )
    applications = sum(one.applications for one in rounds)
    return applications, len(people), added([*(one.counts for one in rounds), told])


def shown() -> ChallengePicture | None:
    """The numbers that everybody sees."""
    return db.session.get(ChallengePicture, 1)
