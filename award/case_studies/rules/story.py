"""A case study as it is read: from what was published, or from the text being worked on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from award.case_studies.rules import tables, vocabulary
from award.case_studies.rules.fields import (
    ALWAYS,
    FIGURES,
    IMAGES,
    PARTS,
    ROWS,
    SAID,
    SECTIONS,
    Part,
    Section,
)
from award.case_studies.rules.measured import evidence_of
from award.case_studies.rules.said import Answer, Document, Image, Number, Quote, Result, said
from award.case_studies.rules.text import plain, render
from award.case_studies.rules.vocabulary import Stage


def content_of(study: Any) -> dict[str, Any]:
    """Everything that would be published of the text as it is now, and nothing else. What nobody
    said is not in it: a text from before it was asked reads the same."""
    held = {key: getattr(study, key) for key in ALWAYS}
    said = {key: getattr(study, key) for key in SAID}
    said |= {key: tables.publishable(key, said[key]) for key in ROWS}
    return held | {key: value for key, value in said.items() if value not in (None, "", [])}


def shown_of(study: Any) -> dict[str, Any]:
    """What a page says of it that asks about taking it back."""
    return {"state": study.state, "public": study.public, "title": study.called}


def in_words(key: str, value: Any) -> str:
    """A field of it as its page has it; "" for nothing."""
    if key in vocabulary.LISTS:
        return ", ".join(vocabulary.labels(vocabulary.LISTS[key], value or ()))
    if key in vocabulary.ONE_OF:
        return vocabulary.ONE_OF[key].get(value, "")
    if key in ROWS:
        return tables.in_words(key, value or ())
    if key == IMAGES:
        return "\n".join(": ".join(filter(None, (o["alt"], o.get("caption")))) for o in value or ())
    if key in FIGURES:
        return f"{value:,}" if value else ""
    return vocabulary.organisation_type(value) if key == "organisation_type" else str(value or "")


PIECES: Final = {
    "results": "Results",
    "quotes": "What people said",
    "wrong": "Errors, refusals and limits",
    "effort": "What it took",
    "pictures": "Pictures",
    "buyers": "A buyer’s questions",
    "documents": "Documents on offer",
    "contact": "Who to ask",
}
"""What stands under a heading of its own beside the long texts."""
_FOLLOWS: Final[Mapping[str, tuple[str, ...]]] = {
    "problem": ("numbers",),
    "impact": ("results", "quotes"),
    "lessons_and_limits": ("wrong", "effort"),
    "who_was_involved": ("pictures", "buyers", "documents", "contact"),
}
"""What comes after each of these, whether or not a text has it."""
GLANCE: Final = ("place", "people", "technology")
"""Sections that stand at a glance."""


def _in_order() -> Iterator[tuple[str, str]]:
    headings = {section.key: section.heading for section in SECTIONS} | PIECES
    parts = [key for part in PARTS for key in (part.key, *_FOLLOWS.get(part.key, ()))]
    return ((key, headings[key]) for key in ("summary", "stage", *parts, *GLANCE))


REMARKED: Final = dict(_in_order())
"""What its lead can write beside, in the order of the page: all that is published, by the key of
the section in which it is written."""
_ALWAYS: Final = frozenset({"summary", "stage", "contact", *GLANCE})
"""Of these there is something to read, if only that nobody said."""


@dataclass(frozen=True)
class Piece:
    """A part of the page under a heading; `text` where it is one of the long texts."""

    key: str
    heading: str
    text: str = ""

    @property
    def anchor(self) -> str:
        return self.key.replace("_", "-")


@dataclass(frozen=True)
class Story:
    """What the page draws. `parts` has only the texts that are there, the problem first. Where
    nobody said: "", None or []."""

    title: str
    summary: str
    stage: Stage | None
    evidence: tuple[str, str] | None
    parts: list[tuple[Part, str]]
    settings: list[str]
    beneficiaries: list[str]
    capabilities: list[str]
    region: str
    organisation_name: str
    organisation_type: str
    award_line: str
    contact: str
    atrs_url: str
    public_body: bool
    """Such organisations record their use of algorithms in a national standard's terms."""
    problems: list[str]
    senses: list[str]
    outcome: str
    outcome_says: str
    generative: str
    cost_band: str
    length_months: int | None
    people_count: int | None
    sentences: Mapping[str, str]
    """What stands under `SENTENCES`, by key; only what was said."""
    results: list[Result]
    numbers: list[Number]
    quotes: list[Quote]
    answers: list[Answer]
    """All twelve."""
    documents: list[Document]
    images: list[Image]

    @property
    def page(self) -> list[Piece]:
        """What there is to read, in its order."""
        return [*_pieces(self)]

    @property
    def remarked(self) -> list[Piece]:
        """What there is to write beside."""
        there = {one.key: one for one in self.page}
        also = {*_ALWAYS, *(["numbers"] if self.numbers else ())}
        also |= {"pictures"} if self.images else set()
        return [
            there.get(key) or Piece(key, heading)
            for key, heading in REMARKED.items()
            if key in there or key in also
        ]

    def of(self, section: Section) -> list[Piece]:
        """What of the page is written in a section."""
        return [one for one in self.page if one.key in (section.key, *section.fields)]

    @property
    def answered(self) -> int:
        return sum(1 for one in self.answers if one.text)


