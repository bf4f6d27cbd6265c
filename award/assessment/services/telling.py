"""What the programme team hears of the changes that it asked for."""

from __future__ import annotations

from award.applications.changing import Reopening
from award.applications.rules.states import ReopeningKind
from award.assessment.services.changed import note_changed_answers
from award.foundation.acts import part_of
from award.foundation.outbox import send_notice
from award.foundation.policy import SYSTEM


@part_of("reopening.send")
def tell_answered(reopening: Reopening) -> None:
    """The programme team, and everyone who had read what was there before."""
    note_changed_answers(reopening)
    _tell("reopening.answered", reopening)


@part_of("reopening.lapse")
def tell_unanswered(reopening: Reopening) -> None:
    _tell("reopening.unanswered", reopening)


def _tell(notice: str, reopening: Reopening) -> None:
    if reopening.kind == ReopeningKind.CHANGE_REQUEST:
        send_notice(notice, reopening, SYSTEM)
