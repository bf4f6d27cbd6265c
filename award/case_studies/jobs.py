"""What the worker does about case studies."""

from __future__ import annotations

from award.case_studies.queries import asked_due
from award.case_studies.queries import running as queries
from award.case_studies.services import answering, running, taking_on, unmet
from award.case_studies.services import asking as asked
from award.foundation.db import transaction
from award.foundation.one_by_one import each_due
from award.foundation.policy import SYSTEM


def ask_whether_running() -> None:
    """Ask whoever is due, remind whoever did not answer, and note who stays silent. Each by
    itself, so that one that fails keeps none behind it waiting."""
    each_due(queries.due_to_be_asked, queries.study_to_ask, running.ask, "running.ask")
    each_due(queries.to_remind, queries.question_to_act_on, running.remind, "running.remind")
    each_due(queries.to_lapse, queries.question_to_act_on, running.lapse, "running.lapse")


def remind_teams() -> None:
    """Remind teams of questions, and tell whoever asked that no answer came."""
    each_due(
        asked_due.to_remind, asked_due.question_to_act_on, answering.remind, "team_question.remind"
    )
    each_due(
        asked_due.to_lapse, asked_due.question_to_act_on, answering.lapse, "team_question.lapse"
    )


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
