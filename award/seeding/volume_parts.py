"""Rows of a volume round that depend on nothing but what they are told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from award.accounts.rules.organisations import ENGLISH_REGIONS
from award.assessment.queries.scores import columns_of
from award.assessment.rules.scoring import ScoredSheet, application_statistics
from award.foundation.policy import Actor
from award.seeding.volume_borrowed import Tables
from award.seeding.volume_files import SharedFile


@dataclass(frozen=True)
class Setting:
    """What the rows are about: plain values, since other processes make them."""

    round_id: int
    reference: str
    title: str
    opens_at: datetime
    closes_at: datetime
    question_set_id: int
    staff: Actor
    panel: tuple[Actor, ...]
    leads: tuple[Actor, ...]
    seed: int
    files: tuple[SharedFile, ...] = ()
    tables: tuple[Tables, ...] = ()


ORG_TYPES = ("social_care_provider", "local_authority", "sme", "charity", "hei", "nhs_body")


def organisation_row(key: int, of: Setting, number: int, lead_id: int | None) -> dict[str, Any]:
    return {
        "id": key,
        "reference": f"ORV-{of.round_id}-{number:05d}",
        "name": f"Fictional Care Organisation {number}",
        "name_key": f"fictional care organisation {number}",
        "org_type": ORG_TYPES[number % len(ORG_TYPES)],
        "town": "Nowhere",
        "postcode": "ZY1 1AA",
        "region": ENGLISH_REGIONS[number % len(ENGLISH_REGIONS)],
        "company_number": str(90_000_000 + key),  # Companies House is far from there
        "created_by_id": lead_id,
        "created_at": of.opens_at,
        "updated_at": of.opens_at,
        "version": 1,
    }


def summary_row(
    application_id: int, counted: Sequence[ScoredSheet], weights: Mapping[str, int]
) -> dict[str, Any]:
    found = application_statistics(counted, weights)
    return {
        "application_id": application_id,
        "assigned": len(counted),
        "submitted": found.n,
        "conflicted": 0,
        **columns_of(found, weights),
    }
