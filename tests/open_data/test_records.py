"""A case study that a public body tells is there as a record in the national standard's terms."""

from __future__ import annotations

import json

from tests.build import case_studies
from tests.client import CheckedClient


def test_only_what_was_published_of_a_public_body_is_recorded(client: CheckedClient) -> None:
    told = case_studies.published(organisation_type="local_authority")
    other = case_studies.published(organisation_type="sme")
    path = f"/case-studies/{told.slug}/atrs.json"
    assert "As a transparency record" in client.get(f"/case-studies/{told.slug}").text
    assert "As a transparency record" not in client.get(f"/case-studies/{other.slug}").text
    answer = client.browser.get(path)
    found = json.loads(answer.get_data())
    assert answer.status_code == 200 and found["tier_1"]["name"] == told.title
    assert found["tier_1"]["problem"].startswith("People wake up")
    said = found["tier_1"]["description"]
    assert said and found["tier_2"]["description_and_rationale"]["detailed_description"].startswith(
        said
    )
    assert found["tier_2"]["tool_specification"]["phase"] == "Pilot"
    assert found["tier_2"]["decision_making_process"]["human_oversight"] is None
    client.get(f"/case-studies/{other.slug}/atrs.json", status=404)
    client.get("/case-studies/no-such-thing/atrs.json", status=404)
