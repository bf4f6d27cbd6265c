from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from typing import Any

import docx
import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from pypdfium2 import PdfDocument

from award.foundation.documents import fonts, pdf, spelling
from award.foundation.documents.parts import Facts, Grid, Heading, Points, Words, of_answer
from award.foundation.documents.pdf import NotSet, as_pdf
from award.foundation.documents.word import as_word
from award.rounds.kinds import FileRead, Files
from tests.documents.making import document, ink, text_of_pdf, usual

HOSTILE = (
    "#set page(width: 1pt) *bold* _em_ $x^2$ \\ ~ -- ``` raw `code` = head\n= Heading\n- list",
    '<script>alert(1)</script> &amp; &lt; ]]> <?xml?> <!-- "quotes" {{ 7 * 7 }} {% raw %}',
    "#read(\"/etc/passwd\") #sys.inputs.data @label <label> https://example.org/#x",
    "\u202eturned\u202c around \u2066here\u2069",
    "a‐‑–—b  double  spaces   and\ttabs",
)  # fmt: skip
LETTERS = st.one_of(
    st.characters(max_codepoint=0x24F, exclude_categories=["Cc"]),
    st.characters(min_codepoint=0x300, max_codepoint=0x6FF),
    st.characters(min_codepoint=0x1E00, max_codepoint=0x27BF),
    st.characters(min_codepoint=0x1F300, max_codepoint=0x1F64F),
    st.characters(min_codepoint=0x4E00, max_codepoint=0x10FFFF, exclude_categories=["Cs"]),
    st.sampled_from("#$*_[]<>@\\`/=~-+  \n\n\u200d\u200c\ufe0f\u202e\u200f\u0301"),
)


@pytest.fixture(scope="module")
def opened() -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(as_pdf(usual()))) as found:
        yield found


def tags(node: Any) -> Iterator[Any]:
    """Every element of the structure tree."""
    children = node.get("/K", [])
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield child
            yield from tags(child)


def test_it_is_tagged_as_pdf_ua_asks(opened: pikepdf.Pdf) -> None:
    root = opened.Root
    assert bool(root.MarkInfo.Marked)
    assert str(root.Lang) == "en-GB"
    assert bool(root.ViewerPreferences.DisplayDocTitle)
    with opened.open_metadata() as about:
        assert about["pdfuaid:part"] == "1"
        assert about["dc:title"] == "Listening for falls"
    assert all(str(page.obj["/Tabs"]) == "/S" for page in opened.pages)


def test_headings_and_cells_that_head_others_are_told_apart(opened: pikepdf.Pdf) -> None:
    found = [str(tag.S) for tag in tags(opened.Root.StructTreeRoot)]
    assert [name for name in found if name in ("/H1", "/H2", "/H3")] == ["/H1", "/H2"] + ["/H3"] * 3
    assert found.count("/Table") == 2
    assert found.count("/TH") == 3  # one heads the facts, two the figures
    assert {"/L", "/LI", "/LBody"} <= set(found)
    heads = [tag for tag in tags(opened.Root.StructTreeRoot) if str(tag.S) == "/TH"]
    assert all("/Scope" in str(tag.get("/A")) for tag in heads)


def test_a4_with_page_numbers_what_it_is_about_and_its_mark() -> None:
    many = [Words("Listen. " * 400) for _ in range(3)]
    file = as_pdf(document(Heading("1. Summary"), *many, mark="Draft, not submitted"))
    with pikepdf.open(io.BytesIO(file)) as opened:
        pages = len(opened.pages)
        boxes = {tuple(round(float(side)) for side in page.mediabox) for page in opened.pages}
    assert boxes == {(0, 0, 595, 842)}
    text = text_of_pdf(file)
    assert pages > 1
    assert text.count("Draft, not submitted") == text.count("AIA-7K3F9Q Page ") == pages
    assert f"Page {pages} of {pages}" in text


def test_the_same_data_is_the_same_file_to_the_last_byte() -> None:
    assert as_pdf(usual()) == as_pdf(usual())


