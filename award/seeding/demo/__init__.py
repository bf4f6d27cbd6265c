"""The fictional demonstration: people, three rounds, applications in every state, case studies.

Everything goes through the services that the pages use, at the moment on the clock when it would
have happened, so the trail, the emails and the timelines are those of a real programme.
"""

from __future__ import annotations

from award.foundation.db import transaction
from award.foundation.locks import alone
from award.rounds.queries.lists import all_rounds
from award.seeding.demo import (
    adjustments,
    afterwards,
    applications,
    asked,
    calibration,
    case_studies,
    challenges,
    chasing,
    complaints,
    drafting,
    draws,
    files,
    interests,
    matching,
    moderation,
    monitoring,
    open_data,
    packs,
    payments,
    people,
    questions,
    rounds,
    scenarios,
    second_chances,
    sharing,
    team,
    two_stages,
    watching,
)
from award.seeding.demo.timeline import Timeline

PASSWORD = people.PASSWORD
ACCOUNTS = people.ACCOUNTS


def is_empty() -> bool:
    """Is there no round yet?"""
    return not all_rounds().rows


def seed() -> None:
    """Fill the database, all or nothing."""
    with transaction(), alone():
        timeline = Timeline()
        files.load_registers(timeline)
        cast = people.seed(timeline)
        calls = rounds.seed(timeline, cast)
        bids = applications.plan(timeline, cast, calls)
        rounds.plan_release(timeline, cast, calls, bids)
        two_stages.plan(timeline, cast, calls, bids)
        case_studies.plan(timeline, cast, bids)
        afterwards.plan(timeline, cast, bids)
        asked.plan(timeline, cast, bids)
        team.plan(timeline, cast, bids)
        drafting.plan(timeline, cast, bids)
        complaints.plan(timeline, cast)
        challenges.plan(timeline, cast)
        sharing.plan(timeline, cast)
        watching.plan(timeline, cast)
        questions.plan(timeline, cast, calls, bids)
        second_chances.plan(timeline, cast, bids)
        adjustments.plan(timeline, cast, bids)
        interests.plan(timeline, cast)
        draws.plan(timeline, cast, calls)
        calibration.plan(timeline, cast, calls)
        payments.plan(timeline, cast, calls)
        matching.plan(timeline, cast, calls)
        moderation.plan(timeline, cast, calls, bids)
        chasing.plan(timeline, cast, calls)
        scenarios.plan(timeline, cast, calls)
        monitoring.plan(timeline, cast, bids)
        open_data.plan(timeline, cast, calls, bids)
        packs.plan(timeline, cast, calls, bids)
        timeline.run()
