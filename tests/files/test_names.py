"""A name is kept as somebody's computer said it, and is safe wherever it goes."""

from __future__ import annotations

from email.message import Message
from urllib.parse import unquote

import pytest

from award.foundation.files.names import disposition, ending_of, saved_name, shown_name
from award.foundation.files.types import TYPES
from award.packs.views.keeping import JSON, ZIP
from award.packs.views.lists import TYPES as LISTS

PDF = TYPES["pdf"]


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("Plan, “final” (2).pdf", "Plan, “final” (2).pdf"),
        ("plan;'x'\"y\".pdf", "plan;'x'\"y\".pdf"),
        ("🧓 care.pdf", "🧓 care.pdf"),
        ("C:\\Users\\Kim\\Plan.pdf", "Plan.pdf"),
        ("../../etc/passwd", "passwd"),
        ("/etc/", "Document"),
        ("..", "Document"),
        ("", "Document"),
        (None, "Document"),
        ("\u202e\u200f", "Document"),
        ("a\0b\r\nSet-Cookie: x.pdf", "ab Set-Cookie: x.pdf"),
        ("invoice\u202efdp.exe", "invoice\u202efdp.exe"),
        ("e\u0301.pdf", "é.pdf"),
        ("half \ud800.pdf", "half ?.pdf"),
        ("x" * 300 + ".pdf", "x" * 251 + ".pdf"),
        ("ש" * 300, "ש" * 255),
    ],
)
def test_what_lists_show(raw: str | None, shown: str) -> None:
    assert shown_name(raw) == shown


def sent(name: str) -> tuple[str, str]:
    """As browsers of both kinds read the header."""
    header = disposition(name, PDF)
    assert header.isascii() and "\n" not in header and "\r" not in header
    plain, _, coded = header.partition("; filename*=UTF-8''")
    message = Message()
    message["Content-Disposition"] = plain
    return unquote(coded), message.get_filename("")


@pytest.mark.parametrize(
    ("name", "modern", "old"),
    [
        ("Plan.pdf", "Plan.pdf", "Plan.pdf"),
        ("Zażółć, “ja”.pdf", "Zażółć, “ja”.pdf", "Zazoc, ja.pdf"),
        ('a"; filename=evil.exe.pdf', "a_; filename=evil.exe.pdf", "a__ filename=evil.exe.pdf"),
        ("🧓.pdf", "🧓.pdf", "Document.pdf"),
        ("план.pdf", "план.pdf", "Document.pdf"),
        ("Plan", "Plan.pdf", "Plan.pdf"),
        ("virus.exe", "virus.exe.pdf", "virus.exe.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.exe.pdf", "invoicefdp.exe.pdf"),
        ("100%.pdf", "100%.pdf", "100_.pdf"),
    ],
)
def test_what_is_saved(name: str, modern: str, old: str) -> None:
    found, plain = sent(name)
    assert (found, plain) == (modern, old)


def test_what_a_name_claims() -> None:
    assert [ending_of(name) for name in ("a.PDF", "a.pdf\u200f", "a", "a.b c", ".pdf")] == [
        ".pdf", ".pdf", "", "", ".pdf",
    ]  # fmt: skip
    assert saved_name("a.jpeg", TYPES["jpeg"]) == "a.jpeg"


def test_what_is_of_no_kind_that_is_taken_in_has_its_ending_once() -> None:
    """What the service makes itself: archives, manifests, workbooks of its own."""
    for kind in (ZIP, JSON, *LISTS.values()):
        name = f"asc-1-tables{kind.ending}"
        assert saved_name(name, kind) == name
        assert f'filename="{name}"' in disposition(name, kind)
    assert saved_name("asc-1-tables", ZIP) == "asc-1-tables.zip"
    assert saved_name("asc-1-tables.pdf", ZIP) == "asc-1-tables.pdf.zip"
