"""Published case studies to measure with: written, sent, agreed and published, as rows.

Like the rest of a volume round they go around the services; `flask check` finds nothing to say.
"""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Any

from award.accounts.models import User
from award.case_studies.models import (
    CaseStudy,
    CaseStudyAgreement,
    CaseStudyFacet,
    CaseStudyHtml,
    CaseStudyRevision,
    CaseStudyVersion,
)
from award.case_studies.queries.public import FOUND
from award.case_studies.rules import vocabulary
from award.case_studies.rules.facets import facet_values
from award.case_studies.rules.fields import ALWAYS, TEXTS
from award.case_studies.rules.running import FACET, StillRunning
from award.case_studies.rules.states import StudyState
from award.case_studies.rules.story import drawn, searchable
from award.case_studies.rules.text import drawn_by
from award.foundation import audit, clock, public_version, search
from award.foundation.db import Base
from award.foundation.digests import sha256_of
from award.foundation.policy import Actor
from award.foundation.workflow import StateChange
from award.seeding import bulk

AT_A_TIME = 500
WORDS = (
    "people care support home worker family evening visit record sensor note plan question listen "
    "choose change learn measure safe risk consent day night week council provider team carer trust"
).split()
MADE = (
    CaseStudy, CaseStudyVersion, CaseStudyAgreement, CaseStudyRevision, CaseStudyHtml,
    CaseStudyFacet, StateChange,
)  # fmt: skip
_NUMBERED = (CaseStudy, CaseStudyVersion, CaseStudyRevision)
_STEPS = (
    (StudyState.DRAFT, "send_to_applicant", StudyState.WITH_APPLICANT),
    (StudyState.WITH_APPLICANT, "agree", StudyState.APPROVED),
    (StudyState.APPROVED, "publish", StudyState.PUBLISHED),
)
Rows = dict[type[Base], list[dict[str, Any]]]


def write(count: int, staff: User, lead: User, chance: random.Random) -> None:
    """Add so many, of no application, each an hour older than the next."""
    first = max(bulk.last_number(model) for model in _NUMBERED) + 1
    for start in range(0, count, AT_A_TIME):
        _batch(range(first + start, first + min(start + AT_A_TIME, count)), staff, lead, chance)
    bulk.take_numbers(_NUMBERED)
    public_version.changed()


def _batch(keys: range, staff: User, lead: User, chance: random.Random) -> None:
    rows: Rows = {model: [] for model in MADE}
    events: list[audit.Entry] = []
    found: list[tuple[int, str, str]] = []
    for key in keys:
        content = _content(key, chance)
        at = clock.now() - timedelta(hours=key)
        _study(rows, key, content, at, staff, lead)
        events += _told(rows, key, content, at, staff, lead)
        found.append((key, content["title"], searchable(content)))
    bulk.write({model.__tablename__: made for model, made in rows.items()})
    search.load(FOUND, found)
    audit.record_many(events)


def _study(
    rows: Rows, key: int, content: dict[str, Any], at: datetime, staff: User, lead: User
) -> None:
    sha256 = sha256_of(content)
    of = {"case_study_id": key, "number": 1, "content": content, "sha256": sha256}
    rows[CaseStudy].append(
        {**content, "id": key, "slug": _slug(key), "state": StudyState.PUBLISHED,
         "promoted_by_id": staff.id, "agreed_by_id": lead.id, "agreed_at": at,
         "first_published_at": at, "published_revision_id": key,
         "review_by_on": clock.today() + timedelta(days=365)}
    )  # fmt: skip
    rows[CaseStudyVersion].append({"id": key, **of, "sent_at": at, "sent_by_id": staff.id})
    rows[CaseStudyAgreement].append({"version_id": key, "agreed_at": at, "agreed_by_id": lead.id})
    rows[CaseStudyRevision].append(
        {"id": key, **of, "published_at": at, "published_by_id": staff.id}
    )
    rows[CaseStudyHtml].append(
        {"revision_id": key, "drawn_by": drawn_by(), "parts": drawn(content)}
    )
    rows[CaseStudyFacet] += [
        {"case_study_id": key, "facet": facet, "value": value}
        for facet, value in [
            *facet_values(content),
            (FACET, StillRunning(content["stage"], at).value),
        ]
    ]


def _told(
    rows: Rows, key: int, content: dict[str, Any], at: datetime, staff: User, lead: User
) -> list[audit.Entry]:
    """Its steps as rows, and what the audit trail has of them."""
    thing, sha256 = audit.Thing("case_study", key, _slug(key)), sha256_of(content)
    events = []
    for source, action, target in _STEPS:
        who = lead if action == "agree" else staff
        rows[StateChange].append(
            {"kind": "case_study", "subject_id": key, "source": source, "action": action,
             "target": target, "actor_id": who.id, "actor_name": who.name, "at": at}
        )  # fmt: skip
        changes: dict[str, Any] = {"state": [source, target], "sha256": sha256}
        if action == "publish":
            changes |= {"address": _slug(key), "revision": 1}
        actor = Actor(who.id, who.name, who.email)
        events.append(
            audit.Entry(actor, f"case_study.{action}", thing, changes, codes={"address"}, at=at)
        )
    return events


def _slug(key: int) -> str:
    return f"volume-story-{key}"


def _content(key: int, chance: random.Random) -> dict[str, Any]:
    def words(count: int) -> str:
        return " ".join(chance.choices(WORDS, k=count))

    return {
        **dict.fromkeys(ALWAYS, ""),
        **{part: words(90) for part in TEXTS},
        "title": f"{words(5).capitalize()} {key}",
        "summary": words(20).capitalize(),
        "stage": chance.choice([*vocabulary.STAGES]),
        "evidence_level": chance.choice([*vocabulary.EVIDENCE]),
        "settings": chance.sample([*vocabulary.SETTINGS], 2),
        "beneficiaries": chance.sample([*vocabulary.BENEFICIARIES], 1),
        "capabilities": chance.sample([*vocabulary.CAPABILITIES], 1),
        "region": chance.choice([*vocabulary.REGIONS]),
        "organisation_name": f"Fictional Care Organisation {key}",
        "organisation_type": "charity",
    }
