"""Rows of a volume round that depend on nothing but what they are told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from award.accounts.rules.organisations import ENGLISH_REGIONS
from award.assessment.queries.scores import columns_of
from award.assessment.rules.scoring import ScoredSheet, application_statistics
from award.assessment.rules.sheet import SheetValues
from award.foundation.copying import Told
from award.foundation.digests import canonical_json, sha256_of
from award.foundation.policy import Actor
from award.rounds.rules.questions import QuestionSet
from award.seeding.volume_borrowed import Tables
from award.seeding.volume_files import SharedFile

PHASE = 2


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
    reveal: str = "after_own"
    files: tuple[SharedFile, ...] = ()
    tables: tuple[Tables, ...] = ()
    under_way: bool = False
    """In the middle of being assessed, and late: some have nobody yet, some assessors are silent.
    """

    def has_nobody(self, number: int) -> bool:
        """Is the application with this number still to be assigned?"""
        return self.under_way and number % 5 == 4

    @property
    def silent(self) -> frozenset[int | None]:
        """Those who have submitted nothing: one in six, the first of them too."""
        return frozenset(one.user_id for one in self.panel[::6]) if self.under_way else frozenset()

    @property
    def undeclared(self) -> frozenset[int | None]:
        """Of those, who haven't even answered whether they may assess: every second."""
        return frozenset(one.user_id for one in self.panel[::12]) & self.silent


ORG_TYPES = ("social_care_provider", "local_authority", "sme", "charity", "hei", "nhs_body")


def organisation_row(key: int, of: Setting, number: int, lead_id: int | None) -> dict[str, Any]:
    return {
        "id": key,
        "reference": f"ORV-{of.round_id}-{number:05d}",
        "name": f"Fictional Care Organisation {number}",
        "name_key": f"fictional care organisation {number}",
        "former_key": "",
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


def assignment_row(
    key: int, application_id: int, place: int, assessor: Actor, of: Setting, at: datetime,
    submitted_at: datetime | None,
) -> dict[str, Any]:  # fmt: skip
    """Submitted, or as somebody silent leaves it who was asked at that moment."""
    declared = assessor.user_id not in of.undeclared
    state = "submitted" if submitted_at else "to_score" if declared else "to_declare"
    return {
        "id": key,
        "application_id": application_id,
        "assessor_id": assessor.user_id,
        "alias": f"Assessor {'ABC'[place]}",
        "reading_key": sha256_of([application_id, assessor.user_id])[:16],
        "state": state,
        "assigned_by_id": of.staff.user_id,
        "declared_at": at if declared else None,
        "submitted_at": submitted_at,
        "created_at": at,
        "updated_at": submitted_at or at,
        "version": 1,
    }


def sheet_row(
    key: int, assignment_id: int, values: SheetValues, pct: float | None, at: datetime,
    saved_at: datetime,
) -> dict[str, Any]:  # fmt: skip
    return {
        "id": key,
        "assignment_id": assignment_id,
        "comments_for_applicant": values.comments_for_applicant,
        "comments_for_programme": values.comments_for_programme,
        "in_scope": values.in_scope,
        "recommend": values.recommend,
        "weighted_pct": pct,
        "created_at": at,
        "updated_at": saved_at,
        "version": 1,
    }


def moved_row(
    kind: str, subject: int, source: str, action: str, target: str, who: Actor, at: datetime
) -> dict[str, Any]:
    return {
        "kind": kind,
        "subject_id": subject,
        "source": source,
        "action": action,
        "target": target,
        "actor_id": who.user_id,
        "actor_name": who.name,
        "at": at,
    }


def summary_row(
    application_id: int, assigned: int, counted: Sequence[ScoredSheet], weights: Mapping[str, int]
) -> dict[str, Any]:
    found = application_statistics(counted, weights)
    return {
        "application_id": application_id,
        "assigned": assigned,
        "submitted": found.n,
        "conflicted": 0,
        **columns_of(found, weights),
    }


def submission_content(
    of: Setting, reference: str, organisation: Mapping[str, Any], lead: Actor,
    questions: QuestionSet, frozen: Mapping[str, Any], at: datetime,
) -> Told:  # fmt: skip
    """With its canonical text, from which both its digest and what is stored are made."""
    content = Told(
        {
            "reference": reference,
            "round": {"reference": of.reference, "title": of.title},
            "phase": PHASE,
            "organisation": {
                name: value for name, value in organisation.items() if isinstance(value, str)
            },
            "lead": {"name": lead.name, "email": lead.email},
            "eligibility": None,
            "question_set": {
                "key": questions.key,
                "version": questions.version,
                "digest": questions.digest,
                "id": of.question_set_id,
            },
            **frozen,
            "submitted_at": at.isoformat(),
        }
    )
    content.text = canonical_json(content)
    return content
