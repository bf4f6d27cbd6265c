"""Where a case study lives: under its application's reference while it is worked on, and from its
first publication under the words of its title."""

from __future__ import annotations

from award.case_studies.models import CaseStudy
from award.case_studies.queries import promotion
from award.foundation.references import slugify

PUBLIC_CHARS = 60
RESERVED = frozenset({"to-promote"})
"""Addresses of other pages under `/manage/case-studies/`."""


def working_slug(reference: str) -> str:
    """The address before the first publication: the title may still change many times."""
    return reference.lower()


def public_slug(study: CaseStudy) -> str:
    """The address to publish under: whole words of the title, at most 60 characters and a number
    where they are taken. Once it was public, or has another address than a new one, that stays."""
    begun = study.application or study.share
    new = begun is not None and study.slug == working_slug(begun.reference)
    if study.first_published_at is not None or not new:
        return study.slug
    base = slugify(study.title, PUBLIC_CHARS)
    taken = promotion.slugs_like(base) | RESERVED
    number, slug = 1, base
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug
