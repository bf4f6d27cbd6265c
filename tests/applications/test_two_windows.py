"""Two windows at one answer: both texts are kept, and a person chooses."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from award.accounts.models import User
from award.applications.models import Application
from award.applications.queries.applications import open_conflicts
from award.applications.rules.states import CollaboratorRole
from award.foundation import clock
from tests.applications.walking import fill, save_elsewhere, stored, url
from tests.build import applications, team
from tests.client import CheckedClient
from tests.page import Page


def test_two_windows_never_overwrite_each_other(app: Flask, me: CheckedClient, lead: User) -> None:
    other = CheckedClient(app).sign_in(lead)
    application = applications.draft(lead=lead)
    first, second = me.get(url(application, "/problem")), other.get(url(application, "/problem"))
    me.post(url(application, "/problem"), fill(first, problem="Falls happen at night"))
    after = other.post(
        url(application, "/problem"),
        fill(second, problem="Falls happen by day", people_helped="no"),
    )
    assert stored(application) == {"problem": "Falls happen at night", "people_helped": "no"}
    page = other.follow(after)
    assert page.h1 == "Choose between two versions of this answer"
    assert "Falls happen at night" in page.text.replace("[only in this version: ", "").replace(
        "end] ", "")  # fmt: skip
    marks = {tag: ["".join(item.itertext()) for item in page.all(tag)] for tag in ("del", "ins")}
    assert marks == {
        "del": ["like this", "[only in this version: at nightend] "],
        "ins": ["like this", "[only in this version: by dayend] "],
    }
    assert {"Keep the saved version", "Keep your version", "Keep this text"} <= set(page.buttons())
    assert "Two versions of an answer" in me.get(url(application)).text
    assert "Two versions of an answer" in me.get(url(application, "/problem")).text
    assert "Two versions: choose one" in me.get(url(application, "/check")).text
    assert "changed in two places: both times by you" in page.text
    assert "Your other version" in page.text
    assert page.value_of("text") == "Falls happen at night\n\nFalls happen by day"
    sent = {**page.form_values(), "choice": "both", "answer_problem": "", "text": "At any hour"}
    after = other.post(after.location, sent)
    assert after.location == url(application, "/problem#answer_problem")
    assert "Two versions of an answer" not in other.follow(after).text
    assert stored(application)["problem"] == "At any hour"
    settled = other.get(page_path(application, page), status=302)
    assert settled.location == url(application)


def page_path(application: Application, page: Page) -> str:
    return str(page.response.request.path)


def test_a_choice_made_on_old_texts_is_asked_again(me: CheckedClient, lead: User) -> None:
    application = applications.draft(lead=lead)
    page = me.get(url(application, "/problem"))
    save_elsewhere(application, problem="Theirs")
    after = me.post(url(application, "/problem"), fill(page, problem="Mine"))
    page = me.follow(after)
    save_elsewhere(application, problem="Theirs, newer")
    page = me.post(after.location, {**page.form_values(), "choice": "mine"}, status=200)
    assert "Someone else changed this" in page.errors[0]
    assert stored(application)["problem"] == "Theirs, newer"
    me.post(after.location, {**page.form_values(), "choice": "mine"})
    assert stored(application)["problem"] == "Mine"


def test_a_page_that_starts_from_other_answers_is_another_form_to_a_browser(
    me: CheckedClient, lead: User
) -> None:
    """Going back, it fills in what stood in the form that begins with the same names."""
    application = applications.draft(lead=lead)
    here = url(application, "/problem")
    one, two = me.get(here), me.get(here)
    begin = [next(iter(page.form_values())) for page in (one, two)]
    assert begin[0] == begin[1] and all(name.startswith("drawn_") for name in begin)
    me.post(here, fill(one, problem="Falls happen at night"))
    back = me.get(here)
    assert next(iter(back.form_values())) != begin[0]
    assert back.value_of("answer_problem") == "Falls happen at night"


def test_an_untouched_field_of_a_stale_page_is_left_alone(me: CheckedClient, lead: User) -> None:
    application = applications.draft(lead=lead, answers={"problem": "Old"})
    page = me.get(url(application, "/problem"))
    save_elsewhere(application, problem="New")
    after = me.post(url(application, "/problem"), fill(page, people_helped="no"))
    assert after.location.endswith("/project")
    assert stored(application) == {"problem": "New", "people_helped": "no"}


def test_autosave_tells_versions_conflicts_and_errors(me: CheckedClient, lead: User) -> None:
    application = applications.draft(lead=lead)
    page = me.get(url(application, "/problem"))
    path = url(application, "/problem")
    part = {"base_problem": page.value_of("base_problem"), "answer_problem": "One"}

    def send(part: dict[str, Any], to: str = path, status: int = 200) -> Any:
        return me.post(to, part, status=status, headers={"Accept": "application/json"}).json

    answer = send(part)
    assert answer["outcome"] == "saved" and answer["said"].startswith("Saved at ")
    first = answer["bases"]["base_problem"]
    assert first.startswith("1.")
    part = {"base_problem": first, "answer_problem": "One two"}
    assert send(part)["bases"]["base_problem"].startswith("2.")
    clash = send({"base_problem": first, "answer_problem": "One three"})
    assert (clash["outcome"], clash["settled"]) == ("conflict", ["base_problem"])
    assert "/conflicts/" in clash["conflicts"]["bar"]
    base = me.get(path).value_of("base_people_helped")
    save_elsewhere(application, people_helped="yes")
    both = send({"base_people_helped": base, "answer_people_helped": "no"})["conflicts"]["banner"]
    assert both.count("Choose for") == 2, "the second is listed at once"
    assert " ".join(both.split()) in " ".join(me.get(path).html.split()), "as the page lists them"
    assert stored(application) == {"problem": "One two", "people_helped": "yes"}
    part = {"base_duration_months": "0.", "answer_duration_months": "abc"}
    assert send(part, url(application, "/summary"))["outcome"] == "error"
    with clock.at(application.round.closes_at):
        late = send({"base_problem": "2.", "answer_problem": "Late"}, status=409)
    assert late["outcome"] == "refused" and "round has closed" in late["said"]


@pytest.mark.parametrize(
    ("section", "key", "theirs", "other"),
    [
        ("problem", "problem", "Theirs", {"people_helped": "no"}),
        ("project", "milestones", [{"id": "k1", "what": "Theirs", "month": 1}], {"team": "Ada"}),
    ],
)
def test_two_versions_are_said_until_somebody_has_chosen(
    me: CheckedClient, lead: User, section: str, key: str, theirs: Any, other: dict[str, Any]
) -> None:
    """Whatever is saved beside them: of a text and of a cell, in the bar and at the answer."""
    begun = {"problem": "Begun", "milestones": [{"id": "k1", "what": "Begun", "month": 1}]}
    application = applications.draft(lead=lead, answers=begun)
    path = url(application, f"/{section}")

    def send(values: dict[str, Any]) -> Any:
        return me.post(path, values, status=200, headers={"Accept": "application/json"}).json

    page = me.get(path)
    save_elsewhere(application, **{key: theirs})
    mine = {"answer_problem": "Mine", "answer_milestones-k1-what": "Mine"}
    typed = page.form_values() | {name: mine[name] for name in mine if page.value_of(name)}
    clash = send(typed)
    assert clash["outcome"] == "conflict"
    assert "/conflicts/" in clash["conflicts"]["answers"][key]
    more = {f"answer_{name}": value for name, value in other.items()}
    after = send({
        name: value for name, value in {**typed, **more, **clash["bases"]}.items()
        if name not in clash["settled"]
    })  # fmt: skip
    while_waiting = after["conflicts"]
    assert "Two versions: choose one" in while_waiting["bar"]
    assert list(while_waiting["answers"]) == [key]
    page = me.get(path)
    bar = next(one for one in page.all("p") if one.get("data-choose") is not None)
    assert "Two versions: choose one" in " ".join(bar.itertext()), "and after a reload"
    marked = [" ".join(one.itertext()).split() for one in page.all("div")
              if one.get("data-two-versions") is not None]  # fmt: skip
    assert len([words for words in marked if words]) == 1
    me.post(next(one.get("href", "") for one in bar.iter("a")), {
        **me.get(next(one.get("href", "") for one in bar.iter("a"))).form_values(),
        "choice": "theirs",
    })  # fmt: skip
    told = send(me.get(path).form_values())["conflicts"]
    assert (told["bar"].strip(), told["answers"]) == ("", {})


def test_what_was_saved_before_the_answer_got_lost_can_be_taken_back(
    me: CheckedClient, lead: User
) -> None:
    """The page sends it again, is told that it stands there, and goes on from that."""
    application = applications.draft(lead=lead, answers={"problem": "Seven"})
    page = me.get(url(application, "/problem"))
    path, as_script = url(application, "/problem"), {"Accept": "application/json"}
    part = {"base_problem": page.value_of("base_problem"), "answer_problem": "None"}
    me.post(path, part, status=200, headers=as_script)  # its answer never arrives
    told = me.post(path, part, status=200, headers=as_script).json
    again = {**part, **told["bases"], "answer_problem": "Seven"}
    me.post(path, again, status=200, headers=as_script)
    assert stored(application) == {"problem": "Seven"}


def test_a_save_whose_answer_got_lost_is_no_other_window(me: CheckedClient, lead: User) -> None:
    """By script and by the button, for every kind of box, whatever is typed next."""
    for send in ("script", "button"):
        application = applications.draft(lead=lead, answers={"problem": "Seven"})
        path = url(application, "/problem")
        headers = {"Accept": "application/json"} if send == "script" else {}
        boxes = me.get(path).form_values()
        for problem, helped in (("Eight", "yes"), ("Nine", "no"), ("Seven", "no"), ("Ten", "yes")):
            sent = {**boxes, "answer_problem": problem, "answer_people_helped": helped}
            me.post(path, sent, headers=headers, status=200 if headers else 302)  # never heard
            assert stored(application) == {"problem": problem, "people_helped": helped}
        assert "Two versions" not in me.get(path).text


def test_what_was_not_heard_hides_nobody_elses_words(
    app: Flask, me: CheckedClient, lead: User
) -> None:
    """Another window that saves after the lost answer is asked about; the name of a page is good
    for whoever it was drawn for alone, and for no other page."""
    application = applications.draft(lead=lead, answers={"problem": "Seven"})
    path, as_script = url(application, "/problem"), {"Accept": "application/json"}
    boxes = me.get(path).form_values()
    me.post(path, {**boxes, "answer_problem": "Eight"}, status=200, headers=as_script)
    fresh = me.get(path).form_values()
    assert fresh["page_heard"] != boxes["page_heard"]
    stale = {**boxes, "answer_problem": "Nine", "page_heard": fresh["page_heard"]}
    assert me.post(path, stale, status=200, headers=as_script).json["outcome"] == "conflict"
    save_elsewhere(application, problem="Theirs")
    told = me.post(path, {**boxes, "answer_problem": "Ten"}, status=200, headers=as_script).json
    assert told["outcome"] == "conflict" and stored(application) == {"problem": "Theirs"}
    for odd in ("", "x", "a.b.c", "1" * 400, "abcdefgh.99999999", "abcdefgh.-1"):
        sent = {**boxes, "answer_problem": "Eleven", "page_heard": odd}
        told = me.post(path, sent, status=200, headers=as_script).json
        assert told["outcome"] == "conflict"


def test_two_versions_of_others_are_called_theirs(
    app: Flask, me: CheckedClient, lead: User
) -> None:
    """Whoever chooses is not always whose version came later, and nobody need have typed it."""
    application = applications.draft(lead=lead)
    editor = team.collaborator(application, CollaboratorRole.EDITOR)
    other = CheckedClient(app).sign_in(editor)
    page = other.get(url(application, "/problem"))
    save_elsewhere(application, problem="The lead's")
    after = other.post(url(application, "/problem"), fill(page, problem="The editor's"))
    shown = me.get(after.location)
    assert "Keep Bea Editor’s version" in shown.buttons()
    check = me.get(url(application, "/check"))
    assert check.links()["Choose between two versions of an answer"] == after.location
    settled = me.post(after.location, {**shown.form_values(), "choice": "mine"})
    assert settled.location == url(application, "/problem#answer_problem")


def test_from_earlier_versions_back_to_the_answer(me: CheckedClient, lead: User) -> None:
    application = applications.draft(lead=lead)
    with clock.at(clock.now() - timedelta(hours=1)):
        save_elsewhere(application, problem="Much was written")
    save_elsewhere(application, problem="Little")
    path = url(application, "/history/problem")
    page = me.get(path)
    assert page.links()["Back to the answer"] == url(application, "/problem#answer_problem")
    version = me.get(f"{path}/1")
    after = me.post(f"{path}/1", version.form_values())
    assert after.location == url(application, "/problem#answer_problem")


def test_of_many_versions_some_are_shown_and_how_many_more(me: CheckedClient, lead: User) -> None:
    """One answer with many of them is one answer still, and all are kept."""
    application = applications.draft(lead=lead)
    windows = [me.get(url(application, "/problem")) for _ in range(9)]
    for n, window in enumerate(windows):
        me.post(url(application, "/problem"), fill(window, problem=f"Falls, told in way {n}"))
    page = me.get(url(application, "/problem"))
    assert page.text.count("Choose for “") == 5
    assert "And 3 more. They stand here once you have chosen between these." in page.text
    assert "Two versions: choose one" in page.text
    assert "answers have two versions" not in page.text
    assert len(open_conflicts(application.id)) == 8
