"""What is missing before the people who did the work are asked to agree, and what to look at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from award.case_studies.rules import tables, vocabulary
from award.case_studies.rules.fields import (
    PARTS,
    ROWS,
    SECTIONS,
    SUMMARY_CHARS,
    TITLE_CHARS,
    Part,
    Section,
)
from award.case_studies.rules.text import plain
from award.foundation.problems import Problem
from award.foundation.text import count_words
from award.sharing.rules.limits import no_address

LONGEST_WORD: Final = 200
"""In letters, a web address that is written out too."""


def words_of(number: int) -> str:
    return f"{number} word" if number == 1 else f"{number} words"


def blank(value: Any) -> bool:
    return not (value.strip() if isinstance(value, str) else value)


def _cut(text: str) -> bool:
    """It ends as `copying.shortened` ends what does not fit."""
    return text.rstrip().endswith(("…", "..."))


def missing(study: Any) -> list[Problem]:
    """What stands in the way of sending `study` to its applicant, in the order of the form."""
    return [*_named(study), *_told(study), *_facts(study)]


def _named(study: Any) -> Iterator[Problem]:
    if blank(study.title):
        yield Problem("title", "Give it a title")
    elif len(study.title) > TITLE_CHARS:
        yield Problem("title", f"Shorten the title to {TITLE_CHARS} characters")
    elif _cut(study.title):
        yield Problem("title", "Finish the title: it was cut to fit and ends in “…”")
    if blank(study.summary):
        yield Problem("summary", "Write a one-sentence summary")
    elif len(study.summary) > SUMMARY_CHARS:
        yield Problem("summary", f"Shorten the summary to {SUMMARY_CHARS} characters")
    elif _cut(study.summary):
        yield Problem("summary", "Finish the summary: it was cut to fit and ends in “…”")


def _told(study: Any) -> Iterator[Problem]:
    for part in PARTS:
        text = getattr(study, part.key)
        over = count_words(text) - part.words
        longest = max(map(len, plain(text).split()), default=0)
        if part.required and blank(text):
            yield Problem(part.key, f"Write “{part.heading}”")
        elif part.strict and over > 0:
            yield Problem(
                part.key, f"Cut {words_of(over)} from “{part.heading}”: the limit is {part.words}"
            )
        elif longest > LONGEST_WORD:
            yield Problem(
                part.key,
                f"“{part.heading}” has a word of {longest:,} letters: use words of up to "
                f"{LONGEST_WORD}",
            )


def _facts(study: Any) -> Iterator[Problem]:
    if study.evidence_level not in vocabulary.EVIDENCE:
        yield Problem("evidence_level", "Say how strong the evidence is")
    if study.stage not in vocabulary.STAGES:
        yield Problem("stage", "Choose the stage")
    if not vocabulary.labels(vocabulary.PROBLEMS, study.problems):
        yield Problem("problems", "Choose at least one problem that it is about")
    if not vocabulary.labels(vocabulary.SETTINGS, study.settings):
        yield Problem("settings", "Choose at least one care setting")
    if vocabulary.NO_SENSE in study.senses and len(study.senses) > 1:
        words = "Choose what it senses, or only “Nothing about a person”"
        yield Problem("senses", words)
    for key in ROWS:
        yield from tables.wrong(key, getattr(study, key))
    if not blank(study.contact) and no_address(study.contact):
        yield Problem("contact", "Give the email address of a shared mailbox in “Who to ask”")


@dataclass(frozen=True)
class Standing:
    """One line of the contents: a section, and how it stands.

    `verdict` is empty when there is nothing to say; `stops` when it can't be sent like that.
    `field`: the box to begin with.
    """

    key: str
    field: str
    heading: str
    count: str
    verdict: str
    stops: bool


def sections(study: Any) -> list[Standing]:
    """The sections in their order, with their lengths and what is to mend in each."""
    problems = {one.field: one for one in reversed(missing(study))}
    parts = {part.key: part for part in PARTS}
    return [
        _of_part(problems, parts[section.key], getattr(study, section.key))
        if section.key in parts
        else _block(study, problems, section)
        for section in SECTIONS
    ]


def _block(study: Any, problems: dict[str, Problem], section: Section) -> Standing:
    stops = next((key for key in section.fields if key in problems), None)
    if stops:
        verdict = "Missing" if blank(getattr(study, stops)) else "To mend"
    else:
        verdict = "Empty" if all(blank(getattr(study, key)) for key in section.fields) else ""
    return Standing(
        section.key, stops or section.fields[0], section.heading, "", verdict, stops is not None
    )


def _of_part(problems: dict[str, Problem], part: Part, text: str) -> Standing:
    count = count_words(text)
    stops = part.key in problems
    field, verdict = part.key, ""
    if part.key == "impact" and "evidence_level" in problems:
        field, verdict, stops = "evidence_level", "Evidence missing", True
    elif not count:
        verdict = "Missing" if part.required else "Empty"
    elif stops and not (part.strict and count > part.words):
        verdict = "To mend"
    elif count > part.words:
        verdict = "Too long" if part.strict else "Long"
    elif count < part.least:
        verdict = "Short"
    count_told = f"{words_of(count)}, {part.range} advised"
    return Standing(part.key, field, part.heading, count_told, verdict, stops)
