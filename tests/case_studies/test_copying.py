"""What leaves an application, and what never does."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from award.case_studies.models import CaseStudyRevision
from award.case_studies.rules import copying, vocabulary
from award.case_studies.rules.copying import shortened
from award.case_studies.rules.fields import ALWAYS, CONTENT
from award.foundation.db import db
from award.foundation.policy import Role
from award.rounds.rules import questions
from tests.build import accounts, applications, assessment, decisions, rounds
from tests.build import case_studies as build
from tests.client import CheckedClient

ASKED = ("settings", "beneficiaries", "capabilities")
SETS = Path(__file__).parents[2] / "seeds" / "question_sets"


def question_set(*raw: dict[str, Any]) -> questions.QuestionSet:
    section = {"key": "s", "title": "S", "questions": list(raw)}
    return questions.parse({"key": "k", "version": 1, "title": "T", "sections": [section]})


def asked(key: str, kind: str, **more: Any) -> dict[str, Any]:
    return {"key": key, "kind": kind, "label": key, "short": key, "max_words": 400, **more}


def content(**answers: Any) -> dict[str, Any]:
    return {"phase": 2, "round": {"title": "Spring round"}, "organisation": {}, "answers": answers}


def test_only_marked_answers_of_a_fitting_kind_are_copied() -> None:
    asks = question_set(
        asked("a", "long_text", publish_as="problem"),
        asked("b", "long_text"),
        asked("c", "money", publish_as="impact"),
        asked("d", "short_text", publish_as="settings"),
        asked("e", "yes_no"),
        asked("f", "long_text", publish_as="project", show_if={"question": "e", "equals": "yes"}),
    )
    found = copying.copied(
        content(a="Problem", b="Secret", c=123456, d="homecare", e="no", f="Hidden"), asks
    )
    assert {item.field: item.value for item in found} == {
        "problem": "Problem",
        "award_line": "Phase 2, Spring round",
    }


def test_unknown_options_stay_behind() -> None:
    options = [{"value": "homecare", "label": "H"}, {"value": "moon", "label": "M"}]
    asks = question_set(asked("a", "choices", publish_as="settings", options=options))
    found = copying.copied(content(a=["moon", "homecare"]), asks)
    assert found[0].value == ["homecare"]


def test_long_titles_and_summaries_are_cut_at_a_sentence_and_kept_whole_in_provenance() -> None:
    asks = question_set(asked("a", "long_text", publish_as="summary"))
    whole = "We listen at night to keep people safe and let them sleep for longer than before. " * 5
    item = copying.copied(content(a=whole), asks)[0]
    assert len(item.value) <= 255 and item.value.endswith("before.")
    assert copying.provenance([item], 2, "f" * 64)["summary"] == {
        "question": "a",
        "source": "a",
        "submission": 2,
        "sha256": "f" * 64,
        "original": whole.strip(),
    }


@pytest.mark.parametrize("words", ["word " * 100, "x" * 500, "A. " + "word " * 100])
def test_shortened_always_fits(words: str) -> None:
    short = shortened(words.strip(), 120)
    assert 60 < len(short) <= 120 and short.endswith("…")


def test_a_no_to_a_case_study_is_found() -> None:
    asks = question_set(asked("a", "yes_no", means=copying.CONSENT))
    assert copying.declined(content(a="no"), asks)
    assert not copying.declined(content(a="yes"), asks)
    assert not copying.declined(content(), asks)


def test_the_vocabulary_knows_every_option_that_the_programme_asks_for() -> None:
    for path in SETS.glob("*.toml"):
        asks = questions.parse(tomllib.loads(path.read_text("utf-8"))).publishable()
        asked = [field for field in ASKED if field in asks]
        assert asked == [*ASKED] or path.stem.endswith("-first"), "it asks for less"
        for field in asked:
            words = {option.value: option.label for option in asks[field].options}
            assert words == dict(vocabulary.LISTS[field])


def test_what_must_not_leak_does_not(app: Flask, client: CheckedClient) -> None:
    lead = accounts.user("Zebedee Leadname", "zebedee@lead.example", roles=())
    organisation = accounts.organisation(
        lead, name="Brightwater", address_line_1="9 Secretstreet", postcode="LS1 4AP",
        company_number="07654321",
    )  # fmt: skip
    round_ = rounds.closed_round(min_assessments=1)
    application = applications.submitted(
        round_,
        lead,
        {"team": "Teamsecret Person", "amount_requested": 123_457, "problem": "Publicproblem"},
        organisation=organisation,
    )
    assessor = accounts.user("Assessorsecret", roles=(Role.ASSESSOR,))
    assessment.scored(
        application, [9, 3, 7], assessor, justification="Justificationsecret", for_applicant=
        "Wordsecret", for_programme="Programmesecret",
    )  # fmt: skip
    decisions.awarded(application, note="Notesecret", conditions="Conditionsecret")
    study = build.published(application)

    secrets = (
        "zebedee leadname Secretstreet LS1 07654321 Teamsecret 123457 123,457 Assessorsecret "
        "Justificationsecret Wordsecret Programmesecret Notesecret Conditionsecret"
    ).split()
    page = client.get(f"/case-studies/{study.slug}")
    revision = db.session.get_one(CaseStudyRevision, study.published_revision_id)
    index = text("SELECT title, body, term FROM search_document, search_posting")
    indexed = db.session.execute(index).all()
    stored = {key: getattr(study, key) for key in CONTENT} | {"provenance": study.provenance}
    for place in (page.html, json.dumps(revision.content), str(indexed), json.dumps(stored)):
        assert [word for word in secrets if word.lower() in place.lower()] == []
    assert set(revision.content) == {*ALWAYS, "problems"}
    for word in secrets:
        assert "0 case studies" in client.get(f"/case-studies?q={word}").text
    # What may be read is there, so that the test would see a leak.
    assert "Brightwater" in page.text and "Brightwater" in str(indexed)
