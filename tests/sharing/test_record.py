"""What else somebody can say who shares a project: where it is, how far, and what it took."""

from __future__ import annotations

import pytest

from award.accounts.models import User
from award.foundation.db import transaction
from award.foundation.policy import ANONYMOUS
from award.sharing import services
from award.sharing.queries import OWNER
from tests.build import shares as build
from tests.client import CheckedClient
from tests.page import text_of
from tests.sharing.test_sharing import ALLOWED, send, staff, study, the_one

__all__ = ["staff"]


ROW = {"measure": "Wakings", "before": "6", "after": "4", "unit": "a night", "n": "12",
       "direction": "better", "counted_by": "The night staff"}  # fmt: skip


def typed(values: dict[str, list[str]], **cells: str) -> dict[str, list[str]]:
    """With these cells in the first row of the page."""
    row = values["rows_results"][0].split()[0]
    return values | {f"results-{row}-{key}": [value] for key, value in cells.items()}


@pytest.mark.each_database
def test_what_was_measured_arrives_as_a_table(client: CheckedClient, staff: User) -> None:
    here = build.link(build.begun())
    path = f"{here}/results"
    page = client.get(path)
    page = client.post(path, typed(page.form_values(), **ROW | {"n": "many"}), status=200)
    assert len(page.errors) == 1 and the_one().results == []
    again = typed(page.form_values(), n="12") | {"table": ["results add"]}
    page = client.post(path, again, status=200)
    assert len(page.form_values()["rows_results"][0].split()) == 2, (
        "a button adds a row, and saves not"
    )
    assert the_one().results == []
    client.post(path, {k: v for k, v in page.form_values().items() if k != "table"})
    stored = the_one().results
    told = client.get(here)
    heads = ["What was measured", "Before", "After", "How many", "Among whom"]
    assert [text_of(one) for one in told.all("th")][:5] == heads
    assert "Wakings (a night)" in told.text and "What was measured: Wakings" not in told.text
    assert [{k: v for k, v in row.items() if k != "id"} for row in stored] == [ROW | {"n": 12}]
    with transaction():
        services.save(the_one(), build.TEXTS, whose=OWNER, actor=ANONYMOUS)
    assert "Wakings" in client.get(here).text
    send(client, here, **ALLOWED)
    client.sign_in(staff)
    page = client.get(f"/manage/shared-projects/{the_one().reference}")
    assert "Wakings" in page.text and "The night staff" in page.text
    send(client, f"/manage/case-studies/shared/{the_one().reference}/take-on")
    made = study()
    assert made.results == stored and "results" in made.provenance
    written = client.get(f"/manage/case-studies/{made.slug}/edit/results").form_values()
    assert written[f"results-{stored[0]['id']}-measure"] == ["Wakings"]


def test_two_windows_write_in_one_table(client: CheckedClient) -> None:
    path = f"{build.link(build.begun())}/results"
    client.post(path, typed(client.get(path).form_values(), **ROW))
    old = client.get(path).form_values()
    client.post(path, typed(client.get(path).form_values(), after="3"))
    client.post(path, typed(old, before="7"))
    assert [(row["before"], row["after"]) for row in the_one().results] == [("7", "3")]
    page = client.post(path, typed(old, after="5"), status=200)
    assert "choose which version to keep" in page.errors[0]


def test_a_table_goes_with_the_words(client: CheckedClient) -> None:
    made = build.begun()
    path = build.link(made)
    client.post(f"{path}/results", typed(client.get(f"{path}/results").form_values(), **ROW))
    with transaction():
        services.save(the_one(), build.TEXTS, whose=OWNER, actor=ANONYMOUS)
    send(client, path, **ALLOWED)
    send(client, f"{path}/take-back")
    assert the_one().results == [] and the_one().forgotten_at is not None


