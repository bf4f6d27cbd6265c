"""Documents for tests, and what is in them."""

from __future__ import annotations

import io
import re
import unicodedata
from collections import Counter
from datetime import UTC, datetime

import docx
from pypdf import PdfReader

from award.foundation.documents.parts import Document, Facts, Grid, Heading, Part, Points, Words

MADE = datetime(2026, 11, 3, 9, 30, tzinfo=UTC)
_NO_INK = re.compile(r"[\s\u00ad\u200b-\u200f\u2010\ufeff-]")
"""What has no ink, and the hyphens that a line is broken with."""


def document(*parts: Part, title: str = "Listening for falls", **other: str) -> Document:
    return Document(
        title, "Application AIA-7K3F9Q", "AIA-7K3F9Q", MADE, parts,
        **{"service": "AI in Health and Care Award", **other},
    )  # fmt: skip


def usual() -> Document:
    """One of everything."""
    return document(
        Facts((("Organisation", "Marigold Care"), ("Phase", "2")), "About this application"),
        Heading("1. Summary"),
        Heading("1.1 What will you do?", 3, "what"),
        Words("Listen.\nAsk.\n\nAnd listen again."),
        Heading("1.2 Who?", 3, "who"),
        Points(("Kim", "Sam")),
        Heading("1.3 Cost", 3, "cost"),
        Grid("Cost", ("Line", "Pounds"), (("Staff", "12,000"), ("Travel", "300")), (1,),
             ("Total", "12,300")),
        Words("Not answered", "quiet"),
    )  # fmt: skip


def text_of_pdf(file: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(file)).pages)


def ink(text: str) -> Counter[str]:
    """How often each character is drawn: readers of a PDF put those of lines that run from right
    to left in orders of their own, and take a bracket there for the other."""
    seen = Counter(_NO_INK.sub("", text))
    mirrored = [one for one in seen if unicodedata.mirrored(one)]
    seen["a bracket"] = sum(seen.pop(one) for one in mirrored)
    return seen


def text_of_word(file: bytes) -> str:
    """All that stands in it, header and footer included."""
    opened = docx.Document(io.BytesIO(file))
    told = [line.text for line in opened.paragraphs]
    told += [cell.text for table in opened.tables for row in table.rows for cell in row.cells]
    edges = (opened.sections[0].header, opened.sections[0].footer)
    return "\n".join([*told, *(line.text for edge in edges for line in edge.paragraphs)])


def text_of(kind: str, file: bytes) -> str:
    """On one line, as it reads."""
    read = {"pdf": text_of_pdf, "docx": text_of_word}[kind]
    return " ".join(read(file).replace("\u200b", "").split())


def words_of(body: bytes) -> str:
    """What a reader sees of a page or of a document."""
    if body.startswith(b"%PDF"):
        return text_of_pdf(body)
    return text_of_word(body) if body.startswith(b"PK") else body.decode()