def story(content: Mapping[str, Any]) -> Story:
    texts = ((part, content[part.key]) for part in PARTS)
    return Story(
        title=content["title"],
        summary=content["summary"],
        stage=vocabulary.STAGES.get(content["stage"]),
        evidence=vocabulary.EVIDENCE.get(evidence_of(content)),
        parts=[(part, text) for part, text in texts if text.strip()],
        settings=vocabulary.labels(vocabulary.SETTINGS, content["settings"]),
        beneficiaries=vocabulary.labels(vocabulary.BENEFICIARIES, content["beneficiaries"]),
        capabilities=vocabulary.labels(vocabulary.CAPABILITIES, content["capabilities"]),
        region=content["region"],
        organisation_name=content["organisation_name"],
        organisation_type=vocabulary.organisation_type(content["organisation_type"]),
        award_line=content["award_line"],
        contact=content["contact"],
        atrs_url=content["atrs_url"],
        public_body=content["organisation_type"] in vocabulary.PUBLIC_BODIES,
        **said(content),
    )


def _pieces(told: Story) -> Iterator[Piece]:
    texts = {part.key: Piece(part.key, part.heading, text) for part, text in told.parts}
    shown = {key: Piece(key, heading) for key, heading in PIECES.items()}
    sentences = told.sentences
    took = (told.length_months, told.people_count, told.cost_band,
            sentences.get("cost_words"), sentences.get("staff_time"))  # fmt: skip
    wrong = [sentences.get(k) for k in ("errors_and_missed", "who_said_no", "less_well_for")]
    there: dict[str, Any] = {
        "results": told.results,
        "quotes": told.quotes,
        "wrong": any(wrong),
        "effort": any(took),
        "pictures": told.images[1:],
        "buyers": told.answered,
        "documents": told.documents,
        "contact": told.contact,
    }
    for part in PARTS:
        if part.key in texts:
            yield texts[part.key]
        yield from (shown[key] for key in _FOLLOWS.get(part.key, ()) if there.get(key))


def anchor_of(told: Story, section: Section) -> str:
    """Where on its page stands what is written in a section; its beginning where nothing does."""
    if found := told.of(section):
        return found[0].anchor
    if section.key == "stage" or (section.key == "numbers" and told.numbers):
        return section.key
    return "facts" if section.key in (*GLANCE, "contact") else "as-it-reads"


def drawn(content: Mapping[str, Any]) -> dict[str, str]:
    """Its texts as HTML, by field."""
    return {part.key: str(render(text)) for part, text in story(content).parts}


def searchable(content: Mapping[str, Any], updates: Iterable[tuple[str, str]] = ()) -> str:
    """Everything worth finding it by, apart from its title; of each update on its page the heading
    and its words."""
    told = story(content)
    words = [told.summary, *(plain(text) for _, text in told.parts)]
    words += [*told.settings, *told.beneficiaries, *told.capabilities]
    words += [told.region, told.organisation_name, told.organisation_type, told.award_line]
    words += [*told.problems, *told.senses, *told.sentences.values()]
    for key in ROWS:
        words += tables.words_in(key, content.get(key) or ())
    for heading, text in updates:
        words += [heading, plain(text)]
    return "\n".join(word for word in words if word)
