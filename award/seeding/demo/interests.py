"""What assessors declare: one currently, one more than a year ago, and one whose sister has come to
work for an applicant whom they were asked to assess: staff have to decide."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from award.interests.rules.declared import InterestKind
from award.interests.services.declaring import Given, declare_interests
from award.seeding.demo.people import DAYS_AGO, Cast
from award.seeding.demo.timeline import Timeline

CURRENT, LAPSED, TO_DECIDE = "assessor", "assessor2", "assessor4"
APPLIES = "Dunmarrow Direct Payments Hub"
"""Of application a6, which TO_DECIDE has."""


def plan(timeline: Timeline, cast: Cast) -> None:
    def declares(who: str, days: float, given: Sequence[Given], hour: int = 10) -> None:
        moment = timeline.day(-days, hour)
        timeline.at(moment, partial(_declare, cast, who, given))

    declares(
        CURRENT,
        200,
        [
            Given(InterestKind.EMPLOYMENT, "Fenwick Vale Council", "Commissioner of homecare"),
            Given(InterestKind.APPOINTMENT, "Wick Street Day Centre", "Trustee, unpaid"),
        ],
    )
    declares(LAPSED, DAYS_AGO - 2, [Given(InterestKind.EMPLOYMENT, "Ayling Data Protection Ltd")])
    work = Given(InterestKind.EMPLOYMENT, "Fairweather Consulting", "Owner")
    declares(TO_DECIDE, 90, [work])
    sister = Given(InterestKind.FAMILY, APPLIES, "My sister, since this month")
    declares(TO_DECIDE, 3, [work, sister])


def _declare(cast: Cast, who: str, given: Sequence[Given]) -> None:
    declare_interests(cast.users[who], given, nothing=False, actor=cast.actor(who))