def test_marks_of_typst_and_xml_come_out_as_they_went_in(caplog: pytest.LogCaptureFixture) -> None:
    parts = [Words(text) for text in HOSTILE] + [
        Points(HOSTILE), Heading(HOSTILE[0], 2),
        Grid("T", HOSTILE, (HOSTILE,), foot=HOSTILE),
    ]  # fmt: skip
    text = text_of_pdf(as_pdf(document(*parts, title=HOSTILE[1], mark=HOSTILE[2])))
    wanted = ink("".join(spelling.on_paper(text) for text in HOSTILE * 5) + HOSTILE[0])
    assert wanted - ink(text) == {}
    assert caplog.records == []


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(texts=st.lists(st.text(LETTERS, min_size=1, max_size=80), min_size=30, max_size=60))
def test_every_character_that_was_typed_is_drawn(
    texts: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each or its number: nothing is a box or a blank."""
    cells = tuple((one, two) for one, two in zip(texts[::2], texts[1::2], strict=False))
    parts = [*map(Words, texts), Points(tuple(texts)), Grid("T", ("A", "B"), cells)]
    found = ink(text_of_pdf(as_pdf(document(*parts))))
    wanted = ink("".join(map(spelling.on_paper, [*texts * 2, *(c for row in cells for c in row)])))
    assert wanted - found == {}


def test_what_no_font_has_is_named_and_what_turns_direction_too() -> None:
    named = "⟨U+13000⟩ ok ⟨U+202E⟩ ⟨U+0007⟩ ⟨U+D800⟩"
    assert spelling.on_paper("\U00013000 ok \u202e \x07 \ud800") == named
    assert spelling.on_paper("tick ✓ → é 😀") == "tick ✓ → é 😀"


def test_names_of_eight_scripts_are_covered() -> None:
    names = ("Żółć Ñandú ŵ", "Αλέξανδρος ᾅ", "Олександр Їжак", "محمد عبد الله", "שָׁלוֹם",
             "王小明 張偉", "さくら サクラ 高橋", "김철수")  # fmt: skip
    for name in names:
        assert spelling.on_paper(name) == name
    file = as_pdf(document(*map(Words, names), Grid("T", ("王小明",), (("김철수",),))))
    assert ink("".join(names)) - ink(text_of_pdf(file)) == {}


def test_a_word_wider_than_the_page_is_broken() -> None:
    """And one in a narrow column: nothing is drawn beyond the margin."""
    cells = ("w" * 200,) * 6
    file = as_pdf(document(Words("x" * 500), Grid("T", ("a",) * 6, (cells,))))
    lines: list[str] = []
    for page in PdfReader(io.BytesIO(file)).pages:
        lines += page.extract_text().splitlines()
    assert max(ink(line).total() for line in lines) < 120
    assert ink("\n".join(lines))["x"] == 500


def test_what_is_copied_out_of_it_has_nothing_between_its_letters() -> None:
    """A fingerprint, an address, a word in a narrow column."""
    print_, address = "2c26b46b68ffc68f" * 4, "https://example.org/" + "a/long/way/" * 20
    cells = (print_, address, "Donaudampfschiff" * 3, "x", "y", "z")
    file = as_pdf(
        document(
            Words(f"{print_} {address}"), Facts((("F", print_),), "T"), Grid("T", cells, (cells,))
        )
    )
    with PdfDocument(file) as opened:
        copied = "".join(page.get_textpage().get_text_range() for page in opened)
    for text in (text_of_pdf(file), copied):
        assert "\u200b" not in text
        whole = "".join(text.split())
        assert whole.count(print_) >= 2 and address in whole


def test_what_pdf_ua_refuses_is_a_tagged_pdf_all_the_same(caplog: pytest.LogCaptureFixture) -> None:
    """A heading below one that isn't there."""
    with caplog.at_level(logging.WARNING):
        file = as_pdf(document(Heading("Deep", 3)))
    assert file.startswith(b"%PDF-") and "not PDF/UA" in caplog.text
    with pikepdf.open(io.BytesIO(file)) as opened:
        assert bool(opened.Root.MarkInfo.Marked)


def test_one_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "SECONDS", 0.01)
    with pytest.raises(NotSet, match="longer than"):
        as_pdf(usual())
    monkeypatch.undo()
    assert as_pdf(usual())  # its turn was given back


