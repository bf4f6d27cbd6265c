"""What stood in a box before it was replaced: found by its mark, and let go of in time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from award.accounts.rules.sign_ins import LONGEST
from award.foundation import clock, earlier
from award.foundation.db import db, transaction
from award.foundation.edits import (
    EACH,
    NOTHING,
    TOLD,
    Changed,
    Telling,
    changes,
    mark,
    marks_of,
    marks_shown,
    still_as_shown,
)

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


def _keep(at: datetime, **values: object) -> None:
    with clock.at(at), transaction():
        earlier.keep("kettle", 1, values)


def _rows() -> int:
    return db.session.scalar(select(func.count()).select_from(earlier.EarlierValue)) or 0


def test_a_value_is_found_by_its_mark_and_its_box(app: Flask) -> None:
    _keep(NOW, lid="Open", steam=["much", "hot"], whistle=None, size=0)
    assert _rows() == 3, "nothing needs no row"
    values = {"lid": "Open", "steam": ["much", "hot"], "size": 0}
    assert earlier.find("kettle", 1, marks_of({**values, "whistle": ""})) == values
    assert earlier.find("kettle", 2, {"lid": mark("Open")}) == {}
    assert earlier.find("teapot", 1, {"lid": mark("Open")}) == {}
    assert earlier.find("kettle", 1, {"steam": mark("Open")}) == {}, "another box"
    assert earlier.find("kettle", 1, {"lid": "x" * 5000, "'": NOTHING}) == {}


def test_as_long_as_a_page_can_be_sent(app: Flask) -> None:
    assert earlier.KEPT >= LONGEST
    _keep(NOW, lid="Open")
    with clock.at(NOW + earlier.KEPT - timedelta(minutes=1)):
        earlier.forget_earlier()
        assert _rows() == 1
    with clock.at(NOW + earlier.KEPT + timedelta(minutes=1)):
        earlier.forget_earlier()
        assert _rows() == 0


def test_what_typing_leaves_is_thinned_once_it_is_an_hour_old(app: Flask) -> None:
    """The first of each ten minutes stays: it is the one that stood before somebody typed."""
    for second in range(20):
        _keep(NOW + timedelta(seconds=second), lid=f"Ope{second}", steam=f"{second}")
    _keep(NOW + timedelta(minutes=10), lid="Shut")
    with clock.at(NOW + timedelta(minutes=30)):
        earlier.forget_earlier()
        assert _rows() == 41
    with clock.at(NOW + timedelta(hours=2)):
        earlier.forget_earlier()
    assert earlier.find("kettle", 1, {"lid": mark("Ope0"), "steam": mark("0")}) == {
        "lid": "Ope0", "steam": "0",
    }  # fmt: skip
    assert earlier.find("kettle", 1, {"lid": mark("Shut")}) == {"lid": "Shut"}
    assert _rows() == 3


def test_words_that_are_not_kept_are_not_guessed() -> None:
    telling = Telling({"lid": "The lid"}, lambda _key, value: str(value), lambda _marks: {})
    (told,) = changes({"lid": mark("Open")}, {"lid": "Shut", "size": 2}, telling).told
    assert (told.title, told.before, told.now) == ("The lid", None, "Shut")
    assert not changes({"lid": mark("Shut")}, {"lid": "Shut"}, telling)
    assert not changes({}, {"lid": "Shut"}, telling), "no page was shown"


def test_of_many_changes_the_first_are_told_and_the_others_named() -> None:
    now = {str(number): number for number in range(EACH)}
    telling = Telling({key: f"Kettle {key}" for key in now}, lambda _key, value: str(value), dict)
    shown = marks_shown({key: value + value % 2 for key, value in now.items()})
    found = changes(shown, now, telling)
    assert [one.now for one in found.told[:2]] == ["1", "3"] and len(found.told) == TOLD
    assert found.more[0] == f"Kettle {2 * TOLD + 1}" and len(found.more) == EACH // 2 - TOLD
    more = {**now, "one": 1}
    assert len(marks_shown(more)) == 1 and not changes(marks_shown(more), now, telling)
    with pytest.raises(Changed):
        still_as_shown(marks_shown(more), now)
    still_as_shown(marks_shown(more), more)
