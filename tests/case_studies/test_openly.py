"""What strangers write comes to stand in public unread: it leads to nobody."""

from __future__ import annotations

import pytest
from flask import Flask

from award.case_studies.models import CaseStudy
from tests.accounts.letters import letters
from tests.build import asking as build
from tests.build import case_studies
from tests.client import CheckedClient

ASKER = "ada@asker.example"
FILLED = {
    "question": build.QUESTION,
    "name": "Ada Okafor",
    "email": ASKER,
    "stands": "named",
}


@pytest.fixture
def study(app: Flask) -> CaseStudy:
    return case_studies.published()


def test_what_anybody_could_read_leads_to_nobody(client: CheckedClient, study: CaseStudy) -> None:
    ask = f"/case-studies/{study.slug}/ask"
    form = {**client.get(ask).form_values(), **FILLED}
    for field, typed, *named in (
        ("name", "Ada 0161 496 0000", "0161 496 0000"),
        ("name", "Ada https://spam.example", "https://spam.example"),
        ("question", "How? ada@\u200bspam.example", "ada@spam.example"),
        ("question", "How? ada @ spam.example", "ada @ spam.example"),
        ("question", "How? WWW.spam.example/x", "WWW.spam.example/x"),
        ("question", "a@x.example, 0161 496 0000?", "a@x.example", "0161 496 0000"),
    ):
        page = client.post(ask, {**form, field: typed}, status=200)
        assert len(page.errors) == 1 and page.value_of(field) == typed
        assert " and ".join(f"“{one}”" for one in named) in page.errors[0]
    assert letters(ASKER) == []
    client.follow(client.post(ask, {**form, "question": "Did 10 @ 3.5 an hour last, e.g. now?"}))
    assert len(letters(ASKER)) == 1, "those that were refused were no emails"
