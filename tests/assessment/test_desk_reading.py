"""What an assessor reads at the desk: answers under their criterion, in their panel's words."""

from __future__ import annotations

from dataclasses import replace

from award.rounds.services.reference_data import load_criteria
from tests.assessment.forms import text_of
from tests.build import applications, rounds
from tests.build import assessment as build


def test_lived_experience_reads_plain_words_first(application, client):
    person = build.assessor(panel="lived_experience")
    build.declared(application, person)
    client.sign_in(person)
    assert "say so in your reason and score what you can judge" in client.get("/assess").text
    page = client.get(f"/assess/{application.reference}")
    plain, full = "Does this matter to people?", "Look for a need that people describe"
    assert page.text.index(plain) < page.text.index(full)


def test_the_professional_panel_reads_the_full_guidance(application, person, client):
    build.declared(application, person)
    page = client.sign_in(person).get(f"/assess/{application.reference}")
    assert "Look for a need that people describe" in page.text
    assert "Does this matter to people?" not in page.text


def test_answers_stand_under_their_criterion_first(application, person, client):
    build.declared(application, person)
    page = client.sign_in(person).get(f"/assess/{application.reference}")
    headings = [" ".join("".join(item.itertext()).split()) for item in page.all("h2")]
    assert headings[1:7] == [
        "Problem 50% of the score",
        "People 30% of the score",
        "Value for money 20% of the score",
        "Summary",
        "Project and money",
        "Your score sheet",
    ]


def test_the_reading_and_the_sheet_lead_to_each_other(application, person, client):
    build.declared(application, person)
    page = client.sign_in(person).get(f"/assess/{application.reference}")
    contents, steps = (text_of(nav) for nav in page.all("nav")[-2:])
    assert contents == (
        "The application, by criterion Problem People Value for money "
        "Everything else they answered Summary Project and money"
    )
    assert steps == "Problem to do People to do Value for money to do Overall to do"
    ids = {item.get("id") for item in page.root.iter()}
    leading = {href for href in page.links().values() if href.startswith("#")}
    assert {"#about-problem", "#sheet-problem", "#section-summary", "#sheet-overall"} <= leading
    assert {href[1:] for href in leading} <= ids


def test_the_lived_experience_panel_reads_plain_bands_where_there_are_any(app, client):
    text, plain = "Sound and dated evidence for all of it", "I would feel safe"
    criteria = [
        replace(
            criterion,
            bands=(replace(criterion.bands[0], text=text, plain=plain), *criterion.bands[1:]),
        )
        for criterion in load_criteria(rounds.SMALL_CRITERIA).criteria
    ]
    application = applications.submitted(rounds.open_round(criteria=tuple(criteria)))
    for panel, shown, hidden in (("lived_experience", plain, text), ("professional", text, plain)):
        person = build.assessor(panel=panel)
        build.declared(application, person)
        page = client.sign_in(person).get(f"/assess/{application.reference}")
        assert shown in page.text
        assert hidden not in page.text
        assert criteria[0].bands[1].text in page.text
