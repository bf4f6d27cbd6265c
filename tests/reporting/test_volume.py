"""A round of 600 applications: pages that ask and show no more than those of a small round."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from flask import Flask

from award.accounts.models import User
from award.accounts.queries.people import user_by_email
from award.applications.models import Application
from award.assessment.models.assignments import Assignment
from award.foundation import audit
from award.foundation.db import db, transaction
from award.foundation.policy import SYSTEM
from award.seeding import volume
from tests.build import case_studies
from tests.client import CheckedClient
from tests.conftest import rolled_back
from tests.page import Page

pytestmark = [pytest.mark.any_database, pytest.mark.long]

MANY, FEW, ONE = 600, 3, 1
ASSESSORS = 3
LARGEST_PAGE = 250_000
BUDGET = 9

ROUND_PAGES = (
    "/manage/rounds/{}",
    "/manage/rounds/{}/applications",
    "/manage/rounds/{}/applications?q=care+organisation&state=assessed",
    "/manage/rounds/{}/shortlist",
    "/manage/rounds/{}/shortlist?phase=2",
)


@pytest.fixture(scope="module")
def references(app: Flask, database_name: str) -> Iterator[dict[int, str]]:
    """Rounds of one, three and 600 applications, and one case study: seeded once for all."""
    with rolled_back(app):
        rounds = {count: volume.seed(count, ASSESSORS, count) for count in (ONE, FEW, MANY)}
        case_studies.published(title="Kettles that tell")
        for name in ("volume-staff", "volume-assessor-0"):
            _set_up_second_factor(person(name))
        yield rounds
    if database_name == "postgresql":
        # What was rolled back still lies in the tables, in the way of the tests that follow.
        with app.app_context(), db.engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT")
            connection.execute(sa.text("VACUUM ANALYZE"))


@pytest.fixture(autouse=True)
def context(app: Flask, references: dict[int, str]) -> Iterator[None]:
    """The shared transaction; these tests only read."""
    with app.app_context():
        yield


def person(name: str) -> User:
    found = user_by_email(f"{name}@volume.example")
    assert found is not None
    return found


def _set_up_second_factor(account: User) -> None:
    with transaction():
        account.tf_primary_method = "authenticator"
        account.tf_totp_secret = "set up in a test"
        audit.record(SYSTEM, "user_account.set_second_factor", account)


def light(client: CheckedClient, path: str, more: int = 0) -> Page:
    page = client.get(path, budget=BUDGET + more)
    assert len(page.data) < LARGEST_PAGE, f"{path}: {len(page.data):,} bytes"
    return page


@pytest.mark.parametrize("path", ROUND_PAGES)
def test_staff_pages_of_a_round(
    path: str, references: dict[int, str], client: CheckedClient
) -> None:
    """As many statements for 600 applications as for one."""
    client.sign_in(person("volume-staff"))
    pages = {count: light(client, path.format(ref)) for count, ref in references.items()}
    counts = {count: len(page.statements) for count, page in pages.items()}
    # One more where the rows that are kept are behind and the page counts for itself.
    assert max(counts.values()) - min(counts.values()) <= 1
    assert f"{MANY:,}" in pages[MANY].text or f"{MANY}" in pages[MANY].text


@pytest.mark.parametrize("path", ["/manage/rounds/{}/applications", "/manage/rounds/{}/shortlist"])
def test_lists_have_pages(path: str, references: dict[int, str], client: CheckedClient) -> None:
    """Fifty rows on each, the last as light as the first, nothing on two of them."""
    client.sign_in(person("volume-staff"))
    address = path.format(references[MANY])
    seen: dict[int, set[str]] = {}
    for number in (1, 2, MANY // 50):
        links = addresses(light(client, f"{address}?page={number}"))
        seen[number] = {
            link
            for link in links
            if link.startswith("/manage/applications/") and not link.endswith("/decision")
        }
        # Beside its fifty rows a shortlist names those that stand elsewhere.
        assert 50 <= len(seen[number]) <= 100
    assert len(set.union(*seen.values())) >= 150


def addresses(page: Page) -> list[str]:
    """Also of two links that say the same: made-up titles do."""
    return [link.get("href", "") for link in page.all("a")]


def test_what_needs_staff(references: dict[int, str], client: CheckedClient) -> None:
    client.sign_in(person("volume-staff"))
    light(client, "/manage", more=3)  # each chapter says what waits in it, in a statement
    for path in ("/manage/rounds", "/manage/assessors", "/manage/case-studies",
                 "/manage/case-studies/to-promote"):  # fmt: skip
        light(client, path)
    assert references[MANY] in light(client, "/manage/rounds").text


def test_an_assessor_with_hundreds(references: dict[int, str], client: CheckedClient) -> None:
    """The dashboard has pages, as every list has."""
    assessor = person("volume-assessor-0")
    mine = db.session.scalar(
        sa.select(sa.func.count()).where(Assignment.assessor_id == assessor.id)
    )
    assert mine is not None
    assert mine > 300
    client.sign_in(assessor)
    links = addresses(light(client, "/assess", more=3))
    assert len({link for link in links if link.startswith("/assess/AIV-")}) == 50
    reference = db.session.scalar(
        sa.select(Application.reference)
        .join(Assignment, Assignment.application_id == Application.id)
        .where(Assignment.assessor_id == assessor.id)
        .limit(1)
    )
    light(client, f"/assess/{reference}")
    light(client, "/assess/case-studies")


def test_an_applicant_with_many(references: dict[int, str], client: CheckedClient) -> None:
    client.sign_in(person("volume-lead-0"))
    light(client, "/applications", more=1)  # every chapter says what waits
    for path in ("/organisations", "/my-case-studies"):
        light(client, path)


def test_the_public_finds_case_studies_only(
    references: dict[int, str], client: CheckedClient
) -> None:
    """600 applications stand in the same index of words, and none of them is found."""
    for path in ("/", "/case-studies", "/case-studies?q=care", "/case-studies?q=people&setting=",
                 "/rounds"):  # fmt: skip
        light(client, path)
    assert "1 case study" in light(client, "/case-studies?q=kettles").text
    assert "Fictional Care Organisation" not in light(client, "/case-studies?q=organisation").text
