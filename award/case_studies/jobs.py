"""What the worker does about case studies."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from award.case_studies.queries import asked_due
from award.case_studies.queries import running as queries
from award.case_studies.services import answering, running, taking_on, unmet
from award.case_studies.services import asking as asked
from award.foundation import clock
from award.foundation.db import transaction
from award.foundation.policy import SYSTEM

log = logging.getLogger(__name__)


def ask_whether_running() -> None:
    """Ask whoever is due, remind whoever did not answer, and note who stays silent. Each by
    itself, so that one that fails keeps none behind it waiting."""
    now = clock.now()
    _each(queries.due_to_be_asked, now, queries.study_to_ask, running.ask)
    _each(queries.to_remind, now, queries.question_to_act_on, running.remind)
    _each(queries.to_lapse, now, queries.question_to_act_on, running.lapse)


def remind_teams() -> None:
    """Remind teams of questions, and tell whoever asked that no answer came."""
    now = clock.now()
    _each(asked_due.to_remind, now, asked_due.question_to_act_on, answering.remind)
    _each(asked_due.to_lapse, now, asked_due.question_to_act_on, answering.lapse)


def forget_old_questions() -> None:
    """Let go of what nobody confirmed, and of what was over long ago."""
    with transaction():
        asked.drop_unconfirmed(actor=SYSTEM)
    with transaction():
        asked.forget(actor=SYSTEM)


def forget_old_sharers() -> None:
    """Let go of who shared what was taken down long ago."""
    with transaction():
        taking_on.forget_taken_down(actor=SYSTEM)


def forget_unmet_searches() -> None:
    """Let go of searches from more than a year ago."""
    with transaction():
        unmet.forget_unmet(actor=SYSTEM)


def _each(
    find: Callable[[datetime], Sequence[int]],
    now: datetime,
    load: Callable[[int], Any],
    do: Callable[..., Any],
) -> None:
    with transaction():
        found = list(find(now))
    for key in found:
        try:
            with transaction():
                thing = load(key)
                if thing is not None:
                    do(thing, actor=SYSTEM)
        except Exception:
            log.exception("%s of %s failed", do.__name__, key)
