"""Staff set specimens up on their pages, an assessor scores them, and looks back on their order."""

from __future__ import annotations

from flask import Flask

from award.accounts.models import User
from award.assessment.services import assigning
from award.calibration.objections import FIRST
from award.calibration.queries import specimens
from award.calibration.services import scoring
from award.foundation import clock
from award.foundation.db import transaction
from award.foundation.policy import Role
from tests.build import applications, assessment, calibration, rounds
from tests.build.accounts import actor_of, user
from tests.client import CheckedClient


def staff() -> User:
    return user("Stef Marlowe", "stef@programme.example", roles=(Role.STAFF,))


def test_staff_write_ask_copy_and_excuse(app: Flask, client: CheckedClient) -> None:
    round_, person = rounds.closed_round(), assessment.assessor("Ash Example")
    assessment.assigned(applications.submitted(round_), person)
    later, early = rounds.closed_round(), rounds.announced_round()
    keys = [one.key for one in specimens.all_criteria(round_)]
    at, who = f"/manage/rounds/{round_.reference}/specimens", person.reference
    stef, auditor = staff(), user("Ada Auditor", roles=(Role.AUDITOR,))
    client.sign_in(stef)
    page = client.post(at, {**client.get(at).form_values(), "needed": "1"}, status=200)
    assert page.errors[0].startswith("The round has no specimens")
    typed = {"title": "A lamp that calls", "summary": "It calls a neighbour."}
    for key in keys:
        typed |= {f"text_{key}": "Nine flats.", f"score_{key}": "11", f"reason_{key}": "Too few."}
    begun = {**client.get(f"{at}/new").form_values(), "title": "A lamp that calls"}
    one = client.post(f"{at}/new", begun).location
    assert client.post(f"{at}/new", begun).location == one, "sent twice it is there once"
    page = client.get(one)
    half = {**page.form_values(), **typed, f"score_{keys[0]}": "", "then": "offer"}
    page = client.post(one, half, status=200)
    assert len(page.errors) == len(keys) - 1 and "Nine flats." in page.html
    half |= {f"score_{key}": "6" for key in keys[1:]} | {"base": page.form_values()["base"]}
    page = client.follow(client.post(one, half))
    assert len(page.errors) == 1 and page.errors[0].endswith("1 to 10")
    saved = client.post(one, {**page.form_values(), "summary": "It rings."}, status=200,
                        headers={"Accept": "application/json"})  # fmt: skip
    assert saved.json["outcome"] == "saved"
    assert "a draft that no assessor sees" in client.get(at).text
    client.sign_in(auditor)
    client.get(one, status=404)
    assert "A lamp that calls" not in client.get(at).text
    client.sign_in(stef)
    client.post(one, {**client.get(one).form_values(), f"score_{keys[0]}": "6", "then": "offer"})
    client.post(at, {**client.get(at).form_values(), "needed": "1"})
    client.sign_in(auditor)
    assert "Nobody has begun to score it" in client.get(one).text
    client.sign_in(stef)
    (row,) = specimens.specimens_in(round_, calibration.staff_actor())
    one = f"/manage/specimens/{row.reference}"
    typed = {**client.get(one).form_values(), f"score_{keys[0]}": "six"}
    (error,) = client.post(one, typed, status=200).errors
    assert "must be a number" in error
    client.post(one, {**client.get(one).form_values(), "title": "A lamp that rings"})
    page = client.get(at)
    assert "A lamp that rings" in page.text and "To come" in page.text
    assert "Specimens to score first" in client.get(f"/manage/rounds/{round_.reference}").text

    copy = f"/manage/rounds/{later.reference}/specimens/copy"
    client.post(copy, {**client.get(copy).form_values(), "specimen": row.reference})
    (copied,) = specimens.specimens_in(later, calibration.staff_actor())
    gone = f"/manage/specimens/{copied.reference}/remove"
    client.post(gone, client.get(gone).form_values())
    assert not specimens.specimens_in(later, calibration.staff_actor())
    assert (
        "once the round has opened"
        in client.get(f"/manage/rounds/{early.reference}/specimens").text
    )

    about = f"{at}/people/{who}"
    page = client.post(about, {**client.get(about).form_values(), "reason": ""}, status=200)
    assert page.errors == ["Say why they can begin without"]
    client.post(about, {**page.form_values(), "reason": "Wrote it with us."})
    page = client.get(about)
    assert "Wrote it with us." in page.text and "Excused" in client.get(at).text
    page = client.follow(client.post(about, {**page.form_values(), "then": "take_back"}))
    assert "unless they have begun to assess" in page.text and "Wrote it with us." not in page.text


