"""What a case study is made of, in the order in which it is read. The problem is always first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from award.case_studies.rules.tables import TABLES

TITLE_CHARS: Final = 120
SUMMARY_CHARS: Final = 255


@dataclass(frozen=True)
class Part:
    """One text of a case study: its heading on the page, and what the person who edits is told.

    `least` to `words` is the length advised, in words. Only a `strict` one that is longer than
    `words` can't be sent; a draft is kept whatever its length.
    """

    key: str
    heading: str
    hint: str
    least: int
    words: int
    required: bool = False
    strict: bool = False

    @property
    def range(self) -> str:
        return f"{self.least} to {self.words}"


PARTS: Final = (
    Part(
        "problem",
        "The problem to be solved",
        "Start with people: what is hard today for those who draw on care and support, their "
        "carers and care workers, and for those who commission care? Use their words where you "
        "can.",
        80,
        300,
        required=True,
        strict=True,
    ),
    Part(
        "how_might_we",
        "How might we",
        "One or two questions the project set out to answer, such as “How might we notice sooner "
        "that somebody is in pain?”",
        10,
        60,
    ),
    Part(
        "project",
        "What was tried",
        "What the project did, where, with whom and for how long.",
        80,
        300,
    ),
    Part(
        "how_ai_works",
        "How it works",
        "What goes in, what comes out, and who decides what to do with it. No jargon.",
        50,
        250,
    ),
    Part(
        "data_and_privacy",
        "Data and privacy",
        "Whose data, how it is protected, and how people can say no.",
        50,
        250,
    ),
    Part(
        "people_involved",
        "How people shaped it",
        "How people who draw on care and support, unpaid carers and care workers shaped it.",
        50,
        250,
    ),
    Part(
        "impact",
        "What happened",
        "What changed, for whom, and how it was measured. Say where the numbers come from.",
        60,
        300,
    ),
    Part(
        "lessons_and_limits",
        "What did not work, and what was learned",
        "Be honest: what went wrong, what is not known, where it should not be used.",
        60,
        250,
        required=True,
    ),
    Part(
        "whats_next",
        "What happens next",
        "Plans, and what would have to be true for them.",
        30,
        150,
    ),
    Part(
        "who_was_involved",
        "Who was involved",
        "Organisations and groups, one a line. Leave out names of individuals.",
        5,
        100,
    ),
)
"""`contact` and the facts follow these on the page."""

TEXTS: Final = tuple(part.key for part in PARTS)
PLAIN: Final = (
    "title",
    "summary",
    "contact",
    "atrs_url",
    "stage",
    "evidence_level",
    "region",
    "organisation_name",
    "organisation_type",
    "award_line",
)
SEVERAL: Final = ("settings", "beneficiaries", "capabilities")
ALWAYS: Final = (*TEXTS, *PLAIN, *SEVERAL)
"""What every published revision holds, blank or not."""
SENTENCES: Final = (
    "cost_words", "staff_time", "errors_and_missed", "who_said_no", "less_well_for",
)  # fmt: skip
"""A sentence or two, plain."""
FIGURES: Final = ("length_months", "people_count")
"""Whole numbers; None where nobody said."""
KNOWN: Final = ("outcome", "generative", "cost_band")
"""One value of a vocabulary; "" where nobody said."""
SORTED: Final = ("problems", "senses")
"""Several values of a vocabulary."""
ROWS: Final = tuple(TABLES)
IMAGES: Final = "images"
"""`[{"id": …, "alt": …, "caption": …, "sizes": [[480, 320], …]}]`."""
SAID: Final = (*SENTENCES, *FIGURES, *KNOWN, *SORTED, *ROWS, IMAGES)
"""What a revision holds only where somebody said it. Earlier ones have none of it: read it with
`get`, and show its absence as not said."""
CONTENT: Final = (*ALWAYS, *SAID)
"""Everything that a published revision can hold: no ids, no provenance, nobody's account."""
NOT_EDITED: Final = frozenset({"award_line", IMAGES})
"""Not among the boxes."""
EDITABLE: Final = tuple(key for key in CONTENT if key not in NOT_EDITED)


