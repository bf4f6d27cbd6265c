"""What was measured, as a table: of a case study, and of a project that somebody shares."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from award.rounds.kinds import Option, Question
from award.sharing.rules.vocabulary import PROBLEMS

DIRECTIONS: Final[Mapping[str, str]] = {
    "better": "Better",
    "worse": "Worse",
    "no_change": "No change",
    "cannot_tell": "Can’t tell",
}


def _column(key: str, kind: str, label: str, **more: Any) -> Question:
    return Question(key, kind, label, label, **{"required": False, **more})


def _line(key: str, label: str, **more: Any) -> Question:
    return _column(key, "short_text", label, **more)


RESULTS: Final = Question(
    "results",
    "table",
    "Results",
    "Results",
    hint="A row for each thing that was measured, what got worse or stayed the same as well. Leave "
    "blank what nobody knows: the page says “not said”.",
    row="result",
    most=20,
    required=False,
    columns=(
        _line("measure", "What was measured", required=True, max_chars=120,
                width="wide", hint="Such as: falls in a month"),
        _line("group", "Among whom", max_chars=120),
        _line("before", "Before", max_chars=40, width="short"),
        _line("after", "After", max_chars=40, width="short"),
        _line("unit", "Unit", max_chars=40, width="short",
                hint="Such as: a month, %, minutes"),
        _column("n", "number", "How many people or times", min=0, max=10_000_000),
        _column("direction", "choice", "Which way", width="short",
                options=tuple(Option(key, words) for key, words in DIRECTIONS.items())),
        _line("counted_by", "Who counted", max_chars=120),
        _column("problem", "choice", "For which problem", width="wide",
                hint="Where the project was for several",
                options=tuple(Option(key, words) for key, words in PROBLEMS.items())),
    ),
)  # fmt: skip


def as_told(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Rows as their reader reads them, "" where nothing is said; `beside` is all that has no column
    of its own."""
    return [
        {
            "measure": row.get("measure", "") + (f" ({row['unit']})" if row.get("unit") else ""),
            "before": row.get("before", ""),
            "after": row.get("after", ""),
            "n": f"{row['n']:,}" if row.get("n") is not None else "",
            "group": row.get("group", ""),
            "beside": ". ".join(
                filter(
                    None,
                    (
                        DIRECTIONS.get(row.get("direction", ""), ""),
                        row.get("counted_by") and f"Counted by: {row['counted_by']}",
                        row.get("problem") and f"For: {PROBLEMS.get(row['problem'], '')}",
                    ),
                )
            ),
        }
        for row in rows
    ]
