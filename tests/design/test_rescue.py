"""What was sent and can't be saved, under the words of its page."""

from __future__ import annotations

import json

import pytest
from werkzeug.datastructures import MultiDict

from award.design.rescue import Rescued, rescued

WORDS = json.dumps({"about": "AIA-1: Rotas", "fields": {"answer_day": "When do you start?"}})


def test_texts_come_under_the_words_their_page_sent() -> None:
    sent = [
        ("in_words", WORDS),
        ("other", "not asked for"),
        ("answer_day-day", "1"),
        ("answer_day-month", "5"),
        ("answer_new_one", "Text"),
        ("answer_empty", " "),
    ]
    assert rescued(MultiDict(sent), ("answer_",)) == Rescued(
        "AIA-1: Rotas", {"When do you start?": "1, 5", "Answer new one": "Text"}
    )


@pytest.mark.parametrize("forged", ["", "{", "[]", "1", '{"about": "x"}', "[" * 9_999, "null"])
def test_words_that_cannot_be_read_cost_no_text(forged: str) -> None:
    sent = MultiDict([("in_words", forged), ("answer_a", "Text")])
    assert rescued(sent, ("answer_",)) == Rescued("", {"Answer a": "Text"})
