"""An answer that is copied reads on the page as it did in the application."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import html5lib
import pytest

from award.case_studies.rules import copying
from award.case_studies.rules.text import as_markdown, plain, render
from tests.case_studies.test_copying import asked, content, question_set

WRITTEN = [
    "> 65 years: 40 people",
    "- 3 call-outs\n- 4 falls",
    "+ one\n+",
    "1. x\n2) y\n1986. A year",
    "# y\n###### z\n####### no",
    "Before\n    four spaces\n\n    and a program\n\ttab",
    "2*3*4 and *this* and **that**",
    "_so_ and __so__ and file_name_x",
    "`e` and ``` and ~~~\n~~~\nx\n~~~",
    "<b>bold</b> <script>alert(1)</script> <!-- x -->",
    "[x](https://a.example) ![p](q) [z]: https://a.example\n\n[z]: /x",
    "<https://a.example> and <a@b.example>",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "Title\n===\n\nOther\n---\n\n***\n---- - -\n_ _ _",
    "back\\slash \\* \\\nend\\",
    "&amp; &#35; &copy &copy;",
    "one\r\ntwo\rthree\n\n\n\nfour  \nfive",
    "Less than <5%, more than >5%; 5 * 3 = 15",
    "“It’s” — naïve – 株式会社 ไทย العربية",
    "\u00a0- nb\u00a0space",
]
PIECES = [
    *"> - + * _ ` ~ # = | \\ [ ] ( ) ! < > & ; : . x 1. 2) ** __ ``` ~~~ --- === &amp;".split(),
    *"&#35; <b> </b> <a@b.example> [x](y) ![p](q) [z]: word 5 * 3_4 é — •".split(),
    *(" ", "  ", "    ", "\t", "\n", "\n\n", "\r\n"),
]


def lines(text: str) -> list[str]:
    """Lines as they read: white space at their ends is nothing that anybody sees."""
    broken = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return [" ".join(line.split()) for line in broken if line.strip()]


def drawn(item: Any) -> Iterator[str]:
    if item.tag in ("br", "p"):
        yield "\n"
    yield item.text or ""
    for child in item:
        yield from drawn(child)
        yield child.tail or ""


def shown(markdown: str) -> tuple[list[str], set[str]]:
    """The lines of the page, and the names of the elements they stand in."""
    tree = html5lib.parseFragment(str(render(markdown)), namespaceHTMLElements=False)
    return lines("".join(drawn(tree))), {item.tag for item in tree.iter()} - {tree.tag}


@pytest.mark.parametrize("answer", WRITTEN)
def test_the_page_shows_what_was_answered(answer: str) -> None:
    asks = question_set(asked("a", "long_text", publish_as="problem"))
    item = copying.copied(content(a=answer), asks)[0]
    found, elements = shown(item.value)
    assert (found, elements - {"p", "br"}) == (lines(answer), set())
    assert item.shown.lines == [answer.strip()]  # people are shown the words, not their escapes
    assert plain(item.value).split() == answer.split()


def test_so_it_does_whatever_was_answered() -> None:
    chance = random.Random(16)
    for _ in range(3_000):
        answer = "".join(chance.choices(PIECES, k=chance.randint(1, 9)))
        found, elements = shown(as_markdown(answer))
        assert (found, elements - {"p", "br"}) == (lines(answer), set()), repr(answer)


def test_what_needs_no_escape_has_none() -> None:
    for answer in (
        "In 2025. Costs fell by 5% (a_b, c-d): “yes”!",
        "A #1 home; 3 > 2 & 1 < 2",
        "x\\y",
    ):
        assert as_markdown(answer) == answer


def test_titles_and_summaries_are_no_markdown() -> None:
    asks = question_set(
        asked("a", "short_text", publish_as="title"), asked("b", "long_text", publish_as="summary")
    )
    found = copying.copied(content(a="* Falls_and_more *", b="# 1"), asks)
    assert [item.value for item in found[:2]] == ["* Falls_and_more *", "# 1"]


def test_four_spaces_make_no_program() -> None:
    assert str(render("A\n\n    B")) == "<p>A</p>\n<p>B</p>\n"
