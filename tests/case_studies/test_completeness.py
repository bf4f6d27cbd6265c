"""What is missing, too long or too short, and the way to each field."""

from __future__ import annotations

from time import process_time
from typing import Any

import pytest
from flask import Flask

from award.case_studies.rules.advice import SOUGHT_BY, worth_checking
from award.case_studies.rules.completeness import missing, sections
from award.case_studies.rules.facets import FACETS
from award.case_studies.rules.fields import SECTION_OF
from award.case_studies.rules.vocabulary import BUYERS
from award.case_studies.services import editing
from award.foundation.db import transaction
from award.foundation.errors import Refused
from award.foundation.policy import Role
from tests.build import case_studies as build
from tests.build.accounts import actor_of, user
from tests.client import CheckedClient

pytestmark = pytest.mark.any_database


def words(number: int) -> str:
    return " ".join(["word"] * number)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Write “The problem to be solved”"),
        (words(300), None),
        (words(301), "Cut 1 word from “The problem to be solved”: the limit is 300"),
        (words(340), "Cut 40 words from “The problem to be solved”: the limit is 300"),
    ],
)
def test_a_problem_is_there_and_no_longer_than_it_may_be(
    app: Flask, text: str, said: str | None
) -> None:
    """The draft is kept whatever its length; sending it is what is refused."""
    study = build.complete(problem=text)
    assert build.again(study).problem == text
    assert [one.text for one in missing(study) if one.field == "problem"] == [said] * bool(said)
    if said:
        with pytest.raises(Refused) as refusal, transaction():
            editing.send_to_applicant(study, actor=actor_of(user(roles=(Role.STAFF,))))
        assert said in refusal.value.reason


@pytest.mark.parametrize(("key", "needed"), [("problems", True), ("outcome", False)])
def test_where_it_counts_is_chosen(app: Flask, key: str, needed: bool) -> None:
    """Without a problem it would stand nowhere in the grid; an outcome may be unknown, and is asked
    for."""
    study = build.complete(**{key: [] if key == "problems" else ""})
    found = {one.field for one in (missing if needed else worth_checking)(study)}
    assert key in found
    place = {one.key: one for one in sections(study)}["place"]
    assert (place.verdict, place.stops) == (("Missing", True) if needed else ("", False))
    if needed:
        with pytest.raises(Refused), transaction():
            editing.send_to_applicant(study, actor=actor_of(user(roles=(Role.STAFF,))))


@pytest.mark.parametrize("level", ["none_yet", "staff_feedback", "before_and_after"])
def test_evidence_that_contradicts_results_is_told(app: Flask, level: str) -> None:
    both = {"id": "r", "measure": "Falls", "before": "31", "after": "22"}
    after = {"id": "s", "measure": "Wakings", "before": "Not counted", "after": "4"}
    silent = "“Evidence” says that nothing was measured, and there are results"
    borne_out = "“Evidence” says before and after, and no result has a number from both"
    says = level == "before_and_after"
    for rows, told in (([both, after], "" if says else silent), ([after], borne_out if says
                       else silent), ([], borne_out if says else "")):  # fmt: skip
        study = build.complete(evidence_level=level, results=rows)
        found = [one.text.partition(":")[0] for one in worth_checking(study)]
        assert [one for one in found if one in (silent, borne_out)] == [told] * bool(told)


def test_a_word_that_nobody_can_read_stops_it(app: Flask) -> None:
    study = build.complete(problem="One " + "x" * 9_000)
    assert missing(study)[0].text.endswith("has a word of 9,000 letters: use words of up to 200")
    place = {one.key: one for one in sections(study)}["problem"]
    assert (place.verdict, place.stops) == ("To mend", True)
    link = f"[its report](https://a.example/{'x' * 300})"
    assert not missing(build.complete(problem=f"Read {link}."))


def test_nothing_sensed_stands_alone_and_a_figure_says_where_it_comes_from(app: Flask) -> None:
    both = [one for one in missing(build.complete(senses=["camera", "none"])) if one.field]
    assert "senses" in {one.field for one in both}
    assert not [one for one in missing(build.complete(senses=["none"])) if one.field == "senses"]
    number = {"id": "n", "figure": "999%", "what": "better than anything"}
    told = [one.text for one in missing(build.complete(numbers=[number]))]
    assert told == ["Numbers that stand out: Number 1, Where it comes from: Enter an answer"]


def test_what_people_look_for_is_asked_for(app: Flask) -> None:
    said: dict[str, Any] = {
        "beneficiaries": ["older_people"], "capabilities": ["analysis"], "senses": ["camera"],
        "generative": "no", "length_months": 6, "people_count": 40, "cost_band": "under_5k",
        "organisation_type": "local_authority", "region": "North East",
    }  # fmt: skip

    def asked(**values: Any) -> list[str]:
        found = worth_checking(build.complete(**{**said, **values}))
        return [one.text for one in found if "People look for it" in one.text]

    assert asked() == []
    empty = build.promoted()
    stops = {one.field for one in missing(empty)}
    for facet in FACETS:  # what stops it is asked for, and so is what became of it
        assert not facet.field or facet.field in {*stops, *SOUGHT_BY, "settings", "outcome"}
    assert asked(cost_band="", senses=[]) == [
        "Not said: what it senses, cost in use. People look for it, and compare it, by that"
    ]


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("https://listening.example/report", False),
        ("http://listening.example", False),
        ("On request: write to us", False),
        ("javascript:alert(1)", True),
        (" JavaScript:alert(1)", True),
        ("data:text/html,x", True),
        ("mailto:x@listening.example", True),
    ],
)
def test_a_document_lies_at_an_address_of_the_web(app: Flask, address: str, said: bool) -> None:
    study = build.complete(documents=[{"id": "d", "title": "A leaflet", "address": address}])
    assert bool([one for one in missing(study) if one.field == "documents"]) is said


