"""One application as its reader may take it away: what was submitted, what assessors said, and
what became of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from award.applications.models import StoredFile, Submission
from award.applications.queries.files import files_of
from award.assessment.queries.fixed import FixedRow, fixed_on
from award.assessment.queries.pins import passages_on
from award.assessment.queries.submissions import (
    as_read,
    questions_of,
    reading_on,
    submission_of,
    submission_read,
)
from award.assessment.queries.timeline import TimelineRow, timeline_of
from award.assessment.rules.pins import Passage
from award.assessment.rules.reading import Reading, files_in
from award.assessment.rules.visibility import names_shown
from award.decisions.models import Decision
from award.decisions.queries.decisions import decision_of
from award.foundation.policy import Actor, can, reads_everything
from award.foundation.scopes import within
from award.moderation.queries.decided import (
    Agreed,
    Exclusion,
    agreed_on,
    exclusions_of,
    standing_of,
)
from award.moderation.queries.panels import Item
from award.moderation.queries.sheets import PanelSheet, every_sheet_of, lines_of, why_talk
from award.moderation.queries.talks import Said, remarks_of, talk_about
from award.packs.queries.standing import standings_of
from award.packs.rules.choosing import Asked
from award.packs.rules.standing import Standing, told_of
from award.rounds.rules.questions import QuestionSet


@dataclass(frozen=True)
class Opinions:
    """What is submitted of assessors. `means` by key of a criterion; `fixed` by assignment, each
    time that it was submitted since sheets are kept as they were. With `full` also what is for the
    programme team, where the reader is one of them."""

    deciding: Sequence[PanelSheet]
    beside: Sequence[PanelSheet]
    means: Mapping[str, float | None]
    why: Sequence[str]
    agreed: Sequence[Agreed]
    excluded: Sequence[Exclusion]
    remarks: Sequence[Said]
    fixed: Mapping[int, Sequence[FixedRow]]

    @property
    def standing(self) -> Agreed | None:
        return standing_of(self.agreed)


@dataclass(frozen=True)
class Told:
    """`as_of` is the last moment of all that is told, `standing` what changes when any of it does.
    `trail` and `decision` are None or empty for who may not read them, and where nobody is to be
    named."""

    item: Item
    submission: Submission
    questions: QuestionSet
    reading: Reading
    passages: Sequence[Passage]
    opinions: Opinions | None
    decision: Decision | None
    trail: Sequence[TimelineRow]
    as_of: datetime
    standing: Standing


@within("item")
def told(item: Item, asked: Asked, actor: Actor, *, full: bool) -> Told:
    """As the actor reads it on pages, or less: where it is not `named`, as in a round that hides
    who applies from assessors, and these from each other. With `full`, also what is said in
    confidence to the programme team, by applicants and assessors, what was decided, and what
    happened, for who reads those."""
    application, round_ = item.application, item.round
    submission = submission_of(application.id)
    questions = questions_of(submission, round_)
    every = reads_everything(actor)
    if not asked.named:
        rows = files_of(application.id)
        criteria = round_.criteria
        reading = as_read(submission.content, questions, criteria, "double", rows, str)
    elif every and full:
        reading = submission_read(application, str)[1]
    elif every:  # a panel reads it: nothing that applicants tell the programme team alone
        rows = files_of(application.id)
        reading = as_read(submission.content, questions, round_.criteria, "none", rows, str)
    else:
        reading = reading_on(application, round_.criteria, str)
    opinions, passages = None, list[Passage]()
    if asked.scores:
        names = asked.named and (every or names_shown(round_.blindness))
        opinions = _opinions(item, actor, named=asked.named, full=full and asked.named)
        passages = passages_on(application.id, round_.every_criterion, reading, named=names)
    decision, trail = None, list[TimelineRow]()
    talk = full and asked.scores and asked.named
    record = talk and can(actor, "decision.view")
    if record:
        decision = decision_of(application)
        trail = timeline_of(application.id, first_stage=round_.followed)
    moments = [submission.received_at, *_moments(opinions), *(one.at for one in trail)]
    if decision is not None:
        moments.append(decision.updated_at)
    standing = standings_of([application.id])[application.id]
    return Told(
        item, submission, questions, reading, passages, opinions, decision, trail, max(moments),
        told_of(standing, scores=asked.scores, talk=talk, record=record),
    )  # fmt: skip


def _opinions(item: Item, actor: Actor, *, named: bool, full: bool) -> Opinions:
    def shown(sheet: PanelSheet) -> PanelSheet:
        who = sheet.who if named else sheet.assignment.alias
        return replace(sheet, who=who, for_programme=sheet.for_programme if full else None)

    round_, every = item.round, every_sheet_of(item, actor)
    deciding, beside = [shown(one) for one in every.deciding], [shown(one) for one in every.beside]
    lines = [
        *lines_of(round_.criteria, deciding, {}, furthest_first=False),
        *lines_of(round_.lived_criteria, beside, {}, furthest_first=False),
    ]
    said = list[Said]()
    if full:
        talk = talk_about(item, actor)
        anchors = {str(one.id): one.title for one in round_.every_criterion}
        said = remarks_of(replace(talk, names_all=named and talk.names_all), actor, anchors)
    return Opinions(
        deciding,
        beside,
        {line.criterion.key: line.mean for line in lines},
        why_talk(item, deciding, lines[: len(round_.criteria)]),
        agreed_on(item),
        exclusions_of(item),
        said,
        fixed_on(item.application_id),
    )


def _moments(opinions: Opinions | None) -> list[datetime]:
    if opinions is None:
        return []
    moments = [one.assignment.submitted_at for one in (*opinions.deciding, *opinions.beside)]
    moments += [moment for each in opinions.fixed.values() for one in each for moment in
                (one.shown_at, one.seen_at)]  # fmt: skip
    moments += [moment for one in opinions.agreed for moment in
                (one.score.agreed_at, one.score.ended_at)]  # fmt: skip
    moments += [moment for one in opinions.excluded for moment in (one.at, one.included_at)]
    moments += [moment for one in _all(opinions.remarks) for moment in (one.at, one.changed_at)]
    return [one for one in moments if one is not None]


def _all(remarks: Sequence[Said]) -> list[Said]:
    return [said for one in remarks for said in (one, *_all(one.answers))]


@dataclass(frozen=True)
class GivenFile:
    """A file as it goes along: its name there, and where its bytes lie."""

    name: str
    lies_at: str


@within("told")
def files_given(told: Told) -> list[GivenFile]:
    """Those of what is read, as copies that say nothing of who made them, where there are."""
    shown = {key: one for key, one in files_in(told.reading).items() if one.href}
    rows: Mapping[str, StoredFile] = files_of(told.item.application_id) if shown else {}
    there: list[Any] = [(rows[key], one) for key, one in shown.items() if key in rows]
    return [GivenFile(one.name, row.copy_at or row.lies_at) for row, one in there]
