"""Where public case studies stood before something changed: their stage, and whether they ran."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import literal, null, or_, select, union_all

from award.case_studies.later import RunningEarlier, RunningQuestion
from award.case_studies.models import CaseStudy, CaseStudyRevision
from award.case_studies.queries.finding import Matching
from award.case_studies.queries.running import live, stage_last, stages_said, title_column
from award.case_studies.rules.facets import BY_KEY, STAGE, as_it_stands, facet_values
from award.case_studies.rules.running import ANSWERS, FACET, Running, StillRunning
from award.case_studies.rules.vocabulary import STAGES
from award.foundation.many import among, plain_rows
from award.foundation.scopes import published, within

Stood = Mapping[str, frozenset[str]]
"""Values by facet; of a facet that is not in it what stands now."""
LOOKED_AT: Final = 100
"""Of the latest changes of each kind, those among which a feed looks for its own."""


@dataclass(frozen=True)
class Answer:
    """What a team said, `before` what stood until then; what nobody had said yet is that it runs,
    as every text does. Silence is none of the two."""

    at: datetime
    said: Running
    before: Running


@dataclass(frozen=True)
class Past:
    """`stages` are all that were said in public, `said` all answers, and None for silence."""

    stages: Sequence[Any]
    said: Sequence[tuple[datetime, Running | None]]

    def before(self, at: datetime) -> Stood:
        """Its stage and whether it ran, just before."""
        stage, since = stage_last([row for row in self.stages if row.published_at < at])
        known = StillRunning(stage, since)
        for when, answer in self.said:
            if when < at and answer:
                known = replace(known, answer=answer, answered_at=when, silent=False)
            elif when < at:
                known = replace(known, silent=True)
        value = known.value
        return {
            STAGE: frozenset({as_it_stands(stage, value)}),
            FACET: frozenset({value}),
        }

    def answers(self) -> Iterator[Answer]:
        """Those that said something else than stood, each in its time."""
        before = Running.RUNNING
        for at, said in self.said:
            if said:
                yield Answer(at, said, before)
                before = said


def finds(search: Matching, study_id: int, stood: Stood | None = None) -> bool:
    """Does a search find it; or, where it `stood` elsewhere, did it then, by today’s words?"""
    whole, place = search.whole, search.whole.places.get(study_id)
    if place is None:
        return False
    if stood is None:
        return bool(search.within >> place & 1)
    return bool(search.found.places >> place & 1) and all(
        any(
            value in stood[facet]
            if facet in stood
            else whole.having.get((facet, value), 0) >> place & 1
            for value in values
        )
        for facet, values in search.chosen.items()
        if values
    )


def stood_in(content: Mapping[str, Any], stood: Stood) -> Stood:
    """Every facet of an earlier text."""
    found: dict[str, set[str]] = {facet: set() for facet in BY_KEY}
    for facet, value in facet_values(content):
        found.setdefault(facet, set()).add(value)
    return {facet: frozenset(values) for facet, values in found.items()} | {**stood}


@within("ids")
def pasts(ids: Sequence[int]) -> dict[int, Past]:
    """In two statements, or none for none."""
    stages: dict[int, list[Any]] = {key: [] for key in ids}
    said: dict[int, list[tuple[datetime, Running | None]]] = {key: [] for key in ids}
    if not ids:
        return {}
    for row in plain_rows(stages_said(ids)):
        stages[row.case_study_id].append(row)
    for row in plain_rows(_said(ids)):
        said[row.case_study_id].append((row.at, Running(row.answer) if row.answer else None))
    return {key: Past(stages[key], said[key]) for key in ids}


@within("ids")
def _said(ids: Sequence[int]) -> Any:
    """All that teams ever answered, what they said otherwise later too, and silences."""
    asked, earlier = RunningQuestion, RunningEarlier
    of_these = among(asked.case_study_id, ids)
    return union_all(
        select(asked.case_study_id, asked.answered_at.label("at"), asked.answer)
        .where(of_these, asked.answer.is_not(None)),
        select(asked.case_study_id, earlier.answered_at, earlier.answer)
        .join(earlier, earlier.question_id == asked.id).where(of_these),
        select(asked.case_study_id, asked.lapsed_at, null())
        .where(of_these, asked.lapsed_at.is_not(None)),
    ).order_by("at")  # fmt: skip


@published
def answered_between(since: datetime, until: datetime) -> frozenset[int]:
    """Public case studies whose team answered, or said otherwise, after `since`."""
    earlier = select(RunningEarlier.question_id).where(
        RunningEarlier.answered_at > since, RunningEarlier.answered_at <= until
    )
    query = (
        select(RunningQuestion.case_study_id)
        .join(CaseStudy, CaseStudy.id == RunningQuestion.case_study_id)
        .where(
            CaseStudy.published_revision_id.is_not(None),
            or_(
                (RunningQuestion.answered_at > since) & (RunningQuestion.answered_at <= until),
                RunningQuestion.id.in_(earlier),
            ),
        )
    )
    return frozenset(row.case_study_id for row in plain_rows(query))


@dataclass(frozen=True)
class Change:
    """What became of a case study, as an entry of a feed. `by_team`: its team answered."""

    study_id: int
    slug: str
    title: str
    organisation: str
    at: datetime
    words: str
    by_team: bool
    stood: Stood

    @property
    def anchor(self) -> str:
        """Each change is another entry, where it is told on its page."""
        where = "still-running" if self.by_team else "stage"
        return f"{where}-{self.at:%Y%m%dT%H%M%S}"


def latest_changes() -> list[Change]:
    """The newest answers that stand and say something else than before, and the newest moves of
    stage, of all that is public, in four statements: the latest first."""
    answered, moved = plain_rows(_answered()), plain_rows(_moved())
    known = pasts(sorted({row.id for row in (*answered, *moved)}))
    found = []
    for row in answered:
        past = known[row.id]
        before = next((one.before for one in past.answers() if one.at == row.at), row.said)
        if before != row.said:
            words = f"Its team says: {ANSWERS[Running(row.said)].label.lower()}"
            found.append(_change(row, words, past, by_team=True))
    for row in moved:
        past = known[row.id]
        stages = [one for one in past.stages if one.published_at < row.at]
        stage = STAGES.get(row.said or "")
        if stages and stage and stage_last(stages)[0] != row.said:
            found.append(_change(row, f"Its stage is now: {stage.label}", past, by_team=False))
    return sorted(found, key=lambda one: (one.at, one.study_id), reverse=True)


def _change(row: Any, words: str, past: Past, *, by_team: bool) -> Change:
    return Change(row.id, row.slug, row.title, row.organisation or "", row.at, words, by_team,
                  past.before(row.at))  # fmt: skip


@published
def _answered() -> Any:
    """What teams said last to each question."""
    columns: tuple[Any, ...] = (
        *_called(), RunningQuestion.answered_at.label("at"), RunningQuestion.answer.label("said"),
    )  # fmt: skip
    return (
        select(*columns)
        .join(CaseStudyRevision, live)
        .join(RunningQuestion, RunningQuestion.case_study_id == CaseStudy.id)
        .where(RunningQuestion.answer.is_not(None))
        .order_by(RunningQuestion.answered_at.desc(), RunningQuestion.id.desc())
        .limit(LOOKED_AT)
    )


@published
def _moved() -> Any:
    """The newest texts of today that are not the first."""
    columns: tuple[Any, ...] = (
        *_called(), CaseStudyRevision.published_at.label("at"),
        CaseStudyRevision.content["stage"].as_string().label("said"),
    )  # fmt: skip
    return (
        select(*columns)
        .join(CaseStudyRevision, live)
        .where(CaseStudyRevision.number > literal(1))
        .order_by(CaseStudyRevision.published_at.desc(), CaseStudy.id.desc())
        .limit(LOOKED_AT)
    )


def _called() -> tuple[Any, ...]:
    organisation = CaseStudyRevision.content["organisation_name"].as_string()
    return (CaseStudy.id, CaseStudy.slug, title_column.label("title"),
            organisation.label("organisation"))  # fmt: skip
