"""Whoever publishes sees where they begin what waits: as many as their lists have, each with its
link."""

from __future__ import annotations

import pytest

from award.case_studies.queries.to_do import ToDo, to_do
from award.case_studies.services import agreement
from award.foundation.db import transaction
from award.foundation.policy import ANONYMOUS, Role
from tests.build import asking, case_studies, shares
from tests.build.accounts import account_of, actor_of, user
from tests.client import CheckedClient
from tests.page import text_of


@pytest.mark.each_database
def test_what_waits_stands_where_a_publisher_begins(client: CheckedClient) -> None:
    publisher = user("Pat Publisher", roles=(Role.PUBLISHER,))
    client.sign_in(publisher)
    assert "Waits for you" not in client.get("/manage/case-studies").text
    shares.shared()
    shares.shared(email="two@example.org", title="Another")
    shares.begun(email="three@example.org")
    public = case_studies.published()
    asking.asked(public)
    sent = case_studies.sent()
    lead = actor_of(account_of(case_studies.lead_of(sent).id))
    with transaction():
        agreement.ask_for_changes(case_studies.again(sent), reason="Two homes.", actor=lead)

    page = client.get("/manage/case-studies", budget=8)
    assert "Waits for you" in page.text
    for words, rows in (
        ("2 to read", 2),
        ("1 case study to change and send again", 1),
        ("1 not answered by the team yet", 1),
    ):
        (line,) = [one for one in page.all("li") if text_of(one).endswith(words)]
        link = next(iter(line)).get("href")
        assert link is not None
        assert len(client.get(link).all("tr")) == rows + 1, "as many as the list behind it"
    assert to_do(ANONYMOUS) == ToDo(0, 0, 0)

    staff = user("Stef Staff", roles=(Role.STAFF,))
    dashboard = client.sign_in(staff).get("/manage")
    assert "1 with changes asked for" in dashboard.text
    assert "1 not answered by the team yet" in dashboard.text
    assert "2 to read" in dashboard.text
