"""What becomes of an answer that two people write, and what somebody says who reads the draft by a
link."""

from __future__ import annotations

from typing import Any

from award.applications.queries import applications
from award.applications.services import reviewing
from award.applications.services.answering import save_answers
from award.foundation.errors import there
from award.foundation.policy import ANONYMOUS, Actor
from award.rounds.queries.question_sets import question_set
from award.seeding.demo.applications import Bids
from award.seeding.demo.people import Cast
from award.seeding.demo.team import DRAFT
from award.seeding.demo.timeline import Timeline

BY_EDITOR = (
    "Software: one small firm has been to see us.\nEvaluator: the University of Penhallow, if they "
    "say yes. Nobody of us has time for the interviews."
)
BY_LEAD = (
    "Software: two small firms have been to see us and the board chooses on 4 December.\n"
    "Evaluator: the University of Penhallow has been asked.\nInterviews: nobody of us has time."
)
SAID = (
    ("plain_summary", "I like that Mrs P is asked too. What happens if she says no at seven in the "
                      "morning and there is nobody else?"),
    ("team_gaps", "The university told me they can only start in May."),
)  # fmt: skip
READER, CALLED = "Jory Nankervis", "Jory, for our members’ meeting"


def plan(timeline: Timeline, cast: Cast, bids: Bids) -> None:
    """In the days just gone, once there is a team."""
    bid = bids.all[DRAFT]

    def write(key: str, words: str) -> None:
        actor = cast.actor(key)
        draft = _afresh(actor, bid.application.reference)
        rows = applications.stored_answers(draft.id)
        versions = {name: row.version for name, row in rows.items()}
        save_answers(draft, {"team_gaps": words}, actor=actor, base_versions=versions)

    def comment() -> None:
        lead = cast.actor(bid.lead)
        draft = _afresh(lead, bid.application.reference)
        questions = question_set(draft.round.question_set_id)
        link, _ = reviewing.make_link(draft, None, CALLED, 14, actor=lead)
        reviewing.enter(link, actor=ANONYMOUS)
        for key, words in SAID:
            reviewing.comment(link, questions.question(key), READER, words, actor=ANONYMOUS)

    timeline.at(timeline.day(-1, 21, 40), lambda: write("applicant", BY_EDITOR))
    timeline.at(timeline.day(-1, 22, 5), lambda: write(bid.lead, BY_LEAD))
    timeline.at(timeline.day(-1, 22, 20), comment)


def _afresh(actor: Actor, reference: str) -> Any:
    return there(applications.own_application(actor, reference), "the draft")
