"""The list of assessors: who they are, what they know about and how much they have to do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from award.accounts.models import User
from award.accounts.queries.people import called
from award.assessment.models.people import AssessorProfile
from award.assessment.queries.people import AssessorRow, people_with, work_of
from award.assessment.queries.profiles import knows, offered
from award.assessment.queries.workload import can_assess, sits_on
from award.assessment.rules.profiles import FORMATS, PANELS, TOPICS, Offered, known_words
from award.foundation import clock
from award.foundation.columns import Column, Kind, Link, Tag
from award.foundation.marking import PERSONAL
from award.foundation.paging import paged
from award.foundation.policy import Actor
from award.foundation.tables import Filter, ListView, Page, View
from award.interests.queries.declarations import COLOURS, holds_until, in_standing
from award.interests.rules.declared import STANDINGS, Standing, standing


def assessors_listed(actor: Actor, view: View[AssessorRow]) -> Page[AssessorRow]:
    """Those who can be asked to assess, a page at a time."""
    load, done, kept = work_of(actor)
    profile: list[Any] = [
        User.reference, AssessorProfile.most, AssessorProfile.evening, AssessorProfile.formats,
        AssessorProfile.expertise, holds_until(),
        *(getattr(AssessorProfile, topic) for topic in TOPICS),
    ]  # fmt: skip
    query = people_with(load, done, kept).where(can_assess()).add_columns(*profile)
    if view.q:
        query = query.where(called(view.q))
    if panel := view.one("panel"):
        query = query.where(sits_on() == panel)
    if asked := view.one("knows"):
        query = query.where(knows(*asked.split("/", 1)))
    if stands := view.one("interests"):
        query = query.where(in_standing(Standing(stands), holds_until()))
    return paged(
        query, view, User.id, by={"load": load, "done": done},
        rows=_with_profiles,
    )  # fmt: skip


def _with_profiles(rows: Iterable[Any]) -> list[AssessorRow]:
    options = offered()
    return [_with_profile(row, options) for row in rows]


def _with_profile(row: Any, options: Offered) -> AssessorRow:
    most, evening, formats, words, until, *chosen = row[8:]
    known = known_words(dict(zip(TOPICS, chosen, strict=True)), options)
    return replace(
        AssessorRow(*row[:8]),
        knows=(*known, *(words or ())),
        interests=standing(until, clock.today()),
        most=most,
        evening=evening,
        formats=tuple(FORMATS[key][0] for key in formats or () if key in FORMATS),
    )


def _knowable() -> dict[str, str]:
    """Everything that somebody may know about, for a filter: topic and value to words."""
    return {
        f"{topic}/{value}": words
        for topic, options in offered().items()
        for value, words in options.items()
    }


def _to_do(row: AssessorRow) -> Link | int:
    found = {"assessor": row.id}
    return (
        Link(str(row.load), "assessment_staff.assessors", found, f" to do: {row.name}")
        if row.load
        else 0
    )


def _some(topics: Sequence[str]) -> str:
    """The first few: their profile and the download have all of them."""
    more = len(topics) - 3
    return "; ".join([*topics[:3], *([f"and {more} more"] if more > 0 else [])])


ASSESSORS = ListView(
    "assessors",
    "Assessors",
    (
        Column("name", "Name", lambda r: r.name, sort=User.name_key, stays=True, names_row=True),
        Column("email", "Email", lambda r: r.email, sort=User.email),
        Column("panel", "Panel", lambda r: r.panel_label),
        Column("load", "To do", lambda r: r.load, Kind.INTEGER, sort="load", downwards=True,
               shows=_to_do),
        Column("done", "Done", lambda r: r.done, Kind.INTEGER, sort="done", downwards=True),
        Column("interests", "Declaration of interests", lambda r: STANDINGS[r.interests],
               permission="interests.list",
               shows=lambda r: Tag(STANDINGS[r.interests], COLOURS[r.interests])),
        Column("knows", "Knows about", lambda r: "; ".join(r.knows),
               shows=lambda r: _some(r.knows)),
        Column("most", "Most in a round", lambda r: r.most, Kind.INTEGER, sort=AssessorProfile.most,
               downwards=True),
        Column("evening", "In an evening", lambda r: r.evening, Kind.INTEGER, usual=False),
        Column("formats", "Formats needed", lambda r: "; ".join(r.formats), usual=False),
        Column("change", "Profile", lambda r: None, Kind.ACTION,
               permission="assessment.read_profile",
               shows=lambda r: Link("Profile", "assessor_profile.of", {"reference": r.reference},
                                    f" of {r.name}")),
    ),
    rows=assessors_listed,
    permission="assessment.read_all",
    one="assessor",
    search="Name or email address",
    filters=(
        Filter("panel", "Panel", lambda: PANELS),
        Filter("knows", "Knows about", _knowable,
               heading=lambda one: TOPICS[one.partition("/")[0]]),
        Filter("interests", "Declaration of interests",
               lambda: {key.value: words for key, words in STANDINGS.items()}),
    ),
    sort="name",
    empty="Nobody can be asked to assess yet. Someone who manages accounts gives people the "
    "assessor role; they then appear here.",
    download="reporting.export",
    marking=PERSONAL,
)  # fmt: skip
