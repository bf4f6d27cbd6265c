"""A published case study as data for others: the fields that `docs/case-study-data.md` tells of.

What nobody said is null, or an empty list. Values of a vocabulary come with their words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any, Final

from award.case_studies.rules import vocabulary
from award.case_studies.rules.fields import PARTS, SENTENCES
from award.case_studies.rules.measured import EVIDENCE, evidence_of
from award.case_studies.rules.running import LABELS
from award.case_studies.rules.story import story
from award.foundation.clock import london

VERSION: Final = "1"
_ONE_OF: Final = ("stage", "outcome", EVIDENCE, "generative", "cost_band")
_SEVERAL: Final = ("problems", "settings", "beneficiaries", "capabilities", "senses")
Record = dict[str, Any]


def brief(
    content: Mapping[str, Any],
    address: str,
    first_published_at: datetime,
    revised_at: datetime,
    updated_at: datetime | None,
    running: str,
) -> Record:
    """What a list has of each."""
    return {
        "address": address,
        "title": content["title"],
        "summary": content["summary"],
        "first_published_at": first_published_at.isoformat(),
        "revised_at": revised_at.isoformat(),
        "updated_at": updated_at.isoformat() if updated_at else None,
        "organisation": {
            "name": content["organisation_name"] or None,
            "kind": _term(content["organisation_type"], content["organisation_type"]
                          and vocabulary.organisation_type(content["organisation_type"])),
            "region": content["region"] or None,
        },
        **{key: _one(key, content.get(key) or "") for key in _ONE_OF},
        EVIDENCE: _one(EVIDENCE, evidence_of(content)),
        "running": _term(running, LABELS.get(running, "")),
        **{key: _several(key, content.get(key) or ()) for key in _SEVERAL},
    }  # fmt: skip


def full(
    content: Mapping[str, Any],
    address: str,
    first_published_at: datetime,
    revised_at: datetime,
    updated_at: datetime | None,
    running: str,
    review_by_on: date | None,
    updates: Iterable[Any],
    asked: Iterable[Any] = (),
) -> Record:
    """All of one, with what people asked its team in public (`queries.asking.Asked`)."""
    told = story(content)
    return {
        **brief(content, address, first_published_at, revised_at, updated_at, running),
        "review_by_on": review_by_on.isoformat() if review_by_on else None,
        "texts": {part.key: content[part.key].strip() or None for part in PARTS},
        "length_months": told.length_months,
        "people_count": told.people_count,
        **{key: told.sentences.get(key) for key in SENTENCES},
        "results": [_said(asdict(result)) for result in told.results],
        "numbers": [_said(asdict(number)) for number in told.numbers],
        "quotes": [_said(asdict(quote)) for quote in told.quotes],
        "buyers_questions": [
            {"key": one.key, "question": one.question, "answer": one.text or None}
            for one in told.answers
        ],
        "documents": [_said(asdict(document)) for document in told.documents],
        "updates": [
            {
                "address": f"{address}#{one.anchor}",
                "published_at": one.published_at.isoformat(),
                "about": _term(one.what.value, one.about),
                "heading": one.heading,
                "text": one.words,
                "stage": _one("stage", one.stage_key),
            }
            for one in updates
        ],
        "award": told.award_line or None,
        "contact": told.contact or None,
        "transparency_record": told.atrs_url or None,
        "questions": [
            {
                "question": one.question,
                "asked_by": one.name or None,
                "asked_on": london(one.asked_at).date().isoformat(),
                "answer": one.answer,
                "answered_on": london(one.answered_at).date().isoformat(),
            }
            for one in asked
        ],
    }


def terms(content: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(key, words) of the problems and settings that it is about."""
    found = [_several(key, content.get(key) or ()) for key in ("problems", "settings")]
    return [(term["key"], term["label"]) for terms in found for term in terms]


def _said(row: Mapping[str, Any]) -> Record:
    return {key: None if value == "" else value for key, value in row.items()}


def _one(key: str, value: str) -> Record | None:
    return _term(value, vocabulary.ONE_OF[key].get(value, ""))


def _term(key: str, label: str) -> Record | None:
    return {"key": key, "label": label} if label else None


def _several(key: str, values: Iterable[str]) -> list[Record]:
    wanted = set(values)
    return [
        {"key": value, "label": label}
        for value, label in vocabulary.LISTS[key].items()
        if value in wanted
    ]
