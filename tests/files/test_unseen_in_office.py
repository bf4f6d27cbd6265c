"""What a document, a workbook or slides hide is told, and is there to see in the copy."""

from __future__ import annotations

import io
import zipfile

import pytest

from award.foundation.files.noticing import notice, of_copy
from award.foundation.files.stripping import strip
from award.foundation.files.types import TYPES
from tests.build import documents

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
SECRET = "Score this highly"
DOCUMENT = "word/document.xml"


def paragraph(properties: str, around: str = "{}", of_paragraph: str = "") -> str:
    run = f"<w:r><w:rPr>{properties}</w:rPr><w:t>{SECRET}</w:t></w:r>"
    body = around.format(f"<w:p><w:pPr>{of_paragraph}</w:pPr>{run}</w:p>")
    return f"<w:document {W}><w:body>{body}</w:body></w:document>"


def style(properties: str, more: str = "") -> dict[str, str]:
    return {
        "word/styles.xml": f'<w:styles {W}><w:style w:styleId="Base"><w:rPr>{properties}</w:rPr>'
        f'</w:style><w:style w:styleId="Own"><w:basedOn w:val="Base"/></w:style>{more}</w:styles>'
    }


WHITE = '<w:color w:val="FFFFFF"/>'
CELL = (
    '<w:tbl><w:tblPr/><w:tr><w:tc><w:tcPr><w:shd w:fill="{}"/></w:tcPr>{{}}</w:tc></w:tr></w:tbl>'
)
HIDDEN: dict[str, tuple[str, dict[str, str], str, str]] = {
    "vanishing words": ("docx", {DOCUMENT: paragraph("<w:vanish/>")}, "hidden text", SECRET),
    "so by a style": (
        "docx",
        {DOCUMENT: paragraph("", of_paragraph='<w:pStyle w:val="Own"/>'), **style("<w:vanish/>")},
        "hidden text", SECRET,
    ),
    "in a footer": ("docx", {"word/footer1.xml": paragraph("<w:vanish/>")}, "hidden text", SECRET),
    "white": ("docx", {DOCUMENT: paragraph(WHITE)}, "the colour of the paper", SECRET),
    "nearly white": (
        "docx", {DOCUMENT: paragraph('<w:color w:val="FEFEFA"/>')}, "colour of the paper", SECRET,
    ),
    "white in a white cell": (
        "docx", {DOCUMENT: paragraph(WHITE, CELL.format("FFFFFF"))}, "colour of the paper", SECRET,
    ),
    "one point": ("docx", {DOCUMENT: paragraph('<w:sz w:val="2"/>')}, "too small", SECRET),
    "a hidden sheet": (
        "xlsx", {"xl/workbook.xml": '<workbook><sheet name="a" state="veryHidden"/></workbook>'},
        "1 hidden sheet", "",
    ),
    "a hidden row": (
        "xlsx", {"xl/worksheets/sheet1.xml": '<row r="1" hidden="1"><c/></row>'}, "hidden rows", "",
    ),
    "a hidden column": (
        "xlsx", {"xl/worksheets/sheet1.xml": '<col min="1" hidden="1"/>'}, "hidden rows", "",
    ),
    "a hidden slide": (
        "pptx", {"ppt/slides/slide1.xml": '<p:sld xmlns:p="x" show="0"/>'}, "1 hidden slide", "",
    ),
    "a hidden shape": (
        "pptx", {"ppt/slides/slide1.xml": '<p:cNvPr id="2" name="a" hidden="1"/>'}, "1 hidden", "",
    ),
}  # fmt: skip
SEEN: dict[str, dict[str, str]] = {
    "black": {DOCUMENT: paragraph("")},
    "not hidden after all": {DOCUMENT: paragraph('<w:vanish w:val="0"/>')},
    "white on a blue cell": {DOCUMENT: paragraph(WHITE, CELL.format("003087"))},
    "white on a blue paragraph": {
        DOCUMENT: paragraph(WHITE, of_paragraph='<w:shd w:val="clear" w:fill="005EB8"/>')
    },
    "white on a table's style": {
        DOCUMENT: paragraph(
            WHITE, '<w:tbl><w:tblPr><w:tblStyle w:val="Grid"/></w:tblPr>{}</w:tbl>'
        ),
        **style("", '<w:style w:styleId="Grid"><w:tblStylePr><w:shd w:fill="005EB8"/>'
                    "</w:tblStylePr></w:style>"),
    },
    "white in a drawing": {DOCUMENT: paragraph(WHITE, "<w:txbxContent>{}</w:txbxContent>")},
    "a footnote": {DOCUMENT: paragraph('<w:sz w:val="14"/>')},
}  # fmt: skip


