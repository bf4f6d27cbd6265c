from __future__ import annotations

import io
import zipfile

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from award.foundation.documents.bookmarks import bookmark
from award.foundation.documents.parts import Grid, Heading, Part, Words
from award.foundation.documents.reading import Filled, Unreadable, read_back
from award.foundation.documents.spelling import in_xml
from award.foundation.documents.word import as_word
from tests.documents.making import document, usual
from tests.documents.test_pdf import HOSTILE, LETTERS

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def read(file: bytes, *keys: str) -> Filled:
    return read_back(io.BytesIO(file), {bookmark(key): key for key in keys}, {})


def test_headings_styles_and_tables_are_real_ones() -> None:
    opened = docx.Document(io.BytesIO(as_word(usual())))
    styles = [line.style.name for line in opened.paragraphs if line.style and line.text]
    assert styles[:4] == ["Guidance", "Heading 1", "Heading 2", "Heading 3"]
    assert styles.count("List Bullet") == 2
    assert len(opened.tables) == 2
    for table in opened.tables:
        assert "tblHeader" in table.rows[0]._tr.xml
        assert all("cantSplit" in row._tr.xml for row in table.rows)
    assert opened.core_properties.title == "Listening for falls"
    assert opened.core_properties.language == "en-GB"
    assert opened.sections[0].page_width.mm == pytest.approx(210, abs=0.1)  # type: ignore[union-attr]


def test_the_same_data_is_the_same_file_to_the_last_byte() -> None:
    file = as_word(usual())
    assert as_word(usual()) == file
    with zipfile.ZipFile(io.BytesIO(file)) as parts:
        assert {part.date_time[0] for part in parts.infolist()} == {1980}
        assert b'w:lang w:val="en-GB"' in parts.read("word/styles.xml")


def test_every_page_says_what_it_is() -> None:
    opened = docx.Document(io.BytesIO(as_word(document(mark="Draft, not submitted"))))
    assert "Draft, not submitted" in opened.sections[0].header.paragraphs[0].text
    assert "AIA-7K3F9Q" in opened.sections[0].footer.paragraphs[0].text


@settings(max_examples=40, deadline=None)
@given(texts=st.lists(st.text(LETTERS, min_size=1, max_size=80), min_size=1, max_size=8))
def test_every_character_that_was_typed_is_read_back(texts: list[str]) -> None:
    check_read_back(texts)


def test_marks_of_typst_and_xml_come_back_as_they_went_in() -> None:
    check_read_back([*HOSTILE, "\x07 \x0b \ud800 \ufffe"])


def check_read_back(texts: list[str]) -> None:
    parts: list[Part] = []
    for place, text in enumerate(texts):
        parts += [Heading(f"Question {place}", 3, f"k{place}"), Words(text)]
        parts += [Heading("Table", 3, f"t{place}"), Grid("T", ("A", "B"), ((text, "x"),))]
    keys = [f"{one}{place}" for place in range(len(texts)) for one in "kt"]
    found = read(as_word(document(*parts)), *keys)
    for place, text in enumerate(texts):
        wanted = in_xml(text).split()
        words = [str(block) for block in found.below[f"k{place}"].blocks]
        assert " ".join(words).split() == wanted
        (table,) = found.below[f"t{place}"].blocks
        assert isinstance(table, list)
        assert table[1][0].split() == wanted


def test_headings_are_found_by_their_words_when_bookmarks_are_lost() -> None:
    file = as_word(document(Heading("1.1 What   now?", 3, "k"), Words("This.")))
    found = read_back(io.BytesIO(file), {}, {"1.1 what now?": "k"})
    assert found.below["k"].blocks == ["This."]


