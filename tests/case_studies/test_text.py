"""Markdown that can do no harm."""

from __future__ import annotations

import re
from time import process_time

import html5lib
import pytest
from markupsafe import escape

from award.case_studies.rules.signs import signs_taken_for_marks
from award.case_studies.rules.text import plain, render, unnamed_columns, with_addresses


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "a <b onclick='alert(1)'>b</b>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](vbscript:x) [y](data:text/html,<script>) [z](file:///etc/passwd)",
        "<javascript:alert(1)>",
        "[x][1]\n\n[1]: javascript:alert(1)",
        "[x](//evil.example/x)",
        "![x](https://evil.example/pixel.png)",
        '[x](https://a.example "onmouseover=alert(1)")',
        '| "><script>x</script> | [x](javascript:alert(1)) |\n|:-:|---|\n| <img src=x> | y |',
        "<!-- x --><style>body{display:none}</style>",
    ],
)
def test_nothing_runs_and_nothing_is_fetched(text: str) -> None:
    tree = html5lib.parseFragment(str(render(text)), namespaceHTMLElements=False)
    for item in tree.iter():
        assert item.tag not in {"script", "img", "style", "b", "iframe"}
        assert not [name for name in item.attrib if name.startswith("on")]
        assert item.get("href", "https://").startswith(("https://", "http://", "mailto:"))


def test_links_tell_search_engines_nothing() -> None:
    html = str(render("[x](https://a.example/b)"))
    assert html == '<p><a href="https://a.example/b" rel="nofollow noopener">x</a></p>\n'


def test_headings_stand_below_the_pages_own_and_skip_no_level() -> None:
    assert str(render("# A\n\n### B")) == (
        '<h3 class="nhsuk-heading-s">A</h3>\n<h4 class="nhsuk-heading-s">B</h4>\n'
    )
    assert str(render("#### A")) == '<h3 class="nhsuk-heading-s">A</h3>\n'
    assert str(render("\n\n".join("#" * n + " x" for n in range(1, 7)))).count("<h6") == 3


def test_a_table_is_a_table_in_a_room_of_its_own() -> None:
    text = "| Home | Cost **a week** |\n|---|--:|\n| Oak | <b>£4</b> |\n\nAnd so on."
    html = str(render(text))
    (room,) = html5lib.parseFragment(html, namespaceHTMLElements=False).findall("div")
    assert (room.get("tabindex"), room.get("role")) == ("0", "region")
    assert room.get("aria-label") == "Home, Cost a week"
    assert [cell.get("scope") for cell in room.iter("th")] == ["col", "col"]
    assert "style=" not in html and "<b>" not in html and html.endswith("<p>And so on.</p>\n")
    assert plain(text) == "Home Cost a week Oak <b>£4</b> And so on."


@pytest.mark.parametrize(
    ("head", "scopes", "called", "told"),
    [
        ("| | Cost |", [None, "col"], "Cost", False),
        ("| Home | ** ** |", ["col", "col"], "Home, ** **", False),
        ("| Home | ![x](https://a.example/p.png) |", ["col", None], "Home", True),
        ("| | |", [], "Table", True),
    ],
)
def test_a_heading_in_which_nothing_is_written_is_none(
    head: str, scopes: list[str | None], called: str, told: bool
) -> None:
    text = f"{head}\n|---|---|\n| Oak | £4 |"
    (room,) = html5lib.parseFragment(str(render(text)), namespaceHTMLElements=False).findall("div")
    assert room.get("aria-label") == called
    heads = [cell for row in room.iter("thead") for cell in row[0]]
    assert [cell.get("scope") for cell in heads] == scopes
    assert [cell.tag for cell in heads] == ["th" if one else "td" for one in scopes]
    assert all("".join(cell.itertext()).strip() for cell in room.iter("th"))
    assert "Oak £4" in plain(text) and unnamed_columns(text) is told
    assert str(render("a\n\n| | |\n|---|---|\n\nb")) == "<p>a</p>\n<p>b</p>\n"


def test_plain_words_for_search() -> None:
    text = "## Sleep\n\nPeople **sle**pt [longer](https://a.example/secret).\n\n- one\n- two"
    assert plain(text) == "Sleep People slept longer. one two"


@pytest.mark.parametrize(
    ("text", "html", "words"),
    [
        ("Before.\n\n![Ola](https://a.example/p.png)\n\nAfter.", "<p>Before.</p>\n<p>After.</p>\n",
         "Before. After."),
        ("Before\n![Ola](https://a.example/p.png)\nAfter", "<p>Before<br />\nAfter</p>\n",
         "Before After"),
        ("[![Ola](https://a.example/p.png)](https://a.example)", "", ""),
        ("See ![Ola](https://a.example/p.png).", "<p>See .</p>\n", "See ."),
        ("What a day![^1]", "<p>What a day![^1]</p>\n", "What a day![^1]"),
    ],
)  # fmt: skip
def test_a_picture_in_the_text_is_left_out_whole(text: str, html: str, words: str) -> None:
    assert str(render(text)) == html and plain(text) == words
    told = [said for said in signs_taken_for_marks(text) if "Pictures" in said]
    assert bool(told) == ("p.png" in text)


def test_one_name_a_line_stays_one_a_line() -> None:
    assert str(render("Larkrise\nThe Front Door Group")) == (
        "<p>Larkrise<br />\nThe Front Door Group</p>\n"
    )
    assert plain("Larkrise\nThe Front Door Group") == "Larkrise The Front Door Group"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a@b.example", '<a href="mailto:a@b.example">a@b.example</a>'),
        ("Team, a@b.example.", 'Team, <a href="mailto:a@b.example">a@b.example</a>.'),
        ("The team at Larkrise", "The team at Larkrise"),
        ("<b>x</b> @ y", "&lt;b&gt;x&lt;/b&gt; @ y"),
        ('"onx=1@b.example', '&#34;onx=<a href="mailto:1@b.example">1@b.example</a>'),
        ("a?bcc=c@d.example", 'a?bcc=<a href="mailto:c@d.example">c@d.example</a>'),
        ("", ""),
    ],
)
def test_addresses_are_links(text: str, html: str) -> None:
    assert str(with_addresses(text)) == html


def test_addresses_are_looked_for_once_in_a_long_text() -> None:
    before = process_time()
    assert str(with_addresses("a" * 50_000)) == "a" * 50_000
    assert process_time() - before < 3


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("Who took part:\n> 65 years: 40 people", ">"),
        ("  >£3,000 saved", ">"),
        ("- 3 call-outs a week", "-"),
        ("Change:\n\n+ 12 hours of sleep", "+"),
        ("It takes 2 *3 or 4* 5 minutes", "*"),
    ],
)
def test_a_sign_that_becomes_a_mark_is_pointed_out(text: str, sign: str) -> None:
    """And as we say to write it, it stands there as it was meant."""
    (said,) = signs_taken_for_marks(text)
    assert f"write “\\{sign}”" in said
    meant = text.replace(sign, f"\\{sign}")
    assert [*signs_taken_for_marks(meant)] == []
    shown = render(meant)
    assert not re.search("<(blockquote|ul|em)", shown) and escape(sign) in shown


@pytest.mark.parametrize(
    "text", ["> They said so", "- homes\n- hospitals", "2 > 1, 5-3, a+b", "**3**"]
)
def test_what_is_meant_as_a_mark_is_left_alone(text: str) -> None:
    assert [*signs_taken_for_marks(text)] == []
