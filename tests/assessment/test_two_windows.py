"""Two windows with one sheet: both texts are kept and shown."""

from __future__ import annotations

import pytest

from tests.assessment.forms import by_script, filled, text_of
from tests.build import assessment as build

pytestmark = pytest.mark.any_database


def two_windows(client, application, person, first, second):
    """Both were opened before either saved; the page that the second gets."""
    build.declared(application, person)
    here = f"/assess/{application.reference}"
    client.sign_in(person)
    one, two = client.get(here), client.get(here)
    client.post(here, filled(one, **first))
    return client.post(here, filled(two, **second), status=200)


def test_two_windows_show_both_texts_side_by_side(application, person, client):
    here, thanks = f"/assess/{application.reference}", {"comments_for_applicant": "Thank you."}
    page = two_windows(
        client,
        application,
        person,
        {"score_problem": "9", "justification_problem": "People said FIRST", **thanks},
        {"score_problem": "2", "justification_problem": "People said SECOND"},
    )
    assert page.h1 == "Two versions of your score sheet"
    assert "choose what to keep in 2 places" in page.text
    assert any("FIRST" in text_of(item) for item in page.all("del"))
    assert any("SECOND" in text_of(item) for item in page.all("ins"))
    assert page.value_of("both_justification_problem") == "People said FIRST\n\nPeople said SECOND"
    # Only one window has this text: nobody is asked about it.
    assert page.value_of("comments_for_applicant") == "Thank you."
    assert page.value_of("keep_score_problem") is None
    missing = client.post(here, page.form_values(), status=200)
    also = "was also changed in another window: choose which version to keep"
    said = [f"“Problem: score” {also}", f"“Problem: why this score” {also}"]
    assert page.errors == missing.errors == said
    assert client.get(here).value_of("justification_problem") == "People said FIRST"


@pytest.mark.parametrize(
    ("keep", "score", "words"),
    [
        ("mine", "2", "SECOND"),
        ("theirs", "9", "FIRST"),
        ("both", "2", "FIRST and SECOND"),
    ],
)
def test_each_choice_keeps_what_it_says(application, person, client, keep, score, words):
    here = f"/assess/{application.reference}"
    page = two_windows(
        client,
        application,
        person,
        {"score_problem": "9", "justification_problem": "FIRST", "comments_for_applicant": "One"},
        {"score_problem": "2", "justification_problem": "SECOND"},
    )
    chosen = filled(
        page,
        keep_score_problem="mine" if keep == "both" else keep,
        keep_justification_problem=keep,
        both_justification_problem="FIRST and SECOND",
    )
    saved = client.post(here, chosen)
    assert saved.location == f"{here}#sheet"
    desk = client.follow(saved)
    assert desk.value_of("score_problem") == score
    assert desk.value_of("justification_problem") == words
    assert desk.value_of("comments_for_applicant") == "One"


def test_a_third_window_starts_the_choice_again_and_keeps_what_was_chosen(
    application, person, client
):
    here = f"/assess/{application.reference}"
    page = two_windows(
        client,
        application,
        person,
        {"justification_problem": "FIRST"},
        {"justification_problem": "SECOND"},
    )
    client.post(here, filled(client.get(here), justification_problem="THIRD"))
    both = {"keep_justification_problem": "both", "both_justification_problem": "FIRST SECOND"}
    again = client.post(here, filled(page, **both), status=200)
    assert again.errors[0].startswith(
        "“Problem: why this score” was also changed in another window"
    )
    assert again.value_of("both_justification_problem") == "THIRD\n\nFIRST SECOND"
    client.post(here, filled(again, keep_justification_problem="mine"))
    assert client.get(here).value_of("justification_problem") == "FIRST SECOND"


def test_a_text_edited_without_choosing_is_kept(application, person, client):
    here = f"/assess/{application.reference}"
    words = {"justification_problem": "SECOND"}
    page = two_windows(client, application, person, {"justification_problem": "FIRST"}, words)
    form = filled(page, both_justification_problem="BOTH, edited")
    again = client.post(here, form, status=200)
    assert again.value_of("both_justification_problem") == "BOTH, edited"


def test_a_conflict_declared_after_the_other_window_said_none_is_not_lost(
    application, person, client
):
    build.assigned(application, person)
    here = f"/assess/{application.reference}"
    one = client.sign_in(person).get(here)
    two = client.get(here)
    client.post(f"{here}/declare", filled(one, answer="none"))
    said = {"answer": "conflict", "kind": "family", "detail": "My sister works there"}
    page = client.post(f"{here}/declare", filled(two, **said), status=200)
    assert "You have answered this already" in page.errors[0]
    assert {name: page.form_values()[name] for name in said} == {n: [v] for n, v in said.items()}
    client.post(f"{here}/conflict", page.form_values(), status=302)
    client.get(here, status=404)


def test_different_fields_of_two_windows_are_both_kept(application, person, client):
    build.declared(application, person)
    here = f"/assess/{application.reference}"
    page, other = client.sign_in(person).get(here), client.get(here)
    client.post(here, filled(page, justification_problem="FIRST", score_problem="9"))
    saved = by_script(client, here, filled(other, comments_for_applicant="SECOND"))
    assert saved.json["outcome"] == "saved"
    assert {item["field"]: item["value"] for item in saved.json["theirs"]} == {
        "score_problem": "9",
        "justification_problem": "FIRST",
    }
    desk = client.get(here)
    assert desk.value_of("base") == saved.json["bases"]["base"]
    assert desk.value_of("justification_problem") == "FIRST"
    assert desk.value_of("comments_for_applicant") == "SECOND"


def test_a_save_whose_answer_got_lost_is_no_other_window(application, person, client):
    build.declared(application, person)
    here = f"/assess/{application.reference}"
    client.sign_in(person)
    values = client.get(here).form_values()
    for words in ("FIRST", "SECOND", "", "THIRD"):
        told = by_script(client, here, {**values, "justification_problem": words})
        assert told.json["outcome"] == "saved", told.json["said"]
        assert client.get(here).value_of("justification_problem") == words


def test_a_page_that_starts_from_something_else_is_another_form_to_a_browser(
    application, person, client
):
    """Going back, it fills in what stood in the form that begins with the same names."""

    def begins(page):
        return next(name for name in page.form_values() if name.startswith("drawn_"))

    build.declared(application, person)
    here = f"/assess/{application.reference}"
    one, two = client.sign_in(person).get(here), client.get(here)
    assert begins(one) == begins(two) == next(iter(one.form_values()))
    client.post(here, filled(two, score_problem="9"))
    client.post(here, filled(one, comments_for_applicant="Thank you."))
    back = client.get(here)
    assert begins(back) != begins(one) and back.value_of("score_problem") == "9"
