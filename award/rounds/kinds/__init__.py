"""The kinds of question: what an answer is, what is wrong with it, and how it reads.

A kind is one object, in a module of its name; here it is registered. Its form field stands in
`award/applications/forms/kinds`, in a module of the same name. Nothing else knows kinds by name.
"""

from __future__ import annotations

from award.rounds.kinds.base import ALL_PHASES, KINDS, RECORDED, Cell, Kind, Merge, Option, Question
from award.rounds.kinds.choice import Choice
from award.rounds.kinds.choices import Choices
from award.rounds.kinds.date import Date
from award.rounds.kinds.declaration import Declaration
from award.rounds.kinds.file import File
from award.rounds.kinds.long_text import LongText
from award.rounds.kinds.money import Money
from award.rounds.kinds.number import Number
from award.rounds.kinds.organisation_code import OrganisationCode
from award.rounds.kinds.readings import (
    FileRead,
    Files,
    Lines,
    Registered,
    Shown,
    Table,
    Text,
    numbers_in,
    with_notes,
)
from award.rounds.kinds.short_text import ShortText
from award.rounds.kinds.table import Table as TableKind
from award.rounds.kinds.yes_no import YesNo

__all__ = [
    "ALL_PHASES", "Cell", "FileRead", "Files", "KINDS", "Kind", "Lines", "Merge", "Option",
    "Question", "RECORDED", "Registered", "Shown", "Table", "Text", "UPLOADED", "numbers_in",
    "register", "with_notes",
]  # fmt: skip


UPLOADED = File.name
"""The kind whose answers are uploaded."""


def register(kind: Kind) -> None:
    """Make a kind known to question sets."""
    KINDS[kind.name] = kind


for _kind in (
    ShortText(),
    LongText(),
    Number(),
    Money(),
    Date(),
    OrganisationCode(),
    YesNo(),
    Choice(),
    Choices(),
    Declaration(),
    TableKind(),
    File(),
):
    register(_kind)
