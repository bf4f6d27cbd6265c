"""What was sent and can't be saved, under the words of its page."""

from __future__ import annotations

import json

import pytest
from flask import Flask
from itsdangerous import URLSafeSerializer
from werkzeug.datastructures import MultiDict

from award.design.rescue import Rescued, carried, rescued

FIELDS = {"answer_day": "When do you start?"}


def test_texts_come_under_the_words_their_page_sent(in_request: Flask) -> None:
    sent = [
        ("in_words", carried("AIA-1: Rotas", FIELDS)),
        ("other", "not asked for"),
        ("answer_day-day", "1"),
        ("answer_day-month", "5"),
        ("answer_new_one", "Text"),
        ("answer_empty", " "),
    ]
    assert rescued(MultiDict(sent), ("answer_",)) == Rescued(
        "AIA-1: Rotas", {"When do you start?": "1, 5", "Answer new one": "Text"}
    )


FORGED = {"about": "Call 0123", "fields": {"answer_a": "Your password"}}


@pytest.mark.parametrize(
    "words",
    ["", "{", json.dumps(FORGED), URLSafeSerializer("no key of ours").dumps(FORGED)],
)
def test_words_that_are_not_ours_are_not_shown_and_cost_no_text(
    in_request: Flask, words: str
) -> None:
    sent = MultiDict([("in_words", words), ("answer_a", "Text")])
    assert rescued(sent, ("answer_",)) == Rescued("", {"Answer a": "Text"})