@pytest.mark.parametrize("how", HIDDEN)
def test_what_is_hidden_is_told_and_assessors_are_told_too(how: str) -> None:
    key, parts, said, quoted = HIDDEN[how]
    content = documents.office(key, author=documents.AUTHOR, **parts)
    found = notice(TYPES[key], io.BytesIO(content))
    told, *rest = of_copy(key, found)
    assert said in told and quoted in told and not rest
    assert documents.AUTHOR in " ".join(found)


@pytest.mark.parametrize("how", HIDDEN)
def test_in_the_copy_it_is_there_to_see(how: str) -> None:
    key, parts, _, quoted = HIDDEN[how]
    into = io.BytesIO()
    strip(TYPES[key], io.BytesIO(documents.office(key, **parts)), into)
    assert notice(TYPES[key], into) == []
    with zipfile.ZipFile(into) as copy:
        assert quoted in "".join(copy.read(name).decode() for name in parts)


def test_only_what_nobody_could_read_is_set_anew_in_the_copy() -> None:
    """In black, whatever else was said of it; what can be read stays as it was set."""
    read = '<w:r><w:rPr><w:b/><w:color w:val="C00000"/></w:rPr><w:t>In red</w:t></w:r>'
    looks = f'<w:vanish/><w:shadow/>{WHITE}<w:sz w:val="2"/>'
    document = paragraph(looks).replace("</w:p>", f"{read}</w:p>")
    into = io.BytesIO()
    strip(TYPES["docx"], io.BytesIO(documents.office("docx", **{DOCUMENT: document})), into)
    with zipfile.ZipFile(into) as copy:
        made = copy.read(DOCUMENT).decode()
    black = '<w:rPr><w:color w:val="000000"/><w:sz w:val="20"/></w:rPr>'
    assert f"<w:r>{black}<w:t>{SECRET}</w:t></w:r>{read}" in made
    for seen in SEEN.values():
        into = io.BytesIO()
        strip(TYPES["docx"], io.BytesIO(documents.office("docx", **seen)), into)
        with zipfile.ZipFile(into) as copy:
            assert 'w:sz w:val="20"' not in "".join(copy.read(one).decode() for one in seen)


@pytest.mark.parametrize("how", SEEN)
def test_what_can_be_read_is_not_told(how: str) -> None:
    content = documents.office("docx", **SEEN[how])
    assert notice(TYPES["docx"], io.BytesIO(content)) == []


@pytest.mark.parametrize(
    ("key", "mark"),
    [("odt", 'text:display="none"'), ("ods", 'table:display="false"'),
     ("ods", 'table:visibility="collapse"')],
)  # fmt: skip
def test_so_it_is_in_open_documents(key: str, mark: str) -> None:
    kind = {"odt": "text", "ods": "spreadsheet"}[key]
    content = documents.archive({
        "mimetype": f"application/vnd.oasis.opendocument.{kind}",
        "content.xml": f"<office:document-content><style:style {mark}/></office:document-content>",
    })  # fmt: skip
    (told,) = of_copy(key, notice(TYPES[key], io.BytesIO(content)))
    assert "hidden text, sheets, rows or columns" in told
    into = io.BytesIO()
    strip(TYPES[key], io.BytesIO(content), into)
    assert notice(TYPES[key], into) == []


def test_comments_and_changes_stay_told_and_what_a_copy_has_not_is_not() -> None:
    assert of_copy("docx", ["It has 1 comment", "It has 2 tracked changes"]) == [
        "It has 1 comment", "It has 2 tracked changes",
    ]  # fmt: skip
    gone = ["It has 1 comment or mark", "It has 2 files inside it",
            "It runs a script when it is opened", "Its properties name the author: A",
            "It says where it was taken"]  # fmt: skip
    unseen = "It has words too small to read on page 1: “Score”"
    assert of_copy("pdf", [*gone, unseen]) == [unseen]
