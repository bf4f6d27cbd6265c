"""How hard a text is to read, and the words that are asked about before they are public."""

from __future__ import annotations

import pytest
from flask import Flask

from award.case_studies.rules.advice import worth_checking
from award.case_studies.rules.reading import FEWEST_WORDS, avoided, long_sentences, reading_age
from tests.build import case_studies as build
from tests.build.full_story import FULL

PLAIN = "We sat with her at night. She woke up. We made some tea, and she went back to bed. " * 5
HARD = (
    "Implementation of multidisciplinary interoperability infrastructure necessitates "
    "comprehensive organisational transformation alongside considerable stakeholder engagement. "
) * 6


def test_plain_words_are_for_children_and_officialese_for_scholars() -> None:
    easy, hard = reading_age(PLAIN), reading_age(HARD)
    assert easy is not None and hard is not None
    assert easy < 10 < 20 < hard
    assert reading_age("word " * (FEWEST_WORDS - 1)) is None
    assert reading_age("word " * 5_000) is not None, "one endless sentence, or none"


def test_each_sentence_and_line_of_a_list_counts_by_itself() -> None:
    assert list(long_sentences(f"Short. {'Each word counts ' * 13}. Short.")) == [
        "Each word counts Each word counts…"
    ]
    assert not list(long_sentences("\n- ".join(["ten words make up this one line of a list"] * 9)))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The service users like it.", ["service users"]),
        ("Dementia sufferers and the elderly.", ["the elderly", "Dementia sufferers"]),
        ("An AI-powered, cutting edge tool. Cutting edge.", ["cutting edge", "AI-powered"]),
        ("She suffered from it.", ["suffered from"]),
        ("To empower elderly sufferers.", ["elderly", "sufferers", "empower"]),
        ("Older people who use wheelchairs; the elder tree.", []),
    ],
)
def test_words_that_are_asked_about(text: str, words: list[str]) -> None:
    assert [found for found, _instead in avoided(text)] == words


def test_what_is_said_before_it_is_sent(app: Flask) -> None:
    told = {
        **FULL,
        "numbers": [{"id": "n", "figure": "9", "what": "somethings", "source": "Nothing here"}],
    }
    study = build.complete(project=HARD, who_said_no="Two service users.", **{
        key: value for key, value in told.items() if key != "who_said_no"
    })  # fmt: skip
    said = [one.text for one in worth_checking(study)]
    assert any("reads as if written for people of" in one for one in said)
    assert "“Who said no” says “service users”. Try: people who draw on care and support" in said
    assert "1 quotation is left out: say who agreed to that, and when" in said
    assert "“9” comes from “Nothing here”, which is no result" in said
