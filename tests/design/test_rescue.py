"""What was sent and can't be saved, under the words of its page."""

from __future__ import annotations

import json

import pytest
from flask import Flask
from itsdangerous import URLSafeSerializer
from werkzeug.datastructures import MultiDict

from award.assessment.forms.declaring import DeclareForm
from award.design.rescue import carried, in_words, rescued

FIELDS = {"answer_day": "When do you start?"}


def test_texts_come_under_the_words_their_page_sent(in_request: Flask) -> None:
    sent = [
        ("in_words", carried("AIA-1: Rotas", FIELDS, 7)),
        ("csrf_token", "not an answer"),
        ("base_answer_day", "not an answer"),
        ("answer_day-day", "1"),
        ("answer_day-month", "5"),
        ("answer_empty", " "),
    ]
    found = rescued(MultiDict(sent))
    assert (found.about, found.typed) == ("AIA-1: Rotas", {"When do you start?": "1, 5"})
    assert found.person == 7
    assert list(found.inputs) == [pair for pair in sent if pair[0] != "csrf_token"]


def test_what_was_chosen_comes_in_the_words_beside_it(in_request: Flask) -> None:
    words = in_words(DeclareForm(formdata=None))
    sent = [("in_words", carried("", words)), ("answer", "conflict"), ("kind", "personal"),
            ("detail", "My sister works there")]  # fmt: skip
    assert [*rescued(MultiDict(sent)).typed.values()] == [
        "I have a conflict of interest", "Personal", "My sister works there",
    ]  # fmt: skip


FORGED = {"about": "Call 0123", "fields": {"answer_a": "Your password"}}


@pytest.mark.parametrize(
    "words",
    ["", "{", json.dumps(FORGED), URLSafeSerializer("no key of ours").dumps(FORGED)],
)
def test_words_that_are_not_ours_are_not_shown_and_cost_no_text(
    in_request: Flask, words: str
) -> None:
    sent = MultiDict([("in_words", words), ("answer_a", "Text")])
    found = rescued(sent)
    assert (found.about, found.typed, found.ours) == ("", {"Answer a": "Text"}, False)


def test_a_password_is_never_shown_and_never_sent_on(in_request: Flask) -> None:
    found = rescued(MultiDict([("email", "kim@example.org"), ("password", "a-long-one")]))
    assert (found.typed, found.inputs) == ({"Email": "kim@example.org"}, ())
