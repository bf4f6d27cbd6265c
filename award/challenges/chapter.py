"""What stands in the way."""

from __future__ import annotations

from award.challenges.checks import CHECKS
from award.challenges.jobs import (
    count_challenges,
    forget_old_challenges,
    remind_of_questions,
)
from award.challenges.notices import NOTICES
from award.challenges.queries.told import CHALLENGES
from award.challenges.rules.machine import CHALLENGE
from award.challenges.rules.permissions import PERMISSIONS
from award.challenges.views import public, staff, tried
from award.foundation import jobs
from award.foundation.chapters import Chapter, blueprints_of
from award.foundation.menu import MenuEntry
from award.foundation.policy import anyone, reads_everything

CHAPTER = Chapter(
    "challenges",
    blueprints=blueprints_of(public, staff, tried),
    permissions=PERMISSIONS,
    machines=(CHALLENGE,),
    notices=NOTICES,
    kinds={"challenge": "Challenges"},
    verbs={
        "challenge.tell": "Told of a challenge",
        "challenge.publish": "Published the words of a challenge",
        "challenge.count": "Counted a challenge without its words",
        "challenge.decline": "Declined a challenge",
        "challenge.take_down": "Took the words of a challenge down",
        "challenge.ask": "Asked back about a challenge",
        "challenge.answer": "Answered what was asked about a challenge",
        "challenge.remind": "Reminded somebody of what was asked about a challenge",
        "challenge.lapse": "Ended a question about a challenge that nobody answered",
        "challenge.forget": "Let go of the words of an old challenge",
        "round.count_challenges": "Counted the challenges that applications named",
    },
    menu=(MenuEntry("Challenges", "challenges_staff.index", reads_everything, place=64),),
    footer=(MenuEntry("What stands in the way", "challenges.index", anyone),),
    lists={"challenges": lambda actor, of: None if of else CHALLENGES},
    periodic=(
        jobs.every_hour(count_challenges),
        jobs.every_hour(remind_of_questions),
        jobs.every_hour(forget_old_challenges),
    ),
    checks=CHECKS,
)
