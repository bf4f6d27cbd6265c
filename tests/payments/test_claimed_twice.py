"""The same meeting or ticket is claimed once, and staff see what is like it."""

from __future__ import annotations

from flask import Flask

from award.payments import services
from award.payments.rules.states import Reply
from tests.build import applications, assessment, rounds
from tests.build.accounts import user
from tests.build.payments import answered, claimed, offered, sent_back
from tests.client import CheckedClient


def test_many_hours_are_asked_about_once_more(app: Flask, client: CheckedClient) -> None:
    round_ = rounds.closed_round()
    lived = assessment.assessor("Lee Lived", panel="lived_experience")
    offered(round_)
    assessment.assigned(applications.submitted(round_), lived)
    answered(round_, lived)
    path = f"/pay/{round_.reference}/claim"
    page = client.sign_in(lived).get(path)
    assert "hours that I spent" not in page.text
    typed = {**page.form_values(), "meeting_hundredths": "100", "meetings": "All of them"}
    page = client.post(path, typed, status=200)
    assert page.errors == [services.MANY.format("100 hours", "£1,380")]
    page = client.post(path, {**page.form_values(), "go_on": "y", "meeting_hundredths": "150"},
                       status=200)  # fmt: skip
    assert page.errors == [services.MANY.format("150 hours", "£2,070")], "the tick was about 100"
    assert "go_on" not in page.form_values()
    client.post(path, {**page.form_values(), "go_on": "y"})
    assert "150 hours" in client.get("/pay").text


def test_the_same_is_claimed_once_and_staff_see_what_is_alike(
    app: Flask, client: CheckedClient
) -> None:
    staff, round_ = user("Stef Marlowe"), rounds.closed_round()
    lived = assessment.assessor("Lee Lived", panel="lived_experience")
    offered(round_, staff=staff)
    assessment.assigned(applications.submitted(round_), lived)
    answered(round_, lived)
    first = claimed(round_, lived, expenses_pence=500, expenses_note="Bus", meeting_hundredths=200,
                    meetings="The panel on 4 March")  # fmt: skip
    path = f"/pay/{round_.reference}/claim"
    client.sign_in(lived)
    form = {**client.get(path).form_values(), "meeting_hundredths": "2",
            "meetings": "the panel, on 4 March"}  # fmt: skip
    page = client.post(path, form, status=200)
    assert page.errors == [services.TWICE.format(first.reference)]
    assert page.value_of("meetings") == "the panel, on 4 March"
    assert 'href="#meeting_hundredths"' in page.html
    form = {**client.get(path).form_values(), "expenses_pence": "5", "expenses_note": "Bus."}
    page = client.post(path, form, status=200)
    assert page.errors == [services.TWICE.format(first.reference)]
    client.post(path, {**page.form_values(), "expenses_note": "Bus on 5 March"})
    second = claimed(round_, lived, meeting_hundredths=200, meetings="The panel on 5 March")
    client.sign_in(staff)
    assert "Alike" not in client.get(f"/manage/pay/{first.reference}").text
    here = f"/manage/pay/{second.reference}"
    page = client.get(here)
    assert "claimed earlier, is for as many hours of meetings" in page.text
    assert page.links()[first.reference] == f"/manage/pay/{first.reference}"
    assert "without payment" not in page.text
    answered(round_, lived, Reply.UNPAID)
    assert "they chose to take part without payment" in client.get(here).text
    sent_back(first, staff)
    assert "Alike" not in client.get(here).text, "what came back is not paid"
    answered(round_, lived)
    assert "without payment" not in client.get(here).text
    again = claimed(round_, lived, again=first, expenses_pence=500, expenses_note="Bus")
    assert again.again_id == first.id
