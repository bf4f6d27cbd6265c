"""The case studies that measurements are made with: everything that the collection counts stands in
them, and is counted right."""

from __future__ import annotations

import random
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from award.case_studies import checks
from award.case_studies.models import CaseStudy, CaseStudyFacet, CaseStudyRevision
from award.case_studies.queries import tried
from award.case_studies.rules.facets import BY_KEY, FACETS
from award.case_studies.rules.running import FACET
from award.case_studies.rules.vocabulary import PROBLEMS, SETTINGS
from award.foundation.db import db, transaction
from award.foundation.policy import Role
from award.seeding import volume_studies
from tests.build import case_studies as build
from tests.build.accounts import user
from tests.client import CheckedClient

FEW, MANY = 3, 300
PAGES = (
    "/case-studies", "/case-studies?q=sensor", "/case-studies?problem={problem}&setting={setting}",
    "/what-has-been-tried", "/what-has-been-tried?show=better",
    "/what-has-been-tried/{problem}/{setting}",
    "/compare-case-studies?study=volume-story-{first}&study=volume-story-{second}",
)  # fmt: skip


def seed(count: int) -> None:
    with transaction():
        staff, lead = user("Stef Staff", roles=(Role.STAFF,)), user("Lee Lead")
        volume_studies.write(count, staff, lead, random.Random(7))


def published() -> dict[int, dict[str, Any]]:
    query = select(CaseStudy.id, CaseStudyRevision.content).join(
        CaseStudyRevision, CaseStudyRevision.id == CaseStudy.published_revision_id
    )
    return {row.id: row.content for row in db.session.execute(query)}


def asked(client: CheckedClient) -> dict[str, int]:
    """How many statements each page takes, once the process knows the collection."""
    first, second = sorted(published())[:2]
    content = published()[first]
    words = {"first": first, "second": second, "problem": content["problems"][0],
             "setting": content["settings"][0]}  # fmt: skip
    client.get("/case-studies")
    return {path: len(client.get(path.format(**words)).statements) for path in PAGES}


@pytest.mark.each_database
def test_what_is_counted_is_what_a_plain_loop_counts(app: Flask, client: CheckedClient) -> None:
    seed(FEW)
    with_few = asked(client)
    seed(MANY - FEW)
    assert asked(client) == with_few, "as many statements at three as at three hundred"
    contents = published()
    filed = select(CaseStudyFacet.case_study_id, CaseStudyFacet.value)
    filed = filed.where(CaseStudyFacet.facet == FACET)
    runs = {row.case_study_id: row.value for row in db.session.execute(filed)}
    facets = {one.key: one for one in build.found_by({}).facets}
    for key, content in contents.items():
        if runs[key] == "stopped":  # since what it says of its stage
            content["stage"] = "retired"
        measured = [one for one in content.get("results", ()) if one["before"] and one["after"]]
        if content["evidence_level"] == "before_and_after" and not measured:
            content["evidence_level"] = "measured_once"
    for facet in FACETS:
        shown = {item.value: item.count for item in facets[facet.key].values}
        for value in facet.labels:
            count = sum(
                (runs[key] if facet.key == FACET else content.get(facet.field, "")) == value
                or (isinstance(held := content.get(facet.field), list) and value in held)
                for key, content in contents.items()
            )
            assert shown.get(value, 0) == count, (facet.key, value)
        assert len([count for count in shown.values() if count]) > 1, facet.key
    filled = 0
    for row in tried.grid().rows:
        for field in row.fields:
            count = sum(
                field.problem in each["problems"] and field.setting in each["settings"]
                for each in contents.values()
            )
            assert field.count == count, field
            filled += bool(count)
    assert filled > len(PROBLEMS) * len(SETTINGS) * 0.9
    assert {*BY_KEY["problem"].labels} == {*PROBLEMS}
    assert [fault for _says, check in checks.CHECKS for fault in check()] == []
