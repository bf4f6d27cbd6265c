"""What fictional people told of what stands in the way: published, counted, declined, asked back,
and waiting."""

from __future__ import annotations

from functools import partial

from award.challenges import services
from award.challenges.models import Challenge
from award.challenges.services import ChallengeValues
from award.foundation.policy import ANONYMOUS, SYSTEM
from award.seeding.demo.people import Cast
from award.seeding.demo.timeline import Timeline

# Kinds, who, where and their words. Each is counted, and published where the last says so.
TOLD: tuple[tuple[str, str, str, str, bool], ...] = (
    (
        "data_sharing manual_records",
        "social_care_provider",
        "homecare",
        "We wanted to see changes in how somebody eats and sleeps across a week. The district"
        " nurses’ notes are in a system we may not open, so staff ring up and write it down "
        "again.",
        True,
    ),
    (
        "manual_records skills",
        "social_care_provider",
        "residential_home",
        "Half of our night checks are still on paper. A tool that learns from records has "
        "nothing to learn from, and nobody here has time to type up two years of them.",
        True,
    ),
    (
        "procurement money",
        "local_authority",
        "commissioning_team",
        "Our framework asks for three years of accounts and five million pounds of cover. The"
        " small supplier whose pilot went well could not bid for the contract.",
        True,
    ),
    (
        "connectivity",
        "social_care_provider",
        "extra_care",
        "The building has thick walls and one router for forty flats. Sensors dropped out "
        "most nights, and staff stopped trusting the alerts after a week.",
        True,
    ),
    (
        "skills regulation",
        "charity",
        "supported_living",
        "Nobody could tell us whether a tool that suggests how to answer distress is a "
        "medical device. We asked three people and got three answers, so we stopped.",
        True,
    ),
    (
        "other",
        "person",
        "homecare",
        "My mother was told that the machine would listen at night. Nobody asked her what she"
        " wanted, and nobody could say how to switch it off.",
        True,
    ),
    (
        "data_sharing fragmented_providers",
        "nhs_body",
        "hospital_discharge",
        "Sixty homes take people from our wards and each wants the letter in another form. We"
        " could not agree one with all of them before the money for the project ended.",
        False,
    ),
    (
        "money",
        "charity",
        "day_services",
        "The pilot was paid for. The licence afterwards was not, so we took it out again, and"
        " people who had got used to it lost it.",
        False,
    ),
    (
        "fragmented_providers procurement",
        "local_authority",
        "commissioning_team",
        "We buy from ninety small agencies. A tool has to suit the smallest of them, who has "
        "no office and no computer beyond a phone.",
        False,
    ),
    (
        "manual_records",
        "social_care_provider",
        "nursing_home",
        "Charts are filled in at the end of a shift from memory, so the times in them are wrong.",
        False,
    ),
    (
        "skills money",
        "social_care_provider",
        "homecare",
        "Nobody here can judge what a supplier claims, and advice costs more than the tool.",
        False,
    ),
    (
        "data_sharing regulation",
        "local_authority",
        "social_work_team",
        "Information governance took eleven months, longer than the pilot was funded for.",
        False,
    ),
)
WANTED_FOR = {
    "residential_home": "nights",
    "commissioning_team": "planning",
    "extra_care": "falls",
    "supported_living": "distress",
    "hospital_discharge": "leaving_hospital",
    "nursing_home": "records",
}
"""By where it happens; of the others nobody says."""
AGAIN = 2
"""Each kind is told more than once by such organisations, so that there are numbers to tell."""
SPAM = ChallengeValues(
    kinds=["other"],
    words="Buy five thousand followers today at the best price of all",
    may_publish=True,
)
ASKED = ChallengeValues(
    kinds=["connectivity", "money"],
    words="It worked in one of our homes and not in the other, and we were never told why",
    may_publish=True,
    organisation="social_care_provider",
    setting="residential_home",
    email="nia.bevan@demo.example",
)
WAITS = ChallengeValues(
    kinds=["regulation"],
    words="We do not know which rules hold for a tool that writes notes from what people say aloud",
    may_publish=True,
    organisation="charity",
)


def plan(timeline: Timeline, cast: Cast) -> None:
    """In the last weeks; the numbers are made last."""
    staff = cast.actor("staff")

    def tell(values: ChallengeValues, step: str) -> None:
        made = services.tell(values, actor=ANONYMOUS)
        if step:
            timeline.at(timeline.day(-3, 14), partial(_decide, made, step))

    def _decide(made: Challenge, step: str) -> None:
        if step == "publish":
            services.publish(made, words=made.words, actor=staff)
        elif step == "count":
            services.count(made, actor=staff)
        elif step == "decline":
            services.decline(made, reason="It advertises something.", actor=staff)
        else:
            question = "What was different in the home where it did not work: the building, or who "
            services.ask(made, question=question + "was on shift?", actor=staff)

    number = 0
    for round_of in range(1 + AGAIN):
        for kinds, organisation, setting, words, public in TOLD:
            wanted = WANTED_FOR.get(setting, "")
            values = ChallengeValues(kinds.split(), words, public, organisation, setting, wanted)
            step = "publish" if public and not round_of else "count"
            at = timeline.day(-40 + number, 11)
            timeline.at(at, partial(tell, values, step))
            number += 1
    timeline.at(timeline.day(-5, 9), partial(tell, SPAM, "decline"))
    timeline.at(timeline.day(-4, 16), partial(tell, ASKED, "ask"))
    timeline.at(timeline.day(-1, 18), partial(tell, WAITS, ""))
    timeline.at(timeline.day(0, 0, 1), partial(services.count_rounds, actor=SYSTEM))
    timeline.at(timeline.day(0, 0, 2), partial(services.draw, actor=SYSTEM))
