"""The list of public case studies by whether their teams have said that they still run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import aliased

from award.applications.models import Application
from award.case_studies.later import RunningQuestion
from award.case_studies.models import CaseStudy, CaseStudyRevision
from award.case_studies.queries.manage import managed_studies
from award.case_studies.queries.running import (
    can_be_asked,
    live,
    newest,
    running_value,
    title_column,
)
from award.case_studies.rules.running import ANSWERS, EVERY, Running
from award.foundation.columns import Column, Kind, Link, Tag
from award.foundation.paging import paged
from award.foundation.policy import Actor
from award.foundation.tables import Filter, ListView, Page, View


@dataclass(frozen=True)
class RunningRow:
    """A line of the list: a public case study, and how it stands with its team."""

    slug: str
    title: str
    organisation: str
    standing: str
    answer: Running | None
    answered_at: datetime | None
    asked_at: datetime | None
    since: datetime
    value: str

    @property
    def next_at(self) -> datetime | None:
        """When the worker asks."""
        stopped = self.value == Running.STOPPED
        return None if stopped or self.standing == "nobody" else self.since + EVERY

    @property
    def told(self) -> str:
        return ANSWERS[self.answer].label if self.answer else ""


STANDINGS = {
    "asked": Tag("Waiting for an answer", "yellow"),
    "silent": Tag("No answer", "red"),
    "answered": Tag("Answered", "green"),
    "later": Tag("Not asked yet", "grey"),
    "nobody": Tag("Nobody to ask", "orange"),
}


def running(actor: Actor, view: View[RunningRow]) -> Page[RunningRow]:
    """Public case studies, those longest without a word first."""
    last, said = aliased(RunningQuestion), aliased(RunningQuestion)
    stands = case(
        (and_(last.id.is_not(None), last.answer.is_not(None)), "answered"),
        (last.lapsed_at.is_not(None), "silent"),
        (last.id.is_not(None), "asked"),
        (~func.coalesce(can_be_asked(), False), "nobody"),
        else_="later",
    )
    since = func.coalesce(last.asked_at, CaseStudy.first_published_at)
    columns: tuple[Any, ...] = (
        CaseStudy.slug,
        title_column,
        CaseStudyRevision.content["organisation_name"].as_string(),
        stands,
        said.answer,
        said.answered_at,
        last.asked_at,
        since,
        running_value(),
    )
    query = (
        select(*columns)
        .join(CaseStudyRevision, live)
        .outerjoin(CaseStudy.application)
        .outerjoin(Application.lead)
        .outerjoin(CaseStudy.share)
        .outerjoin(last, last.id == newest(CaseStudy.id))
        .outerjoin(said, said.id == newest(CaseStudy.id, answered=True))
        .where(managed_studies(actor))
    )  # fmt: skip
    if wanted := view.one("standing"):
        query = query.where(stands == wanted)
    return paged(
        query,
        view,
        said.answered_at.nulls_first(),
        CaseStudy.id,
        rows=_rows,
    )


def _rows(found: Sequence[Any]) -> list[RunningRow]:
    return [RunningRow(*row) for row in found]


RUNNING = ListView(
    "still-running",
    "Still running?",
    (
        Column("title", "Case study", lambda r: r.title, stays=True, names_row=True,
               shows=lambda r: Link(r.title, "still_running.show", {"slug": r.slug})),
        Column("organisation", "Organisation", lambda r: r.organisation),
        Column("standing", "Question", lambda r: STANDINGS[r.standing].text,
               shows=lambda r: STANDINGS[r.standing]),
        Column("asked_at", "Asked", lambda r: r.asked_at, Kind.DATE),
        Column("answer", "Last answer", lambda r: r.told),
        Column("answered_at", "Answered", lambda r: r.answered_at, Kind.DATE),
        Column("next_at", "Asked next", lambda r: r.next_at, Kind.DATE),
    ),
    rows=running,
    permission="case_study.list",
    one="case study",
    many="case studies",
    empty="No case study is public yet.",
    filters=(
        Filter("standing", "Question", lambda: {key: one.text for key, one in STANDINGS.items()}),
    ),
    download="case_study.list",
)  # fmt: skip
