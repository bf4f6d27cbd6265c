"""What is missing before the people who did the work are asked to agree, and what to look at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from award.case_studies.rules import vocabulary
from award.case_studies.rules.fields import (
    PARTS,
    SECTIONS,
    SUMMARY_CHARS,
    TITLE_CHARS,
    Part,
    Section,
)
from award.case_studies.rules.signs import signs_taken_for_marks
from award.foundation.problems import Problem
from award.foundation.text import count_words


def _words(number: int) -> str:
    return f"{number} word" if number == 1 else f"{number} words"


def _blank(value: Any) -> bool:
    return not (value.strip() if isinstance(value, str) else value)


def _cut(text: str) -> bool:
    """It ends as `copying.shortened` ends what does not fit."""
    return text.rstrip().endswith(("…", "..."))


def missing(study: Any) -> list[Problem]:
    """What stands in the way of sending `study` to its applicant, in the order of the form."""
    return [*_named(study), *_told(study), *_facts(study)]


def _named(study: Any) -> Iterator[Problem]:
    if _blank(study.title):
        yield Problem("title", "Give it a title")
    elif len(study.title) > TITLE_CHARS:
        yield Problem("title", f"Shorten the title to {TITLE_CHARS} characters")
    elif _cut(study.title):
        yield Problem("title", "Finish the title: it was cut to fit and ends in “…”")
    if _blank(study.summary):
        yield Problem("summary", "Write a one-sentence summary")
    elif len(study.summary) > SUMMARY_CHARS:
        yield Problem("summary", f"Shorten the summary to {SUMMARY_CHARS} characters")
    elif _cut(study.summary):
        yield Problem("summary", "Finish the summary: it was cut to fit and ends in “…”")


def _told(study: Any) -> Iterator[Problem]:
    for part in PARTS:
        text = getattr(study, part.key)
        over = count_words(text) - part.words
        if part.required and _blank(text):
            yield Problem(part.key, f"Write “{part.heading}”")
        elif part.strict and over > 0:
            yield Problem(
                part.key, f"Cut {_words(over)} from “{part.heading}”: the limit is {part.words}"
            )


def _facts(study: Any) -> Iterator[Problem]:
    if study.evidence_level not in vocabulary.EVIDENCE:
        yield Problem("evidence_level", "Say how strong the evidence is")
    if study.stage not in vocabulary.STAGES:
        yield Problem("stage", "Choose the stage")
    if not vocabulary.labels(vocabulary.SETTINGS, study.settings):
        yield Problem("settings", "Choose at least one care setting")
    if not _blank(study.contact) and not _EMAIL.search(study.contact):
        yield Problem("contact", "Give the email address of a shared mailbox in “Who to ask”")


_EMAIL = re.compile(r"(?<![^\s@<>()])[^\s@<>()]+@[^\s@<>()]+\.[a-z]{2,}", re.IGNORECASE)
_PHONE = re.compile(r"(?<![\d.])(?:\+44\s?|0)(?:\d[\s-]?){9,10}(?!\d)")
_TAG = re.compile(r"</?[a-z]+[^<>@]*>", re.IGNORECASE)
_MONEY = re.compile(r"£\s?\d")


def worth_checking(study: Any) -> list[Problem]:
    """What to look at again before it is public. Advice: nothing here stops anything."""
    found = [one for part in PARTS for one in _advice(part, getattr(study, part.key))]
    if _blank(study.contact):
        found.append(Problem("contact", "Say who to ask: people will have questions"))
    elif _TAG.search(study.contact):
        words = "“Who to ask” has HTML in it, which is shown as it is typed"
        found.append(Problem("contact", words))
    return found


def _advice(part: Part, text: str) -> Iterator[Problem]:
    count = count_words(text)
    if not count and not part.required:
        yield Problem(part.key, f"“{part.heading}” is empty, and is left out of the page")
    elif 0 < count < part.least or (count > part.words and not part.strict):
        best = f"{part.range} words read best"
        yield Problem(part.key, f"“{part.heading}” has {_words(count)}: {best}")
    for said in signs_taken_for_marks(text):
        yield Problem(part.key, f"“{part.heading}” {said}")
    if _EMAIL.search(text) or _PHONE.search(text):
        yield Problem(part.key, f"“{part.heading}” seems to hold an email address or phone number")
    if _MONEY.search(text):
        yield Problem(part.key, f"“{part.heading}” mentions an amount of money")


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
    first = section.fields[0]
    if stops:
        verdict = "Missing" if _blank(getattr(study, stops)) else "To mend"
    else:
        verdict = "Empty" if _blank(getattr(study, first)) else ""
    return Standing(section.key, stops or first, section.heading, "", verdict, stops is not None)


def _of_part(problems: dict[str, Problem], part: Part, text: str) -> Standing:
    count = count_words(text)
    stops = part.key in problems
    field, verdict = part.key, ""
    if part.key == "impact" and "evidence_level" in problems:
        field, verdict, stops = "evidence_level", "Evidence missing", True
    elif not count:
        verdict = "Missing" if part.required else "Empty"
    elif count > part.words:
        verdict = "Too long" if part.strict else "Long"
    elif count < part.least:
        verdict = "Short"
    count_told = f"{_words(count)}, {part.range} advised"
    return Standing(part.key, field, part.heading, count_told, verdict, stops)
