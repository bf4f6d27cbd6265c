"""Publishing beside colleagues, and several awards at once."""

from __future__ import annotations

import json
import re

import pytest
from sqlalchemy import select

from award.accounts.models import User
from award.foundation.db import db, transaction
from award.foundation.edits import marks_of
from award.foundation.errors import StaleVersion
from award.foundation.policy import Role
from award.open_data.checks import told
from award.open_data.models import PublicAward
from award.open_data.queries import funded as queries
from award.open_data.services import publishing
from tests.build import applications, decisions, rounds
from tests.build.accounts import actor_of, organisation, user
from tests.client import CheckedClient
from tests.open_data.test_awards import SAID, award_of, funded_by, path, publish
from tests.statements import counting


@pytest.fixture
def staff(app: object) -> User:
    return user("Sam Staff", roles=(Role.STAFF,))


@pytest.mark.each_database
def test_what_a_colleague_saved_or_took_down_meanwhile_stays_so(
    staff: User, client: CheckedClient
) -> None:
    funded = funded_by("Brightwater Care", user("Leonora Quist", "leonora@example.org"))
    publish(client.sign_in(staff), funded, **SAID)
    values = client.get(path(funded), budget=12).form_values()
    words = publishing.Words("Colleague’s title", SAID["description"])
    actor = actor_of(user("Stef Staff", roles=(Role.STAFF,)))
    with transaction():
        publishing.publish(funded, words, actor=actor)
    # Another box than theirs: both stay. The same one: both are shown.
    client.post(path(funded), {**values, "description": "Typed here."}, status=302)
    award = award_of(funded)
    assert (award.title, award.description) == ("Colleague’s title", "Typed here.")
    page = client.post(path(funded), {**values, "title": "Typed title"}, status=200)
    assert "was also changed" in page.text
    assert "Typed title" in page.html and "Colleague’s title" in page.html
    assert award_of(funded).title == "Colleague’s title"
    # The service refuses it too, where both arrive at the same moment.
    base = marks_of({"title": SAID["title"], "description": "Typed here."})
    late = publishing.Words("Typed title", "Typed here.", base=base, state="public")
    with pytest.raises(StaleVersion), transaction():
        publishing.publish(funded, late, actor=actor)

    values = client.get(path(funded)).form_values()
    with transaction():
        publishing.take_down(funded, shown=None, actor=actor)
    page = client.post(path(funded), {**values, "title": "Once more"}, status=200)
    assert "took this award down while" in page.text and "Once more" in page.html
    assert award_of(funded).published_at is None
    client.post(path(funded), {**page.form_values(), "title": "Once more"}, status=302)
    assert award_of(funded).title == "Once more" and award_of(funded).published_at


@pytest.mark.each_database
def test_several_that_were_read_are_published_at_once(staff: User, client: CheckedClient) -> None:
    lead = user("Leonora Quist", "leonora@example.org")
    home = organisation(lead, name="Brightwater Care", company_number="01234567")
    round_ = rounds.closed_round(min_assessments=1)
    found = [
        applications.submitted(round_, lead, title=title, organisation=home)
        for title in ("Lamps", "Bells", "Doors", "Ring 020 7946 0991")
    ]
    for one in found:
        decisions.awarded(one)
    own = decisions.awarded(applications.submitted(round_, staff, title="My own"))
    address = "/manage/awards/several"
    page = client.sign_in(staff).get(f"{address}?round={round_.reference}", budget=14)
    assert "Lamps" in page.text and "My own" not in page.text
    assert "it leads to a person" in page.text
    lamps, bells, doors, ring = (one.reference for one in found)
    assert f'value="{lamps}"' in page.html and f'value="{ring}"' not in page.html
    shown = {name: all_[0] for name, all_ in page.form_values().items()}
    assert "Tick at least one" in client.post(address, shown, status=200).text
    # What can't be ticked is not published by naming it, nor anything with it.
    for other in (ring, own.reference):
        page = client.post(address, {**shown, "award": [other]}, status=200)
        assert "Tick at least one" in page.text
    assert db.session.scalars(select(PublicAward)).all() == []
    client.post(address, {**shown, "award": [lamps, bells]}, status=302)
    said = db.session.scalars(select(PublicAward).order_by(PublicAward.id)).all()
    assert {one.title for one in said} == {"Lamps", "Bells"} and list(told()) == []
    assert {one.organisation_key for one in said} == {said[0].organisation_key}
    assert said[0].published_at and not re.search("Brightwater", said[0].organisation_key)
    page = client.post(address, {**shown, "award": [bells, doors]}, status=200)
    assert bells in page.text and "Nothing was done" in page.text
    assert f'value="{doors}" checked' in page.html
    # However many there are, a file takes as many statements.
    of_two = statements_of_the_file(client, 2)
    publish(client.sign_in(staff), found[2])
    assert statements_of_the_file(client, 3) == of_two < 6


@pytest.mark.each_database
def test_what_has_to_be_looked_at_by_itself_keeps_nothing_back_that_waits_behind_it(
    staff: User, client: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "AT_MOST", 1)
    round_ = rounds.closed_round(min_assessments=1)
    ring, lamps = (
        applications.submitted(round_, title=title) for title in ("Ring 020 7946 0991", "Lamps")
    )
    for one in (ring, lamps):
        decisions.awarded(one)
    own = decisions.awarded(applications.submitted(round_, staff, title="My own"))
    page = client.sign_in(staff).get("/manage/awards/several", budget=14)
    assert "None of the 1 that wait longest can go out" in page.text and "Lamps" not in page.text
    behind = page.links()["Look through those that wait behind these 1"]
    page = client.get(behind, budget=15)
    assert f'value="{lamps.reference}"' in page.html and "Look through" not in page.text
    shown = {name: all_[0] for name, all_ in page.form_values().items()}
    assert client.post(behind, {**shown, "award": [lamps.reference]}).location == behind
    assert "Nothing more waits to be published" in client.get(behind, budget=15).text
    for other in (own.reference, "AIA-2222-2", "x" * 99):
        assert "None of the 1" in client.get(f"/manage/awards/several?after={other}").text


@pytest.mark.each_database
def test_the_link_past_those_that_were_shown_passes_no_other(
    staff: User, client: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "AT_ONCE", 1)
    round_ = rounds.closed_round(min_assessments=1)
    found = [applications.submitted(round_, title=one) for one in ("Lamps", "Bells", "Doors")]
    for one in found:
        decisions.awarded(one)
    page, read = client.sign_in(staff).get("/manage/awards/several", budget=14), []
    for _turn in found:
        read += [one.reference for one in found if f'value="{one.reference}"' in page.html]
        past = [to for text, to in page.links().items() if text.startswith("Look through")]
        page = client.get(past[0], budget=15) if past else page
    assert read == [one.reference for one in found] and not past


def statements_of_the_file(client: CheckedClient, awards: int) -> int:
    """Of a visitor, once what is remembered of all is known."""
    client.sign_in(None)
    for _turn in range(2):
        with counting() as found:
            data = json.loads(client.browser.get("/open-data/awards.json").get_data())
    assert len(data["grants"]) == awards
    return len(found)
