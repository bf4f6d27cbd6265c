"""A case study in the terms of the national record of algorithms (ATRS), where a public body uses
what it tells of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from award.case_studies.rules.fields import PARTS
from award.case_studies.rules.story import Story
from award.case_studies.rules.text import plain
from award.open_data.rules.method import STANDARD

_TOOL: Final = ("project", "how_ai_works")
NOTE: Final = (
    "Drawn from a published case study. It is not the organisation's own record and may be "
    "incomplete: what the case study does not say is null."
)


def _tool(story: Story) -> str:
    """What the tool is, and what it is for: the first that is said of what was tried or how it
    works. The summary tells what came of it, and stands in where nothing else is said."""
    texts = {part.key: text.strip() for part, text in story.parts}
    first = (plain(texts.get(key, "").split("\n\n")[0]).strip() for key in _TOOL)
    return next((words for words in first if words), story.summary)


def record_of(story: Story, *, page: str, reviewed: str) -> dict[str, Any]:
    """Every field that the standard has and the collection could say; None for what it does not."""
    said: Mapping[str, str] = {part.key: plain(text).strip() for part, text in story.parts}
    of = {part.key: said.get(part.key) or None for part in PARTS}
    return {
        "standard": STANDARD,
        "note": NOTE,
        "last_reviewed": reviewed,
        "own_record_url": story.atrs_url or None,
        "tier_1": {
            "name": story.title,
            "description": _tool(story),
            "problem": of["problem"],
            "website_url": page,
            "contact": story.contact or None,
        },
        "tier_2": {
            "owner_and_responsibility": {
                "organisation": story.organisation_name,
                "organisation_type": story.organisation_type,
                "region": story.region or None,
                "who_was_involved": of["who_was_involved"],
            },
            "description_and_rationale": {
                "detailed_description": of["project"],
                "benefits": of["impact"],
                "people_involved": of["people_involved"],
                "evidence": story.evidence[0] if story.evidence else None,
            },
            "decision_making_process": {"human_oversight": None, "appeals": None},
            "tool_specification": {
                "how_it_works": of["how_ai_works"],
                "capabilities": list(story.capabilities),
                "phase": story.stage.label if story.stage else None,
                "data": of["data_and_privacy"],
            },
            "risks_mitigations_and_impact_assessments": of["lessons_and_limits"],
        },
    }
