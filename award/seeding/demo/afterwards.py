"""What came after stories were published: teams say whether their project still runs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from award.case_studies.later import RunningQuestion
from award.case_studies.models import CaseStudy
from award.case_studies.queries import running as queries
from award.case_studies.queries.manage import managed_study, own_study
from award.case_studies.queries.updates import update_about
from award.case_studies.rules.running import Running
from award.case_studies.rules.updates import About
from award.case_studies.services import running, updates
from award.case_studies.services.updates import News
from award.foundation.errors import there
from award.foundation.policy import ANONYMOUS, SYSTEM
from award.seeding.demo.applications import Bid, Bids
from award.seeding.demo.people import Cast
from award.seeding.demo.timeline import Timeline


@dataclass(frozen=True)
class Told:
    """Asked so many days ago, and what came of it; nothing where nobody answered."""

    days_ago: int
    said: Running | None = None
    words: str = ""
    lapsed: bool = False


TOLD = {
    "d1": Told(20, Running.CHANGED, "It plans visits in two more towns. We no longer use it for "
               "double-handed visits: it left too little time between them."),
    "d3": Told(32, Running.RUNNING),
    "d4": Told(40, lapsed=True),
    "d5": Told(16),
    "d8": Told(30, Running.PAUSED, "We wait for the council’s new carers’ survey, which changes "
               "what the tool can ask."),
}  # fmt: skip
"""By application."""

NEWS = {
    "d1": News(
        About.OUTCOME,
        "Six months on: eight care workers a month, not nine",
        "In the second half year people with three or more daily visits met **8.2** care workers "
        "a month (9.1 before). We counted from rotas, as before.\n\nSickness in October undid it "
        "for three weeks: the tool can only plan with the people who are there.",
        "production",
    ),
    "d4": News(
        About.DID_NOT_WORK,
        "It says little about people with a stiff face",
        "We looked again at people with Parkinson’s disease. The tool missed pain in **seven of "
        "eleven** whom nurses thought to be in pain. We have stopped using it with them.",
    ),
    "d5": News(
        About.CHANGED,
        "The group now reads letters from two hospitals as well",
        "Eight people read for two hospitals since October. They are paid by the hour.",
    ),
}
"""By application: told by its lead, and published but for the last."""


def plan(timeline: Timeline, cast: Cast, bids: Bids) -> None:
    """Put it on the timeline, after the stories."""
    for bid in bids.of_round("decided"):
        if bid.key in NEWS:
            timeline.at(timeline.day(-4, 14), partial(_tell, cast, bid))
            if bid.key != [*NEWS][-1]:
                timeline.at(timeline.day(-2, 10), partial(_publish, cast, bid))
        told = TOLD.get(bid.key)
        if told is None:
            continue
        timeline.at(timeline.day(-told.days_ago, 12), partial(_ask, cast, bid))
        if told.said is not None:
            timeline.at(timeline.day(-told.days_ago + 3, 12), partial(_answer, cast, bid, told))
        if told.lapsed:
            timeline.at(timeline.day(-told.days_ago + 14, 12), partial(_remind, cast, bid))
            timeline.at(timeline.day(-told.days_ago + 28, 12), partial(_lapse, cast, bid))


def _study(cast: Cast, bid: Bid) -> CaseStudy:
    found = managed_study(cast.actor("publisher"), bid.application.reference.lower())
    return there(found, "the case study")


def _question(cast: Cast, bid: Bid) -> RunningQuestion:
    return there(queries.question_about(_study(cast, bid), 1), "the question")


def _ask(cast: Cast, bid: Bid) -> None:
    running.ask(_study(cast, bid), actor=cast.actor("publisher"))


def _answer(cast: Cast, bid: Bid, told: Told) -> None:
    said = there(told.said, "an answer")
    running.answer(_question(cast, bid), said, told.words, actor=ANONYMOUS)


def _remind(cast: Cast, bid: Bid) -> None:
    running.remind(_question(cast, bid), actor=SYSTEM)


def _lapse(cast: Cast, bid: Bid) -> None:
    running.lapse(_question(cast, bid), actor=SYSTEM)


def _tell(cast: Cast, bid: Bid) -> None:
    lead = cast.actor(bid.lead)
    study = there(own_study(lead, bid.application.reference.lower()), "the case study")
    updates.write(study, NEWS[bid.key], actor=lead)


def _publish(cast: Cast, bid: Bid) -> None:
    update = there(update_about(_study(cast, bid), 1), "the update")
    updates.publish(update, actor=cast.actor("publisher"))
