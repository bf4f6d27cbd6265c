"""A Word document that somebody filled in, read back: what stands below each heading it came with.

Read from its XML, so that nothing is missed that a word processor wraps up (content controls,
tracked insertions) and nothing is taken that isn't there any more (tracked deletions, hidden text).
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO, Final, TypeAlias

from award.foundation.documents.bookmarks import FORM
from award.foundation.documents.word import GUIDANCE

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_GONE: Final = {f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", _FALLBACK}
NO_WORD: Final = "can’t be read as a Word document"
MOST_BYTES: Final = 30_000_000
"""Of the text of a document, unpacked: a form has a hundredth of it."""
MOST_PARTS: Final = 20_000
BULLET: Final = "• "

Table: TypeAlias = list[list[str]]


class Unreadable(Exception):
    """No document that a form can be read out of; says why."""


@dataclass
class Below:
    """What stands below a heading: paragraphs as texts, tables as rows of cells. `lost` says what
    was there and can't be taken along."""

    heading: str
    blocks: list[str | Table] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)


@dataclass
class Filled:
    """By key of the heading. `unknown` are headings of a form with other questions, `forms` the
    marks of what it says that it is the form of."""

    below: dict[str, Below] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    forms: set[str] = field(default_factory=set)


def read_back(stream: BinaryIO, marks: Mapping[str, str], headings: Mapping[str, str]) -> Filled:
    """What somebody wrote below each heading. `marks` are names of bookmarks, `headings` the words
    of the headings, for a program that lost the bookmarks: each with the key of what is asked; a
    key of "" ends what stands before it. Unreadable says why it can't be read."""
    found, now = Filled(), None
    found.forms |= set(_MARK.findall(_keywords(stream)))
    ours = _guidance(stream)
    known = {plain(words): key for words, key in headings.items()}
    for block in _blocks(stream):
        if block.tag == f"{_W}tbl":
            if now is not None:
                now.blocks.append(_table(block))
                _note_lost(block, now)
            continue
        words = _text(block)
        found.forms |= {name for name in _names(block) if _MARK.fullmatch(name)}
        key = next((marks[name] for name in _names(block) if name in marks), None)
        key = known.get(plain(words)) if key is None else key
        if key is not None:
            now = found.below.setdefault(key, Below(words)) if key else None
        elif any(name.startswith("q_") for name in _names(block)) or _asks(block, words):
            found.unknown.append(words)
            now = None
        elif now is not None and _style(block) not in ours:
            _note_lost(block, now)
            if words.strip():
                now.blocks.append(f"{BULLET}{words}" if _is_listed(block) else words)
    return found


def _blocks(stream: BinaryIO) -> Iterator[Any]:
    """Paragraphs and tables of the body in order, whatever they are wrapped in."""
    try:
        body = _part(stream, "word/document.xml").find(f"{_W}body")
    except KeyError:
        raise Unreadable(NO_WORD) from None
    if body is None:
        raise Unreadable("has nothing in it")
    for place, block in enumerate(_unwrapped(body)):
        if place >= MOST_PARTS:
            raise Unreadable("is far longer than a form")
        yield block


