"""What stands inside a document tells nobody who made it: pictures, objects, printers, signers."""

from __future__ import annotations

import base64
import gzip
import io
import re
import struct
import zipfile
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from PIL import Image

from award.foundation.files.stripping import Unstripped, strip
from award.foundation.files.types import BY_ENDING
from tests.build import documents
from tests.files.test_stripping import AUTHOR, stripped, unpacked


def drawn(form: str) -> bytes:
    """A picture of two frames where the format has frames, with a name where it has room."""
    into, name = io.BytesIO(), AUTHOR.encode()
    exif = Image.Exif()
    exif[0x013B] = AUTHOR
    more: dict[str, Any] = {
        "GIF": {"comment": name}, "TIFF": {"exif": exif}, "WEBP": {"exif": exif, "quality": 90},
        "PNG": {"exif": exif}, "JPEG": {"exif": exif, "comment": name},
    }.get(form, {})  # fmt: skip
    if form in ("GIF", "TIFF", "WEBP"):
        more |= {"save_all": True, "append_images": [Image.new("RGB", (9, 7), (0, 0, 200))]}
    Image.new("RGB", (9, 7), (200, 0, 0)).save(into, form, **more)
    return into.getvalue() + (name if form == "BMP" else b"")


def emf() -> bytes:
    told = f"A program\0{AUTHOR}\0\0".encode("utf-16-le")
    told += bytes(-len(told) % 4)
    private = struct.pack("<III", 70, 12 + 4 + 40, 44) + b"PRIV" + AUTHOR.encode().ljust(40, b"\0")
    kept = struct.pack("<III", 70, 24, 12) + b"EMF+" + b"drawings"
    head = struct.pack("<II", 1, 88 + len(told)).ljust(40, b"\0") + b" EMF"
    head = head.ljust(60, b"\0") + struct.pack("<II", len(told) // 2, 88)
    return head.ljust(88, b"\0") + told + private + kept + struct.pack("<IIIII", 14, 20, 0, 16, 20)


def wmf() -> bytes:
    remark = AUTHOR.encode() + bytes(len(AUTHOR) % 2)
    record = struct.pack("<IHHH", (10 + len(remark)) // 2, 0x0626, 0x000F, len(remark)) + remark
    head = b"\x01\x00\x09\x00\x00\x03".ljust(18, b"\0")
    return head + record + struct.pack("<IH", 3, 0)


def svg() -> bytes:
    photo = base64.b64encode(drawn("JPEG")).decode()
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'xmlns:e="http://editor.example" e:docname="/home/{AUTHOR}/a.svg"><!-- {AUTHOR} -->'
        f"<title>{AUTHOR}</title><metadata><e:by>{AUTHOR}</e:by></metadata>"
        f'<image xlink:href="data:image/jpeg;base64,{photo}"/><text>Kept words</text></svg>'
    ).encode()


IN_A_DOCUMENT: dict[str, Callable[[], bytes]] = {
    **{form: partial(drawn, form) for form in ("GIF", "TIFF", "BMP", "WEBP", "PNG", "JPEG")},
    "EMF": emf, "WMF": wmf, "SVG": svg, "EMZ": lambda: gzip.compress(emf()),
    "PNG called JPEG": partial(drawn, "PNG"),
}  # fmt: skip
PLACES = {"docx": "word/media/image1", "xlsx": "xl/media/image1", "pptx": "ppt/media/image1"}


def told_in(content: bytes) -> bytes:
    """All that a picture says, unpacked and in either width of letters."""
    if content.startswith(b"\x1f\x8b"):
        content = gzip.decompress(content)
    inner = re.findall(rb"base64,([A-Za-z0-9+/=]+)", content)
    return content + content.replace(b"\0", b"") + b"".join(map(base64.b64decode, inner))


@pytest.mark.parametrize("ending", PLACES)
@pytest.mark.parametrize("kind", IN_A_DOCUMENT)
def test_pictures_of_every_kind_tell_nobody(kind: str, ending: str) -> None:
    name = f"{PLACES[ending]}.{kind.split()[-1].lower()}"
    content = IN_A_DOCUMENT[kind]()
    assert AUTHOR.encode() in told_in(content)
    packed = documents.office(ending, **{name: content})
    with zipfile.ZipFile(io.BytesIO(stripped(packed, f".{ending}"))) as copy:
        found = copy.read(name)
    assert AUTHOR.encode() not in told_in(found)
    if kind in ("GIF", "TIFF", "WEBP"):
        with Image.open(io.BytesIO(found)) as seen:
            assert (seen.size, getattr(seen, "n_frames", 1)) == ((9, 7), 2)
            assert seen.convert("RGB").getpixel((4, 3))[0] > 150  # type: ignore[index]
    if kind in ("EMF", "EMZ"):
        assert b"drawings" in told_in(found), "and what it draws is left"
    if kind == "SVG":
        assert b"Kept words" in found and b"data:image/jpeg" in found


@pytest.mark.parametrize("broken", [b"film", emf()[:-9], b"\x1f\x8b\x08 cut", b"<svg><open>"])
def test_what_nobody_can_clean_inside_a_document_is_told(broken: bytes) -> None:
    content = documents.office(**{"word/media/media1.mp4": broken + AUTHOR.encode()})
    with pytest.raises(Unstripped):
        strip(BY_ENDING[".docx"], io.BytesIO(content), io.BytesIO())


PRINTER = (
    '<Relationships><Relationship Id="rId1" Type="http://x/relationships/printerSettings" '
    'Target="../printerSettings/printerSettings1.bin"/><Relationship Id="rId2" '
    'Type="http://x/relationships/drawing" Target="../drawings/drawing1.xml"/></Relationships>'
)


def test_a_spreadsheet_names_no_printer() -> None:
    content = documents.office(
        "xlsx",
        **{
            "xl/printerSettings/printerSettings1.bin": AUTHOR.encode(),
            "xl/worksheets/_rels/sheet1.xml.rels": PRINTER,
            "xl/drawings/drawing1.xml": "<xdr:wsDr/>",
            "xl/worksheets/sheet1.xml": '<worksheet><pageSetup paperSize="9" r:id="rId1"/>'
            '<drawing r:id="rId2"/></worksheet>',
        },
    )
    with zipfile.ZipFile(io.BytesIO(stripped(content, ".xlsx"))) as copy:
        assert not [name for name in copy.namelist() if "printer" in name]
        left = copy.read("xl/worksheets/_rels/sheet1.xml.rels")
        assert b"printer" not in left and b"drawing1.xml" in left
        sheet = copy.read("xl/worksheets/sheet1.xml")
        assert sheet.endswith(
            b'<worksheet><pageSetup paperSize="9"/><drawing r:id="rId2"/></worksheet>'
        )


# What else of a document names somebody: (type, part, what stands in it).
ELSEWHERE_TOO = {
    "who signed it": ("docx", "_xmlsignatures/sig1.xml", "<X509SubjectName>{0}</X509SubjectName>"),
    "a letter in series": ("docx", "word/settings.xml",
                           "<w:settings><w:mailMerge><w:connectString w:val=\"C:\\{0}\"/>"
                           "</w:mailMerge></w:settings>"),
    "where data comes from": ("xlsx", "xl/connections.xml",
                              '<connection odcFile="C:\\Users\\{0}\\a.odc"/>'),
    "an object of another program": ("docx", "word/embeddings/oleObject1.bin", "{0}"),
    "the printer of a text": ("odt", "settings.xml",
                              '<config:config-item config:name="PrinterName" config:type="string">'
                              "{0}</config:config-item>"),
    "an object in a text": ("odt", "Object 1/meta.xml", "<dc:creator>{0}</dc:creator>"),
    "who signed a text": ("odt", "META-INF/documentsignatures.xml", "<n>{0}</n>"),
}  # fmt: skip


@pytest.mark.parametrize("where", ELSEWHERE_TOO)
def test_names_go_from_what_is_kept_beside_the_words(where: str) -> None:
    ending, part, holds = ELSEWHERE_TOO[where]
    named = holds.replace("{0}", AUTHOR)
    if ending == "odt":
        content = with_part(documents.every()[".odt"], part, named.encode())
    else:
        content = documents.office(ending, **{part: named})
    assert AUTHOR.encode() in unpacked(content, f".{ending}")
    assert AUTHOR.encode() not in unpacked(stripped(content, f".{ending}"), f".{ending}")


def with_part(content: bytes, name: str, holds: bytes) -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(into, "w") as new:
        for part in old.infolist():
            if part.filename != name:
                new.writestr(part, old.read(part))
        new.writestr(name, holds)
    return into.getvalue()


def test_a_document_in_a_document_loses_its_author_too() -> None:
    inner = documents.office("xlsx", author=AUTHOR, **{"xl/worksheets/sheet1.xml": "<a>Kept</a>"})
    content = documents.office(**{"word/embeddings/Microsoft_Excel_Sheet.xlsx": inner})
    with zipfile.ZipFile(io.BytesIO(stripped(content, ".docx"))) as copy:
        found = unpacked(copy.read("word/embeddings/Microsoft_Excel_Sheet.xlsx"), ".xlsx")
    assert AUTHOR.encode() not in found and b"Kept" in found
