"""How often each challenge was named: in rounds that are over, by people, and as it is told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, exists, func, null, select
from sqlalchemy.orm import aliased

from award.applications.models import Application, Submission
from award.applications.rules.states import READABLE
from award.challenges.models import Challenge, ChallengePicture, ChallengeRound
from award.challenges.rules.asked import KINDS, NOT_SAID, ORGANISATIONS, PLACES, SEVERAL
from award.challenges.rules.picture import Counts, Naming, added, asked_for, counted, wanted
from award.challenges.rules.states import IN_THE_PICTURE
from award.foundation import clock
from award.foundation.db import db
from award.foundation.scopes import everything, within
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
    """What each application that was submitted, and not withdrawn, said stands in its way. Whoever
    was asked in the first stage, and said so there, is counted with that and not once more. One
    statement, which brings these answers and no others."""
    asked, places = _asked(round_.question_set_id)
    if asked is None:
        return []
    before = db.session.get(Round, round_.follows_id) if round_.follows_id else None
    first_asked = _asked(before.question_set_id)[0] if before else None
    rows = db.session.execute(_named(round_.id, asked, places, first_asked))
    found = []
    for named, organisation, where, first in rows:
        kinds = frozenset(named or ()) & KINDS.keys()
        if not kinds or frozenset(first or ()) & KINDS.keys():
            continue
        found.append(
            Naming(
                kinds,
                _known(organisation, ORGANISATIONS),
                SEVERAL if len(where or ()) > 1 else _known((where or [None])[0], PLACES),
                year_of(round_.closes_at),
            )
        )
    return found


def _asked(question_set_id: int) -> tuple[str | None, str | None]:
    """Where a set asks what stands in the way, and where care happens."""
    questions = question_set(question_set_id)
    asked = questions.meaning(BARRIERS) or next((q for q in questions if q.key == OLD_KEY), None)
    places = questions.meaning(SETTINGS)
    return asked.key if asked else None, places.key if places else None


@within("round_id")
def _named(round_id: int, asked: str, places: str | None, first_asked: str | None) -> Select[Any]:
    sent, first, earlier = aliased(Submission), aliased(Submission), aliased(Application)
    columns: tuple[Any, ...] = (
        sent.content["answers"][asked],
        sent.content["organisation"]["org_type"].as_string(),
        sent.content["answers"][places] if places else null(),
        first.content["answers"][first_asked] if first_asked else null(),
    )
    stands = Application.state.in_(sorted(READABLE))
    return (
        select(*columns)
        .select_from(Application)
        .join(sent, and_(sent.application_id == Application.id, sent.number == _last(sent)))
        .outerjoin(
            earlier,
            and_(earlier.id == Application.continues_id, earlier.state.in_(sorted(READABLE))),
        )
        .outerjoin(first, and_(first.application_id == earlier.id, first.number == _last(first)))
        .where(Application.round_id == round_id, stands)
        .order_by(Application.id)
    )


@within("of")
def _last(of: Any) -> Any:
    """SQL: the number of the submission that stands, of the same application."""
    each = aliased(Submission)
    query = select(func.max(each.number)).where(each.application_id == of.application_id)
    return query.scalar_subquery()


def _known(value: str | None, words: Mapping[str, str]) -> str:
    return value if value is not None and value in words else NOT_SAID


def known() -> tuple[int, int, Counts, Counts]:
    """How many applications and people, what they named, and what people wanted something for."""
    rounds = db.session.execute(select(ChallengeRound.applications, ChallengeRound.counts)).all()
    people = db.session.execute(
        select(
            Challenge.kinds,
            Challenge.organisation,
            Challenge.setting,
            Challenge.told_at,
            Challenge.problem,
        ).where(Challenge.state.in_(sorted(IN_THE_PICTURE)))
    ).all()
    told = [
        Naming(
            frozenset(one.kinds), one.organisation, one.setting, year_of(one.told_at), one.problem
        )
        for one in people
    ]
    applications = sum(one.applications for one in rounds)
    return (
        applications,
        len(people),
        added([*(one.counts for one in rounds), counted(told)]),
        wanted(told),
    )


def shown() -> ChallengePicture | None:
    """The numbers that everybody sees."""
    return db.session.get(ChallengePicture, 1)


def asked() -> dict[tuple[str, str], int]:
    """By problem and setting, how many asked for something: what may be told."""
    picture = shown()
    return asked_for(picture.wanted) if picture else {}
