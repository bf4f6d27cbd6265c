"""Documents of every type that can be uploaded, made here; and broken and hostile ones."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pikepdf
from PIL import Image

from tests.build import recordings

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
_W = "application/vnd.openxmlformats-officedocument"
_MAIN = {
    "docx": ("word/document.xml", f"{_W}.wordprocessingml.document.main+xml"),
    "xlsx": ("xl/workbook.xml", f"{_W}.spreadsheetml.sheet.main+xml"),
    "pptx": ("ppt/presentation.xml", f"{_W}.presentationml.presentation.main+xml"),
}
AUTHOR = "Marigold Okonkwo"
COMPANY = "Brightwater Care Limited"


def pdf(words: str = "A plan", *, author: str = "", note: str = "", password: str = "",
        attached: bytes = b"", drawn: str = "", inner: str = "",
        photograph: bytes = b"") -> bytes:  # fmt: skip
    """One page with these words on it, and what is `drawn` behind and over them in PDF's own
    words: /In draws what is `inner`, and /Ph the `photograph` (a JPEG, on one point)."""
    with pikepdf.new() as made:
        page = made.add_blank_page(page_size=(595, 842))
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1,
                                  BaseFont=pikepdf.Name.Helvetica)  # fmt: skip
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        page.Resources.XObject = pikepdf.Dictionary()
        if inner:
            page.Resources.XObject.In = made.make_stream(
                inner.encode(), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form,
                BBox=[0, 0, 2000, 2000], Resources=page.Resources,
            )  # fmt: skip
        if photograph:
            width, height = Image.open(io.BytesIO(photograph)).size
            page.Resources.XObject.Ph = made.make_stream(
                photograph, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=width,
                Height=height, ColorSpace=pikepdf.Name.DeviceRGB, BitsPerComponent=8,
                Filter=pikepdf.Name.DCTDecode,
            )  # fmt: skip
        page.Contents = made.make_stream(f"BT /F1 24 Tf 72 700 Td ({words}) Tj ET {drawn}".encode())
        if note:
            page.Annots = pikepdf.Array([made.make_indirect(pikepdf.Dictionary(
                Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9],
                Contents=note, T=author or "Nobody"))])  # fmt: skip
        if author:
            made.docinfo["/Author"] = author
            made.docinfo["/Company"] = COMPANY
            with made.open_metadata() as meta:
                meta["dc:creator"] = [author]
        if attached:
            made.attachments["inner.txt"] = attached
        into = io.BytesIO()
        locked = (
            {"encryption": pikepdf.Encryption(owner=password, user=password)} if password else {}
        )
        made.save(into, **(locked or {"deterministic_id": True}))
    return into.getvalue()


def archive(parts: dict[str, bytes | str], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", compression) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return into.getvalue()


def office(
    key: str = "docx", words: str = "A plan", *, author: str = "", **more: bytes | str
) -> bytes:
    """The least that such a file is made of, and `more` parts by name."""
    main, media = _MAIN[key]
    body = (
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f'<w:body><w:p w:rsidR="00A1B2C3"><w:r><w:t>{words}</w:t></w:r></w:p></w:body></w:document>'
    )
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content'
        f'-types"><Override PartName="/{main}" ContentType="{media}"/></Types>',
        "_rels/.rels": "<Relationships/>",
        main: body if key == "docx" else "<workbook/>",
    }
    if author:
        parts["docProps/core.xml"] = (
            f"<cp:coreProperties><dc:creator>{author}</dc:creator>"
            f"<cp:lastModifiedBy>{author}</cp:lastModifiedBy></cp:coreProperties>"
        )
        parts["docProps/app.xml"] = f"<Properties><Company>{COMPANY}</Company></Properties>"
    return archive({**parts, **more})


def opendocument(key: str = "odt", *, author: str = "") -> bytes:
    kind = {"odt": "text", "ods": "spreadsheet"}[key]
    return archive({
        "mimetype": f"application/vnd.oasis.opendocument.{kind}",
        "content.xml": "<office:document-content><text:p>A plan</text:p></office:document-content>",
        "meta.xml": f"<office:meta><meta:initial-creator>{author}</meta:initial-creator>"
                    "</office:meta>",
        "META-INF/manifest.xml": "<manifest:manifest/>",
    })  # fmt: skip


def picture(key: str = "png", *, author: str = "", size: tuple[int, int] = (40, 20)) -> bytes:
    """With `author`, one that says who took it and where."""
    into = io.BytesIO()
    made = Image.new("RGB", size, (0, 94, 184))
    options: dict[str, Any] = {}
    if author:
        exif = Image.Exif()
        exif[0x013B] = author
        exif[0x010F] = "Examplecam"
        exif.get_ifd(0x8825)[1] = "N"
        options["exif"] = exif
    made.save(into, key.upper(), **options)
    return into.getvalue()


def every(author: str = "") -> dict[str, bytes]:
    """One of each type, by the ending of its name."""
    return {
        ".pdf": pdf(author=author),
        **{f".{key}": office(key, author=author) for key in _MAIN},
        **{f".{key}": opendocument(key, author=author) for key in ("odt", "ods")},
        ".png": picture("png", author=author),
        ".jpg": picture("jpeg", author=author),
        ".csv": b"Site,Beds\nLeeds,12\n",
        ".mp3": recordings.mp3(),
        ".mp4": recordings.mp4(),
        ".wav": recordings.wav(),
        ".ogg": recordings.ogg(),
        ".webm": recordings.webm(),
        ".txt": "Zażółć gęślą jaźń\n".encode(),
    }