@pytest.mark.each_database
def test_where_it_is_and_what_it_took_arrive_in_the_draft(
    client: CheckedClient, staff: User
) -> None:
    here = build.link(build.begun())
    page = client.get(f"{here}/place")
    assert page.h1 == "Where, and how far it is"
    place = page.form_values() | {"settings": ["nursing_home", "homecare"], "stage": "retired"}
    wrong = client.post(f"{here}/place", place | {"stage": "famous"}, status=200)
    assert wrong.errors == ["Select one of the options"] and the_one().settings == []
    client.post(f"{here}/place", place)
    figures = {"length_months": "18 months", "people_count": "1,200", "cost_band": "5k_to_25k"}
    effort = client.get(f"{here}/effort").form_values()
    wrong = client.post(f"{here}/effort", effort | {"length_months": "0"}, status=200)
    assert wrong.errors == ["“How long did it run, in months?” must be 1 or more"]
    wrong = client.post(
        f"{here}/effort", effort | {"length_months": "x", "people_count": "x"}, status=200
    )
    assert [one.partition("”")[0] for one in wrong.errors] == [
        "“How long did it run, in months?", "“How many people was it for?"
    ]  # fmt: skip
    client.post(f"{here}/effort", effort | figures | {"cost_words": "About *£4* a week."})
    said = {"who_said_no": "Nightnurses" * 59}
    wrong = client.get(f"{here}/wrong").form_values()
    refused = client.post(f"{here}/wrong", wrong | said, status=200)
    assert refused.errors == ["“Who said no, or stopped using it?” must be 600 characters or fewer"]
    assert said["who_said_no"] in refused.data.decode(), "as it was typed"
    client.post(f"{here}/wrong", wrong | {"who_said_no": said["who_said_no"][:600]})
    again = client.get(f"{here}/place").form_values()
    assert (again["settings"], again["stage"]) == (["homecare", "nursing_home"], ["retired"])
    rest = {key: said for key, said in build.TEXTS.items() if key not in ("settings", "stage")}
    with transaction():
        services.save(the_one(), rest, whose=OWNER, actor=ANONYMOUS)
    page = client.get(here)
    assert "18 months" in page.text and "1,200" in page.text
    page = send(client, here, **ALLOWED)
    client.sign_in(staff)
    page = client.get(f"/manage/shared-projects/{the_one().reference}")
    assert "Homecare, Care home with nursing" in page.text and "No longer in use" in page.text
    send(client, f"/manage/case-studies/shared/{the_one().reference}/take-on")
    made = study()
    assert (made.settings, made.stage) == (["homecare", "nursing_home"], "retired")
    assert made.cost_words == "About *£4* a week.", "plain, where no marks are read"
    assert (made.length_months, made.people_count, made.cost_band) == (18, 1200, "5k_to_25k")
    assert len(made.who_said_no) == 600, "all of it"
    assert made.provenance["who_said_no"]["source"].startswith("Who said no")
    assert client.get(f"/manage/case-studies/{made.slug}/edit").text


def test_where_and_how_far_are_asked_and_not_sure_is_an_answer(
    client: CheckedClient, staff: User
) -> None:
    here = build.link(build.begun())
    with transaction():
        nowhere = build.TEXTS | {"settings": [], "stage": ""}
        services.save(the_one(), nowhere, whose=OWNER, actor=ANONYMOUS)
    page = client.get(here)
    assert "Choose where care happens, or that you are not sure" in page.text
    assert "Choose how far it is, or that you are not sure" in page.text
    refused = client.post(here, {**page.form_values(), **ALLOWED}, status=200)
    assert refused.errors and the_one().state == "draft"
    send(client, f"{here}/place")
    assert (the_one().settings, the_one().stage) == ([], ""), "a half step is kept"
    place = client.get(f"{here}/place").form_values()
    both = place | {"settings": ["homecare", "unsure"], "stage": "unsure"}
    assert client.post(f"{here}/place", both, status=200).errors
    client.post(f"{here}/place", both | {"settings": ["unsure"]})
    page = client.get(here)
    assert "Somewhere else, or not sure yet" in page.text
    send(client, here, **ALLOWED)
    client.sign_in(staff)
    send(client, f"/manage/case-studies/shared/{the_one().reference}/take-on")
    assert (study().settings, study().stage) == ([], "")


def test_words_that_lead_to_a_person_are_told_before_they_go_and_stay_as_typed(
    client: CheckedClient,
) -> None:
    here = build.link(build.begun())
    who = {
        "project": "We rang Jane Smith on 07700 900123 each week.",
        "lessons": "Write to jane@example.org for the rest, in 2026.",
        "contact": "info@hill.example",
        "results": [{"id": "r1", "measure": "Falls", "counted_by": "Ask 01632 960 123"}],
    }
    with transaction():
        services.save(the_one(), build.TEXTS | who, whose=OWNER, actor=ANONYMOUS)
    page = client.get(here)
    assert "Does this lead to a person?" in page.text
    for found in ("“07700 900123”", "“jane@example.org”", "“01632 960 123”"):
        assert found in page.text
    assert "“info@hill.example”" not in page.text
    assert page.links()["What did you do?"].endswith("/project")
    send(client, here, **ALLOWED)
    assert (the_one().state, the_one().project) == ("received", who["project"])
    assert "Does this lead" not in client.get(here).text, "it is gone"
    fine = build.begun(email="two@example.org")
    with transaction():
        services.save(fine, build.TEXTS, whose=OWNER, actor=ANONYMOUS)
    assert "Does this lead" not in client.get(build.link(fine)).text
