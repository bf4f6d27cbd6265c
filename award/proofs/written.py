"""What tells somebody nothing when they read it: what they wrote themselves, wherever it is
kept, and what the round says to everybody who assesses in it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

from sqlalchemy import Connection, Row, Select, select

from award.foundation.db import Base
from award.foundation.scopes import everything

_TABLES: Final = Base.metadata.tables
_OWN: Final = (
    ("panel_remark", "author_id", ("words",)),
    ("message", "author_id", ("words",)),
    ("recusal", "person_id", ("detail",)),
    ("state_change", "actor_id", ("reason",)),
    ("pay_claim", "person_id", ("meetings", "expenses_note")),
    ("score_exclusion", "excluded_by_id", ("reason",)),
    ("score_exclusion", "included_by_id", ("included_why",)),
    ("moderated_score", "agreed_by_id", ("rationale",)),
    ("moderated_score", "ended_by_id", ("ended_why",)),
    ("meeting_minute", "written_by_id", ("words",)),
    ("scenario_opinion", "person_id", ("note",)),
)
"""Tables that name who wrote, and their columns of words."""
_OF_OTHERS: Final = (
    ("sheet", "assignment_id", "assignment", "assessor_id",
     ("comments_for_applicant", "comments_for_programme")),
    ("fixed_sheet", "assignment_id", "assignment", "assessor_id", ("content",)),
    ("conflict_declaration", "assignment_id", "assignment", "assessor_id", ("detail",)),
    ("panel_remark_before", "remark_id", "panel_remark", "author_id", ("words",)),
    ("declared_interest", "declaration_id", "interest_declaration", "person_id",
     ("organisation", "position")),
)  # fmt: skip
"""Tables whose rows belong to one that names who wrote."""


def _reads(persons: Collection[int]) -> Iterator[Select[Any]]:
    for name, who, columns in _OWN:
        own = _TABLES[name].c
        yield select(own[who], *(own[one] for one in columns)).where(own[who].in_(persons))
    for name, key, parent, who, columns in _OF_OTHERS:
        own, above = _TABLES[name].c, _TABLES[parent].c
        query = select(above[who], *(own[one] for one in columns))
        joined = query.join(_TABLES[parent], above.id == own[key])
        yield joined.where(above[who].in_(persons))


@everything("the proof reads a copy of the round for nobody")
def words_kept_of(connection: Connection, persons: Collection[int]) -> dict[int, str]:
    """By person, all of it."""
    found: dict[int, list[str]] = defaultdict(list)
    for query in _reads(persons):
        for person, *values in connection.execute(query):
            found[person] += [
                one if isinstance(one, str) else json.dumps(one, ensure_ascii=False)
                for one in values
                if one
            ]
    return {person: "\n".join(words) for person, words in found.items()}


_TOLD: Final = (
    ("criterion", "round_id", ("title", "guidance", "plain", "bands")),
    ("question_set_version", "id", ("body",)),
    ("specimen", "round_id", ("title", "summary")),
)
"""Tables of what a round tells, and how their rows are found."""


@everything("the proof reads a copy of the round for nobody")
def words_published_in(connection: Connection, round_: Row[Any]) -> str:
    """Its bands, criteria, guidance, rules and questions, and its specimens with what a panel made
    of them: whoever gives one of these as a reason has told nothing of their own."""
    said: list[Any] = [round_.title, round_.summary, round_.ai_rules, round_.assessor_rules]
    for name, key, columns in _TOLD:
        own = _TABLES[name].c
        of = round_.question_set_id if key == "id" else round_.id
        query = select(*(own[one] for one in columns)).where(own[key] == of)
        said += [value for row in connection.execute(query) for value in row]
    part, specimen = _TABLES["specimen_part"].c, _TABLES["specimen"]
    parts = select(part.text, part.reason).join(specimen, specimen.c.id == part.specimen_id)
    said += [
        value
        for row in connection.execute(parts.where(specimen.c.round_id == round_.id))
        for value in row
    ]
    return "\n".join(text for one in said for text in texts_in(one))


def texts_in(value: Any) -> Iterator[str]:
    """Every string in it, without the names of its keys."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from texts_in(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from texts_in(one)
