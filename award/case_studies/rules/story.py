"""A case study as it is read: from what was published, or from the text being worked on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from award.case_studies.rules import vocabulary
from award.case_studies.rules.fields import CONTENT, PARTS, Part
from award.case_studies.rules.text import plain, render
from award.case_studies.rules.vocabulary import Stage


def content_of(study: Any) -> dict[str, Any]:
    """Everything that would be published of the text as it is now, and nothing else."""
    return {key: getattr(study, key) for key in CONTENT}


def shown_of(study: Any) -> dict[str, Any]:
    """What a page says of it that asks about taking it back."""
    return {"state": study.state, "public": study.public, "title": study.called}


def in_words(key: str, value: Any) -> str:
    """A field of it as its page has it; "" for nothing."""
    if key in vocabulary.LISTS:
        return ", ".join(vocabulary.labels(vocabulary.LISTS[key], value or ()))
    if key == "stage":
        return vocabulary.STAGE_LABELS.get(value, "")
    if key == "evidence_level":
        return vocabulary.EVIDENCE.get(value, ("",))[0]
    return vocabulary.organisation_type(value) if key == "organisation_type" else str(value or "")


@dataclass(frozen=True)
class Story:
    """What the page draws. `parts` has only the texts that are there, the problem first."""

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


def story(content: Mapping[str, Any]) -> Story:
    texts = ((part, content[part.key]) for part in PARTS)
    return Story(
        title=content["title"],
        summary=content["summary"],
        stage=vocabulary.STAGES.get(content["stage"]),
        evidence=vocabulary.EVIDENCE.get(content["evidence_level"]),
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
    )


def drawn(content: Mapping[str, Any]) -> dict[str, str]:
    """Its texts as HTML, by field."""
    return {part.key: str(render(text)) for part, text in story(content).parts}


def searchable(content: Mapping[str, Any]) -> str:
    """Everything worth finding it by, apart from its title."""
    told = story(content)
    words = [told.summary, *(plain(text) for _, text in told.parts)]
    words += [*told.settings, *told.beneficiaries, *told.capabilities]
    words += [told.region, told.organisation_name, told.organisation_type, told.award_line]
    return "\n".join(word for word in words if word)
