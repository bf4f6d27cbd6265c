"""Characters that can't stand in a document as they are: shown, not dropped."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

from award.foundation.documents import fonts

_TURNING: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""These would turn the order of what follows, past the end of the answer."""
UNSEEN: Final = frozenset(
    "\u00ad\u034f\u061c\u200b\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff"
)
"""Nobody sees these, and no font need have them: a document on paper is the same without."""
_START, _END = "\ufdd0", "\ufdd1"
"""Around what stands apart, until it is set: no text has these, which are no characters."""
_APART: Final = re.compile(f"{_START}([^{_START}{_END}]*){_END}")
_ISOLATED: Final = re.compile("\u2068[^\u2069]*\u2069")
_RIGHT_TO_LEFT: Final = ("R", "AL")
_SPACES: Final = {
    "\t": "    ",
    "\u2028": "\n",
    "\u2029": "\n\n",
    "\x85": "\n",
    "\x0b": "\n",
    "\x0c": "\n",
}
_NO_XML: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def named(character: str) -> str:
    """⟨U+6F22⟩, for one that can't be drawn."""
    return f"⟨U+{ord(character):04X}⟩"


def apart(name: str) -> str:
    """A name that people gave, to stand in a line of ours, which runs from left to right whatever
    the letters of the name do."""
    return f"{_START}{name}{_END}"


def plain(text: str) -> str:
    """Without what sets names in it apart."""
    return _APART.sub(r"\1", text)


def on_paper(text: str) -> str:
    """As it is drawn: what no font has is named, and so is what turns direction."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.isascii() and text.isprintable():
        return text
    pieces = _APART.split(text)  # every other one stands apart
    return "".join(
        f"\u2068{drawn}\u2069" if at % 2 and any(map(_turned, drawn)) else drawn
        for at, piece in enumerate(pieces)
        for drawn in ["".join(map(_drawn, piece))]
    )


def _turned(character: str) -> bool:
    return unicodedata.bidirectional(character) in _RIGHT_TO_LEFT


@cache
def _drawn(character: str) -> str:
    if character == "\n" or character in UNSEEN:
        return "" if character in UNSEEN else "\n"
    if character in _SPACES:
        return _SPACES[character]
    if _TURNING.match(character):
        return named(character)
    if unicodedata.category(character) == "Zs":
        return character if fonts.has(character) else " "
    if unicodedata.category(character) in ("Cc", "Cs", "Co", "Cn"):
        return named(character)
    if "\ufe00" <= character <= "\ufe0f":  # says how the character before it is to look
        return ""
    return character if fonts.has(character) else named(character)


def in_xml(text: str) -> str:
    """As Word can hold it: all but control characters and halves of characters, which are named."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = re.sub("[\x0b\x0c\x85\u2028\u2029]", "\n", text)
    text = _APART.sub(_between_marks, text)
    return _NO_XML.sub(lambda found: named(found[0]), text)


def _between_marks(found: re.Match[str]) -> str:
    """Word knows these marks of direction everywhere, and others not in every version."""
    name = _TURNING.sub(lambda mark: named(mark[0]), found[1])
    return f"\u200e{name}\u200e" if any(map(_turned, name)) else name


def direction(text: str) -> tuple[str, str]:
    """Which way a paragraph runs, and in which language it is to be read out, as far as its first
    letter tells."""
    for character in _ISOLATED.sub("", text):
        kind = unicodedata.bidirectional(character)
        if kind == "L":
            break
        if kind == "R":
            return "rtl", "he"
        if kind == "AL":
            return "rtl", "ar"
    return "ltr", "en"


_BLANK_LINE: Final = re.compile(r"\n[^\S\n]*\n\s*")


def paragraphs(text: str) -> list[list[str]]:
    """Lines of each paragraph, as pages break them."""
    blocks = _BLANK_LINE.split(text.strip("\n"))
    return [block.split("\n") for block in blocks if block.strip()]
