"""An application as a document for those who assess it: with what their reading view shows, masked
as that is, and by criterion as that is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from award.applications.rules.documents import About, answer_parts, application_document
from award.applications.rules.team import applying_with
from award.assessment.rules.pins import Passage, of_question
from award.assessment.rules.reading import ReadGroup, Reading
from award.assessment.rules.visibility import HIDDEN
from award.foundation.documents.parts import Document, Heading, Part, Words
from award.foundation.documents.spelling import apart

NOT_TOLD = "Hidden in this round"


def read_document(
    about: About,
    reading: Reading,
    content: Mapping[str, Any],
    passages: Sequence[Passage] = (),
) -> Document:
    """With the `passages` that assessors pinned beneath their answers, for who may read those.
    `about` has the facts that everybody may know; who applies is the reading view's to tell, in
    words of the `content` that it reads."""
    others = applying_with(content, apart) if reading.co_applicants else ()
    who = (
        ("Organisation", apart(reading.organisation or NOT_TOLD)),
        ("Lead applicant", apart(reading.lead or NOT_TOLD)),
        *(("Applies too", one) for one in others),
    )
    parts = (part for group in reading.groups for part in _group(group, passages))
    return application_document(replace(about, facts=(*about.facts, *who)), parts)


def _group(group: ReadGroup, passages: Sequence[Passage]) -> Iterator[Part]:
    weight = f", {group.weight}% of the score" if group.weight else ""
    yield Heading(f"{group.title}{weight}")
    for one in group.answers:
        yield Heading(one.label, 3, one.key)
        if one.hidden:
            yield Words(HIDDEN, "quiet")
        else:
            yield from answer_parts(one.shown, one.nothing, one.renewing)
        for pin in of_question(passages, one.key):
            yield Words(f"Pinned by {pin.pinned_by}: “{pin.quotation}”", "quiet")
    if group.also:
        where = "; ".join(f"{one.short} ({one.title})" for one in group.also)
        yield Words(f"{group.also_words}: {where}.", "quiet")