@pytest.mark.parametrize("contact", ["07700 900123", "jane@acme.example", "jane @ acme.example"])
def test_how_to_reach_somebody_is_found_wherever_it_is_written(app: Flask, contact: str) -> None:
    words = f"Call Jane on {contact}"
    places: dict[str, object] = {
        "summary": words, "project": words, "who_said_no": words,
        "results": [{"id": "r", "measure": words}], "quotes": [{"id": "q", "words": words}],
        "buyers": [{"id": next(iter(BUYERS)), "answer": words}],
    }  # fmt: skip
    for key, value in places.items():
        found = [one.text for one in worth_checking(build.complete(**{key: value}))
                 if one.field == key]  # fmt: skip
        assert [one for one in found if "seems to hold an email address" in one], key


def test_other_lengths_and_empty_sections_are_advice(app: Flask) -> None:
    study = build.complete(
        problem="It was hard. " * 30, project=words(301), impact=words(3), whats_next=""
    )
    said = {one.field: one.text for one in worth_checking(study)}
    assert said["project"] == "“What was tried” has 301 words: 80 to 300 words read best"
    assert said["impact"] == "“What happened” has 3 words: 60 to 300 words read best"
    assert said["whats_next"] == "“What happens next” is empty, and is left out of the page"
    study.project, before = "a" * 50_000, process_time()
    assert worth_checking(study) and process_time() - before < 3, "however long"
    assert "problem" not in said
    assert [one.field for one in missing(study)] == ["project"], "nobody can read such a word"


def test_the_contents_say_how_each_section_stands(app: Flask) -> None:
    study = build.complete(
        problem=words(301), project=words(301), how_ai_works=words(60), evidence_level=""
    )
    verdicts = {item.heading: (item.field, item.verdict, item.stops) for item in sections(study)}
    assert verdicts["Title and summary"] == ("title", "", False)
    assert verdicts["The problem to be solved"] == ("problem", "Too long", True)
    assert verdicts["What was tried"] == ("project", "Long", False)
    assert verdicts["How it works"] == ("how_ai_works", "", False)
    assert verdicts["What happened"] == ("evidence_level", "Evidence missing", True)
    assert verdicts["What happens next"] == ("whats_next", "Empty", False)
    assert verdicts["Stage and outcome"] == ("stage", "", False)


def test_what_was_cut_to_fit_is_finished_before_it_is_sent(
    app: Flask, client: CheckedClient
) -> None:
    study = build.complete(title="People are understood the first time they call, with an…")
    assert [one.field for one in missing(study)] == ["title"]
    title = sections(study)[0]
    assert (title.field, title.verdict, title.stops) == ("title", "To mend", True)
    client.sign_in(user(roles=(Role.PUBLISHER,)))
    page = client.get(f"/manage/case-studies/{study.slug}")
    assert "Finish the title: it was cut to fit and ends in “…”" in page.text


@pytest.mark.parametrize(
    ("contact", "stops", "said"),
    [
        ("Care technology team, hello@brightwater.example", False, None),
        ("Care technology team <hello@brightwater.example>", False, None),
        ("not an email <b>", True, "Give the email address of a shared mailbox in “Who to ask”"),
        (
            "<b>Jo</b> jo@brightwater.example",
            False,
            "“Who to ask” has HTML in it, which is shown as it is typed",
        ),
    ],
)
def test_who_to_ask_can_be_written_to(
    app: Flask, contact: str, stops: bool, said: str | None
) -> None:
    study = build.complete(contact=contact)
    found = missing(study) if stops else worth_checking(study)
    assert [one.text for one in found if one.field == "contact"][:1] == [said] * bool(said)
    assert bool(missing(study)) is stops


def test_without_a_title_it_goes_by_its_projects(app: Flask, client: CheckedClient) -> None:
    study = build.complete(title="")
    client.sign_in(user("Pat Publisher", roles=(Role.PUBLISHER,)))
    path = f"/manage/case-studies/{study.slug}"
    page = client.get(path)
    assert page.h1 == "Listening for falls at night"
    assert "Promoted: started from the application, Stef Staff" in page.text
    for other in (f"{path}/edit", f"{path}/take-down", "/manage/case-studies"):
        assert "Listening for falls at night" in client.get(other).text


def test_each_thing_to_mend_leads_to_its_field(app: Flask, client: CheckedClient) -> None:
    study = build.complete(problem=words(320), summary="", stage="", settings=[], whats_next="")
    client.sign_in(user(roles=(Role.PUBLISHER,)))
    path = f"/manage/case-studies/{study.slug}"
    page = client.get(path)
    edit = client.get(f"{path}/edit/all")
    ids = {item.get("id") for item in edit.root.iter()}
    wanted = [*missing(study), *worth_checking(study)]
    assert len(wanted) > 4
    for one in wanted:
        there = f"{path}/edit/{SECTION_OF[one.field]}"
        assert page.links()[one.text] == f"{there}#{one.field}"
        assert one.field in {item.get("id") for item in client.get(there).root.iter()}
        assert one.field in ids
    listed = client.get(f"{path}/edit").links()
    for section in sections(study):
        assert listed[section.heading] == f"{path}/edit/{section.key}"
        assert edit.links()[section.heading] == f"#{section.field}"
        assert section.field in ids

    refused = client.post(f"{path}/send", page.form_values(f"{path}/send"), status=200)
    assert refused.errors == [one.text for one in missing(study)]
    assert refused.links()["Choose the stage"] == f"{path}/edit/stage#stage"
    assert build.again(study).state == "draft"
