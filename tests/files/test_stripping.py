"""The copy for assessors says nothing of who made it, and is the same document otherwise."""

from __future__ import annotations

import io
import zipfile

import pikepdf
import pytest
from PIL import Image

from award.foundation.files.judging import judge
from award.foundation.files.noticing import notice
from award.foundation.files.stripping import Unstripped, strip
from award.foundation.files.types import BY_ENDING, RECORDINGS, TYPES
from tests.build import documents

AUTHOR, COMPANY = documents.AUTHOR, documents.COMPANY
CARRYING = sorted(
    ending
    for ending in documents.every()
    if BY_ENDING[ending].carries and BY_ENDING[ending].key not in RECORDINGS
)


def stripped(content: bytes, ending: str) -> bytes:
    into = io.BytesIO()
    assert strip(BY_ENDING[ending], io.BytesIO(content), into)
    return into.getvalue()


def unpacked(content: bytes, ending: str) -> bytes:
    """All its bytes, with what is packed unpacked."""
    if ending == ".pdf":
        with pikepdf.open(io.BytesIO(content)) as opened:
            into = io.BytesIO()
            opened.save(into, compress_streams=False,
                        stream_decode_level=pikepdf.StreamDecodeLevel.all,
                        object_stream_mode=pikepdf.ObjectStreamMode.disable)  # fmt: skip
            return content + into.getvalue()
    if ending in (".png", ".jpg"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return content + b"".join(archive.read(name) for name in archive.namelist())


@pytest.mark.parametrize("ending", CARRYING)
def test_nothing_of_the_maker_is_left(ending: str) -> None:
    content = documents.every(author=AUTHOR)[ending]
    assert AUTHOR.encode() in unpacked(content, ending)
    copy = stripped(content, ending)
    assert AUTHOR.encode() not in unpacked(copy, ending)
    assert COMPANY.encode() not in unpacked(copy, ending)
    assert judge(io.BytesIO(copy), f"a{ending}", tuple(TYPES)) == BY_ENDING[ending]
    assert notice(BY_ENDING[ending], io.BytesIO(copy)) == []
    assert stripped(content, ending) == copy


WORD = (
    '<w:comments xmlns:w="http://x"><w:comment w:id="0" w:author="{0}" w:initials="MO">'
    "<w:t>Look</w:t></w:comment></w:comments>"
)
BODY = (
    '<w:document xmlns:w="http://x"><w:body><w:p w:rsidR="00A1B2C3"><w:ins w:author="{0}">'
    "<w:r><w:t>Kept words</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>Unseen</w:t></w:r>"
    "</w:p></w:body></w:document>"
)


def test_authors_of_comments_and_changes_go_and_their_words_stay() -> None:
    content = documents.office(
        author=AUTHOR,
        **{
            "word/document.xml": BODY.format(AUTHOR),
            "word/comments.xml": WORD.format(AUTHOR),
            "word/people.xml": f'<w15:people><w15:person w15:author="{AUTHOR}"/></w15:people>',
            "docProps/thumbnail.jpeg": documents.picture("jpeg", author=AUTHOR),
            "word/media/image1.jpeg": documents.picture("jpeg", author=AUTHOR),
        },
    )
    copy = unpacked(stripped(content, ".docx"), ".docx")
    assert AUTHOR.encode() not in copy
    assert b"Kept words" in copy and b"Look" in copy and b"rsid" not in copy


CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
    'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>{0}</dc:creator>'
    "</cp:coreProperties>"
)
RELATION = (
    "<Relationships><Relationship Id='r1' Type='http://x/attachedTemplate' {0} "
    "TargetMode='External'/></Relationships>"
)
# Where programs put a name beside where Word's own are: (type, part, what stands in it).
ELSEWHERE = {
    "properties of other programs": ("docx", "package/services/metadata/core-properties/1.psmdcp",
                                     f'<?xml version="1.0"?>{CORE}'),
    "in single quotes": ("docx", "word/comments.xml", "<w:comment w:author='{0}' w:id='0'/>"),
    "the path of a template": ("docx", "word/_rels/settings.xml.rels",
                               RELATION.format("Target='file:///C:\\Users\\{0}\\a.dotx'")),
    "a path on a share": ("xlsx", "xl/externalLinks/_rels/externalLink1.xml.rels",
                          RELATION.format('Target="\\\\server\\{0}\\a.xlsx"')),
    "data beside the document": ("docx", "customXml/item1.xml", "<a><b who='{0}'>{0}</b></a>"),
    "the path of a workbook": ("xlsx", "xl/workbook.xml",
                               '<workbook><x15ac:absPath url="C:\\Users\\{0}\\"/></workbook>'),
    "who has reserved it": ("xlsx", "xl/workbook.xml",
                            "<workbook><fileSharing userName='{0}'/></workbook>"),
    "who made a change to slides": ("pptx", "ppt/changesInfos/changesInfo1.xml",
                                    '<p15:chg><p15:name userId="1" name="{0}"/></p15:chg>'),
    "who wrote beside a cell": ("xlsx", "xl/persons/person.xml",
                                '<person displayName="{0}" userId="{0}"/>'),
}  # fmt: skip