def test_one_that_no_application_can_fill_is_not_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MOST_CHARACTERS", 100)
    with pytest.raises(NotSet, match="longer than"):
        as_pdf(usual())


def test_without_fonts_it_is_said_what_to_do(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    monkeypatch.setattr(fonts, "FOLDER", tmp_path)
    with pytest.raises(fonts.NoFonts, match="flask assets"):
        as_pdf(usual())


def test_a_table_too_wide_for_the_page_is_a_card_for_each_row() -> None:
    headings = tuple(f"Column {place}" for place in range(13))
    rows = tuple(tuple(f"r{row}c{place}" for place in range(13)) for row in range(3))
    file = as_pdf(
        document(Heading("1. Sites"), Grid("Sites", headings, rows, foot=("Total",) * 13))
    )
    text = text_of_pdf(file)
    assert all(cell in text for row in rows for cell in row)
    assert text.count("Column 12") == 4
    with pikepdf.open(io.BytesIO(file)) as opened:
        heads = [tag for tag in tags(opened.Root.StructTreeRoot) if str(tag.S) == "/TH"]
    assert len(heads) == 4


OWN = {"he": "תוכנית 2026.pdf", "ar": "خطة المشروع (v2).pdf", "turned": "plan\u202egnp.exe"}


@pytest.mark.parametrize("name", OWN.values(), ids=OWN)
def test_a_name_turns_nothing_of_the_line_that_it_stands_in(name: str) -> None:
    """Our words stand behind it, in their order."""
    read = FileRead("k", name, 250_000, "pdf", said=("Held back", "It has 2 comments"))
    (points,) = of_answer(Files((read,)))
    with PdfDocument(as_pdf(document(points))) as opened:
        page = opened[0].get_textpage()
        text = page.get_text_range()
        first, *rest = (left_of(page, text, one) for one in ("KB", "Held back", "comments"))
        assert [first, *rest] == sorted([first, *rest])
        assert left_of(page, text, name[0]) < first
    words = docx.Document(io.BytesIO(as_word(document(points)))).element.body.xml
    assert "w:bidi/" not in words and "\u202e" not in words
    alone = docx.Document(io.BytesIO(as_word(document(Words(OWN["he"]))))).element.body.xml
    assert "w:bidi/" in alone  # what somebody wrote runs as they write


def left_of(page: Any, text: str, words: str) -> float:
    return float(page.get_charbox(text.rindex(words))[0])


def test_headings_are_not_broken_in_words_nor_numbers_anywhere() -> None:
    headings = ("Name", "Organisation", "How serious", "Responsibility", "Certification", "ORCID")
    row = ("Lucia Brandreth", "Ridings Centre for Care Research", "High", "all of it " * 9,
           "1-1021187730", "0000-0002-1825-0097")  # fmt: skip
    file = as_pdf(document(Grid("T", headings, (row,) * 30)))
    text = text_of_pdf(file)
    for whole in (*headings, *row[4:], "Brandreth"):
        assert all(part in text.split() for part in whole.split())
    assert text.count("Certification") == len(PdfReader(io.BytesIO(file)).pages) > 1


def test_a_card_says_nothing_of_what_its_row_does_not_say() -> None:
    headings = tuple(f"Column {place}" for place in range(13))
    row, foot = ("Beck House", "", "Here", *[""] * 10), ("Total", *[""] * 11, "96")
    text = text_of_pdf(as_pdf(document(Grid("Sites", headings, (row,), foot=foot))))
    assert re.findall(r"Column \d+", text) == ["Column 2", "Column 12"]
    by_hand = text_of_pdf(as_pdf(document(Grid("Sites", headings, (row,), by_hand=True))))
    assert len(re.findall(r"Column \d+", by_hand)) == 12
