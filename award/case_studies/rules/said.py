"""What a case study says beside its texts, as it is read: only where somebody said it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from award.case_studies.rules import vocabulary
from award.case_studies.rules.addresses import leads
from award.case_studies.rules.fields import SENTENCES
from award.sharing.rules.results import DIRECTIONS

COLUMN: Final = 640
HIGHEST: Final = 576
"""Of a picture, in pixels: of the column of text, and what a screen has room for."""


@dataclass(frozen=True)
class Quote:
    words: str
    who: str


@dataclass(frozen=True)
class Number:
    """A figure that stands out. `source` says what of the results it is."""

    figure: str
    what: str
    source: str


@dataclass(frozen=True)
class Answer:
    """What a buyer asks, and what the team says; "" for not answered."""

    key: str
    question: str
    text: str


@dataclass(frozen=True)
class Image:
    """A picture by its name, with the sizes that there are, narrowest first."""

    name: str
    alt: str
    caption: str
    sizes: list[tuple[int, int]]

    @property
    def widest(self) -> tuple[int, int]:
        return self.sizes[-1]

    @property
    def drawn(self) -> tuple[int, int]:
        """Its size where there is room: no wider than it is, and no higher than a screen."""
        width, height = self.widest
        room = max(1, min(COLUMN, width, HIGHEST * width // max(1, height)))
        return room, max(1, round(room * height / width))


@dataclass(frozen=True)
class Document:
    """`address` is of the web, or `how` says how to get it."""

    title: str
    address: str
    how: str


@dataclass(frozen=True)
class Result:
    """A row of the results; "" and None for not said."""

    measure: str
    group: str
    before: str
    after: str
    unit: str
    n: int | None
    direction: str
    counted_by: str
    problem: str = ""
    """Which of those its project was for; "" for all, and where nobody said."""

    @property
    def direction_label(self) -> str:
        return DIRECTIONS.get(self.direction, "")

    @property
    def problem_label(self) -> str:
        return vocabulary.PROBLEMS.get(self.problem, "")


def said(content: Mapping[str, Any]) -> dict[str, Any]:
    """What revisions have only where somebody said it."""

    def rows(key: str) -> list[Mapping[str, Any]]:
        return content.get(key) or []

    answers = {row["id"]: str(row.get("answer", "")) for row in rows("buyers")}
    label, says, _ = vocabulary.OUTCOMES.get(content.get("outcome", ""), ("", "", ""))
    return {
        "problems": vocabulary.labels(vocabulary.PROBLEMS, content.get("problems", ())),
        "senses": vocabulary.labels(vocabulary.SENSES, content.get("senses", ())),
        "outcome": label,
        "outcome_says": says,
        "generative": vocabulary.GENERATIVE.get(content.get("generative", ""), ""),
        "cost_band": vocabulary.COST_BANDS.get(content.get("cost_band", ""), ""),
        "length_months": content.get("length_months"),
        "people_count": content.get("people_count"),
        "sentences": {key: content[key] for key in SENTENCES if content.get(key)},
        "results": results_of(content),
        "numbers": [
            Number(row.get("figure", ""), row.get("what", ""), row.get("source", ""))
            for row in rows("numbers")
        ],
        "quotes": [Quote(row.get("words", ""), row.get("who", "")) for row in rows("quotes")],
        "answers": [
            Answer(key, question, answers.get(key, ""))
            for key, question in vocabulary.BUYERS.items()
        ],
        "documents": [_document(row) for row in rows("documents")],
        "images": [
            Image(
                str(one["id"]),
                one["alt"],
                one.get("caption", ""),
                [(w, h) for w, h in one["sizes"]],
            )
            for one in rows("images")
        ],
    }


def results_of(content: Mapping[str, Any]) -> list[Result]:
    """What was measured, in its order."""
    return [_result(row) for row in content.get("results") or ()]


def _result(row: Mapping[str, Any]) -> Result:
    texts = ("measure", "group", "before", "after", "unit", "direction", "counted_by", "problem")
    number = row.get("n")
    n = number if isinstance(number, int) else None  # a draft keeps what was typed
    return Result(n=n, **{key: str(row.get(key, "")) for key in texts})


def _document(row: Mapping[str, Any]) -> Document:
    where = str(row.get("address", ""))
    web = leads(where)
    return Document(row.get("title", ""), where if web else "", "" if web else where)
