"""What may be copied from an application into a case study. Everything else stays behind.

Only answers to questions that the question set marks `publish_as` are read, and only where the
kind of answer fits the field: a text from a text, a list from a choice. The organisation's public
name, kind and region come from the submission, the award from its round and phase.

An answer is plain text and these texts are Markdown: it is escaped on the way, so that the page
says what was said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from award.applications.rules.answers import in_force
from award.case_studies.rules import vocabulary
from award.case_studies.rules.cleaning import CHARS
from award.case_studies.rules.fields import PARTS, SUMMARY_CHARS, TEXTS, TITLE_CHARS
from award.case_studies.rules.text import as_markdown
from award.rounds.kinds import Lines, Shown, Text
from award.rounds.rules.questions import Question, QuestionSet
from award.sharing.rules.asked import BOXES

CONSENT = "case_study_consent"
"""What a question `means` when it asks whether a case study may be prepared."""

_LIMITS = {"title": TITLE_CHARS, "summary": SUMMARY_CHARS}
_HEADINGS = {
    "title": "Title",
    "summary": "Summary",
    **{part.key: part.heading for part in PARTS},
    "settings": "Where care happens",
    "beneficiaries": "Who it is for",
    "capabilities": "Kinds of AI",
    "organisation_name": "Organisation",
    "organisation_type": "Kind of organisation",
    "region": "Region",
    "award_line": "Award",
}


@dataclass(frozen=True)
class Copied:
    """One value that goes into the case study, where it came from, and how a person reads it.

    `original` is the whole text where the field is shorter than the answer.
    """

    field: str
    heading: str
    value: Any
    shown: Shown
    source: str
    question: str | None = None
    original: str | None = None


def copied(content: Mapping[str, Any], question_set: QuestionSet) -> list[Copied]:
    """What promoting copies from `content`, the content of a Submission."""
    answers = in_force(question_set, content["answers"], int(content["phase"]))
    publishable = question_set.publishable()
    found = []
    for field in _HEADINGS:
        question = publishable.get(field)
        if question is not None and question.key in answers:
            found.append(_answer(field, question, answers[question.key]))
    return [*(item for item in found if item is not None), *_facts(content)]


def _answer(field: str, question: Question, value: Any) -> Copied | None:
    if field in vocabulary.LISTS:
        if not question.of_kind.several:
            return None
        words = vocabulary.LISTS[field]
        known = [item for item in words if item in value]
        lines = vocabulary.labels(words, known)
        return _made(field, known, Lines(tuple(lines)), question) if known else None
    if not question.of_kind.in_own_words:
        return None
    text = value.strip()
    short = shortened(" ".join(text.split()), _LIMITS[field]) if field in _LIMITS else text
    original = text if short not in (text, " ".join(text.split())) else None
    value = as_markdown(short) if field in TEXTS else short
    return _made(field, value, Text(short), question, original)


def _made(
    field: str, value: Any, shown: Shown, question: Question, original: str | None = None
) -> Copied:
    return Copied(
        field, _HEADINGS[field], value, shown, question.short or question.label, question.key,
        original,
    )  # fmt: skip


def _facts(content: Mapping[str, Any]) -> Iterator[Copied]:
    organisation = content.get("organisation") or {}
    name = str(organisation.get("name") or "")
    if name:
        yield _fact("organisation_name", name, name, "Organisation")
    kind = str(organisation.get("org_type") or "")
    if vocabulary.organisation_type(kind):
        label = vocabulary.organisation_type(kind)
        yield _fact("organisation_type", kind, label, "Organisation")
    region = str(organisation.get("region") or "")
    if region in vocabulary.REGIONS:
        yield _fact("region", region, region, "Organisation")
    line = f"Phase {content['phase']}, {content['round']['title']}"
    yield _fact("award_line", line, line, "Round and phase")


def _fact(field: str, value: str, line: str, source: str) -> Copied:
    return Copied(field, _HEADINGS[field], value, Text(line), source)


def from_share(share: Any) -> tuple[dict[str, Any], dict[str, list[str]]]:
    """What a case study begins with of a project that somebody shared, and which of its boxes each
    field came from."""
    texts: dict[str, Any] = {}
    sources: dict[str, list[str]] = {}
    for box in BOXES:
        said, field = box.published(getattr(share, box.key)), box.publish_as
        if not said:
            continue
        if field in TEXTS:
            words = as_markdown(said)
            texts[field] = f"{texts[field]}\n\n{words}" if field in texts else words
        else:
            texts[field] = said[: CHARS.get(field)] if isinstance(said, str) else said
        sources.setdefault(field, []).append(box.label)
    return texts, sources


def shortened(text: str, limit: int) -> str:
    """`text` if it fits; else as many whole sentences as fit, or else words and an ellipsis."""
    if len(text) <= limit:
        return text
    head = text[: limit + 1]
    ends = [head.rfind(f"{mark} ") for mark in ".?!"]
    if max(ends) >= limit // 3:
        return head[: max(ends) + 1]
    return (
        head[: limit - 1].rpartition(" ")[0].rstrip(" ,;:") + "…"
        if " " in head
        else (head[: limit - 1] + "…")
    )


def declined(content: Mapping[str, Any], question_set: QuestionSet) -> bool:
    """Did the applicant answer that they would rather not have a case study?"""
    question = question_set.meaning(CONSENT)
    if question is None:
        return False
    answers = in_force(question_set, content["answers"], int(content["phase"]))
    return answers.get(question.key) == "no"


def provenance(items: list[Copied], submission_number: int, sha256: str) -> dict[str, Any]:
    """What is kept about where each field came from."""
    return {
        item.field: {
            "question": item.question,
            "source": item.source,
            "submission": submission_number,
            "sha256": sha256,
            **({"original": item.original} if item.original else {}),
        }
        for item in items
    }
