"""What a document, a workbook or slides have that nobody sees who opens them: hidden words, sheets,
rows, columns, slides and shapes, and words in the colour of the paper or too small to read.

`told` says so with the first of the words. `shown` is the rule for the copy that assessors get:
what is marked as hidden is there to see in it, since who knows where to look would see it anyway,
and a program that reads the file does. So are words in the colour of the paper or too small to
read, of Word documents: `plainly` sets them in black, at a size to read. Other colours and sizes
stay as they are.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

MOST: Final = 50_000_000
"""Bytes of one part that are looked through."""
_SHOWN: Final = 60
_TINY: Final = 5
"""Half points: no print is as small."""
_PAPER: Final = 0xF0
"""A colour is as good as white from here, of 255 in each of its parts."""
_OFF: Final = ("0", "false", "off")
_WORDS: Final = re.compile(
    r"word/(document|header\d*|footer\d*|footnotes|endnotes|comments)\.xml", re.I
)
_SHEET: Final = re.compile(r"xl/worksheets/[^/]+\.xml", re.I)
_SLIDE: Final = re.compile(r"ppt/slides/slide\d+\.xml", re.I)
_VANISHES: Final = re.compile(rb"<w:(?:specV|v)anish\b[^>]*?(?:/>|></w:(?:specV|v)anish>)")
_HIDDEN: Final = re.compile(
    rb"""(<(?:\w+:)?(?:row|col|cNvPr|docPr)\b[^>]*?)\shidden="(?:1|true)\""""
)
_STATE: Final = re.compile(rb"""(<(?:\w+:)?sheet\b[^>]*?)\sstate="(?:veryH|h)idden\"""")
_LEFT_OUT: Final = re.compile(rb"""(<p:sld\b[^>]*?)\sshow="(?:0|false)\"""")
_NOT_DISPLAYED: Final = re.compile(
    rb"""\b(text|table):(display|visibility)="(?:none|false|collapse|filter)\""""
)
_DISPLAYED: Final = {
    (b"text", b"display"): b'text:display="true"',
    (b"table", b"display"): b'table:display="true"',
    (b"table", b"visibility"): b'table:visibility="visible"',
}


def shown(content: bytes) -> bytes:
    """A part of an Office document with what was marked as hidden to be seen."""
    content = _VANISHES.sub(b"", content)
    content = _HIDDEN.sub(rb"\1", content)
    return _LEFT_OUT.sub(rb"\1", _STATE.sub(rb"\1", content))


def displayed(content: bytes) -> bytes:
    """The same for a part of an open document."""
    return _NOT_DISPLAYED.sub(lambda found: _DISPLAYED.get((found[1], found[2]), found[0]), content)


def plainly(name: str, content: bytes, styles: Callable[[], Styles]) -> bytes:
    """A part of a copy with the words in black, at 10 points, that nobody could read in the
    document that has these `styles`. A part that isn't XML stays as it is."""
    from lxml import etree

    if not _WORDS.fullmatch(name):
        return content
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        return content
    found = [run for sort, run, _ in _in_words(root, styles(), shown=True)]
    for run in found:
        _set_plainly(run)
    if not found:
        return content
    made: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return made


def _set_plainly(run: Any) -> None:
    """In place of all that was said of how it looks: some of it could hide it in another way."""
    space = str(run.tag).rpartition("}")[0] + "}"
    for old in [*_children(run, "rPr")]:
        run.remove(old)
    looks = run.makeelement(f"{space}rPr")
    for name, value in (("color", "000000"), ("sz", "20")):
        one = looks.makeelement(f"{space}{name}")
        one.set(f"{space}val", value)
        looks.append(one)
    run.insert(0, looks)


def told(archive: zipfile.ZipFile) -> Iterator[str]:
    """In sentences."""
    names = archive.namelist()
    found: dict[str, list[str]] = {}
    styles = Styles.of(archive)
    for name in names:
        if _WORDS.fullmatch(name):
            for sort, _run, words in _in_words(_tree(archive, name), styles):
                found.setdefault(sort, []).append(words)
    for sort, what in _SORTS.items():
        if sort in found:
            quoted = " ".join(" ".join(found[sort]).split())
            cut = quoted if len(quoted) <= _SHOWN else f"{quoted[:_SHOWN]}…"
            yield f"It has {what}: “{cut}”"
    rows = sum(len(_HIDDEN.findall(_read(archive, one))) for one in names if _SHEET.fullmatch(one))
    if rows:
        yield "It has hidden rows or columns"
    shapes = sum(
        len(_HIDDEN.findall(_read(archive, one))) for one in names if _SLIDE.fullmatch(one)
    )
    if shapes:
        yield f"It has {shapes:,} hidden {'thing' if shapes == 1 else 'things'} on its slides"


_SORTS: Final = {
    "hidden": "hidden text",
    "paper": "text in the colour of the paper",
    "tiny": "text too small to read",
}


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    try:
        with archive.open(name) as part:
            return part.read(MOST)
    except KeyError:
        return b""


