"""Feedback goes out: what was drafted is kept for good, and the history says that it is out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from award.applications.models import Application
from award.applications.rules.machine import TELLS
from award.decisions.models import Decision, Feedback
from award.foundation import audit, clock
from award.foundation.acts import part_of
from award.foundation.many import insert_rows
from award.foundation.moving import make_many
from award.foundation.policy import Actor
from award.foundation.workflow import judge


@part_of("decision.release")
def give(given: Sequence[tuple[Decision, str]], *, actor: Actor) -> None:
    """Keep each text ("" for what assessors said, as they wrote it) with its decision, whose
    application is loaded and held."""
    moves = [judge(decision.application, TELLS, actor=actor) for decision, _text in given]
    rows = [
        {
            "decision_id": decision.id,
            "text": text,
            "released_at": clock.now(),
            "released_by_id": actor.user_id,
        }
        for decision, text in given
    ]
    insert_rows(Feedback, rows)
    texts = {decision.application_id: text for decision, text in given if text}
    make_many(moves, changes=lambda one: _told(one, texts), codes={"feedback"})


def _told(application: Application, texts: Mapping[int, str]) -> dict[str, object]:
    """Of words that staff may have edited, a digest."""
    if application.id not in texts:
        return {}
    return {"feedback": audit.digest_of({"text": texts[application.id]})}
