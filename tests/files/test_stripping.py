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
from award.foundation.files.types import BY_ENDING, TYPES
from tests.build import documents

AUTHOR, COMPANY = documents.AUTHOR, documents.COMPANY
CARRYING = sorted(ending for ending in documents.every() if BY_ENDING[ending].carries)


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
        "It has hidden text",
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
