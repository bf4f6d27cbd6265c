"""Markdown as safe HTML: no HTML of the author's, no pictures, no headings above the page's own."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

HIGHEST_HEADING = 3
_SAFE_LINK = re.compile(r"(https?://[^/]|mailto:[^/])", re.IGNORECASE)


@cache
def _markdown() -> MarkdownIt:
    from markdown_it import MarkdownIt  # sixty modules, for those who draw a text

    class Ours(MarkdownIt):
        def validateLink(self, url: str) -> bool:  # the library's own spelling
            """Links lead to the web or to an email address; others stay as they were typed."""
            return _SAFE_LINK.match(url) is not None

    # One organisation a line is how people type a list: a line break stays one.
    markdown = Ours("commonmark", {"html": False, "linkify": False, "breaks": True})
    # Four spaces before a line are how people indent, not how they show a program.
    markdown.disable(["code"])
    markdown.enable("table")
    markdown.add_render_rule("table_open", _table_opens)
    markdown.add_render_rule("table_close", lambda *_: "</table>\n</div>\n")
    return markdown


def _table_opens(_renderer: Any, tokens: Sequence[Token], at: int, *_: Any) -> str:
    """In a room of its own, since it may be wider than a phone; it goes by its headings."""
    called = ", ".join(filter(None, _headings(tokens, at))) or "Table"
    room = f'<div class="app-scroll" role="region" tabindex="0" aria-label="{escape(called)}">'
    return f'{room}\n<table class="nhsuk-table app-story__table">\n'


def _words_of(token: Token) -> str:
    return " ".join("".join(_words([token])).split())


def _headings(tokens: Sequence[Token], at: int) -> list[str]:
    """Of the table that opens there, the words above each column."""
    ends = ("tbody_open", "table_close")
    end = next(n for n in range(at, len(tokens)) if tokens[n].type in ends)
    return [_words_of(one) for one in tokens[at:end] if one.type == "inline"]


def _tables(tokens: Sequence[Token]) -> list[int]:
    """Where each begins, the last first."""
    return [at for at in reversed(range(len(tokens))) if tokens[at].type == "table_open"]


def unnamed_columns(text: str) -> bool:
    """Has a table of it a column without a heading, other than that of what the rows are called?"""
    tokens = _parsed(text)
    return any(not all(_headings(tokens, at)[1:]) for at in _tables(tokens))


def _leave_out_empty_headings(tokens: list[Token]) -> None:
    """A cell in which nothing is written heads no column; a row of such cells is left out, and with
    it the table that has no other."""
    for at in _tables(tokens):
        end = next(n for n in range(at, len(tokens)) if tokens[n].type == "thead_close")
        if any(_headings(tokens, at)):
            for n in range(at, end):
                if tokens[n].type == "th_open" and not _words_of(tokens[n + 1]):
                    tokens[n].type, tokens[n + 2].type = "td_open", "td_close"
                    tokens[n].tag = tokens[n + 2].tag = "td"
        elif tokens[end + 1].type == "table_close":
            del tokens[at : end + 2]
        else:
            del tokens[at + 1 : end + 1]


def _parsed(text: str) -> list[Token]:
    """Without the pictures that are written into it: those of a case study are uploaded, and shown
    with words for who can't see them."""
    found: list[Token] = []
    for token in _markdown().parse(text):
        pictures = token.type == "inline" and _pictures_taken_out(token)
        if token.type in ("paragraph_close", "heading_close") and found[-1].meta.get("emptied"):
            del found[-2:]  # what opened it, and nothing in it
            continue
        if pictures and not token.children:
            token.meta["emptied"] = True
        found.append(token)
    return found


_BREAKS = ("softbreak", "hardbreak")


def _pictures_taken_out(token: Token) -> bool:
    """Also the link around one, and the line that it had to itself; was there any?"""
    before = token.children or []
    if not any(one.type == "image" for one in before):
        return False
    left: list[Token] = []
    for one in before:
        last = left[-1].type if left else ""
        if one.type == "link_close" and last == "link_open":
            left.pop()
        elif one.type != "image" and not (one.type in _BREAKS and last in ("", *_BREAKS)):
            left.append(one)
    while left and left[-1].type in _BREAKS:
        left.pop()
    token.children = left if any(one.type != "text" or one.content.strip() for one in left) else []
    return True


