"""Passages of answers pinned to criteria: exact, the assessor's own, frozen with the sheet."""

from __future__ import annotations

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from award.assessment.forms.pinning import draw_one
from award.assessment.models.fixed import FixedSheet
from award.assessment.models.pins import Pin
from award.assessment.queries.sheets import sheet_of
from award.assessment.rules.pins import Passage, names_of, places, runs, whole_words
from award.assessment.rules.reading import ReadAnswer
from award.foundation import clock
from award.foundation.db import db
from award.foundation.policy import Role
from award.rounds.kinds import Text
from tests.assessment.forms import by_script, complete, filled, text_of
from tests.build import accounts, applications
from tests.build import assessment as build

PROBLEM = "Nights are long in our homes.\n\nStaff write falls down at dawn, and some are forgotten."


@pytest.fixture
def application(app):
    return applications.submitted(answers={"problem": PROBLEM})


def pinned(client, application, criterion, quotation, question="", *, status=302):
    here = f"/assess/{application.reference}/pins/{criterion}"
    page = client.get(here)
    told = filled(page, question=question, quotation=quotation)
    return client.post(here, told, status=status)


def test_words_stand_where_they_are_whatever_spaces_were_pasted():
    assert places(PROBLEM, "homes. \n Staff  write") == [(23, "homes.\n\nStaff write")]
    assert places("a b a b", "a b") == [(0, "a b"), (4, "a b")]
    assert places(PROBLEM, " ") == places(PROBLEM, "Nights are short") == []


def test_a_passage_is_of_whole_words():
    told = "It’s 1,250.50 a night-shift: no more."
    for within, whole in (
        ("s 1,2", "It’s 1,250.50"),
        ("250.50 a", "1,250.50 a"),
        ("a nig", "a night-shift"),
        ("shift: no m", "night-shift: no more"),
        (" a ", " a "),
        (told, told),
        ("igh", "night-shift"),
    ):
        found = whole_words(told, told.index(within), within)
        assert found == (told.index(whole), whole)


def test_a_mark_names_its_criterion_and_has_no_number_that_reads_as_a_score():
    titles = ["Safety, data and regulation", "Value for money", "Does it matter to people?",
              "Whole life of it for you", "Whole life of it for us"]  # fmt: skip
    assert names_of(titles) == ["Safety, data…", "Value for money", "Does it matter…", *titles[3:]]


def test_overlapping_passages_cut_the_text_once():
    def passage(number, start, words):
        return Passage(number, 1, "problem", "Need", "", "problem", "", words, start)

    first, second = passage(1, 0, "one two"), passage(2, 4, "two\nthree")
    found = runs("one two\nthree four", [first, second])
    assert [(piece, [one.id for one in of]) for piece, of in found] == [
        ("one ", [1]), ("two", [1, 2]), ("\n", [2]), ("three", [2]), (" four", []),
    ]  # fmt: skip


def test_overlapping_passages_are_told_apart():
    """Each says where it begins and where it ends; what stands alone begins where its mark does."""

    def passage(number, letter, start, words):
        return Passage(
            number, 1, "problem", "Need", "Need", "problem", "", words, start, "", letter
        )

    answer = ReadAnswer("problem", "Problem", shown=Text("one two three four five"))
    first, second = passage(1, "A", 0, "one two three"), passage(2, "B", 4, "two three four")
    html = draw_one(answer, [first, second])
    order = ["A: Need▸", "one", "B: Need▸", "two three", ">A: Need<", "four", ">B: Need<"]
    assert sorted(order, key=html.index) == order
    assert html.count("app-pin--both") == 1
    alone = draw_one(answer, [first])
    assert "▸" not in alone and "app-pin--both" not in alone


def test_a_passage_is_pinned_marked_and_taken_off(application, client):
    person = build.assessor()
    build.declared(application, person)
    here = f"/assess/{application.reference}"
    desk = client.sign_in(person).get(here)
    step = client.post(here, filled(desk, score_people="7", then="pin-people"))
    assert step.location == f"{here}/pins/people"
    for words, said in (
        ("", "Enter the words to pin"),
        ("Nights are short", "not in what you read"),
        ("t", "at least 3 letters or figures"),
        ("h . o", "at least 3 letters or figures"),
        ("x" * 1001, "1,000 characters or fewer"),
    ):
        page = pinned(client, application, "people", words, status=200)
        assert said in " ".join(page.errors)
        assert page.value_of("quotation") == words
    page = client.get(f"{here}/pins/people")
    parts = [one.get("formaction") or "" for one in page.all("button") if one.get("name") == "look"]
    assert len(parts) > 1 and page.value_of("question") == "", "no list of every answer"
    for part in parts[:2]:  # the one chosen, whatever was posted of another
        looked = filled(page, look="1", question=page.value_of("question"), quotation="pasted here")
        page = client.post(part, looked, status=200)
        assert page.errors == [] and page.value_of("quotation") == "pasted here"
        assert part not in [one.get("formaction") for one in page.all("button")]
    elsewhere = pinned(client, application, "people", "Staff  write falls", "team", status=200)
    assert elsewhere.value_of("question") == "team"
    saved = clock.now()
    done = pinned(client, application, "people", "our homes. Staff write falls")
    assert done.location == f"{here}#sheet-people"
    pinned(client, application, "people", "our homes.  Staff write falls", "problem")  # once
    pinned(client, application, "value", "falls down")
    sheet = sheet_of(db.session.scalars(select(Pin.assignment_id)).first() or 0)
    assert sheet.updated_at >= saved, "the draft was saved when it was last pinned to"
    desk = client.get(here)
    assert desk.value_of("score_people") == "7"
    marks = [text_of(one) for one in desk.all("mark")]
    assert "falls" in marks and " ".join(marks).startswith("our homes.")
    quoted = [text_of(one) for one in desk.all("q")]
    assert quoted == ["our homes. Staff write falls", "falls down"]
    check = client.get(f"{here}/submit")
    assert [text_of(one) for one in check.all("q")] == quoted, "they are fixed with the sheet"
    off = db.session.scalars(select(Pin).order_by(Pin.id)).all()
    assert [one.question_key for one in off] == ["problem", "problem"]
    client.post(here, filled(desk, score_value="5", then=f"unpin-{off[0].id}"))
    desk = client.get(here)
    assert desk.value_of("score_value") == "5"
    assert [text_of(one) for one in desk.all("q")] == ["falls down"]
    client.post(here, filled(desk, then="unpin-999999"))