def body(xml: str) -> bytes:
    """A document with this as its body."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as parts:
        parts.writestr(
            "word/document.xml", f"<w:document {W} {MC}><w:body>{xml}</w:body></w:document>"
        )
    return made.getvalue()


HEAD = '<w:p><w:bookmarkStart w:id="1" w:name="q_k"/><w:r><w:t>Q</w:t></w:r></w:p>'


@pytest.mark.parametrize(
    ("xml", "blocks"),
    [
        ("<w:sdt><w:sdtContent><w:p><w:r><w:t>held</w:t></w:r></w:p></w:sdtContent></w:sdt>",
         ["held"]),
        ("<w:p><w:ins><w:r><w:t>new</w:t></w:r></w:ins><w:del><w:r><w:delText>old</w:delText>"
         "<w:t>old</w:t></w:r></w:del></w:p>", ["new"]),
        ("<w:p><w:moveFrom><w:r><w:t>away</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>here</w:t>"
         "</w:r></w:moveTo></w:p>", ["here"]),
        ("<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/>"
         "<w:softHyphen/></w:r></w:p>", ["a\tb\nc\u2011\u00ad"]),
        ("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r><w:r><w:t>seen</w:t></w:r></w:p>",
         ["seen"]),
        ('<w:p><w:pPr><w:numPr/></w:pPr><w:r><w:t>one</w:t></w:r></w:p>', ["• one"]),
        ("<w:p><w:hyperlink><w:r><w:t>link</w:t></w:r></w:hyperlink><w:r><w:instrText>HYPERLINK"
         "</w:instrText></w:r></w:p>", ["link"]),
        ("<w:p><mc:AlternateContent><mc:Choice><w:r><w:t>once</w:t></w:r></mc:Choice><mc:Fallback>"
         "<w:r><w:t>once</w:t></w:r></mc:Fallback></mc:AlternateContent></w:p>", ["once"]),
        ("<w:tbl><w:tr><w:tc><w:p><w:r><w:t>A</w:t></w:r></w:p></w:tc></w:tr><w:tr><w:trPr><w:del/>"
         "</w:trPr><w:tc><w:p><w:r><w:t>gone</w:t></w:r></w:p></w:tc></w:tr></w:tbl>", [[["A"]]]),
    ],
)  # fmt: skip
def test_what_word_processors_wrap_up_is_read_and_what_is_gone_is_not(
    xml: str, blocks: list[object]
) -> None:
    assert read(body(HEAD + xml), "k").below["k"].blocks == blocks


def test_what_cannot_be_taken_along_is_named() -> None:
    xml = "<w:p><w:r><w:t>See</w:t><w:footnoteReference/><w:drawing/></w:r></w:p>"
    assert read(body(HEAD + xml), "k").below["k"].lost == ["a footnote", "a picture"]


def test_headings_of_another_form_are_named_and_take_their_answers_with_them() -> None:
    other = HEAD.replace("q_k", "q_other").replace(">Q<", ">Old question<")
    found = read(body(HEAD + "<w:p><w:r><w:t>mine</w:t></w:r></w:p>" + other
                      + "<w:p><w:r><w:t>its</w:t></w:r></w:p>"), "k")  # fmt: skip
    assert found.unknown == ["Old question"]
    assert found.below["k"].blocks == ["mine"]


@pytest.mark.parametrize(
    "file",
    [
        b"",
        b"PK nothing",
        body("<w:p>"),
        body("")[:-30],
        body("<w:p><w:r><w:t>&e;</w:t></w:r></w:p>"),
    ],
)
def test_what_is_no_document_says_so(file: bytes) -> None:
    with pytest.raises(Unreadable):
        read(file, "k")


def test_an_entity_bomb_is_refused() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as parts:
        laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
        parts.writestr(
            "word/document.xml",
            f'<!DOCTYPE d [<!ENTITY l0 "ha">{laughs}]><w:document {W}><w:body><w:p><w:r><w:t>&l9;'
            "</w:t></w:r></w:p></w:body></w:document>",
        )
    found = None
    try:
        found = read(made.getvalue(), "k")
    except Unreadable:
        return
    assert found.below == {}


def test_bookmarks_are_no_longer_than_word_has_them() -> None:
    long = bookmark("a" * 60)
    assert len(long) <= 40
    assert long != bookmark("a" * 59)


def test_a_table_too_wide_for_the_page_lies_across_one() -> None:
    wide = Grid("Sites", tuple("abcdefghijk"), (tuple("ABCDEFGHIJK"),))
    opened = docx.Document(io.BytesIO(as_word(document(Words("Before"), wide, Words("After")))))
    assert [section.orientation for section in opened.sections] == [0, 1, 0]
    assert len({section.header.paragraphs[0].text for section in opened.sections}) == 1
    assert [cell.text for cell in opened.tables[0].rows[1].cells] == list("ABCDEFGHIJK")


@pytest.mark.parametrize(
    ("tag", "way", "mark"),
    [("bdo", "rtl", "\u202e"), ("bdo", "ltr", "\u202d"),
     ("dir", "rtl", "\u202b"), ("dir", "ltr", "\u202a")],
)  # fmt: skip
def test_what_turns_direction_comes_back_as_it_was_typed(tag: str, way: str, mark: str) -> None:
    """Word writes an element in the place of the character."""
    file = io.BytesIO(as_word(document(Heading("Q", 3, "k"), Words("one TURNED two"))))
    again = io.BytesIO()
    with zipfile.ZipFile(file) as before, zipfile.ZipFile(again, "w") as now:
        for name in before.namelist():
            text = before.read(name).decode("utf-8", "surrogateescape")
            if name == "word/document.xml":
                start, end = text.index("<w:r>", text.index('w:val="Answer"')), 0
                end = text.index("</w:r>", start) + len("</w:r>")
                text = (
                    f'{text[:start]}<w:{tag} w:val="{way}">{text[start:end]}</w:{tag}>{text[end:]}'
                )
            now.writestr(name, text.encode("utf-8", "surrogateescape"))
    assert read(again.getvalue(), "k").below["k"].blocks == [f"{mark}one TURNED two\u202c"]


def test_it_says_what_it_is_the_form_of() -> None:
    marks = [read(as_word(document(form=form)), "k").forms for form in ("", "ASC-3", "ASC-4")]
    assert [len(one) for one in marks] == [0, 1, 1] and marks[1] != marks[2]