def test_an_assessor_scores_it_first_and_reads_both(app: Flask, client: CheckedClient) -> None:
    round_, person = rounds.closed_round(), assessment.assessor("Ash Example")
    application, stranger = applications.submitted(round_), assessment.assessor("Sid Stranger")
    assessment.assigned(application, person)
    (found,) = calibration.asked(round_)
    keys = [one.key for one in specimens.all_criteria(round_)]
    here, at = f"/specimens/{found.reference}", f"/assess/rounds/{round_.reference}/specimens"
    client.sign_in(stranger)
    client.get(here, status=404)
    client.get(at, status=404)
    client.sign_in(person)
    assert "Score 1 specimen" in client.get("/assess").text
    desk = f"/assess/{application.reference}"
    page = client.get(desk)
    assert "Score 1 specimen" in page.text and "Only “no conflict” has to wait" in page.text
    assert client.post(f"{desk}/declare", {"answer": "none"}, status=200).errors == [FIRST]
    assert "To score" in client.get(at).text
    page = client.get(here)
    assert "Nine flats tell little" not in page.text, "the panel’s reasons come afterwards"
    other = {**client.get(here).form_values(), f"score_{keys[0]}": "3"}  # a window of its own
    typed, script = {**page.form_values(), f"score_{keys[0]}": "8"}, {"Accept": "application/json"}
    told = client.post(here, typed, status=200, headers=script).json
    assert told["outcome"] == "saved" and told["said"].startswith("Saved at")
    told = client.post(here, other, status=409, headers=script).json
    assert told["outcome"] == "conflict", "what was saved meanwhile is shown beside it"
    begun = {**typed, "then": "save"}
    page = client.get(here)
    assert page.form_values()[f"score_{keys[0]}"] == ["8"] and "Begun" in client.get(at).text
    client.post(here, {**page.form_values(), "then": "submit"})
    page = client.get(f"{here}?checked=1")
    assert len(page.errors) == 2 * len(keys) - 1
    for key, given in zip(keys, (8, 6, 5), strict=True):
        why = f"Nine flats are few to go by on {key}, I think."
        begun |= {f"score_{key}": str(given), f"justification_{key}": why, "then": "submit"}
    client.post(here, {**page.form_values(), **begun, "base": page.form_values()["base"]})
    page = client.get(here)
    assert "Of 3 scores, 1 the same, 1 higher and 1 lower." in page.text
    assert "2 higher than the panel" in page.text and "Nine flats tell little" in page.text
    late = client.post(here, begun, status=409)
    assert scoring.SUBMITTED in late.text and "few to go by" in late.html
    assert client.post(here, begun, status=409, headers=script).json["outcome"] == "refused"
    assert "Scored" in client.get(at).text
    client.post(f"{desk}/declare", {"answer": "none"})
    client.sign_in(stranger)
    client.get(here, status=404)
    client.sign_in(staff())
    page = client.get(f"/manage/rounds/{round_.reference}/specimens/people/{person.reference}")
    assert "1 lower than the panel" in page.text
    assert "so it stays as it is" in client.get(f"/manage/specimens/{found.reference}").text


def test_whoever_has_begun_finds_what_is_still_asked_among_what_there_is_to_do(
    app: Flask, client: CheckedClient
) -> None:
    round_, person = rounds.closed_round(), assessment.assessor("Ash Example")
    assessment.declared(applications.submitted(round_), person)
    first, second = calibration.asked(round_, 2)
    calibration.scored(first, person)
    page = client.sign_in(person).get("/assess")
    assert "Then: Score 1 specimen" in page.text
    calibration.scored(second, person)
    page = client.get("/assess")
    assert "Score 1 specimen" not in page.text and "Specimens you scored" in page.text


def test_a_conflict_is_taken_before_the_specimens_that_are_asked_for(
    app: Flask, client: CheckedClient
) -> None:
    round_, person = rounds.closed_round(), assessment.assessor("Ash Example")
    free, half, tied = (applications.submitted(round_) for _ in range(3))
    for one in (free, half, tied):
        assessment.assigned(one, person)
    calibration.asked(round_)
    here = f"/assess/rounds/{round_.reference}/declarations"
    page = client.sign_in(person).get(here)
    answers = {
        f"answer_{free.reference}": "none",
        f"detail_{half.reference}": "I must look this up",
        f"answer_{tied.reference}": "conflict",
        f"kind_{tied.reference}": "family",
    }
    page = client.post(here, {**page.form_values(), **answers}, status=200)
    words = FIRST[0].lower() + FIRST[1:]
    assert sorted(page.errors) == sorted((
        f"{free.reference}: {words}",
        f"{half.reference}: say if you have a conflict of interest",
    ))  # fmt: skip
    assert f'href="#answer_{free.reference}' in page.html
    assert "Recorded: 1 with a conflict of interest" in page.text
    assert page.value_of(f"detail_{half.reference}") == "I must look this up"
    assert page.form_values()[f"answer_{free.reference}"] == ["none"]
    assert f"answer_{tied.reference}" not in page.form_values() and tied.reference not in page.text
    client.get(f"/assess/{tied.reference}", status=404)


def test_how_i_scored_is_ones_own_and_silent_about_too_little(
    app: Flask, client: CheckedClient
) -> None:
    round_, person = rounds.closed_round(), assessment.assessor("Ash Example")
    other = assessment.assessor("Otto Other")
    titles = [f"Project number {n}" for n in range(9)]
    for n, title in enumerate(titles):
        with clock.at(clock.shifted(hours=n - 20)):
            application = applications.submitted(round_, title=title)
            who = other if n == 8 else person
            values = assessment.sheet_values(application, [8 if n in (4, 5, 6, 7) else 4] * 3)
            mine = assessment.declared(application, who)
            assessment.submit(mine, who, values)
        if n == 0:
            first, again = mine, values
    with transaction():
        assigning.return_sheet(first, actor=actor_of(staff()), reason="Look at it again.")
    assessment.submit(first, person, again)
    client.sign_in(person)
    assert "Did the order make a difference?" in client.get("/assess").text
    page = client.get("/assess/how-i-scored")
    assert "first 4 totals came to 40" in page.text and "40.0 points higher" in page.text
    assert page.text.index(titles[0]) < page.text.index(titles[7]), "its place is of the first time"
    assert "more than that" in page.text and titles[8] not in page.text
    client.sign_in(other)
    page = client.get("/assess/how-i-scored")
    assert "You have submitted 1. From 8 on" in page.text and titles[0] not in page.text
