"""What a round's list of applications is narrowed by, beside words and state."""

from __future__ import annotations

from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased

from award.accounts.models import User
from award.applications.models import Application, Submission
from award.applications.rules.states import ASSESSABLE
from award.assessment.models.assignments import Assignment, Sheet
from award.assessment.models.kept import Cover
from award.assessment.models.people import AssessorProfile
from award.assessment.queries.workload import can_assess, covered, needed_in, panel_sat_on
from award.assessment.rules.profiles import PROFESSIONAL
from award.assessment.rules.states import UNFINISHED, AssignmentState
from award.foundation.scopes import within
from award.foundation.tables import Filter, View
from award.rounds.kinds import ALL_PHASES
from award.rounds.models import Round
from award.rounds.queries.question_sets import questions_of
from award.rounds.rules.criteria import LIVED

NO_ONE, SHORT, ENOUGH, MORE = "none", "short", "enough", "more"
LACKS = {PROFESSIONAL: "No professional assessor", LIVED: "No lived-experience assessor"}
_their, _person, _latest = aliased(Assignment), aliased(User), aliased(Submission)


class Narrowed(NamedTuple):
    """What was asked for; "" for what wasn't. `question`: the key of the one that asks where it
    would be used; `needed`: sheets that each application needs."""

    phase: str = ""
    cover: str = ""
    lacks: str = ""
    setting: str = ""
    question: str = ""
    needed: int = 0

    def __bool__(self) -> bool:
        return bool(self.phase or self.cover or self.lacks or self.setting)


def read(view: View[Any], round_: Round) -> Narrowed:
    """Out of an address."""
    setting = view.one("setting")
    question = questions_of(round_).meaning("care_settings") if setting else None
    return Narrowed(
        view.one("phase"),
        view.one("cover"),
        view.one("lacks"),
        setting if question else "",
        question.key if question else "",
        round_.min_assessments,
    )


def filters(round_: Round) -> tuple[Filter, ...]:
    """Those that the list of a round offers."""
    asks = questions_of(round_).meaning("care_settings")
    settings = {one.value: one.label for one in asks.options} if asks else {}
    needed = needed_in(round_)
    cover = {
        SHORT: f"Fewer than {needed.sheets}",
        ENOUGH: f"{needed.sheets} or more",
        MORE: f"More than {needed.sheets}",
    }
    return (
        Filter("cover", needed.who.capitalize(), lambda: cover),
        Filter("lacks", "Panel that is missing", lambda: LACKS),
        Filter("phase", "Phase", lambda: {str(one): f"Phase {one}" for one in ALL_PHASES}),
        *([Filter("setting", "Setting", lambda: settings)] if settings else ()),
    )


@within("asked")
def conditions(asked: Narrowed, *, kept: bool) -> list[ColumnElement[bool]]:
    """Over applications, or over what is kept of their cover."""
    key: Any = Cover.application_id if kept else Application.id
    state: Any = Cover.state if kept else Application.state
    found: list[ColumnElement[bool]] = []
    if asked.phase:
        found.append(Application.phase == int(asked.phase))
    if asked.cover:
        have: Any = Cover.covered if kept else covered()
        found.append(
            {
                SHORT: state.in_(sorted(ASSESSABLE)) & (have < asked.needed),
                ENOUGH: have >= asked.needed,
                MORE: have > asked.needed,
            }[asked.cover]
        )
    if asked.lacks:
        over = Cover if kept else Application
        found += [state.in_(sorted(ASSESSABLE)), ~_has_of_panel(asked.lacks, key, over)]
    if asked.setting:
        found.append(_used_in(asked.question, asked.setting, key))
    return found


@within("key")
def _has_of_panel(panel: str, key: Any, over: Any) -> ColumnElement[bool]:
    """Has somebody of the panel scored it, or has it and is able to?"""
    able = _their.state.in_(sorted(UNFINISHED)) & can_assess(_person)
    return (
        select(_their.id)
        .join(_person, _person.id == _their.assessor_id)
        .outerjoin(AssessorProfile, AssessorProfile.user_id == _person.id)
        .outerjoin(Sheet, Sheet.assignment_id == _their.id)
        .where(
            _their.application_id == key,
            (_their.state == AssignmentState.SUBMITTED) | able,
            panel_sat_on(over=over, assignment=_their) == panel,
        )
        .exists()
    )


@within("key")
def _used_in(question: str, setting: str, key: Any) -> ColumnElement[bool]:
    """Does the submission that stands name the setting? The body stays in the database."""
    highest = (
        select(func.max(_latest.number)).where(_latest.application_id == key).scalar_subquery()
    )
    answer = Submission.content[("answers", question)].as_string()
    return (
        select(Submission.id)
        .where(
            Submission.application_id == key,
            Submission.number == highest,
            answer.contains(f'"{setting}"', autoescape=True),
        )
        .exists()
    )