def test_a_script_gets_the_answer_and_the_quotations_drawn(application, client):
    person = build.assessor()
    build.declared(application, person)
    client.sign_in(person).get(f"/assess/{application.reference}")
    here = f"/assess/{application.reference}/pins/problem"
    told = by_script(client, here, {"question": "problem", "quotation": "are", "nth": "1"}).json
    assert told["outcome"] == "saved" and 'some <mark class="app-pin">are</mark>' in told["answer"]
    assert "<q>are</q>" in told["pinned"]
    told = by_script(client, here, {"question": "problem", "quotation": "ome are forg"}).json
    assert "<q>some are forgotten</q>" in told["pinned"]
    told = by_script(client, here, {"question": "problem", "quotation": "t d"}).json
    assert told["outcome"] == "error" and "at least 3 letters" in told["said"]
    refused = by_script(client, here, {"question": "problem", "quotation": "never there"})
    assert (refused.status_code, refused.json["outcome"]) == (409, "error")
    assert "not in what you read" in refused.json["said"]


def test_pins_are_nobody_elses_until_the_sheet_is_in_and_then_stay(application, client):
    person, other = build.assessor(), build.assessor("Other Example")
    staff = accounts.user("Sam Staff", roles=(Role.STAFF,))
    assignment = build.declared(application, person, staff=staff)
    build.declared(application, other, staff=staff)
    here = f"/assess/{application.reference}"
    client.sign_in(person)
    pinned(client, application, "problem", "Nights are long")
    pin = db.session.scalars(select(Pin)).one()
    client.sign_in(other)
    assert client.get(here).all("mark") == []
    client.post(here, filled(client.get(here), then=f"unpin-{pin.id}"))
    managing = f"/manage/applications/{application.reference}"
    assert client.sign_in(staff).get(managing).all("mark") == []
    client.sign_in(person)
    client.post(here, {**complete(client.get(here)), "then": "submit"})
    client.post(f"{here}/submit", filled(client.get(f"{here}/submit")))
    page = client.get(here)
    assert "You submitted" in page.text and [text_of(one) for one in page.all("q")]
    assert "falls" in pinned_after(client, application).text, "what was to be pinned"
    page = client.sign_in(staff).get(managing)
    assert [text_of(one) for one in page.all("mark")] == ["Nights are long"]
    assert f"pinned to {person.name}, " in page.text
    page = client.get(f"{managing}/moderation/read")  # as panels read it
    assert [text_of(one) for one in page.all("mark")] == ["Nights are long"]
    assert [text_of(one) for one in page.all("q")] == ["Nights are long"]
    fixed = db.session.scalars(select(FixedSheet)).one()
    assert [one["quotation"] for one in fixed.content["pins"]] == ["Nights are long"]
    client.sign_in(other)
    assert client.get(here).all("mark") == []
    pinned(client, application, "people", "long")
    client.post(here, {**complete(client.get(here)), "then": "submit"})
    client.post(f"{here}/submit", filled(client.get(f"{here}/submit")))
    page = client.get(here)  # both assessors' over one text
    assert {text_of(one) for one in page.all("q")} == {"Nights are long", "long"}
    letter = assignment.alias[-1]
    tags = [text_of(one) for one in page.all("a") if one.get("class") == "app-pin__tag"]
    assert any(one.startswith(f"{letter}: Problem") for one in tags), tags
    assert f"pinned to {assignment.alias}, " in page.text
    with pytest.raises(DBAPIError), db.session.begin_nested():
        db.session.execute(text("DELETE FROM pin"))
    assert assignment.id == pin.assignment_id


def pinned_after(client, application):
    return client.post(
        f"/assess/{application.reference}/pins/problem",
        {"quotation": "falls", "csrf_token": client.csrf_token()},
        status=409,
    )
