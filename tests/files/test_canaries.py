"""A name is planted wherever a format has room; the copy for assessors, unpacked, never has it."""

from __future__ import annotations

import io
import zipfile

import pikepdf
import pytest

from award.foundation.files.encoded import jpeg
from award.foundation.files.judging import judge
from award.foundation.files.stripping import strip
from award.foundation.files.types import BY_ENDING
from tests.build import canaries, documents
from tests.build.canaries import CANARY, KEPT
from tests.build.canaries_office import IN_OFFICE, IN_OPEN, office_with, open_with


def copied(content: bytes, ending: str) -> bytes:
    judge(io.BytesIO(content), f"a{ending}", (BY_ENDING[ending].key,))
    into = io.BytesIO()
    assert strip(BY_ENDING[ending], io.BytesIO(content), into)
    return into.getvalue()


def held(content: bytes) -> bytes:
    """All that can be read in a file: each part and stream unpacked, in either width of letters."""
    found = [content]
    if content.startswith(b"%PDF"):
        with pikepdf.open(io.BytesIO(content)) as pdf:
            found.append(repr(pdf.trailer).encode())
            for one in pdf.objects:
                found.append(repr(one).encode())
                if isinstance(one, pikepdf.Stream):
                    found.append(one.read_raw_bytes())
                    if one.get("/Subtype") != pikepdf.Name.Image:
                        found.append(one.read_bytes())
    elif content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            found += [held(archive.read(name)) for name in archive.namelist()]
            found += [name.encode() for name in archive.namelist()]
    whole = b"".join(found)
    return whole + whole.replace(b"\0", b"")


@pytest.mark.parametrize("place", canaries.IN_A_PDF)
def test_a_pdf(place: str) -> None:
    content = canaries.pdf_with(place)
    assert CANARY.encode() in held(content) or place == "a photograph packed twice"
    copy = copied(content, ".pdf")
    assert CANARY.encode() not in held(copy) and CANARY.encode().hex().encode() not in held(copy)
    assert KEPT.encode() in held(copy)


def test_a_form_is_shown_as_it_was_filled_in() -> None:
    with pikepdf.open(io.BytesIO(documents.pdf())) as pdf:
        shown = pdf.make_stream(b"BT (Forty beds) Tj ET", Type=pikepdf.Name.XObject,
                                Subtype=pikepdf.Name.Form, BBox=[0, 0, 90, 20])  # fmt: skip
        field = pdf.make_indirect(
            pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, F=4,
                               FT=pikepdf.Name.Tx, T="beds", V="Forty beds", Rect=[9, 9, 99, 29],
                               AP=pikepdf.Dictionary(N=shown))
        )  # fmt: skip
        pdf.pages[0].obj.Annots = pikepdf.Array([field])
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([field]))
        pdf.save(into := io.BytesIO())
    with pikepdf.open(io.BytesIO(copied(into.getvalue(), ".pdf"))) as copy:
        assert b"Do" in b"".join(one.read_bytes() for one in _contents(copy))
        assert any(b"Forty beds" in one.read_bytes() for one in copy.objects
                   if isinstance(one, pikepdf.Stream))  # fmt: skip


def _contents(pdf: pikepdf.Pdf) -> list[pikepdf.Stream]:
    found = pdf.pages[0].obj.Contents
    return [*found] if isinstance(found, pikepdf.Array) else [found]  # type: ignore[list-item]


def test_links_that_lead_on_stay() -> None:
    with pikepdf.open(io.BytesIO(documents.pdf())) as pdf:
        page = pdf.pages[0].obj
        pdf.Root.Dests = pikepdf.Dictionary(Here=pikepdf.Array([page, pikepdf.Name.Fit]))
        rect = pikepdf.Array([0, 0, 9, 9])
        link = {"/Type": pikepdf.Name.Annot, "/Subtype": pikepdf.Name.Link, "/Rect": rect}
        page.Annots = pikepdf.Array([
            pikepdf.Dictionary({**link, "/Dest": pikepdf.Name.Here}),
            pikepdf.Dictionary({**link, "/A": pikepdf.Dictionary(
                S=pikepdf.Name.URI, URI="https://care.example/report")}),
        ])  # fmt: skip
        pdf.save(into := io.BytesIO())
    with pikepdf.open(io.BytesIO(copied(into.getvalue(), ".pdf"))) as copy:
        inside, outside = copy.pages[0].obj.Annots
        assert inside.Dest[0].objgen == copy.pages[0].obj.objgen
        assert str(outside.A.URI) == "https://care.example/report"


@pytest.mark.parametrize("progressive", [False, True])
@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
def test_a_photograph_in_a_pdf_keeps_each_of_its_points(mode: str, progressive: bool) -> None:
    from PIL import Image

    noise = Image.effect_noise((120, 90), 80).convert(mode)
    noise.save(into := io.BytesIO(), "JPEG", progressive=progressive, comment=CANARY.encode())
    clean = jpeg(b"before" + into.getvalue() + b"after")
    assert CANARY.encode() not in clean and clean.endswith(b"\xff\xd9")
    with Image.open(io.BytesIO(clean)) as seen, Image.open(into) as was:
        assert seen.mode == was.mode and seen.tobytes() == was.tobytes()


@pytest.mark.parametrize("place", IN_OFFICE)
def test_an_office_file(place: str) -> None:
    content, ending = office_with(place)
    assert CANARY.encode() in held(content)
    copy = copied(content, ending)
    assert CANARY.encode() not in held(copy)


@pytest.mark.parametrize("place", IN_OPEN)
def test_an_open_document(place: str) -> None:
    content = open_with(place)
    assert CANARY.encode() in held(content)
    copy = held(copied(content, ".odt"))
    assert CANARY.encode() not in copy and KEPT.encode() in copy
