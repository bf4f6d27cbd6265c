"""What a file is, is told by what is in it."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pytest

from award.foundation.files.judging import judge
from award.foundation.files.types import (
    BY_ENDING,
    RECORDINGS,
    TYPES,
    listed,
    size_in_words,
    told_apart,
)
from award.foundation.files.unfit import Unfit
from tests.build import documents

ALL = tuple(TYPES)
DOCUMENTS = tuple(key for key in TYPES if key not in RECORDINGS)


def judged(content: bytes, name: str, allowed: tuple[str, ...] = ALL) -> str:
    return judge(io.BytesIO(content), name, allowed).key


def refused(content: bytes, name: str, allowed: tuple[str, ...] = ALL) -> str:
    with pytest.raises(Unfit) as said:
        judged(content, name, allowed)
    return said.value.why


@pytest.mark.parametrize("ending", sorted(BY_ENDING))
def test_each_type_is_known_whatever_it_is_called(ending: str) -> None:
    made = documents.every(author=documents.AUTHOR)
    content = made.get(ending) or made[BY_ENDING[ending].ending]
    key = BY_ENDING[ending].key
    assert judged(content, f"Plan{ending.upper()}") == key
    if key != "csv":
        assert judged(content, "Plan") == judged(content, "Plan.v2") == key


@pytest.mark.parametrize("ending", sorted(documents.every()))
@pytest.mark.parametrize("claimed", [".pdf", ".docx", ".png", ".csv"])
def test_a_name_that_says_otherwise_is_told(ending: str, claimed: str) -> None:
    if ending == claimed or (ending == ".txt" and claimed == ".csv"):
        return
    said = refused(documents.every()[ending], f"Plan{claimed}")
    found = TYPES["txt"] if ending == ".csv" else BY_ENDING[ending]  # the name alone could tell
    assert f"is named like {BY_ENDING[claimed].noun}, but {found.noun} is inside" in said
    assert f"Change the end of its name to {found.ending}" in said


@pytest.mark.parametrize("ending", sorted(documents.every()))
def test_what_a_slot_does_not_take_is_told_with_what_it_takes(ending: str) -> None:
    key = BY_ENDING[ending].key
    others = tuple(one for one in ALL if one not in (key, "txt"))
    if key == "txt":
        others = tuple(one for one in ALL if one != key)
    said = refused(documents.every()[ending], f"Plan{ending}", others)
    assert listed(others) in said


def bomb() -> bytes:
    return documents.office("docx", **{"word/media/zeros.bin": b"\0" * 30_000_000})


def locked_archive() -> bytes:
    content = bytearray(documents.office())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = -1
        while (place := content.find(mark, place + 1)) >= 0:
            content[place + at] |= 1
    return bytes(content)


def huge_png(width: int = 30_000, height: int = 30_000) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in ((b"IHDR", head), (b"IDAT", b""), (b"IEND", b""))
    )


def large_jpeg(width: int, height: int) -> bytes:
    """It says so in its header."""
    content = bytearray(documents.picture("jpeg"))
    at = content.index(b"\xff\xc0") + 5
    content[at : at + 4] = struct.pack(">HH", height, width)
    return bytes(content)


CONTENT_TYPES = "[Content_Types].xml"
HOSTILE = {
    "nothing": (b"", "empty"),
    "a program": (b"MZ\x90\x00" + b"\0" * 99, "is a program. We take no"),
    "a script": (b"#!/bin/sh\0\1\2", "is a program. We take no"),
    "a page": (b"<!DOCTYPE html><script>alert(1)</script>", "is a web page. Open it in a browser"),
    "a page before a PDF": (b"<html>" + documents.pdf(), "is a web page"),
    "a drawing with a script": (b'<?xml version="1.0"?><svg onload="x()"/>', "is a drawing"),
    "rich text": (rb"{\rtf1 hello}", "is rich text"),
    "a plain zip": (documents.archive({"a.txt": "x"}), "an archive, such as a .zip"),
    "a cut PDF": (documents.pdf()[:200], "cut short"),
    "a locked PDF": (documents.pdf(password="x"), "locked"),
    "an old or locked Office file": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old Office"
    ),
    "a locked archive": (locked_archive(), "locked"),
    "macros": (documents.office(**{"word/vbaProject.bin": b"x"}), "macros"),
    "macros by another name": (
        documents.archive({CONTENT_TYPES: "application/vnd.ms-word.document.macroEnabled.main+xml",
                           "word/document.xml": "x"}),
        "macros",
    ),
    "a script in OpenDocument": (
        documents.archive({"mimetype": "application/vnd.oasis.opendocument.text",
                           "content.xml": "x", "Basic/Standard/Module1.xml": "x"}),
        "macros",
    ),
    "a locked OpenDocument": (
        documents.archive({"mimetype": "application/vnd.oasis.opendocument.text",
                           "content.xml": "x",
                           "META-INF/manifest.xml": "<manifest:encryption-data/>"}),
        "locked",
    ),
    "a cut archive": (documents.office()[:-30], "damaged"),
    "a bomb": (bomb(), "unpacks"),
    "too many parts": (
        documents.office(**{f"word/{n}.xml": "" for n in range(5_001)}), "unpacks"
    ),
    "a way out": (documents.office(**{"../../etc/cron": "x"}), "outside"),
    "a picture that unpacks to gigabytes": (huge_png(), "points"),
    "half a picture": (documents.picture("jpeg")[:12], "picture"),
    "text with controls": (b"abc\x00\x07def", "not of a type"),
}  # fmt: skip


@pytest.mark.parametrize("what", sorted(HOSTILE))
def test_what_may_hurt_or_is_broken_is_refused_in_words(what: str) -> None:
    content, words = HOSTILE[what]
    said = refused(content, "Plan", DOCUMENTS)
    assert words in said
    assert len(said) < 300 and not said.endswith(".")


INSIDE = {
    "a picture of another type": [
        b"GIF89a..", b"RIFF\0\0\0\0WEBP", b"\0\0\0 ftypheic", b"BM\0\0\0\0",
    ],
    "a film or a recording": [b"\0\0\0 ftypmp42", b"ID3\4\0", b"RIFF\0\0\0\0WAVE", b"OggS\0"],
    "an archive, such as a .zip file": [
        documents.archive({"a.txt": "x"}), b"Rar!\x1a\x07\0", b"\x1f\x8b\x08\0",
        b"7z\xbc\xaf\x27\x1c",
    ],
    "a program": [b"MZ\x90\0", b"\x7fELF\2\1", b"\xcf\xfa\xed\xfe\7"],
    "a web page": [b"<html>hi", b"  <!DOCTYPE html>"],
    "a drawing (.svg)": [b"<svg>", b'<?xml version="1.0"?><!-- made by hand --><svg/>'],
}  # fmt: skip


@pytest.mark.parametrize("inside", sorted(INSIDE))
def test_a_name_that_lies_is_told_what_is_inside_and_what_to_do(inside: str) -> None:
    for content in INSIDE[inside]:
        said = refused(content + b"\0" * 9, "fake.pdf", ("pdf", "docx"))
        assert said.startswith(f"is named like a PDF, but {inside} is inside. "), content
        assert said.endswith(". Here we take PDF or Word (.docx)")
        assert refused(content + b"\0" * 9, "fake", DOCUMENTS).startswith(f"is {inside}. ")


def test_text_under_the_name_of_another_type_is_told_too() -> None:
    said = refused(b"Dear all,", "fake.pdf")
    assert said.startswith("is named like a PDF, but plain text is inside. Change the end of its")
    said = refused(b"Dear all,", "fake.pdf", ("pdf", "docx"))
    assert (
        said
        == "is named like a PDF, but plain text is inside, and here we take PDF or Word (.docx)"
    )
    damaged = refused(b"\0\1\2", "fake.pdf")
    assert "is named like a PDF, but is none" in damaged and "save it as what you meant" in damaged


def test_an_archive_that_lies_about_its_size_is_refused() -> None:
    content = bytearray(documents.office(words="x" * 5_000))
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as whole:
        part = whole.getinfo(CONTENT_TYPES)
    at = part.header_offset + 14
    content[at : at + 4] = b"\1\2\3\4"  # its checksum
    central = content.rfind(b"PK\x01\x02", 0, content.find(CONTENT_TYPES.encode(), at + 60))
    content[central + 16 : central + 20] = b"\1\2\3\4"
    assert "damaged" in refused(bytes(content), "Plan.docx")


def test_text_of_an_old_code_is_text() -> None:
    assert judged("Caf\u00e9, 50\u20ac".encode("cp1252"), "costs.csv") == "csv"
    assert judged("Site\tBeds".encode("utf-16"), "costs.txt") == "txt"


def test_sizes_in_words() -> None:
    assert [size_in_words(size) for size in (1, 812, 40_200, 2_500_000, 30_000_000)] == [
        "1 byte", "812 bytes", "40 KB", "2.5 MB", "30 MB",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("size", "most", "words"),
    [
        (10_004_000, 10_000_000, ("10.004 MB", "10 MB")),
        (10_000_001, 10_000_000, ("10.000001 MB", "10 MB")),
        (12_340_000, 10_000_000, ("12.3 MB", "10 MB")),
        (40_001, 40_000, ("40.001 KB", "40 KB")),
        (1_000_100, 999_900, ("1.0001 MB", "0.9999 MB")),
        (501, 500, ("501 bytes", "500 bytes")),
    ],
)
def test_a_size_and_the_most_are_told_apart(size: int, most: int, words: tuple[str, str]) -> None:
    assert told_apart(size, most) == words


@pytest.mark.parametrize("name", ["word/media/image1.png", "word/media/Photo.JPEG"])
def test_a_picture_in_a_document_is_as_large_as_any_may_be(name: str) -> None:
    """It is told when it comes: the copy for assessors could not be made of it."""
    large = (huge_png if name.endswith("png") else large_jpeg)(7_800, 7_700)
    said = f"has a picture inside, {name.rpartition('/')[2]}, that has 7,800 by 7,700 points"
    assert refused(documents.office("docx", **{name: large}), "Plan.docx").startswith(
        f"{said}, 60,060,000 in all, and 60,000,000 is the most"
    )
    far = refused(documents.office("docx", **{"word/media/image1.png": huge_png()}), "Plan.docx")
    assert "far more points" in far
    small = documents.office("docx", **{name: documents.picture(), "word/media/x.png": b"broken"})
    assert judged(small, "Plan.docx") == "docx"