# What our Markdown would take for a mark. At the start of a line, then anywhere.
_STARTS = re.compile(
    r"""^([ \t]*)(?:
      (\d{1,9})(?=[.)](?:\s|$))         # a list that is numbered
    | (?=[-+](?:\s|$) | >)              # a list that is not; a quotation
    | (?=\#{1,6}(?:\s|$) | =+[ \t]*$)   # headings
    | (?=-[- \t]*$ | ~~~)               # a heading or a rule; a program
    | (?=[|:-][|:\- \t]*$)             # what makes a table of the line above
    )""",
    re.MULTILINE | re.VERBOSE,
)
_MARKS = re.compile(
    r"""[`*\[]                          # code, emphasis and lists, links
    | \\(?=[!-/:-@\[-`{-~]|$)         # would hide what follows it
    | (?<![^\W_])_+ | _+(?![^\W_])     # emphasis, unless within a word
    | <(?=[^\s<>]+>)                   # an address in angle brackets
    | &(?=\#?\w+;)                     # an entity
    """,
    re.MULTILINE | re.VERBOSE,
)


def as_markdown(text: str) -> str:
    """Plain text as Markdown that reads exactly as the text does, escaped only where it must be."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    marked = _MARKS.sub(lambda found: "".join(f"\\{mark}" for mark in found[0]), lines)
    return _STARTS.sub(lambda found: f"{found[1]}{found[2] or ''}\\", marked)


@cache
def drawn_by() -> str:
    """Stands for all that decides how a text is drawn and what it is found by: these modules, and
    the library."""
    digest = hashlib.sha256(metadata.version("markdown-it-py").encode())
    for name in (
        "text",
        "story",
        "said",
        "tables",
        "fields",
        "vocabulary",
        "addresses",
        "facets",
        "measured",
        "running",
    ):
        digest.update(Path(__file__).with_name(f"{name}.py").read_bytes())
    return digest.hexdigest()


def render(text: str) -> Markup:
    """The text as HTML that may stand below an h2."""
    markdown = _markdown()
    tokens = _parsed(text)
    _leave_out_empty_headings(tokens)
    _demote_headings(tokens)
    for token in tokens:
        _dress(token)
    return Markup(markdown.renderer.render(tokens, markdown.options, {}))


def _demote_headings(tokens: Sequence[Token]) -> None:
    """The author's highest heading becomes an h3, whichever level was typed; none is skipped."""
    used = sorted({token.tag for token in tokens if token.type == "heading_open"})
    new = {tag: f"h{min(HIGHEST_HEADING + place, 6)}" for place, tag in enumerate(used)}
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = new[token.tag]


_CLASSES = {
    "bullet_list_open": "nhsuk-list nhsuk-list--bullet",
    "ordered_list_open": "nhsuk-list nhsuk-list--number",
}


def _dress(token: Token) -> None:
    if token.type in _CLASSES:
        token.attrSet("class", _CLASSES[token.type])
    if token.type == "heading_open":
        token.attrSet("class", "nhsuk-heading-s")
    if token.type == "link_open":
        token.attrSet("rel", "nofollow noopener")
    if token.type in ("th_open", "td_open"):
        token.attrs.pop("style", None)  # which way a column leans; a page has no styles within
    if token.type == "th_open":
        token.attrSet("scope", "col")
    for child in token.children or ():
        _dress(child)


_ADDRESS = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_LINK = Markup('<a href="mailto:{0}">{0}</a>')


def with_addresses(text: str) -> Markup:
    """Plain text in which every email address is a link. Everything else is escaped."""
    words, addresses = _ADDRESS.split(text), _ADDRESS.findall(text)
    linked = [escape(words[0])]
    for address, after in zip(addresses, words[1:], strict=True):
        linked += [_LINK.format(address), escape(after)]
    return Markup("").join(linked)


def plain(text: str) -> str:
    """The words of a Markdown text, for search: no marks, no addresses of links."""
    return " ".join("".join(_words(_parsed(text))).split())


def _words(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        if token.children is not None:
            yield from _words(token.children)
        elif token.type in ("text", "code_inline", "code_block", "fence"):
            yield token.content
        if token.block or token.type in ("softbreak", "hardbreak"):
            yield " "
