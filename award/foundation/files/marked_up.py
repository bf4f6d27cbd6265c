"""XML rewritten as it is read, so that the largest sheet takes no more memory than a small one.

Remarks and instructions go; prefixes stay as they were written. A document type may hold anything
under names of its own: Unreadable.
"""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any, Final
from xml.parsers import expat

Attributes = dict[str, str]
Change = Callable[[str, Attributes], bool]
"""Given the element's name and its attributes, which it may change; whether the element stays."""
Mute = Callable[[str, str], bool]
"""Given an element's name and words of it; whether they go."""
_PIECE: Final = 1 << 20


class Unreadable(ValueError):
    """It is not what it says, so that nobody knows what is in it."""


def local(name: str) -> str:
    return name.rpartition(":")[2]


def rewritten(content: bytes, change: Change, mute: Mute) -> bytes:
    into = BytesIO()
    into.write(b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n')
    parser = expat.ParserCreate()
    parser.buffer_text = True
    _Writer(into, change, mute).listen(parser)
    try:
        for at in range(0, len(content), _PIECE):
            parser.Parse(content[at : at + _PIECE], False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise Unreadable(f"a part can't be read: {error}") from None
    return into.getvalue()


class _Writer:
    def __init__(self, into: BytesIO, change: Change, mute: Mute) -> None:
        self.write, self.change, self.mute = into.write, change, mute
        self.gone = 0
        self.open = False
        self.within: list[str] = []

    def listen(self, parser: Any) -> None:
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.words
        parser.StartDoctypeDeclHandler = self.refuse

    def refuse(self, *_: Any) -> None:
        raise Unreadable("a part has a document type of its own")

    def start(self, name: str, attributes: Attributes) -> None:
        if self.gone or not self.change(name, attributes):
            self.gone += 1
            return
        self.close()
        held = "".join(f' {key}="{_quoted(value)}"' for key, value in attributes.items())
        self.write(f"<{name}{held}".encode())
        self.open = True
        self.within.append(name)

    def end(self, name: str) -> None:
        if self.gone:
            self.gone -= 1
            return
        self.within.pop()
        self.write(b"/>" if self.open else f"</{name}>".encode())
        self.open = False

    def words(self, words: str) -> None:
        if self.gone or (self.within and self.mute(self.within[-1], words)):
            return
        self.close()
        self.write(_escaped(words).encode())

    def close(self) -> None:
        if self.open:
            self.write(b">")
            self.open = False


def _escaped(words: str) -> str:
    found = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return found.replace("\r", "&#13;")


def _quoted(value: str) -> str:
    found = _escaped(value).replace('"', "&quot;")
    return found.replace("\n", "&#10;").replace("\t", "&#9;")
