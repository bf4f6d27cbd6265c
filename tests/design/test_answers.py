"""Answers are drawn in Python: whatever was typed stays text, in each shape."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, get_args

import pytest
from flask import Flask
from html5lib import parseFragment

from award.design.answers import draw_answer, draw_reads
from award.rounds.kinds import Lines, Shown, Table, Text
from award.rounds.kinds.readings import FileRead, Files

pytestmark = pytest.mark.any_database

BAD = "<script>alert('&amp;')</script>\"<b onload=x>"
SHAPES = [
    Text(BAD),
    Text(f"{BAD}\n{BAD}\n\n{BAD}"),
    Lines((BAD,)),
    Lines((BAD, BAD)),
    Table(BAD, (BAD, BAD), ((BAD, ""), (BAD, BAD))),
    Table(BAD, (BAD,) * 7, ((BAD,) * 7,), numbers=(1, 2), foot=(BAD,) * 7, notes=(BAD, BAD)),
    Files((FileRead("k", BAD, 9, "pdf", href="/there", said=(BAD,)), FileRead("l", BAD, 9, "pdf"))),
]
OURS = {"p", "br", "ul", "li", "div", "table", "caption", "thead", "tbody", "tfoot", "tr", "th",
        "td", "h3", "a", "bdi", "span"}  # fmt: skip


@dataclass(frozen=True)
class Read:
    label: str
    shown: Any
    hidden: bool = False
    nothing: str = ""
    renewing: str = ""
    noticed: str = ""


def test_every_shape_is_tried() -> None:
    assert {type(shape) for shape in SHAPES} == set(get_args(Shown))


@pytest.mark.parametrize("shown", SHAPES)
def test_what_was_typed_stays_text(app: Flask, shown: Shown) -> None:
    tree = parseFragment(str(draw_reads([Read(BAD, shown)])), namespaceHTMLElements=False)
    assert {item.tag for item in tree.iter()} - {tree.tag} <= OURS
    assert "".join(tree.itertext()).count(BAD) >= 2
    assert all(
        name in ("class", "scope", "data-label", "href")
        for item in tree.iter()
        for name in item.attrib
    )


def test_what_the_round_hides_is_not_there() -> None:
    assert "planted" not in draw_reads([Read("Who?", Text("planted"), hidden=True)])
    assert "Not answered" in draw_answer(None)
    assert "Nobody &lt;yet&gt;" in draw_reads([Read("Who?", None, nothing="Nobody <yet>")])
