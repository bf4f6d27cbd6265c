"""Files with one name planted in every place that a format has for it, and in some it has not."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String
from PIL import Image

from tests.build import documents

CANARY = "Adalberta"
KEPT = "Kept words"


def photograph(form: str = "JPEG") -> bytes:
    exif = Image.Exif()
    exif[0x013B] = CANARY
    into = io.BytesIO()
    more: dict[str, Any] = {"comment": CANARY.encode()}
    more |= {"exif": exif} if form == "JPEG" else {"no_jp2": False}
    Image.new("RGB", (40, 40), (200, 30, 30)).save(into, form, **more)
    return into.getvalue() + CANARY.encode() * (form == "JPEG")


def profile() -> bytes:
    """Colours of a screen that is called after its owner."""
    from PIL import ImageCms

    made = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    head = bytearray(made)
    words = (CANARY + " iMac").encode("utf-16-be")
    at = 132 + 12 * int.from_bytes(head[128:132], "big")
    start = int.from_bytes(head[136:140], "big")
    assert head[start : start + 4] == b"mluc" and at <= start
    length = int.from_bytes(head[start + 20 : start + 24], "big")
    place = start + int.from_bytes(head[start + 24 : start + 28], "big")
    head[place : place + length] = words[:length].ljust(length, b"\0")
    return bytes(head)


def _image(pdf: pikepdf.Pdf, form: str = "JPEG", **more: Any) -> Any:
    return pdf.make_stream(
        photograph(form),
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=40,
        Height=40,
        ColorSpace=Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=Name.DCTDecode if form == "JPEG" else Name.JPXDecode,
        **more,
    )


def _form(pdf: pikepdf.Pdf, drawing: bytes = b"q Q", **more: Any) -> Any:
    return pdf.make_stream(
        drawing, Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]), **more
    )


def _field(pdf: pikepdf.Pdf, **more: Any) -> None:
    field = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, T=String(CANARY), Rect=Array([0, 0, 9, 9]), **more
        )
    )
    pdf.pages[0].obj.Annots = Array([field])
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]), XFA=Stream(pdf, CANARY.encode()))


def _signed(pdf: pikepdf.Pdf) -> None:
    signature = pdf.make_indirect(
        Dictionary(
            Type=Name.Sig, Name=String(CANARY), ContactInfo=String(CANARY), Contents=String(CANARY)
        )
    )
    seen = _form(pdf, f"({CANARY}) Tj".encode())
    _field(pdf, FT=Name.Sig, V=signature, AP=Dictionary(N=seen))
    pdf.Root.Perms = Dictionary(DocMDP=signature)


def _linked(pdf: pikepdf.Pdf, action: Any) -> None:
    link = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Link,
        Rect=Array([0, 0, 9, 9]),
        T=String(CANARY),
        Contents=String(CANARY),
        NM=String(CANARY),
        AP=Dictionary(N=_form(pdf)),
        A=action,
    )
    link.PA = Dictionary(S=Name.URI, URI=String(f"https://{CANARY}.example/"))
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(link)])


def _named_place(pdf: pikepdf.Pdf) -> None:
    place = Array([pdf.pages[0].obj, Name.Fit])
    pdf.Root.Names = Dictionary(Dests=Dictionary(Names=Array([String(CANARY), place])))
    _linked(pdf, Dictionary(S=Name.GoTo, D=String(CANARY)))


def _outlined(pdf: pikepdf.Pdf) -> None:
    first = pdf.make_indirect(Dictionary(Title=String(f"{CANARY} plan.docx")))
    first.A = Dictionary(S=Name.JavaScript, JS=String(CANARY))
    first.SE = Dictionary(T=String(CANARY))
    pdf.Root.Outlines = pdf.make_indirect(Dictionary(First=first, Last=first, Count=1))
    first.Parent = pdf.Root.Outlines


def _structured(pdf: pikepdf.Pdf) -> None:
    note = pdf.make_indirect(Dictionary(Subtype=Name.Text, Contents=String(CANARY)))
    held = Array(
        [
            Dictionary(O=Name.UserProperties, P=Array([Dictionary(V=String(CANARY))])),
            Dictionary(O=Name.Table, Summary=String(CANARY), RowSpan=1),
        ]
    )
    part = pdf.make_indirect(
        Dictionary(
            Type=Name.StructElem,
            S=Name(f"/{CANARY}"),
            T=String(CANARY),
            A=held,
            ID=String(CANARY),
            Alt=String(f"C:\\Users\\{CANARY}\\a.png"),
            K=Dictionary(Type=Name.OBJR, Obj=note),
        )
    )
    pdf.Root.StructTreeRoot = Dictionary(
        Type=Name.StructTreeRoot,
        K=part,
        RoleMap=Dictionary({f"/{CANARY}": Name.P}),
        IDTree=Dictionary(Names=Array([String(CANARY), part])),
        ClassMap=Dictionary({f"/{CANARY}": Dictionary(O=Name.Layout)}),
    )


def _layered(pdf: pikepdf.Pdf) -> None:
    layer = pdf.make_indirect(
        Dictionary(
            Type=Name.OCG,
            Name=String(CANARY),
            Usage=Dictionary(
                CreatorInfo=Dictionary(Creator=String(CANARY)),
                User=Dictionary(Type=Name.Ind, Name=String(CANARY)),
            ),
        )
    )
    pdf.Root.OCProperties = Dictionary(
        OCGs=Array([layer]),
        D=Dictionary(
            Name=String(CANARY), Creator=String(CANARY), Order=Array([String(CANARY), layer])
        ),
        Configs=Array([Dictionary(Name=String(CANARY))]),
    )
    pdf.pages[0].obj.Resources.Properties = Dictionary(MC0=layer)


def _root(**more: Any) -> Callable[[pikepdf.Pdf], None]:
    def plant(pdf: pikepdf.Pdf) -> None:
        for key, value in more.items():
            pdf.Root[f"/{key}"] = value

    return plant


def _page(**more: Any) -> Callable[[pikepdf.Pdf], None]:
    def plant(pdf: pikepdf.Pdf) -> None:
        for key, value in more.items():
            pdf.pages[0].obj[f"/{key}"] = value

    return plant


def _drawn(make: Callable[[pikepdf.Pdf], Any]) -> Callable[[pikepdf.Pdf], None]:
    def plant(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj.Resources.XObject.Ph = make(pdf)
        _more(b" q 90 0 0 90 0 0 cm /Ph Do Q")(pdf)

    return plant


def _more(words: bytes) -> Callable[[pikepdf.Pdf], None]:
    def plant(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0].obj
        page.Contents = pdf.make_stream(page.Contents.read_bytes() + words)

    return plant


_TOLD = String(CANARY)
IN_A_PDF: dict[str, Callable[[pikepdf.Pdf], None]] = {
    "a signature": _signed,
    "what a form holds and nobody sees": lambda pdf: _field(pdf, FT=Name.Tx, V=_TOLD),
    "a photograph": _drawn(_image),
    "a photograph packed twice": _drawn(
        lambda pdf: pdf.make_stream(
            photograph().hex().encode() + b">",
            Type=Name.XObject,
            Subtype=Name.Image,
            Width=40,
            Height=40,
            ColorSpace=Name.DeviceRGB,
            BitsPerComponent=8,
            Filter=Array([Name.ASCIIHexDecode, Name.DCTDecode]),
        )
    ),
    "a JPEG 2000": _drawn(lambda pdf: _image(pdf, "JPEG2000")),
    "a picture with a picture beside": _drawn(
        lambda pdf: _image(pdf, Alternates=Array([_image(pdf)]), Name=Name(f"/{CANARY}"))
    ),
    "a profile of colours": _drawn(
        lambda pdf: _image(pdf, Alt=Array([Name.ICCBased, pdf.make_stream(profile(), N=3)]))
    ),
    "what a program keeps in a form": _drawn(
        lambda pdf: _form(pdf, PieceInfo=Dictionary(By=_TOLD), Ref=Dictionary(F=_TOLD), Any=_TOLD)
    ),
    "a remark in a form": _drawn(lambda pdf: _form(pdf, f"q % {CANARY}\nQ".encode())),
    "a remark on the page": _more(f"\n% {CANARY}\n".encode()),
    "properties of words": _more(f" /Span <</Told ({CANARY})>> BDC EMC".encode()),
    "a program to start": lambda pdf: _linked(
        pdf, Dictionary(S=Name.Launch, F=String(f"file:///C:/Users/{CANARY}/plan.docx"))
    ),
    "a page of her own": lambda pdf: _linked(
        pdf, Dictionary(S=Name.URI, URI=String(f"https://a-my.sharepoint.com/personal/{CANARY}"))
    ),
    "an email address": lambda pdf: _linked(
        pdf, Dictionary(S=Name.URI, URI=String(f"mailto:{CANARY}@care.example"))
    ),
    "the name of a place": _named_place,
    "headings": _outlined,
    "tags": _structured,
    "layers": _layered,
    "properties": lambda pdf: pdf.docinfo.update({"/Author": CANARY, "/Anything": CANARY}),
    "threads": _root(Threads=Array([Dictionary(I=Dictionary(Author=_TOLD))])),
    "labels of pages": _root(PageLabels=Dictionary(Nums=Array([0, Dictionary(P=_TOLD)]))),
    "the language": _root(Lang=String(f"{CANARY} Leaderby")),
    "what nobody knows": _root(Unheard=Dictionary(Of=_TOLD)),
    "what nobody knows of a page": _page(Unheard=Dictionary(Of=_TOLD), LastModified=_TOLD),
    "what pages have in common": lambda pdf: pdf.Root.Pages.__setitem__("/Unheard", _TOLD),
    "the trailer": lambda pdf: pdf.trailer.__setitem__("/Unheard", _TOLD),
}


def pdf_with(place: str) -> bytes:
    with pikepdf.open(io.BytesIO(documents.pdf(KEPT))) as pdf:
        IN_A_PDF[place](pdf)
        into = io.BytesIO()
        pdf.save(into)
    return into.getvalue()
