"""From the pages of an application its lead finds the way to the case study."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Flask

from award.accounts.queries.people import user_by_email
from award.case_studies.models import CaseStudy
from award.foundation.pointers import SOURCES, Pointer, pointers
from tests.build import case_studies as build
from tests.client import CheckedClient

WAITING = "Waiting for you"


def paths(study: CaseStudy) -> list[str]:
    application = build.again(study).application
    assert application is not None
    start = f"/applications/{application.reference}"
    return ["/applications", start, f"{start}/outcome"]


def test_the_way_is_shown_where_it_waits_and_afterwards(app: Flask, client: CheckedClient) -> None:
    study = build.sent()
    client.sign_in(build.lead_of(study))
    own = f"/my-case-studies/{study.slug}"
    for path in paths(study):
        page = client.get(path)
        link = next(text for text in page.links() if "case study" in text)
        assert link.startswith("Read and answer its case study") and WAITING in page.text
        assert page.links()[link] == own
    study = build.agreed(study)
    for path in paths(study):
        page = client.get(path)
        link = next(text for text in page.links() if "See its case study" in text)
        assert page.links()[link] == own and WAITING not in page.text
    assert "See its case study (Agreed, not yet public)" in client.get(paths(study)[1]).text


def test_without_a_case_study_nothing_leads_there(app: Flask, client: CheckedClient) -> None:
    application = build.funded()
    lead = user_by_email(application.lead.email)
    assert lead is not None
    client.sign_in(lead)
    for path in ("/applications", f"/applications/{application.reference}"):
        assert "its case study" not in client.get(path).text


def test_a_second_application_costs_no_further_statement(app: Flask, client: CheckedClient) -> None:
    study = build.sent()
    lead = user_by_email(build.lead_of(study).email)
    assert lead is not None
    build.sent(build.funded(lead=lead, title="Kettles that tell"))
    client.sign_in(lead)
    page = client.get("/applications", budget=9)
    assert page.text.count(WAITING) == 3, "above the list, and in two lines"


def test_each_is_asked_once_for_all() -> None:
    asked: list[list[int]] = []
    there = Pointer("Kettle", "/kettle", "On")

    def kettles(ids: Sequence[int]) -> dict[int, Pointer]:
        asked.append(list(ids))
        return {2: there}

    bare = Flask("bare")
    SOURCES.fill(bare, [("kettle", (kettles,))])
    with bare.app_context():
        assert pointers("kettle", []) == {}
        assert pointers("kettle", [1, 2]) == {1: [], 2: [there]}
    assert asked == [[1, 2]]
