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
    asked = {"cost_words": "About *£4* a week.", "who_said_no": "Nightnurses" * 59 + "x"}
    client.post(f"{here}/effort", client.get(f"{here}/effort").form_values() | asked)
    again = client.get(f"{here}/place").form_values()
    assert (again["settings"], again["stage"]) == (["homecare", "nursing_home"], ["retired"])
    with transaction():
        services.save(the_one(), build.TEXTS, whose=OWNER, actor=ANONYMOUS)
    page = send(client, here, **ALLOWED)
    client.sign_in(staff)
    page = client.get(f"/manage/shared-projects/{the_one().reference}")
    assert "Homecare, Care home with nursing" in page.text and "No longer in use" in page.text
    send(client, f"/manage/case-studies/shared/{the_one().reference}/take-on")
    made = study()
    assert (made.settings, made.stage) == (["homecare", "nursing_home"], "retired")
    assert made.cost_words == "About *£4* a week.", "plain, where no marks are read"
    assert len(made.who_said_no) == 600, "as much as its box takes"
    assert made.provenance["who_said_no"]["source"].startswith("Who said no")
    assert client.get(f"/manage/case-studies/{made.slug}/edit").text
