"""One decision about all that somebody ticked on the shortlist."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from flask import Flask

from award.accounts.models import User
from award.applications.models import Application
from award.applications.services import submitting
from award.decisions.queries.decisions import decision_of
from award.decisions.rules.several import Choice
from award.decisions.rules.states import Outcome
from award.decisions.services import confirming
from award.decisions.services.several import stage_several
from award.foundation.db import db, transaction
from award.foundation.errors import there
from award.foundation.kept import keep_rows
from award.foundation.policy import Actor, Role
from tests.build import applications, decisions, many, rounds
from tests.build import assessment as assessing
from tests.build.accounts import actor_of, user
from tests.client import CheckedClient, Page
from tests.decisions.people import conflicted
from tests.statements import counting

OURS = "Ours, of ten words in all, and so not short."
GOOD, POOR = ((8, 8, 8), (8, 8, 8)), ((3, 3, 3), (3, 3, 3))


def test_ticked_they_are_decided_at_once_and_the_list_stays(
    app: Flask, client: CheckedClient, staff: User
) -> None:
    round_ = rounds.closed_round(min_assessments=2, deciders="two")
    good, poor, other = (
        assessing.assessed(applications.submitted(round_, title=title), sheets, staff=staff)
        for title, sheets in (("Good", GOOD), ("Poor", POOR), ("Other", GOOD))
    )
    decisions.staged(other, "reserve", reserve_position=1, note="Seen.", staff=staff)
    with transaction():
        confirming.confirm(rounds.whole(round_.id), actor=actor_of(user("T", roles=(Role.STAFF,))))
    base = f"/manage/rounds/{round_.reference}/shortlist"
    client.sign_in(staff)
    asked = f"q=o&sort=title&application={poor.reference}"
    page = client.get(f"{base}?{asked}")
    assert "Decide about what is ticked" in page.buttons()
    boxes = {
        box.get("value"): box.get("checked")
        for box in page.all("input")
        if box.get("class") == "app-tick"
    }
    assert boxes[poor.reference] is not None and boxes[good.reference] is None
    assert page.html.count(f'type="hidden" name="application" value="{poor.reference}"') == 1
    # What is ticked by now goes along without script too, however the list is read next.
    form = f"{base}/several?sort=title&application={good.reference}"
    ways = {
        "".join(one.itertext()): one.get("value")
        for one in page.all("button")
        if one.get("name") == "go"
    }
    for words, way, there_ in (
        ("Title", "q=o", "q=o&sort=-title"),
        ("Remove filter: “o”", "q=o", "sort=title"),
        ("Sort by rank", "q=o", "q=o"),
        ("Show", "q=other", "q=other&sort=title"),
    ):
        sent = f"{form}&{way}&go={quote(str(ways[words]))}"
        led = client.get(sent, status=302).location
        there_ += "&page=1" if words == "Show" else ""
        assert led == f"{base}?{there_}&application={good.reference}", words
        client.follow(client.get(sent, status=302))
    nobody = client.get(f"{base}?q=zzzzzzzz&application={good.reference}").links()
    assert nobody["Show all applications"] == f"{base}?application={good.reference}"
    turned = client.get(f"{base}/several?{asked}&go=1", status=302).location
    assert "sort=title" in turned and f"application={poor.reference}" in turned
    nothing = client.get(f"{base}/several?q=o&sort=title", status=302)
    assert nothing.location.endswith("?q=o&sort=title")

    all_three = "&".join(f"application={one.reference}" for one in (good, poor, other))
    several = f"{base}/several?q=o&sort=title"
    page = client.get(f"{several}&{all_three}")
    values = page.form_values() | {"outcome": "fund"}
    refused = client.post(several, values, status=200)
    assert "Nothing was staged. 1 of 3 can’t be decided so" in refused.text
    assert "give the reason for an exception" in refused.text
    again = client.post(several, values | {"application": []}, status=200)
    assert "Tick at least one" in again.text and good.reference in again.text

    done = client.post(several, values | {"application": [good.reference, other.reference]})
    assert done.location.endswith(f"{base}?q=o&sort=title")
    assert decision_of(poor) is None
    first, changed = there(decision_of(good), "it"), there(decision_of(other), "it")
    assert (first.outcome, first.amount_gbp) == ("fund", good.amount_requested_gbp)
    assert (changed.outcome, changed.note, changed.confirmed_by_id) == ("fund", "Seen.", None)
    stale = client.post(several, values | {"application": [other.reference]}, status=200)
    assert "has changed since you opened the page" in stale.text

    page = client.get(f"{several}&application={poor.reference}&application={good.reference}")
    values = page.form_values() | {"outcome": "reject", "ground": "scope"}
    client.post(several, values)
    assert {there(decision_of(one), "it").ground for one in (good, poor)} == {"scope"}


def test_what_was_written_about_one_outlasts_a_choice_for_several(
    client: CheckedClient, staff: User
) -> None:
    """Its words for the applicant outlast another ground; a note and a reason reach what was staged
    so already; and a note that would grow too long says whose."""
    round_ = rounds.closed_round(min_assessments=2)
    one, two = (
        assessing.assessed(applications.submitted(round_, title=title), GOOD, staff=staff)
        for title in ("One", "Two")
    )
    words = {"words_for_applicant": "Come back with data.", "exception_reason": "Agreed."}
    decisions.staged(one, "reject", ground="scope", note=OURS, staff=staff, **words)
    several = f"/manage/rounds/{round_.reference}/shortlist/several"
    both = {"application": [one.reference, two.reference]}
    client.sign_in(staff)

    def choose(status: int = 302, **typed: str) -> Page:
        page = client.get(f"{several}?application={one.reference}&application={two.reference}")
        return client.post(several, {**page.form_values(), **both, **typed}, status=status)

    def now(about: Application) -> tuple[str | None, ...]:
        db.session.expire_all()
        it = there(decision_of(about), "it")
        return it.ground, it.note, it.words_for_applicant, it.exception_reason

    refuse = {"outcome": "reject", "ground": "ineligible"}
    choose(**refuse)
    assert now(one) == ("ineligible", OURS, "Come back with data.", "Agreed.")
    choose(**refuse, note="Said again.", exception_reason="All of us.")
    choose(**refuse, note="Said again.")
    assert now(one)[1:] == (f"{OURS}\n\nSaid again.", "Come back with data.", "All of us.")
    assert now(two)[1:] == ("Said again.", "", "All of us.")
    for number in range(3):
        choose(**refuse, note=f"word{number} " * 149)
    page = choose(200, **refuse, note="more " * 145)
    assert f"The note about {one.reference} would come to 604 words" in page.text
    assert "more" not in there(decision_of(two), "it").note


def test_what_can_not_be_decided_any_more_is_said(client: CheckedClient, staff: User) -> None:
    """So is how much of what was ticked goes along."""
    round_ = rounds.closed_round()
    one, gone = (applications.submitted(round_, title=title) for title in ("One", "Gone"))
    base = f"/manage/rounds/{round_.reference}/shortlist/several"
    several = f"{base}?application={one.reference}&application={gone.reference}"
    client.sign_in(staff)
    page = client.get(several)
    choice = {"outcome": "reserve", "exception_reason": "Agreed."}
    sent = {**page.form_values(), **choice, "application": [one.reference, gone.reference]}
    with transaction():
        submitting.withdraw(gone, actor=Actor(gone.lead_id, "Ada Lead"))
    refused = client.post(base, sent, status=200)
    assert "Nothing was staged. 1 of 2 can’t be decided so" in refused.text
    told = f"Withdrawn, or its decision released, and so not among them: {gone.reference}."
    assert told in refused.text and told in client.get(several).text
    assert decision_of(one) is None
    client.post(base, {**refused.form_values(), **choice, "application": one.reference})
    assert there(decision_of(one), "it").outcome == "reserve"

    many_ticks = "&".join(f"application=A-{number}" for number in range(102))
    for asked in (f"{base}?{many_ticks}&go=2", f"{base}?{many_ticks}&application={one.reference}"):
        client.get(asked, status=302)
        assert " of the 10" in (text := client.get(base.removesuffix("/several")).text)
        assert "are left out: at most 100 can be decided at once" in text


@pytest.mark.each_database
def test_as_many_statements_for_few_and_many_and_none_for_who_is_tied(staff: User) -> None:
    counts = []
    for number in (3, 30):
        round_ = rounds.closed_round()
        bids = many.submitted(round_, number)
        many.staged(bids[::2], staff)
        keep_rows()
        whole, choice = rounds.whole(round_.id), Choice(Outcome.RESERVE, None, "So agreed.")
        actor, references = actor_of(staff), [bid.reference for bid in bids]
        with counting() as statements, transaction():
            stage_several(whole, references, choice, shown=None, actor=actor)
        counts.append(len(statements))
        assert {there(decision_of(bid), "it").outcome for bid in bids} == {"reserve"}
    assert counts[0] == counts[1]
    tied = applications.submitted(round_, title="Tied")
    person = conflicted(tied)
    both = [bids[0].reference, tied.reference]
    with transaction():
        choice = Choice(Outcome.REJECT, None, "So agreed.")
        assert stage_several(whole, both, choice, shown=None, actor=actor_of(person)) == 1
    assert decision_of(tied) is None
