"""What assessors wrote themselves, wherever it is kept: that they read it again tells them
nothing."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Any, Final

from sqlalchemy import Connection, Select, select

from award.foundation.db import Base
from award.foundation.scopes import everything

_TABLES: Final = Base.metadata.tables
_OWN: Final = (
    ("panel_remark", "author_id", ("words",)),
    ("message", "author_id", ("words",)),
    ("recusal", "person_id", ("detail",)),
    ("state_change", "actor_id", ("reason",)),
    ("pay_claim", "person_id", ("meetings", "expenses_note")),
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
