"""What a project that somebody shares may be told in is what a case study holds."""

from __future__ import annotations

from typing import Any

import pytest

from award.accounts.models import User
from award.case_studies.rules.completeness import missing
from award.foundation.db import transaction
from award.foundation.policy import ANONYMOUS
from award.sharing import services
from award.sharing.forms import form_of
from award.sharing.queries import OWNER
from award.sharing.rules.asked import BOXES, STEPS
from award.sharing.rules.boxes import Box
from tests.build import shares as build
from tests.client import CheckedClient
from tests.sharing.test_record import typed
from tests.sharing.test_sharing import ALLOWED, WHO, send, staff, study, the_one

__all__ = ["staff"]

ASK = "Ask the team at care@hill.example, or its "


def _most(box: Box) -> Any:
    """As much as it takes."""
    if box.table is not None or box.most:
        return None
    if box.options:
        return [*box.options][:1] if box.several else next(iter(box.options))
    if box.words:
        return " ".join(["word"] * box.words)
    return ASK + "x" * (box.chars - len(ASK))


@pytest.mark.each_database
def test_all_that_is_taken_can_be_sent_to_be_agreed(client: CheckedClient, staff: User) -> None:
    here = build.link(build.begun())
    for key, step in STEPS.items():
        most = {box.key: said for box in step.boxes if (said := _most(box)) is not None}
        sent = client.get(f"{here}/{key}").form_values() | most
        if key == "results":
            cells = dict.fromkeys(("measure", "group", "counted_by"), "x" * 120)
            sent = typed(sent, **cells, **dict.fromkeys(("before", "after", "unit"), "x" * 40))
        client.post(f"{here}/{key}", sent)
    send(client, here, **ALLOWED)
    client.sign_in(staff)
    send(client, f"/manage/case-studies/shared/{the_one().reference}/take-on")
    made = study()
    left = {problem.field for problem in missing(made)}
    assert left.isdisjoint(box.publish_as for box in BOXES), left
    assert (len(made.contact), len(made.results[0]["counted_by"])) == (255, 120), "none is cut"


@pytest.mark.any_database
def test_what_is_too_long_for_a_cell_is_said_beside_it_and_stays(client: CheckedClient) -> None:
    path = f"{build.link(build.begun())}/results"
    cells = {"measure": "x" * 146, "group": "y" * 146, "counted_by": "z" * 120}
    page = client.post(path, typed(client.get(path).form_values(), **cells), status=200)
    assert page.errors == [
        "Result 1, What was measured: The text has 146 characters: the most is 120",
        "Result 1, Among whom: The text has 146 characters: the most is 120",
    ]
    assert the_one().results == [] and "y" * 146 in page.data.decode()
    page = client.post(path, typed(page.form_values(), measure="", group="Five"), status=200)
    assert page.errors == ["Result 1, What was measured: Enter an answer"]
    client.post(path, typed(page.form_values(), measure="Falls"))
    assert the_one().results[0]["measure"] == "Falls"


@pytest.mark.any_database
def test_whom_to_ask_is_an_address_or_nobody(client: CheckedClient) -> None:
    here = build.link(build.begun())
    page = client.get(f"{here}/contact").form_values()
    wrong = client.post(f"{here}/contact", page | {"contact": "The night team"}, status=200)
    assert wrong.errors == ["Give an email address that readers can write to, or leave it empty"]
    assert "The night team" in wrong.data.decode()
    client.post(f"{here}/contact", page | {"contact": "The night team, nights@hill.example"})
    client.post(f"{here}/contact", client.get(f"{here}/contact").form_values() | {"contact": ""})
    assert the_one().contact == ""


@pytest.mark.any_database
def test_what_was_kept_before_is_said_before_it_goes(client: CheckedClient) -> None:
    here = build.link(build.begun())
    kept = {"contact": "The night team", "results": [{"id": "r1", "measure": "x" * 146}]}
    with transaction():
        services.save(the_one(), build.TEXTS | kept, whose=OWNER, actor=ANONYMOUS)
    refused = client.post(here, {**client.get(here).form_values(), **ALLOWED}, status=200)
    assert refused.errors and the_one().state == "draft"
    assert "Result 1, What was measured: The text has 146 characters" in refused.text
    assert "Give an email address" in refused.text


@pytest.mark.any_database
def test_no_choice_is_offered_that_counts_as_none() -> None:
    """Where an answer is needed."""
    silent = set()
    for step in STEPS:
        for box in form_of(step).asked.values():
            if box.options:
                choices = getattr(form_of(step), box.key).kwargs["choices"]
                silent |= {box.key} if "" in [key for key, _words in choices] else set()
    needed = {box.key for box in BOXES if box.missing}
    assert "outcome" in needed and silent and silent.isdisjoint(needed)


@pytest.mark.any_database
def test_what_nobody_sees_is_said_once_and_left_out(client: CheckedClient) -> None:
    """Of what is pasted into the lines of a form that anybody fills in."""
    pasted = {"name": "Ola\u200b Stranger", "organisation": "Hill\u00ad House",
              "title": "Hearing\u202e calls می\u200cخواهم"}  # fmt: skip
    page = client.post("/share", {**WHO, **pasted}, status=200)
    assert len(page.errors) == 3
    assert all("had 1 character that nobody sees" in error for error in page.errors)
    assert page.value_of("title") == "Hearing calls می\u200cخواهم", "with what a script needs"
    client.post("/share", page.form_values())
    assert (the_one().name, the_one().organisation) == ("Ola Stranger", "Hill House")
    assert the_one().title == "Hearing calls می\u200cخواهم"
