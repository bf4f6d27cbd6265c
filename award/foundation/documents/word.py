"""A document as Word: real styles, headings and table headers, the same bytes from the same data.

A heading with a key has a bookmark of that name, so that what stands below it is found again when
somebody has filled the document in (`reading`): every word processor keeps bookmarks, and few keep
content controls.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from copy import deepcopy
from typing import Any, Final

from award.foundation.documents.bookmarks import bookmark, form_mark
from award.foundation.documents.parts import (
    MOST_ACROSS,
    Document,
    Facts,
    Grid,
    Heading,
    Points,
    Room,
    Style,
    Words,
)  # fmt: skip
from award.foundation.documents.spelling import direction, in_xml, paragraphs

ANSWER, GUIDANCE, _IN_TABLE = "Answer", "Guidance", "TableText"
_STYLES: Final[dict[Style, str]] = {"answer": ANSWER, "plain": "Normal", "quiet": GUIDANCE}


def as_word(document: Document) -> bytes:
    """The file."""
    return _Writer(document).write()


class _Writer:
    def __init__(self, document: Document) -> None:
        import docx

        self.document, self.file, self.marks = document, docx.Document(), 0
        self.body = self.file.element.body
        _set_styles(self.file)

    def write(self) -> bytes:
        self._properties()
        self._edges()
        self._text(GUIDANCE, self.document.caption)
        self._part(Heading(self.document.title, level=1))
        for part in self.document.parts:
            self._part(part)
        written = io.BytesIO()
        self.file.save(written)
        return _timeless(written)

    def _properties(self) -> None:
        core = self.file.core_properties
        made = self.document.made.replace(tzinfo=None, microsecond=0)
        core.title, core.author = in_xml(self.document.title), in_xml(self.document.service)
        core.created = core.modified = made
        core.last_modified_by, core.revision, core.language = "", 1, "en-GB"
        core.comments = core.keywords = core.subject = ""
        if form := self.document.form:
            core.keywords = in_xml(f"{form} {form_mark(form)}")

    def _edges(self) -> None:
        from docx.shared import Mm

        page = self.file.sections[0]
        page.page_width, page.page_height = Mm(210), Mm(297)
        page.left_margin = page.right_margin = Mm(23)
        page.top_margin = page.bottom_margin = Mm(24)
        top, foot = page.header.paragraphs[0], page.footer.paragraphs[0]
        top.text = in_xml("\t".join([self.document.service, "", self.document.mark]).rstrip())
        foot.text = in_xml(f"{self.document.about}\t\tPage ")
        _field(foot, "PAGE")

    def _part(self, part: Any) -> None:
        match part:
            case Heading():
                line = self._line(f"Heading{part.level}", " ".join(in_xml(part.words).split()))
                if part.key:
                    self._mark(line, bookmark(part.key))
                if part.level == 1 and self.document.form:
                    self._mark(line, form_mark(self.document.form))
            case Words():
                self._text(_STYLES[part.style], part.words)
            case Points():
                for item in part.items:
                    self._text("ListBullet", item)
            case Facts():
                self._table((part.caption, ""), part.rows, bold=lambda row, place: place == 0)
            case Grid():
                rows = (*part.rows, *([part.foot] if part.foot else []))
                last = len(rows) if part.foot else None
                self._table(
                    part.headings, rows, part.numbers,
                    bold=lambda row, place: row == last, by_hand=part.by_hand,
                )  # fmt: skip
            case Room():
                self._line(ANSWER, "")

    def _text(self, style: str, words: str) -> None:
        for lines in paragraphs(in_xml(words)) or [[""]]:
            self._line(style, "\n".join(lines))

    def _line(self, style: str, words: str) -> Any:
        line = _paragraph(style, words)
        self.body.insert_element_before(line, "w:sectPr")
        return line

    def _table(
        self,
        headings: Sequence[str],
        rows: Sequence[Sequence[str]],
        numbers: Sequence[int] = (),
        *,
        bold: Callable[[int, int], bool],
        by_hand: bool = False,
    ) -> None:
        """With an empty paragraph after it: two tables that touch would be one."""
        wide = len(headings) > MOST_ACROSS
        if wide:
            self._turn(across=False)
        table = _element("w:tbl")
        about, across = _element("w:tblPr"), _element("w:tblGrid")
        about.append(_element("w:tblStyle", val="TableGrid"))
        about.append(_element("w:tblW", w="5000", type="pct"))
        about.append(_element("w:tblLook", val="0020", firstRow="1"))
        for _ in headings:
            across.append(_element("w:gridCol"))
        table.extend([about, across])
        for number, cells in enumerate([headings, *rows]):
            row = _element("w:tr")
            kept = _element("w:trPr")
            kept.append(_element("w:cantSplit"))
            if by_hand and number:
                kept.append(_element("w:trHeight", val="567", hRule="atLeast"))  # 10 mm
            if number == 0:
                kept.append(_element("w:tblHeader"))
            row.append(kept)
            for place, words in enumerate(cells):
                strong = number == 0 or bold(number, place)
                row.append(_cell(words, strong=strong, figure=place in numbers))
            table.append(row)
        self.body.insert_element_before(table, "w:sectPr")
        self._line(GUIDANCE, "")
        if wide:
            self._turn(across=True)

    def _turn(self, *, across: bool) -> None:
        """What stands before this is on pages of their own, held upright or across."""
        line = self._line(GUIDANCE, "")
        section = deepcopy(self.body.sectPr)
        size = section.find(_name("w:pgSz"))
        if across:
            size.set(_name("w:w"), size.get(_name("w:h")))
            size.set(_name("w:h"), self.body.sectPr.find(_name("w:pgSz")).get(_name("w:w")))
            size.set(_name("w:orient"), "landscape")
        line.find(_name("w:pPr")).append(section)

    def _mark(self, line: Any, name: str) -> None:
        self.marks += 1
        start = _element("w:bookmarkStart", id=str(self.marks), name=name)
        line.insert(1, start)  # after what says how it looks
        line.append(_element("w:bookmarkEnd", id=str(self.marks)))


def _name(tag: str) -> str:
    from docx.oxml.ns import qn

    return str(qn(tag))


def _cell(words: str, *, strong: bool, figure: bool) -> Any:
    cell = _element("w:tc")
    for lines in paragraphs(in_xml(words)) or [[""]]:
        cell.append(_paragraph(_IN_TABLE, "\n".join(lines), strong=strong, figure=figure))
    return cell


def _paragraph(style: str, words: str, *, strong: bool = False, figure: bool = False) -> Any:
    """It runs the way of its first letter."""
    line, about, run, looks = map(_element, ("w:p", "w:pPr", "w:r", "w:rPr"))
    about.append(_element("w:pStyle", val=style))
    way, language = direction(words)
    if way == "rtl":
        about.append(_element("w:bidi"))
    if figure:
        about.append(_element("w:jc", val="right"))
    if strong:
        looks.append(_element("w:b"))
    if way == "rtl":
        looks.append(_element("w:rtl"))
        looks.append(_element("w:lang", bidi=_BIDI[language]))
    run.append(looks)
    for piece in _BREAKS.split(words):
        if piece in _MARKS:
            run.append(_element(_MARKS[piece]))
        elif piece:
            text = _element("w:t")
            text.text = piece
            text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            run.append(text)
    line.extend([about, run])
    return line


_BREAKS: Final = re.compile("([\n\t])")
_MARKS: Final = {"\n": "w:br", "\t": "w:tab"}
_BIDI: Final = {"he": "he-IL", "ar": "ar-SA"}


def _element(tag: str, /, **values: str) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(tag)
    for key, value in values.items():
        made.set(qn(f"w:{key}"), value)
    return made


def _field(line: Any, code: str) -> None:
    """A number that Word works out."""
    for kind in ("begin", "", "end"):
        run = line.add_run()._r
        if kind:
            run.append(_element("w:fldChar", fldCharType=kind))
        else:
            words = _element("w:instrText")
            words.text = code
            run.append(words)


def _set_styles(file: Any) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt, RGBColor

    ink, quiet, deep = (
        RGBColor(0x21, 0x2B, 0x32),
        RGBColor(0x4C, 0x62, 0x72),
        RGBColor(0x1F, 0x3A, 0x5F),
    )
    styles = file.styles
    styles["Normal"].font.name, styles["Normal"].font.size = "Arial", Pt(11)
    styles["Normal"].paragraph_format.space_after = Pt(8)
    for level, size in ((1, 22), (2, 15), (3, 11.5)):
        style = styles[f"Heading {level}"]
        style.font.name, style.font.size, style.font.bold = "Arial", Pt(size), True
        style.font.color.rgb = ink if level == 3 else deep
        fonts = style.element.rPr.rFonts
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(14), Pt(6)
        style.paragraph_format.keep_with_next = True
    answer, guidance, cell = (
        styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH) for name in (ANSWER, GUIDANCE, "Table Text")
    )
    answer.base_style = guidance.base_style = cell.base_style = styles["Normal"]
    guidance.font.color.rgb, guidance.font.size = quiet, Pt(10)
    guidance.next_paragraph_style = answer
    cell.font.size, cell.paragraph_format.space_after = Pt(9.5), Pt(2)
    styles["List Bullet"].paragraph_format.left_indent = Mm(6)
    for level in (2, 3):
        styles[f"Heading {level}"].next_paragraph_style = answer
    defaults = styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for found in defaults.findall(qn("w:lang")):
        defaults.remove(found)
    defaults.append(_element("w:lang", val="en-GB", eastAsia="en-GB", bidi="ar-SA"))


def _timeless(written: io.BytesIO) -> bytes:
    """The same archive without the times of its making."""
    again = io.BytesIO()
    with (
        zipfile.ZipFile(written) as before,
        zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as now,
    ):
        for part in before.infolist():
            fresh = zipfile.ZipInfo(part.filename, (1980, 1, 1, 0, 0, 0))
            fresh.compress_type, fresh.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            now.writestr(fresh, before.read(part))
    return again.getvalue()