@dataclass(frozen=True)
class Section:
    """Boxes that are written on one page, which fits a screen; `key` is its end of the address."""

    key: str
    heading: str
    fields: tuple[str, ...]

    @property
    def is_seen(self) -> bool:
        """Has its page words of its own, which look otherwise there than in the boxes?"""
        return self.key not in _ONLY_CHOSEN


_ONLY_CHOSEN: Final = frozenset({"place", "people", "technology", "all"})
_BESIDE: Final = {"impact": ("evidence_level",)}
SECTIONS: Final = (
    Section("summary", "Title and summary", ("title", "summary")),
    *(Section(part.key, part.heading, (part.key, *_BESIDE.get(part.key, ()))) for part in PARTS),
    Section("results", "Results", ("results",)),
    Section("numbers", "Numbers that stand out", ("numbers",)),
    Section("quotes", "What people said", ("quotes",)),
    Section("effort", "How long, how many, what it cost",
            ("length_months", "people_count", "cost_band", "cost_words", "staff_time")),
    Section("wrong", "Errors, refusals and limits",
            ("errors_and_missed", "who_said_no", "less_well_for")),
    Section("stage", "Stage and outcome", ("stage", "outcome")),
    Section("place", "Problems and places", ("problems", "settings")),
    Section("people", "Who it is for", ("beneficiaries",)),
    Section("technology", "What kind of technology", ("capabilities", "senses", "generative")),
    Section("buyers", "A buyer’s questions", ("buyers",)),
    Section(
        "contact",
        "Who to ask",
        ("contact", "organisation_name", "organisation_type", "region", "atrs_url"),
    ),
    Section("documents", "Documents on offer", ("documents",)),
)  # fmt: skip
"""In the order in which they are written; each box is in one."""
SECTION_OF: Final = {name: section.key for section in SECTIONS for name in section.fields}
WHOLE: Final = Section("all", "All on one page", tuple(SECTION_OF))


def section_of(key: str) -> Section | None:
    return next((section for section in (*SECTIONS, WHOLE) if section.key == key), None)


def after(section: Section) -> Section | None:
    """The one that follows; None after the last."""
    if section not in SECTIONS[:-1]:
        return None
    return SECTIONS[SECTIONS.index(section) + 1]


CALLED: Final = {
    "title": "Title",
    "summary": "Summary",
    **{part.key: part.heading for part in PARTS},
    "results": "Results",
    "numbers": "Numbers that stand out",
    "quotes": "What people said",
    "length_months": "How long it ran",
    "people_count": "How many people",
    "cost_band": "Cost in use",
    "cost_words": "What it costs, in words",
    "staff_time": "Staff time",
    "errors_and_missed": "Errors and missed alerts",
    "who_said_no": "Who said no",
    "less_well_for": "Works less well for",
    "buyers": "A buyer’s questions",
    "documents": "Documents on offer",
    "images": "Pictures",
    "contact": "Who to ask",
    "evidence_level": "Evidence",
    "stage": "How far along it is",
    "outcome": "What became of it",
    "problems": "Problems",
    "settings": "Where care happens",
    "beneficiaries": "Who it is for",
    "capabilities": "Kinds of AI",
    "senses": "What it senses",
    "generative": "Writes or makes something itself",
    "region": "Region",
    "organisation_name": "Organisation",
    "organisation_type": "Kind of organisation",
    "atrs_url": "Algorithmic transparency record",
    "award_line": "Award",
}
"""What each is called on the page, in the order in which it is read."""


def edited(study: Any) -> dict[str, Any]:
    """Every field that is edited, as it is stored."""
    return {key: getattr(study, key) for key in EDITABLE}
