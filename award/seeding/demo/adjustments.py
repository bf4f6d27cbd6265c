"""Two adjustments: one answered, and one that waits."""

from __future__ import annotations

import io
import math
import wave
from datetime import timedelta

from award.adjustments.models import Adjustment
from award.adjustments.queries import adjustment_to_answer
from award.adjustments.services import Asked, Granted, answer, ask
from award.applications.queries.applications import own_application
from award.applications.services.filing import add_file
from award.foundation.errors import there
from award.foundation.files.taking import take
from award.foundation.files.types import RECORDINGS
from award.rounds.rules.recordings import key_of
from award.seeding.demo.applications import Bids
from award.seeding.demo.people import Cast
from award.seeding.demo.timeline import Timeline

ANSWERED, WAITS = "o6", "o7"
"""A draft of the open round, and one that is open again there."""
RECORDED_ANSWER = "problem_statement"


def hum(seconds: int = 2, pitch: int = 220, rate: int = 8_000) -> bytes:
    """A recording of nobody: one tone."""
    made = io.BytesIO()
    with wave.open(made, "wb") as opened:
        opened.setnchannels(1)
        opened.setsampwidth(1)
        opened.setframerate(rate)
        wide = 2 * math.pi * pitch / rate
        opened.writeframes(
            bytes(128 + round(20 * math.sin(n * wide)) for n in range(seconds * rate))
        )
    return made.getvalue()


def plan(timeline: Timeline, cast: Cast, bids: Bids) -> None:
    """After the drafts were begun."""
    made: list[Adjustment] = []

    def ask_for(key: str, asked: Asked) -> None:
        bid = bids.all[key]
        actor = cast.actor(bid.lead)
        found = there(own_application(actor, bid.application.reference), key)
        made.append(ask(found.round, asked, actor=actor, application=found))

    def answer_it() -> None:
        granted = Granted(
            "You have a quarter more words in long answers, Iris Penhale may type for you, and you "
            "can upload a recording beside each long answer.",
            more_words=25,
            helper="Iris Penhale",
            recordings=True,
        )
        staff = cast.actor("staff")
        found = there(adjustment_to_answer(staff, made[0].reference), "the request")
        answer(found, granted, actor=staff)

    timeline.at(
        timeline.today - timedelta(minutes=55),
        lambda: ask_for(
            ANSWERED,
            Asked(
                ["words", "helper", "recording"],
                "I dictate, which makes sentences longer.",
                "Iris Penhale",
            ),
        ),
    )
    timeline.at(timeline.today - timedelta(minutes=45), answer_it)

    def upload_it() -> None:
        bid = bids.all[ANSWERED]
        actor = cast.actor(bid.lead)
        found = there(own_application(actor, bid.application.reference), ANSWERED)
        taken = take("What we answer.wav", io.BytesIO(hum()), RECORDINGS, 1_000_000)
        add_file(found, key_of(RECORDED_ANSWER), taken, actor=actor, scanner=False)

    timeline.at(timeline.today - timedelta(minutes=42), upload_it)
    timeline.at(
        timeline.today - timedelta(minutes=40),
        lambda: ask_for(WAITS, Asked(["time"], "One of us has treatment in the last week.")),
    )