def _tree(archive: zipfile.ZipFile, name: str) -> Any:
    from lxml import etree

    content = _read(archive, name)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    root = etree.fromstring(content, parser) if content else None
    return etree.Element("nothing") if root is None else root


def _local(one: Any) -> str:
    return str(one.tag).rpartition("}")[2]


def _children(one: Any, name: str) -> Iterator[Any]:
    return (child for child in one.iterchildren("{*}" + name))


def _value(one: Any, name: str = "val") -> str:
    return next((str(v) for key, v in one.attrib.items() if key.rpartition("}")[2] == name), "")


@dataclass(frozen=True)
class _Look:
    """How words are set, as far as it is said: None where it is not."""

    hidden: bool | None = None
    paper: bool | None = None
    tiny: bool | None = None
    shaded: bool | None = None

    @classmethod
    def of(cls, properties: Any) -> _Look:
        hidden = paper = tiny = shaded = None
        for one in properties.iterchildren("*") if properties is not None else ():
            match _local(one):
                case "vanish":
                    hidden = _value(one) not in _OFF
                case "color":
                    paper = _is_paper(_value(one))
                case "sz":
                    tiny = _value(one).isdigit() and int(_value(one)) < _TINY
                case "shd" | "highlight":
                    shaded = _shades(one) or shaded
        return cls(hidden, paper, tiny, shaded)

    def over(self, other: _Look) -> _Look:
        """What this does not say, the other does."""
        return _Look(*(
            other_ if own is None else own
            for own, other_ in (
                (self.hidden, other.hidden), (self.paper, other.paper),
                (self.tiny, other.tiny), (self.shaded, other.shaded),
            )
        ))  # fmt: skip


def _is_paper(colour: str) -> bool:
    """A colour in six digits, as good as white?"""
    if not re.fullmatch("[0-9A-Fa-f]{6}", colour):
        return False
    return all(int(colour[at : at + 2], 16) >= _PAPER for at in (0, 2, 4))


def _shades(one: Any) -> bool:
    fill = _value(one, "fill") or _value(one)
    return fill not in ("", "auto", "none", "clear", "white") and not _is_paper(fill)


@dataclass(frozen=True)
class Styles:
    """How each style sets words, and which tables are shaded by theirs."""

    looks: Mapping[str, _Look]
    shaded: frozenset[str]

    @classmethod
    def of(cls, archive: zipfile.ZipFile) -> Styles:
        known: dict[str, tuple[_Look, str]] = {}
        shaded = set()
        for style in _children(_tree(archive, "word/styles.xml"), "style"):
            own = _Look.of(next(_children(style, "rPr"), None))
            based = next(_children(style, "basedOn"), None)
            key = _value(style, "styleId")
            known[key] = own, "" if based is None else _value(based)
            if any(_shades(one) for one in style.iter("{*}shd")):
                shaded.add(key)
        return cls({key: _whole(known, key) for key in known}, frozenset(shaded))

    def look(self, properties: Any, name: str) -> _Look:
        named = next(_children(properties, name), None) if properties is not None else None
        return _Look() if named is None else self.looks.get(_value(named), _Look())


def _whole(known: Mapping[str, tuple[_Look, str]], key: str) -> _Look:
    """With what a style takes from the one that it rests on."""
    look, been = _Look(), set[str]()
    while key in known and key not in been:
        been.add(key)
        own, based = known[key]
        look, key = look.over(own), based
    return look


def _in_words(root: Any, styles: Styles, *, shown: bool = False) -> Iterator[tuple[str, Any, str]]:
    """Which words nobody sees, each with why and its run. `shown`: what was hidden is not any
    more."""
    painted = any(not _is_paper(_value(one, "color")) for one in _children(root, "background"))
    for run in root.iter("{*}r"):
        words = "".join(one.text or "" for one in _children(run, "t"))
        if not any(letter.isalnum() for letter in words):
            continue
        own = next(_children(run, "rPr"), None)
        paragraph = next(run.iterancestors("{*}p"), None)
        of_paragraph = next(_children(paragraph, "pPr"), None) if paragraph is not None else None
        look = _Look.of(own).over(styles.look(own, "rStyle"))
        look = look.over(styles.look(of_paragraph, "pStyle"))
        if look.hidden and not shown:
            yield "hidden", run, words
        elif look.tiny:
            yield "tiny", run, words
        elif look.paper and not (painted or look.shaded or _behind(run, styles)):
            yield "paper", run, words


def _behind(run: Any, styles: Styles) -> bool:
    """Is there, or may there be, a colour behind the words: of their paragraph, cell or table, or
    of a drawing?"""
    for one in run.iterancestors("*"):
        if _local(one) in ("txbxContent", "drawing", "pict"):
            return True
        for properties in one.iterchildren("{*}pPr", "{*}tcPr", "{*}tblPr"):
            if any(_shades(shade) for shade in _children(properties, "shd")):
                return True
            named = next(_children(properties, "tblStyle"), None)
            if named is not None and _value(named) in styles.shaded:
                return True
    return False