def _part(stream: BinaryIO, name: str) -> Any:
    """One part of the archive. KeyError when it has none of that name."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        stream.seek(0)
        with zipfile.ZipFile(stream) as archive, archive.open(name) as part:
            text = part.read(MOST_BYTES + 1)
        if len(text) > MOST_BYTES:
            raise Unreadable("is far longer than a form")
        return etree.fromstring(text, parser)
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, etree.XMLSyntaxError):
        raise Unreadable(NO_WORD) from None


def _elements(stream: BinaryIO, name: str, tag: str) -> list[Any]:
    """Those of a part that a document may well be without."""
    try:
        return [*_part(stream, name).iter(tag)]
    except KeyError:
        return []


def _unwrapped(parent: Any) -> Iterator[Any]:
    for child in parent.iterchildren(tag="*"):
        if child.tag in (f"{_W}p", f"{_W}tbl"):
            yield child
        elif child.tag not in _GONE and child.tag != f"{_W}sectPr":
            yield from _unwrapped(child)


def _names(block: Any) -> list[str]:
    return [mark.get(f"{_W}name") or "" for mark in block.iter(f"{_W}bookmarkStart")]


def _is_listed(block: Any) -> bool:
    about = block.find(f"{_W}pPr")
    numbered = about is not None and about.find(f"{_W}numPr") is not None
    return numbered or _style(block).startswith("List")


def _style(block: Any) -> str:
    style = block.find(f"{_W}pPr/{_W}pStyle")
    return "" if style is None else (style.get(f"{_W}val") or "")


def _asks(block: Any, words: str) -> bool:
    """A heading with a number as questions have it, of a form whose bookmarks were lost."""
    return _style(block) == "Heading3" and _NUMBERED.match(words) is not None


_NUMBERED: Final = re.compile(r"\s*\d+\.\d+\s")
_MARK: Final = re.compile(rf"\b{FORM}[0-9a-f]{{16}}\b")
_KEYWORDS: Final = (
    "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}keywords"
)


def _keywords(stream: BinaryIO) -> str:
    return " ".join(one.text or "" for one in _elements(stream, "docProps/core.xml", _KEYWORDS))


def _guidance(stream: BinaryIO) -> set[str]:
    """The styles of our own words, which are never an answer, whatever they say."""
    known = {GUIDANCE}
    for style in _elements(stream, "word/styles.xml", f"{_W}style"):
        name = style.find(f"{_W}name")
        if name is not None and name.get(f"{_W}val") == GUIDANCE:
            known.add(style.get(f"{_W}styleId") or GUIDANCE)
    return known


_CHARACTERS: Final = {
    f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "\u2011",
    f"{_W}softHyphen": "\u00ad",
}  # fmt: skip


_TURNS: Final = {
    f"{_W}bdo": {"ltr": "\u202d", "rtl": "\u202e"},
    f"{_W}dir": {"ltr": "\u202a", "rtl": "\u202b"},
}
"""What Word makes of a character that turns the direction of what follows."""
_TURNED: Final = "\u202c"


def _text(block: Any) -> str:
    return "".join(_pieces(block))


def _pieces(parent: Any) -> Iterator[str]:
    for child in parent.iterchildren(tag="*"):
        if child.tag in _GONE or child.tag == f"{_W}pPr" or _hidden(child):
            continue
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in _CHARACTERS:
            yield _CHARACTERS[child.tag]
        elif child.tag in _TURNS:
            way = _TURNS[child.tag].get(child.get(f"{_W}val") or "ltr", "")
            yield from (way, *_pieces(child), _TURNED if way else "")
        else:
            yield from _pieces(child)


def _hidden(run: Any) -> bool:
    about = run.find(f"{_W}rPr") if run.tag == f"{_W}r" else None
    hides = None if about is None else about.find(f"{_W}vanish")
    return hides is not None and hides.get(f"{_W}val") not in ("0", "false")


def _table(block: Any) -> Table:
    """Rows of cells; a table within a cell is its words."""
    return [
        ["\n".join(_text(line) for line in cell.iter(f"{_W}p")).strip() for cell in _cells(row)]
        for row in _within(block, f"{_W}tr")
    ]


def _cells(row: Any) -> Iterator[Any]:
    return _within(row, f"{_W}tc")


def _within(parent: Any, tag: str) -> Iterator[Any]:
    for child in parent.iterchildren(tag="*"):
        if child.tag == tag:
            if not _deleted(child):
                yield child
        elif child.tag not in _GONE:
            yield from _within(child, tag)


def _deleted(row: Any) -> bool:
    about = row.find(f"{_W}trPr")
    return about is not None and about.find(f"{_W}del") is not None


_LOST: Final = {
    f"{_W}footnoteReference": "a footnote",
    f"{_W}endnoteReference": "an endnote",
    f"{_W}drawing": "a picture",
    f"{_W}pict": "a picture",
    f"{_W}object": "an object",
}


def _note_lost(block: Any, below: Below) -> None:
    for tag, words in _LOST.items():
        if words not in below.lost and any(not _text(one).strip() for one in block.iter(tag)):
            below.lost.append(words)


_AS_TYPED: Final = str.maketrans("‘’ʼ‛“”„‟‐‑‒–—−", "''''\"\"\"\"------")
"""Word writes other quotes and dashes than people type."""


def plain(words: str) -> str:
    """As it is compared: the same words, however they were typed."""
    return " ".join(words.translate(_AS_TYPED).split()).casefold()
