"""What a person reads in an answer, of whatever kind it is."""

from __future__ import annotations

import io
import zipfile

from pypdf import PdfReader


def readable(data: bytes) -> str:
    """The words of a page or a file: a PDF's are drawn, a workbook is a zip of XML."""
    if data.startswith(b"%PDF"):
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            data = b"".join(parts.read(name) for name in parts.namelist())
    return data.decode("utf-8", "replace")
