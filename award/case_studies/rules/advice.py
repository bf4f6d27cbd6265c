"""What to look at again before a text is public. Nothing here stops anything."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from award.assessment.rules.contacts import contacts_in
from award.case_studies.rules import tables
from award.case_studies.rules.completeness import blank, words_of
from award.case_studies.rules.fields import CALLED, PARTS, SENTENCES, Part
from award.case_studies.rules.measured import BEFORE_AND_AFTER, EVIDENCE, ONCE, has_both
from award.case_studies.rules.reading import (
    ADVISED_AGE,
    avoided,
    long_sentences,
    reading_age,
)
from award.case_studies.rules.signs import signs_taken_for_marks
from award.case_studies.rules.text import plain, unnamed_columns
from award.case_studies.rules.vocabulary import EVIDENCE_LABELS, PROBLEMS
from award.foundation.problems import Problem
from award.foundation.text import count_words

OLDEST = 22
_TAG = re.compile(r"</?[a-z]+[^<>@]*>", re.IGNORECASE)
_MONEY = re.compile(r"£\s?\d")


def worth_checking(study: Any) -> list[Problem]:
    """What to look at again before it is public. Advice: nothing here stops anything."""
    found = [*_worded("title", study.title), *_worded("summary", study.summary)]
    found += [one for part in PARTS for one in _advice(part, getattr(study, part.key))]
    found += [one for key in SENTENCES for one in _worded(key, getattr(study, key))]
    found += [*_of_tables(study), *_of_choices(study)]
    if blank(study.contact):
        found.append(Problem("contact", "Say who to ask: people will have questions"))
    elif _TAG.search(study.contact):
        words = "“Who to ask” has HTML in it, which is shown as it is typed"
        found.append(Problem("contact", words))
    return found


def _told(age: int) -> str:
    return str(age) if age < OLDEST else f"{OLDEST} or more"


def _worded(key: str, text: str) -> Iterator[Problem]:
    """Of words that we would rather not publish, and of sentences that are hard to read."""
    for words, instead in avoided(text):
        yield Problem(key, f"“{CALLED[key]}” says “{words}”. Try: {instead}")
    if contacts_in(text):
        words = f"“{CALLED[key]}” seems to hold an email address or phone number"
        yield Problem(key, words)
    for start in long_sentences(text):
        yield Problem(key, f"“{CALLED[key]}” has a long sentence: “{start}”")


SOUGHT_BY: Final = (
    "beneficiaries", "capabilities", "senses", "generative", "length_months", "people_count",
    "cost_band", "organisation_type", "region",
)  # fmt: skip
"""What readers narrow the list and compare by, and sending doesn't ask for."""
_NOTHING_MEASURED = frozenset({"none_yet", "staff_feedback"})


def _of_choices(study: Any) -> Iterator[Problem]:
    """Of what is chosen: a page that contradicts itself, or stands nowhere among what was tried."""
    both = any(has_both(row) for row in study.results)
    if study.results and study.evidence_level in _NOTHING_MEASURED:
        words = "“Evidence” says that nothing was measured, and there are results"
        yield Problem(EVIDENCE, words)
    elif study.evidence_level == BEFORE_AND_AFTER and not both:
        words = (
            "“Evidence” says before and after, and no result has a number from both: readers are "
            f"told “{EVIDENCE_LABELS[ONCE]}”"
        )
        yield Problem(EVIDENCE, words)
    silent = [one for one in SOUGHT_BY if blank(getattr(study, one))]
    if silent:
        named = ", ".join(CALLED[one][:1].lower() + CALLED[one][1:] for one in silent)
        yield Problem(silent[0], f"Not said: {named}. People look for it, and compare it, by that")
    if not study.outcome:
        words = "Say what became of it: without that it counts nowhere among what helped"
        yield Problem("outcome", words)


def _of_tables(study: Any) -> Iterator[Problem]:
    for key in ("results", "numbers", "quotes", "buyers"):
        if contacts_in("\n".join(tables.words_in(key, getattr(study, key)))):
            words = f"“{CALLED[key]}” seems to hold an email address or phone number"
            yield Problem(key, words)
    if len(study.problems) > 1 and any(not row.get("problem") for row in study.results):
        words = "Say of each result for which problem it is: what was tried counts by that"
        yield Problem("results", words)
    named = {str(row.get("problem") or "") for row in study.results}
    for name in sorted(named - {"", *study.problems}):
        called = PROBLEMS.get(name, name)
        yield Problem("results", f"A result is for “{called}”, which is none of its problems")
    silent = sum(1 for row in study.quotes if not tables.consented(row))
    if silent:
        left = "1 quotation is" if silent == 1 else f"{silent} quotations are"
        yield Problem("quotes", f"{left} left out: say who agreed to that, and when")
    measured = {str(row.get("measure", "")).casefold() for row in study.results}
    for row in study.numbers:
        source = str(row.get("source", ""))
        if source and source.casefold() not in measured:
            told = f"“{row.get('figure', '')}” comes from “{source}”, which is no result"
            yield Problem("numbers", told)


def _advice(part: Part, text: str) -> Iterator[Problem]:
    yield from _worded(part.key, plain(text))
    age = reading_age(plain(text))
    if age is not None and age > ADVISED_AGE:
        yield Problem(
            part.key,
            f"“{part.heading}” reads as if written for people of {_told(age)}: shorter sentences "
            "and words reach more people",
        )
    count = count_words(text)
    if not count and not part.required:
        yield Problem(part.key, f"“{part.heading}” is empty, and is left out of the page")
    elif 0 < count < part.least or (count > part.words and not part.strict):
        best = f"{part.range} words read best"
        yield Problem(part.key, f"“{part.heading}” has {words_of(count)}: {best}")
    for said in signs_taken_for_marks(text):
        yield Problem(part.key, f"“{part.heading}” {said}")
    if unnamed_columns(text):
        yield Problem(part.key, f"“{part.heading}” has a table with a column without a heading")
    if _MONEY.search(text):
        yield Problem(part.key, f"“{part.heading}” mentions an amount of money")