@pytest.mark.parametrize("where", ELSEWHERE)
def test_names_go_wherever_programs_put_them(where: str) -> None:
    ending, part, holds = ELSEWHERE[where]
    content = documents.office(ending, **{part: holds.replace("{0}", AUTHOR)})
    assert AUTHOR.encode() in unpacked(content, f".{ending}")
    assert AUTHOR.encode() not in unpacked(stripped(content, f".{ending}"), f".{ending}")


def test_a_link_to_a_page_stays() -> None:
    holds = RELATION.replace("{0}", 'Target="https://care.example/report"')
    holds = holds.replace("attachedTemplate", "hyperlink")
    content = documents.office(**{"word/_rels/document.xml.rels": holds})
    assert b"https://care.example/report" in unpacked(stripped(content, ".docx"), ".docx")


@pytest.mark.parametrize("size", [(9_000, 9_000), None])
def test_a_picture_that_can_not_be_drawn_anew_is_told(size: tuple[int, int] | None) -> None:
    """One that is too large takes gigabytes, and one that can't be read keeps what it says."""
    into = io.BytesIO(b"\xff\xd8\xff no picture " + AUTHOR.encode())
    if size:
        into = io.BytesIO()
        Image.new("1", size).save(into, "PNG")
    content = documents.office(**{"word/media/image1.png": into.getvalue()})
    with pytest.raises(Unstripped):
        strip(BY_ENDING[".docx"], io.BytesIO(content), io.BytesIO())


def test_notes_attachments_and_scripts_of_a_pdf_go() -> None:
    content = documents.pdf("Kept words", author=AUTHOR, note="A remark", attached=b"inner words")
    copy = unpacked(stripped(content, ".pdf"), ".pdf")
    assert b"Kept words" in copy
    for gone in (AUTHOR.encode(), b"A remark", b"inner words"):
        assert gone not in copy


def test_a_picture_is_turned_the_right_way_up_and_looks_alike() -> None:
    into = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its side
    Image.new("RGB", (40, 20), (200, 30, 30)).save(into, "JPEG", exif=exif)
    with Image.open(io.BytesIO(stripped(into.getvalue(), ".jpg"))) as seen:
        assert seen.size == (20, 40) and not seen.getexif()
        red, green, blue = seen.convert("RGB").getpixel((5, 5))  # type: ignore[misc]
    assert red > 180 and green < 60 and blue < 60


def test_a_see_through_picture_stays_so() -> None:
    into = io.BytesIO()
    Image.new("RGBA", (4, 4), (1, 2, 3, 0)).save(into, "PNG")
    with Image.open(io.BytesIO(stripped(into.getvalue(), ".png"))) as seen:
        assert seen.mode == "RGBA" and seen.getpixel((0, 0)) == (1, 2, 3, 0)


@pytest.mark.parametrize("ending", CARRYING)
def test_what_can_not_be_read_is_told(ending: str) -> None:
    content = documents.every()[ending]
    with pytest.raises(Unstripped):
        strip(BY_ENDING[ending], io.BytesIO(content[:20] + b"broken"), io.BytesIO())


def test_plain_text_carries_nothing() -> None:
    assert not strip(TYPES["csv"], io.BytesIO(b"a,b"), io.BytesIO())


def test_what_is_noticed() -> None:
    word = documents.office(
        author=AUTHOR,
        **{"word/document.xml": BODY.format("x"), "word/comments.xml": WORD.format("x")},
    )
    assert notice(TYPES["docx"], io.BytesIO(word)) == [
        "It has 1 comment",
        "It has 1 tracked change",
        "It has hidden text: “Unseen”",
        f"Its properties name the author: {AUTHOR}",
        f"Its properties name the person who saved it last: {AUTHOR}",
        f"Its properties name the company: {COMPANY}",
    ]
    pdf = documents.pdf(author=AUTHOR, note="A remark", attached=b"x")
    assert notice(TYPES["pdf"], io.BytesIO(pdf)) == [
        "It has 1 comment or mark",
        "It has 1 file inside it",
        f"Its properties name the author: {AUTHOR}",
        f"Its properties name the company: {COMPANY}",
    ]
    photo = documents.picture("jpeg", author=AUTHOR)
    assert notice(TYPES["jpeg"], io.BytesIO(photo)) == [
        "It says where it was taken",
        f"Its properties name the maker: {AUTHOR}",
        "Its properties name the camera or phone: Examplecam",
    ]
    text = "a\u200bb\u202e".encode()
    assert notice(TYPES["txt"], io.BytesIO(text)) == ["It has 2 characters that nobody sees"]
    sheet = documents.office("xlsx", **{"xl/workbook.xml": '<sheet name="a" state="hidden"/>'})
    assert notice(TYPES["xlsx"], io.BytesIO(sheet)) == ["It has 1 hidden sheet"]


@pytest.mark.parametrize("ending", sorted(documents.every()))
def test_a_plain_file_has_nothing_to_notice(ending: str) -> None:
    assert notice(BY_ENDING[ending], io.BytesIO(documents.every()[ending])) == []
    assert notice(BY_ENDING[ending], io.BytesIO(b"broken")) == []
