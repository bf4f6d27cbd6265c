"""A large public collection, as rows: what is read is read from published revisions alone."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from award.case_studies.models import CaseStudy, CaseStudyFacet, CaseStudyRevision
from award.case_studies.queries.public import FOUND
from award.case_studies.rules import fields
from award.case_studies.rules.facets import FACETS, facet_values
from award.case_studies.rules.running import FACET, StillRunning
from award.case_studies.rules.story import searchable
from award.foundation import clock, public_version, search
from award.foundation.db import db, transaction
from award.foundation.digests import sha256_of
from tests.build.accounts import user


def blank(**said: Any) -> dict[str, Any]:
    """What a revision holds where nothing was said but this."""
    several = {key: [] for key in fields.SEVERAL}
    return {**dict.fromkeys(fields.ALWAYS, ""), **several, **said}


def any_content(chance: random.Random, number: int = 0) -> dict[str, Any]:
    """Some values of every facet, or none."""
    content = blank(title=f"Story {number}", summary=f"What story {number} tells.")
    for facet in (one for one in FACETS if one.field):
        values = chance.sample([*facet.labels], chance.randint(0, min(3, len(facet.labels))))
        if facet.field in (*fields.SEVERAL, *fields.SORTED):
            content[facet.field] = values
        else:
            content[facet.field] = values[0] if values else ""
    content["results"] = [
        {"measure": f"Measure {row}", "direction": chance.choice(["better", "worse", ""]),
         "before": chance.choice(["", "Not counted", "31"]), "after": chance.choice(["", "22"]),
         "problem": chance.choice(["", *content["problems"]])}
        for row in range(chance.randint(0, 2))
    ]  # fmt: skip
    return content


def runs(content: dict[str, Any], at: datetime) -> str:
    """What it is filed under where nobody was asked whether it still runs."""
    return StillRunning(content["stage"], at).value


def public_rows(contents: Iterable[dict[str, Any]], *, found: bool = False) -> list[str]:
    """Published as they are, the newest first; found by words only where asked. Their slugs."""
    publisher, now = user("Pat Publisher"), clock.now()
    studies, revisions, facets, texts = [], [], [], []
    with transaction():
        # On PostgreSQL numbers that were taken stay taken, of each table its own.
        first, revised = (
            (db.session.scalar(sa.select(sa.func.max(model.id))) or 0) + 1
            for model in (CaseStudy, CaseStudyRevision)
        )
        for number, content in enumerate(contents):
            key, at = first + number, now - timedelta(hours=number + 1)
            revision = revised + number
            slug = f"story-{key}"
            studies.append(
                {"id": key, "slug": slug, "state": "published", "agreed_at": at,
                 "first_published_at": at, "published_revision_id": revision}
            )  # fmt: skip
            revisions.append(
                {"id": revision, "case_study_id": key, "number": 1, "content": content,
                 "sha256": sha256_of(content), "published_at": at, "published_by_id": publisher.id}
            )  # fmt: skip
            facets += [
                {"case_study_id": key, "facet": facet, "value": value}
                for facet, value in [*facet_values(content), (FACET, runs(content, at))]
            ]
            texts.append((key, content["title"], searchable(content)))
        rows = ((CaseStudy, studies), (CaseStudyRevision, revisions), (CaseStudyFacet, facets))
        for model, made in rows:
            if made:
                db.session.connection().execute(sa.insert(model), made)
        if found:
            search.load(FOUND, texts)
        public_version.changed()
    return [row["slug"] for row in studies]
