"""A published text as search engines and other programs are told of it, in terms of schema.org."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from award.case_studies.rules.story import Story


def described(
    story: Story,
    *,
    page: str,
    publisher: str,
    published: datetime,
    reviewed: datetime,
    image: str | None = None,
) -> dict[str, Any]:
    """An article that is free to read. What nobody said is left out."""
    about = [*story.problems, *story.settings, *story.beneficiaries]
    found = {
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": story.title,
        "description": story.summary,
        "url": page,
        "image": image,
        "mainEntityOfPage": page,
        "inLanguage": "en-GB",
        "isAccessibleForFree": True,
        "datePublished": published.isoformat(),
        "dateModified": reviewed.isoformat(),
        "author": _organisation(story.organisation_name),
        "publisher": _organisation(publisher),
        "about": [{"@type": "Thing", "name": name} for name in about],
        "contentLocation": {"@type": "Place", "name": story.region} if story.region else None,
        "creativeWorkStatus": story.stage.label if story.stage else None,
    }
    return {key: value for key, value in found.items() if value not in (None, [], "")}


def _organisation(name: str) -> dict[str, str] | None:
    return {"@type": "Organization", "name": name} if name else None
