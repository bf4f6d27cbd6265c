"""Challenges that people tell of, through the services."""

from __future__ import annotations

from typing import Any

from award.challenges import services
from award.challenges.jobs import count_challenges
from award.challenges.models import Challenge
from award.challenges.services import ChallengeValues
from award.foundation.db import transaction
from award.foundation.policy import ANONYMOUS
from tests.build.accounts import actor_of, user


def challenge(**values: Any) -> Challenge:
    """A committed one that nobody has read."""
    said: dict[str, Any] = {
        "kinds": ["data_sharing"],
        "words": "Two systems hold the same care plan and neither can read the other",
        "may_publish": True,
        "organisation": "local_authority",
        "setting": "homecare",
        "email": "ola@example.org",
        **values,
    }
    with transaction():
        return services.tell(ChallengeValues(**said), actor=ANONYMOUS)


def counted(number: int = 1, **values: Any) -> None:
    """As many that are counted without their words, and the picture made of them."""
    staff = actor_of(user())
    for _ in range(number):
        made = challenge(**values)
        with transaction():
            services.count(made, actor=staff)
    count_challenges()


def published(words: str = "Nobody may copy a care plan across", **values: Any) -> Challenge:
    made, staff = challenge(**values), actor_of(user())
    with transaction():
        services.publish(made, words=words, actor=staff)
    return made
