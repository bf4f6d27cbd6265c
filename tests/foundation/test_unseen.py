"""Characters that nobody sees, and those that a script or an emoji needs."""

from __future__ import annotations

import pytest

from award.foundation.unseen import unseen_in, without_unseen

NEEDED = [
    "plain words, café – “quoted” €5",
    "two\nlines\tand a tab",
    "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",  # Persian
    "\U0001f468\u200d\U0001f469\u200d\U0001f467",  # a family
    "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",  # England's flag
    "\u05d0\u05d1\u05d2\u200f (x)",  # a mark beside Hebrew
    "\u2764\ufe0f",
]
HIDDEN = {
    "de\u200bciding": (1, 0, 0, "de"),
    "\ufeffstart": (1, 0, 0, ""),
    "so\u00adft": (1, 0, 0, "so"),
    "a\u200db": (1, 0, 0, "a"),
    "see \u202eevil\u202c": (0, 2, 0, "see"),
    "an x\u200f": (0, 1, 0, "x"),
    "hi\U000e0068\U000e0069": (0, 0, 2, "hi"),
    "a\u3164b\x07": (0, 0, 2, "a"),
    "give it ten\U000e0101": (0, 0, 1, "ten"),
}


@pytest.mark.parametrize("text", NEEDED)
def test_what_is_needed_is_no_find(text: str) -> None:
    assert unseen_in(text) is None and without_unseen(text) == text


@pytest.mark.parametrize("text", HIDDEN)
def test_what_hides_is_found_with_its_place(text: str) -> None:
    found = unseen_in(text)
    assert found is not None
    assert (found.without_width, found.turning, found.others, found.after) == HIDDEN[text]
    assert str(found.count) in found.said


@pytest.mark.parametrize("text", HIDDEN)
def test_nothing_is_left_that_hides(text: str) -> None:
    left = without_unseen(f"{text} \u200d\u202e\u200d")
    assert unseen_in(left) is None
    assert [c for c in left if c.isascii()] == [
        c for c in f"{text} " if c.isascii() and c != "\x07"
    ]
