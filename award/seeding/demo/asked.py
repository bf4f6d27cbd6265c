"""Questions that readers asked the teams of stories: two answered, of which one stands on its page
with a name and one without, one declined, and one that waits."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from award.case_studies.queries import asking as queries
from award.case_studies.queries.manage import managed_study
from award.case_studies.rules.asking import Declined, Stands
from award.case_studies.services import answering, asking
from award.case_studies.services.asking import QuestionValues
from award.foundation.errors import there
from award.foundation.policy import ANONYMOUS
from award.seeding.demo.applications import Bid, Bids
from award.seeding.demo.people import Cast
from award.seeding.demo.timeline import Timeline


@dataclass(frozen=True)
class Told:
    """Asked so many days ago, and what the lead made of it five days later."""

    days_ago: int
    asked: QuestionValues
    answer: str = ""
    declined: Declined | None = None


TOLD: dict[str, tuple[Told, ...]] = {
    "d1": (
        Told(
            18,
            QuestionValues(
                "Did anybody leave because they no longer planned their own rounds? Our planners "
                "ask us that first.",
                "Ingrid Vale, Eastmere Homecare",
                "ingrid.vale@demo.example",
                Stands.NAMED,
            ),
            "One of five planners did, and said so was part of why. The other four now spend the "
            "time on the visits that the tool gets wrong, about one in three. We should have "
            "shown them the first proposals, not the finished ones.",
        ),
        Told(
            4,
            QuestionValues(
                "How does it handle a visit that needs two people, when one of them is ill?",
                "Sam Oduya",
                "sam.oduya@demo.example",
                Stands.UNNAMED,
            ),
        ),
    ),
    "d3": (
        Told(
            25,
            QuestionValues(
                "We are a council with 40 small providers. What did the smallest home pay in its "
                "first year, training included?",
                "Bernard Quill",
                "bernard.quill@demo.example",
                Stands.UNNAMED,
            ),
            "Our smallest home has nine beds. It paid £1,900, of which £700 was for two days of "
            "training and cover for them.",
        ),
        Told(
            15,
            QuestionValues(
                "Would you like a demonstration of our rival product?",
                "Rex Sale",
                "rex.sale@demo.example",
                Stands.NOT,
            ),
            declined=Declined.UNFIT,
        ),
    ),
}
"""By application."""


def plan(timeline: Timeline, cast: Cast, bids: Bids) -> None:
    """Put it on the timeline, after the stories."""
    for bid in bids.of_round("decided"):
        for number, told in enumerate(TOLD.get(bid.key, ()), 1):
            timeline.at(timeline.day(-told.days_ago, 9), partial(_ask, cast, bid, told))
            if told.answer or told.declined:
                day = timeline.day(-told.days_ago + 5, 16)
                timeline.at(day, partial(_answer, cast, bid, told, number))


def _slug(cast: Cast, bid: Bid) -> str:
    found = managed_study(cast.actor("publisher"), bid.application.reference.lower())
    return there(found, "the case study").slug


def _ask(cast: Cast, bid: Bid, told: Told) -> None:
    study = there(queries.study_asked(_slug(cast, bid)), "the case study")
    made = asking.ask(study, told.asked, actor=ANONYMOUS)
    asking.confirm(made, actor=ANONYMOUS)


def _answer(cast: Cast, bid: Bid, told: Told, number: int) -> None:
    lead = cast.actor(bid.lead)
    found = there(queries.question_for_team(lead, _slug(cast, bid), number), "the question")
    if told.declined:
        answering.decline(found, told.declined, actor=lead)
    else:
        answering.answer(found, words=told.answer, publish=True, actor=lead)
