"""The tables of a case study: what each row is asked, and which of it is published.

They are tables as question sets have them (ADR 44): rows with ids, merged by cell, read alike. Who
agreed to be quoted, and when, is kept with the text and is no part of what is published.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from award.case_studies.rules.addresses import leads_nowhere
from award.case_studies.rules.vocabulary import BUYERS
from award.foundation.problems import Problem
from award.rounds.kinds import Option, Question
from award.sharing.rules.results import RESULTS

Rows = list[dict[str, Any]]
MOST_NUMBERS: Final = 4
_OPTIONAL: Final[dict[str, Any]] = {"required": False}


def _line(key: str, label: str, **more: Any) -> Question:
    return Question(key, "short_text", label, label, **_OPTIONAL | more)


def _passage(key: str, label: str, **more: Any) -> Question:
    return Question(key, "long_text", label, label, **_OPTIONAL | more)


def _other(key: str, kind: str, label: str, **more: Any) -> Question:
    return Question(key, kind, label, label, **_OPTIONAL | more)


NUMBERS: Final = Question(
    "numbers",
    "table",
    "Numbers that stand out",
    "Numbers that stand out",
    hint="Up to four. They stand large near the top of the page, so choose what is surest, and "
    "what went badly where that is what matters.",
    row="number",
    most=MOST_NUMBERS,
    required=False,
    columns=(
        _line("figure", "Figure", required=True, max_chars=24, width="short",
                hint="Such as: 2 in 12"),
        _line("what", "What it is", required=True, max_chars=120, width="wide"),
        _line("source", "Where it comes from", required=True, max_chars=120,
                hint="What was measured, as the table of results calls it, or who counted it"),
    ),
)  # fmt: skip

QUOTES: Final = Question(
    "quotes",
    "table",
    "What people said",
    "What people said",
    hint="Only what somebody has agreed to see published. A quotation without their agreement "
    "stays here and is left out of the page.",
    row="quotation",
    most=8,
    required=False,
    columns=(
        _passage("words", "Their words, without quotation marks", required=True,
                max_words=80),
        _line("who", "Who says it", required=True, max_chars=120,
                hint="In what role, without a name: a care worker in homecare"),
        _line("consent_by", "Who agreed that it is published", max_chars=120,
                hint="The person themselves, or who may speak for them. Not published"),
        _other("consent_on", "date", "When they agreed", hint="Not published"),
    ),
)  # fmt: skip

BUYER_ANSWERS: Final = Question(
    "buyers",
    "table",
    "Answers for those who buy care technology",
    "A buyer’s questions",
    hint="In the words of those who use it. A question without an answer stands on the page as not "
    "answered.",
    row="question",
    fixed=tuple(Option(key, words) for key, words in BUYERS.items()),
    required=False,
    columns=(_passage("answer", "Answer", max_words=80),),
)

DOCUMENTS: Final = Question(
    "documents",
    "table",
    "Documents on offer",
    "Documents on offer",
    hint="What others may have: an evaluation, a data protection assessment, a leaflet. With its "
    "web address, or how to get it.",
    row="document",
    most=12,
    required=False,
    columns=(
        _line("title", "What it is", required=True, max_chars=120),
        _line("address", "Where it is", max_chars=255, width="wide",
                hint="A web address that starts with https://, or “on request”"),
    ),
)  # fmt: skip

TABLES: Final[Mapping[str, Question]] = {
    table.key: table for table in (RESULTS, NUMBERS, QUOTES, BUYER_ANSWERS, DOCUMENTS)
}
ADDRESSES: Final[Mapping[str, str]] = {DOCUMENTS.key: "address"}
"""The column of a table that may hold an address of the web, or words instead."""
LEADS_NOWHERE: Final = "Start a web address with https://, or say how to get it"
_CONSENT: Final = ("consent_by", "consent_on")


def cleaned(key: str, value: Any) -> Rows:
    """Rows as they are stored: blank ones left out."""
    rows: Rows = TABLES[key].parse(value) or []
    return rows


def consented(row: Mapping[str, Any]) -> bool:
    """Did the person who is quoted agree, and is it known who said so and when?"""
    return all(str(row.get(key) or "").strip() for key in _CONSENT) and not any(
        problem.column in _CONSENT for problem in _cells(QUOTES, [row])
    )


def publishable(key: str, rows: Iterable[Mapping[str, Any]]) -> Rows:
    """What may be published of a table: quotations with consent alone, and nothing of who gave
    it."""
    if key != QUOTES.key:
        return [dict(row) for row in rows]
    return [
        {name: cell for name, cell in row.items() if name not in _CONSENT}
        for row in rows
        if consented(row)
    ]


def _cells(table: Question, rows: Rows | list[Mapping[str, Any]]) -> Iterable[Any]:
    return table.of_kind.cells(table, rows)


def wrong(key: str, rows: Rows) -> list[Problem]:
    """What stands in the way of publishing a table as it is."""
    table = TABLES[key]
    column = ADDRESSES.get(key, "")
    odd = [said for row in rows if leads_nowhere(said := str(row.get(column) or ""))]
    found = [*table.problems(rows, final=True), *(f"“{one}”: {LEADS_NOWHERE}" for one in odd)]
    return [Problem(key, f"{table.short}: {words}") for words in found]


def in_words(key: str, rows: Iterable[Mapping[str, Any]]) -> str:
    """A table as lines, for where only words will do."""
    return "\n".join(TABLES[key].display([*rows]))


def words_in(key: str, rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """What its cells say, for search."""
    table = TABLES[key]
    texts = [column.key for column in table.columns if column.of_kind.in_own_words]
    return [str(row[one]) for row in rows for one in texts if row.get(one)]
